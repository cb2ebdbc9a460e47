"""How modules are, as `homestatus` and pushes tell it; what makes no sense is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from ..raw import is_number, read_mapping, read_mappings, read_moment, read_text

UNREACHABLE: Final = 6
"""The code of errors about a module that does not answer (Netatmo's list of errors)."""

CLOCK_NOISE: Final = timedelta(minutes=1)
"""A start that is told no further apart from the known one is the same start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a module is."""

    reachable: bool | None = None
    connected: bool | None = None
    """Whether a bridge has its own socket to the vendor open."""

    locked: bool | None = None
    """Whether a door is locked; no status that was seen says it."""

    on: bool | None = None
    wifi_strength: float | None = None
    """How much weaker than a milliwatt the signal is, in dB."""

    started_at: datetime | None = None
    address: str | None = None
    firmware: str | None = None


UNKNOWN: Final = Status()
_POWER: Final = {"on": True, "off": False}


def parse_statuses(raw: Mapping[str, Any], known: Mapping[str, Status], now: datetime) -> dict[str, Status]:
    """Return how the modules of a home are by their ids, from the answer of `homestatus`.

    What is known of them before says no more than when they started.
    """
    body = read_mapping(raw.get("body"))
    starts = {module_id: Status(started_at=status.started_at) for module_id, status in known.items()}
    told_at = read_moment(raw.get("time_server")) or now
    statuses = update_statuses(starts, read_mapping(body.get("home")), told_at)
    for module_id, code in read_errors(raw).items():
        if code == UNREACHABLE:
            statuses[module_id] = replace(statuses.get(module_id, UNKNOWN), reachable=False)
    return statuses


def update_statuses(
    known: Mapping[str, Status], raw_home: Mapping[str, Any], told_at: datetime
) -> dict[str, Status]:
    """Return what is known with what is told of some modules of a home."""
    statuses = dict(known)
    for raw in read_mappings(raw_home.get("modules")):
        module_id = read_text(raw.get("id"))
        if module_id is not None:
            statuses[module_id] = _update(statuses.get(module_id, UNKNOWN), raw, told_at)
    return statuses


def read_errors(raw: Mapping[str, Any]) -> dict[str, int]:
    """Return the codes of the errors in an answer that says "ok", by the modules that they are about."""
    return {
        module_id: code
        for error in read_mappings(read_mapping(raw.get("body")).get("errors"))
        if (module_id := read_text(error.get("id"))) is not None
        and isinstance(code := error.get("code"), int)
    }


def _update(known: Status, raw: Mapping[str, Any], told_at: datetime) -> Status:
    """Return how a module is, as far as something is told of it."""
    told: dict[str, Any] = {
        "reachable": _read_bool(raw.get("reachable")),
        "connected": _read_bool(raw.get("websocket_connected")),
        "locked": _read_bool(raw.get("lock")),
        "on": _POWER.get(read_text(raw.get("status")) or ""),
        "wifi_strength": _read_number(raw.get("wifi_strength")),
        "started_at": _read_start(raw, known.started_at, told_at),
        "address": read_text(raw.get("local_ipv4")),
        "firmware": read_text(raw.get("firmware_name")) or _read_release(raw.get("firmware_revision")),
    }
    return replace(known, **{key: value for key, value in told.items() if value is not None})


def _read_bool(raw: Any) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _read_number(raw: Any) -> float | None:
    return raw if is_number(raw) and raw >= 0 else None


def _read_start(raw: Mapping[str, Any], known: datetime | None, told_at: datetime) -> datetime | None:
    """Return when a module started: to the second, and the same again as long as it runs."""
    uptime = _read_number(raw.get("uptime"))
    if uptime is None or uptime >= told_at.timestamp():
        return None
    started_at = (read_moment(raw.get("timestamp")) or told_at) - timedelta(seconds=uptime)
    is_known = known is not None and abs(started_at - known) <= CLOCK_NOISE
    return known if is_known else started_at.replace(microsecond=0)


def _read_release(raw: Any) -> str | None:
    """Return the number of a release as the vendor writes it elsewhere: 20301 is 2.03.01."""
    if not isinstance(raw, int) or not is_number(raw) or raw < 10_000:  # noqa: PLR2004 - a mere counter
        return None
    return f"{raw // 10_000}.{raw // 100 % 100:02}.{raw % 100:02}"
