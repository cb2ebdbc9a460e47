"""What happens to a door phone: what is pushed of it, and what the history keeps."""

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import uuid4

from .account import Account
from .home import Home, Module
from .images import Images, Picture
from .knobs import Knobs
from .push import PushSockets
from .talks import Talks

if TYPE_CHECKING:
    from .unit import Unit

SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"
"""What is offered where nobody wants to answer."""

type Kind = Literal["incoming_call", "accepted_call", "missed_call"]

MESSAGES: Final[dict[str, str]] = {
    "incoming_call": "Chiamata in arrivo da {name}",
    "accepted_call": "Chiamata accettata da {name}",
    "missed_call": "Chiamata persa da {name}",
    "connection": "{name} collegata",
    "disconnection": "{name} scollegata",
}
"""What the vendor says of an event to an account in Italian."""


@dataclass(slots=True, kw_only=True)
class Call:
    """One ring at one external unit, or at the bridge where it has none."""

    home: Home
    bell: Module
    bridge: Module
    session_id: str = field(default_factory=lambda: str(uuid4()))
    event_id: str = field(default_factory=lambda: secrets.token_hex(12))
    offer: dict[str, Any] = field(default_factory=dict)
    """The message that says that it rings."""

    unit: Unit | None = None
    """The unit's end while it rings, and on which ways that may be reached."""

    candidates: list[tuple[int, str]] = field(default_factory=list)
    is_over: bool = False
    """Whether it rings no more."""

    pushed_at: float = 0.0
    """When it was first pushed that it rings, in seconds since 1970."""

    time: int = field(default_factory=lambda: int(time.time()))
    snapshot: Picture | None = None
    vignette: Picture | None = None
    happened: Kind = "incoming_call"
    """What happened last, which is all that the history tells, and when that was."""

    happened_at: int = field(default_factory=lambda: int(time.time()))

    def take(self, kind: Kind) -> None:
        """Take what happened."""
        self.happened, self.happened_at = kind, int(time.time())


@dataclass(slots=True, kw_only=True)
class Connection:
    """A door phone found the vendor, or lost it."""

    home: Home
    bridge: Module
    kind: Literal["connection", "disconnection"]
    event_id: str = field(default_factory=lambda: secrets.token_hex(12))
    time: int = field(default_factory=lambda: int(time.time()))

    def tell(self) -> dict[str, Any]:
        """Return it as the history tells it."""
        return {
            "id": self.event_id,
            "type": self.kind,
            "time": self.time,
            "module_id": self.bridge.id,
            "message": MESSAGES[self.kind].format(name=self.bridge.name),
        }


class Calls:
    """The events of all homes, oldest first."""

    def __init__(self, knobs: Knobs, push: PushSockets, images: Images, talks: Talks) -> None:
        self._knobs = knobs
        self._push = push
        self._talks = talks
        self._images = images
        self._calls: dict[str, Call] = {}
        self._events: list[Call | Connection] = []

    def history(self, home: Home) -> list[dict[str, Any]]:
        """Return the events of a home as `getevents` tells them, newest first."""
        return [
            self._tell_call(event) if isinstance(event, Call) else event.tell()
            for event in reversed(self._events)
            if event.home is home
        ]

    def forget(self) -> None:
        """Have nothing in the history any more."""
        self._events.clear()

    def pushed_at(self, session_id: str) -> float:
        """Return when it was first pushed that a call rings, in seconds since 1970."""
        return self._calls[session_id].pushed_at

    def snapshot(self, session_id: str) -> bytes:
        """Return what the unit saw when somebody rang."""
        picture = self._calls[session_id].snapshot
        return picture.data if picture is not None else b""

    async def ring(self, home: Home, bell: Module, *, offers: bool, has_picture: bool) -> str:
        """Ring at a unit, or at a bridge, and return the id of the session."""
        bridge = home.find(bell.bridge or bell.id)
        if bridge is None:
            raise KeyError(bell.bridge)
        call = Call(home=home, bell=bell, bridge=bridge)
        if has_picture:
            call.snapshot = self._images.take(f"{call.event_id}-s", bell.name, 640, 480)
            call.vignette = self._images.take(f"{call.event_id}-v", bell.name, 160, 120)
        call.offer = _offer(call, await self._describe(call))
        self._calls[call.session_id] = call
        self._events.append(call)
        if offers:
            await self.repeat_offer(call.session_id)
        await self._push_event(call, "incoming_call")
        return call.session_id

    async def _describe(self, call: Call) -> str:
        """Return what the unit offers."""
        if not self._knobs.answerable:
            return SDP
        # Tests that look at no video need not load codecs.
        from .panel import Panel  # noqa: PLC0415
        from .unit import Unit  # noqa: PLC0415

        call.unit = (Panel if call.bell is call.bridge else Unit)(call.bell.name)
        sdp, call.candidates = await call.unit.offer()
        return sdp

    def state(self, session_id: str) -> Literal["rings", "talks", "over"]:
        """Return how a call is."""
        if session_id in self._talks:
            return "talks"
        return "over" if self._calls[session_id].is_over else "rings"

    async def repeat_offer(self, session_id: str) -> None:
        """Say once more that it rings."""
        call = self._calls[session_id]
        call.pushed_at = call.pushed_at or time.time()
        await self._push.tell(call.home, call.offer)

    def ringing(self, session_id: str, account: Account) -> Call | None:
        """Return a call of an account that rings and that nobody has taken."""
        call = self._calls.get(session_id)
        return call if call is not None and call.home.id in account.homes and not call.is_over else None

    @property
    def peers(self) -> int:
        """Return how many units ring with a peer that waits to be answered."""
        return sum(call.unit is not None for call in self._calls.values())

    async def answer(self, session_id: str) -> None:
        """Take the call on another device."""
        await self.take(self._calls[session_id])

    async def take(self, call: Call) -> None:
        """Have a call be answered, wherever that was."""
        await self._stop(call)
        call.take("accepted_call")
        await self._push_event(call, "accepted_call")
        await self._push_rtc(call, "rescind")

    async def miss(self, session_id: str) -> None:
        """Let it ring until the unit gives up, which it says twice."""
        call = self._calls[session_id]
        await self._stop(call)
        call.take("missed_call")
        await self._push_rtc(call, "terminate")
        await self._push_event(call, "missed_call")
        await self._push_rtc(call, "terminate")

    async def hang_up(self, session_id: str, account: Account) -> None:
        """Take that whoever is at the other end ended a session; a call that rings is rejected by that."""
        if self.ringing(session_id, account) is not None:
            await self.miss(session_id)
        elif session_id in self._talks:
            await self._talks.hang_up(session_id)
            if session_id in self._calls:
                await self._push_end(self._calls[session_id])

    async def end(self, session_id: str) -> None:
        """Hang up."""
        call = self._calls[session_id]
        await self._stop(call)
        await self._talks.terminate(session_id)
        await self._push_end(call)

    async def _stop(self, call: Call) -> None:
        """Have it ring no more."""
        call.is_over = True
        unit, call.unit = call.unit, None
        if unit is not None:
            await unit.close()

    async def close(self) -> None:
        """Have nothing ring any more."""
        for call in self._calls.values():
            await self._stop(call)

    async def connect(self, home: Home, bridge: Module, *, connected: bool) -> None:
        """Have a door phone find the vendor, or lose it."""
        kind: Literal["connection", "disconnection"] = "connection" if connected else "disconnection"
        bridge.reachable = bridge.websocket_connected = connected
        self._events.append(Connection(home=home, bridge=bridge, kind=kind))
        extra = {
            "event_type": kind,
            "device_id": bridge.id,
            "home_id": home.id,
            "camera_id": bridge.id,
            "home_name": home.name,
        }
        await self._push.tell(home, _message(bridge, kind, extra))

    def _tell_call(self, call: Call) -> dict[str, Any]:
        """Return a call as the history tells it: of the bridge, and with what happened last alone."""
        is_open = call.happened == "incoming_call"
        last = {
            "id": f"{call.event_id}s",
            "type": call.happened,
            "time": call.happened_at,
            "verified": True,
            "session_id": call.session_id,
            "offset": 0,
            **self._tell_pictures(call),
            "message": MESSAGES[call.happened].format(name=call.bridge.name),
        }
        return {
            "id": call.event_id,
            "type": "outdoor",
            "time": call.time,
            "module_id": call.bridge.id,
            "subevents": [last],
            **({"video_status": "available", "video_id": "1"} if is_open else {"video_status": "deleted"}),
        }

    def _tell_pictures(self, call: Call) -> dict[str, Any]:
        if call.snapshot is None or call.vignette is None:
            return {}
        return {"snapshot": self._images.tell(call.snapshot), "vignette": self._images.tell(call.vignette)}

    async def _push_end(self, call: Call) -> None:
        await self._push_rtc(call, "terminate")
        await self._push_event(call, "end_recording")

    async def _push_rtc(self, call: Call, kind: str) -> None:
        extra = {"session_id": call.session_id, "data": {"type": kind}}
        await self._push.tell(call.home, _message(call.bridge, "rtc", extra))

    async def _push_event(self, call: Call, kind: str) -> None:
        extra = {
            "event_type": kind,
            "device_id": call.bridge.id,
            "home_id": call.home.id,
            "session_id": call.session_id,
            **{f"{name}_url": told["url"] for name, told in self._tell_pictures(call).items()},
        }
        await self._push.tell(call.home, {**_message(call.bridge, kind, extra), "category": kind})


def _offer(call: Call, sdp: str) -> dict[str, Any]:
    locks = [module.id for module in call.home.modules if module.type == "BNDL"]
    description: dict[str, Any] = {"type": "call", "sdp": sdp, "modules": locks}
    if call.bell is not call.bridge:
        description["module_id"] = call.bell.id
    extra = {
        "session_id": call.session_id,
        "tag_id": secrets.token_urlsafe(8),
        "correlation_id": secrets.randbelow(10**9),
        "device_id": call.bridge.id,
        "home_id": call.home.id,
        "data": {"type": "offer", "session_description": description},
    }
    return {**_message(call.bridge, "rtc", extra), "category": "rtc", "voip_call": True, "expiry": 30}


def _message(bridge: Module, kind: str, extra: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Websocket", "push_type": f"{bridge.type}-{kind}", "extra_params": extra}
