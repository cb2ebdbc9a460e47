"""How modules are, as `homestatus` and pushes tell it; what makes no sense is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ..raw import is_number, read_mapping, read_mappings, read_text

UNREACHABLE: Final = 6
"""The code of errors about a module that does not answer (Netatmo's list of errors)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How a module is."""

    reachable: bool | None = None
    connected: bool | None = None
    """Whether a bridge has its own socket to the vendor open."""

    locked: bool | None = None
    on: bool | None = None
    wifi_strength: float | None = None
    """How much weaker than a milliwatt the signal is, in dB."""

    uptime: float | None = None
    """Seconds."""

    address: str | None = None
    firmware: str | None = None
    """The number of its release, where nothing else tells it."""


UNKNOWN: Final = Status()
_POWER: Final = {"on": True, "off": False}


def parse_statuses(raw: Mapping[str, Any]) -> dict[str, Status]:
    """Return how the modules of a home are by their ids, from the answer of `homestatus`."""
    body = read_mapping(raw.get("body"))
    statuses = update_statuses({}, read_mapping(body.get("home")))
    for module_id, code in read_errors(raw).items():
        if code == UNREACHABLE:
            statuses[module_id] = replace(statuses.get(module_id, UNKNOWN), reachable=False)
    return statuses


def update_statuses(known: Mapping[str, Status], raw_home: Mapping[str, Any]) -> dict[str, Status]:
    """Return what is known with what is told of some modules of a home."""
    statuses = dict(known)
    for raw in read_mappings(raw_home.get("modules")):
        module_id = read_text(raw.get("id"))
        if module_id is not None:
            statuses[module_id] = _update(statuses.get(module_id, UNKNOWN), raw)
    return statuses


def read_errors(raw: Mapping[str, Any]) -> dict[str, int]:
    """Return the codes of the errors in an answer that says "ok", by the modules that they are about."""
    return {
        module_id: code
        for error in read_mappings(read_mapping(raw.get("body")).get("errors"))
        if (module_id := read_text(error.get("id"))) is not None
        and isinstance(code := error.get("code"), int)
    }


def _update(known: Status, raw: Mapping[str, Any]) -> Status:
    """Return how a module is, as far as something is told of it."""
    told: dict[str, Any] = {
        "reachable": _read_bool(raw.get("reachable")),
        "connected": _read_bool(raw.get("websocket_connected")),
        "locked": _read_bool(raw.get("lock")),
        "on": _POWER.get(read_text(raw.get("status")) or ""),
        "wifi_strength": _read_number(raw.get("wifi_strength")),
        "uptime": _read_number(raw.get("uptime")),
        "address": read_text(raw.get("local_ipv4")),
        "firmware": _read_release(raw.get("firmware_revision")),
    }
    return replace(known, **{key: value for key, value in told.items() if value is not None})


def _read_bool(raw: Any) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _read_number(raw: Any) -> float | None:
    return raw if is_number(raw) and raw >= 0 else None


def _read_release(raw: Any) -> str | None:
    return str(raw) if is_number(raw) else read_text(raw)
