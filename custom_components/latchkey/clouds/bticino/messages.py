"""What the push socket and `getevents` tell, in this project's words; what makes no sense is nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from yarl import URL

from ..live_views import is_description
from ..raw import is_number, read_mapping, read_mappings, read_moment, read_text
from .calls import ADDRESS_LIFE, RING_LIFE, CallMessage, PastCall, Picture, Step
from .offers import Address, Offer

MAX_URL: Final = 2048
MAX_RING_LIFE: Final = timedelta(minutes=2)
_STEPS: Final[Mapping[str, Step]] = {
    "incoming_call": "ring",
    "accepted_call": "answered_elsewhere",
    "missed_call": "missed",
    "end_recording": "ended",
}
"""By the vendor's names of pushes, and of the one thing that its history tells of a call: the last."""

_SIGNALS: Final[Mapping[str, Step]] = {"offer": "ring", "rescind": "withdrawn", "terminate": "ended"}
"""By the types of WebRTC signals."""

_CONNECTIONS: Final = {"connection": True, "disconnection": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMessage:
    """How some modules of a home are now."""

    home_id: str
    raw_home: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionMessage:
    """Whether a bridge is connected now."""

    bridge_id: str
    connected: bool


type Message = CallMessage | StatusMessage | ConnectionMessage


def parse_message(raw: Mapping[str, Any], now: datetime) -> Message | None:
    """Return what a push tells; None where that is nothing that matters here."""
    # The name begins with the type of the bridge: BNC1-rtc.
    _, _, name = (read_text(raw.get("push_type")) or "").partition("-")
    told = read_mapping(raw.get("extra_params"))
    if (raw_home := read_mapping(told.get("home"))) and (home_id := read_text(raw_home.get("id"))):
        return StatusMessage(home_id=home_id, raw_home=raw_home)
    if (connected := _CONNECTIONS.get(name)) is not None and (bridge_id := read_text(told.get("device_id"))):
        return ConnectionMessage(bridge_id=bridge_id, connected=connected)
    return _parse_call(name, raw, told, now)


def _parse_call(
    name: str, raw: Mapping[str, Any], told: Mapping[str, Any], now: datetime
) -> CallMessage | None:
    """Return what a push tells of a call; None where it tells of none."""
    signal = read_mapping(told.get("data")) if name == "rtc" else {}
    step = _SIGNALS.get(read_text(signal.get("type")) or "") if name == "rtc" else _STEPS.get(name)
    session_id = read_text(told.get("session_id"))
    if step is None or session_id is None:
        return None
    description = read_mapping(signal.get("session_description"))
    return CallMessage(
        session_id=session_id,
        step=step,
        unit_id=read_text(description.get("module_id")),
        bridge_id=read_text(told.get("device_id")),
        picture=_parse_picture(told.get("snapshot_url"), now + ADDRESS_LIFE)
        or _parse_picture(told.get("vignette_url"), now + ADDRESS_LIFE),
        life=_parse_life(raw.get("expiry")),
        offer=_parse_offer(told, description),
    )


def _parse_offer(told: Mapping[str, Any], described: Mapping[str, Any]) -> Offer | None:
    """Return what can be answered; None where it is not said, or too little of it."""
    session_id, bridge_id = read_text(told.get("session_id")), read_text(told.get("device_id"))
    tag_id, correlation_id = read_text(told.get("tag_id")), _read_name(told.get("correlation_id"))
    if not (session_id and bridge_id and tag_id and correlation_id):
        return None
    description = described.get("sdp")
    if not is_description(description) or "\nm=" not in description:
        return None
    address = Address(
        session_id=session_id, tag_id=tag_id, correlation_id=correlation_id, bridge_id=bridge_id
    )
    return Offer(address=address, unit_id=read_text(described.get("module_id")), description=description)


def _read_name(raw: Any) -> str | None:
    """Return what names something: the vendor tells some as numbers, and takes texts alone."""
    return str(raw) if isinstance(raw, int) and is_number(raw) else read_text(raw)


def parse_history(raw: Mapping[str, Any], now: datetime) -> Iterator[PastCall]:
    """Yield the calls that the answer of `getevents` tells of."""
    home = read_mapping(read_mapping(raw.get("body")).get("home"))
    # The vendor's clock need not be ours.
    ahead = (read_moment(raw.get("time_server")) or now) - now
    for event in read_mappings(home.get("events")):
        call = _parse_past_call(event, now, ahead)
        if call is not None:
            yield call


def _parse_past_call(event: Mapping[str, Any], now: datetime, ahead: timedelta) -> PastCall | None:
    """Return the call that an event of the history is; None where it is none."""
    module_id, rang_at = read_text(event.get("module_id")), read_moment(event.get("time"))
    subevents = [each for each in read_mappings(event.get("subevents")) if _read_step(each)]
    session_ids = (read_text(each.get("session_id")) for each in subevents)
    session_id = next((each for each in session_ids if each is not None), None)
    if session_id is None or module_id is None or rang_at is None:
        return None
    pictures = (_parse_past_picture(each, now, ahead) for each in subevents)
    return PastCall(
        session_id=session_id,
        module_id=module_id,
        rang_at=rang_at,
        steps=tuple(step for each in subevents if (step := _read_step(each))),
        picture=next((picture for picture in pictures if picture is not None), None),
    )


def _read_step(subevent: Mapping[str, Any]) -> Step | None:
    return _STEPS.get(read_text(subevent.get("type")) or "")


def _parse_past_picture(subevent: Mapping[str, Any], now: datetime, ahead: timedelta) -> Picture | None:
    """Return the larger of the pictures that belong to an event."""
    for name in ("snapshot", "vignette"):
        raw = read_mapping(subevent.get(name))
        told = read_moment(raw.get("expires_at"))
        expires_at = told - ahead if told is not None else now + ADDRESS_LIFE
        if picture := _parse_picture(raw.get("url"), expires_at):
            return picture
    return None


def _parse_picture(raw: Any, expires_at: datetime) -> Picture | None:
    """Return where a picture is kept; None where that is no address to ask."""
    if not isinstance(raw, str) or len(raw) > MAX_URL:
        return None
    try:
        raw.encode()
        url = URL(raw)
        host = url.host or ""
        host.encode("idna")  # Whoever looks it up does so too.
    except ValueError:
        return None
    is_usable = url.scheme == "https" and host and url.user is None
    return Picture(url=raw, expires_at=expires_at) if is_usable else None


def _parse_life(raw: Any) -> timedelta:
    """Return how long a call rings, if nothing else is told of it."""
    return min(timedelta(seconds=raw), MAX_RING_LIFE) if is_number(raw) and raw > 0 else RING_LIFE
