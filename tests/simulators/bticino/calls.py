"""Somebody rings: what is pushed while the call lasts, and what remains of it in the history."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from .home import Home, Module
from .images import Images, Picture
from .push import PushSockets

SDP = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"


@dataclass(slots=True, kw_only=True)
class Call:
    """One ring at one external unit."""

    home: Home
    unit: Module
    bridge: Module
    session_id: str = field(default_factory=lambda: str(uuid4()))
    offer: dict[str, Any] = field(default_factory=dict)
    """The message that says that it rings."""

    time: int = field(default_factory=lambda: int(time.time()))
    snapshot: Picture
    vignette: Picture
    outcome: list[dict[str, Any]] = field(default_factory=list)
    """What the history tells of it beside the ring itself."""

    def tell(self) -> dict[str, Any]:
        """Return it as the history tells it."""
        ring = {
            "type": "incoming_call",
            "time": self.time,
            "snapshot": self.snapshot.tell(),
            "vignette": self.vignette.tell(),
        }
        return {
            "id": f"evt-{self.session_id}",
            "type": "outdoor",
            "time": self.time,
            "module_id": self.unit.id,
            "session_id": self.session_id,
            "subevents": [ring, *self.outcome],
        }


class Calls:
    """The calls of all homes, oldest first."""

    def __init__(self, push: PushSockets, images: Images) -> None:
        self._push = push
        self._images = images
        self._calls: dict[str, Call] = {}

    def history(self, home: Home) -> list[dict[str, Any]]:
        """Return the calls of a home as `getevents` tells them, newest first."""
        return [call.tell() for call in reversed(self._calls.values()) if call.home is home]

    def snapshot(self, session_id: str) -> bytes:
        """Return what the unit saw when somebody rang."""
        return self._calls[session_id].snapshot.data

    async def ring(self, home: Home, unit: Module) -> str:
        """Ring at a unit, and return the id of the session."""
        bridge = home.find(unit.bridge or "")
        if bridge is None:
            raise KeyError(unit.bridge)
        snapshot, vignette = self._images.take(640, 480), self._images.take(160, 120)
        call = Call(home=home, unit=unit, bridge=bridge, snapshot=snapshot, vignette=vignette)
        call.offer = _offer(call)
        self._calls[call.session_id] = call
        await self.repeat_offer(call.session_id)
        await self._tell_event(call, "incoming_call")
        return call.session_id

    async def repeat_offer(self, session_id: str) -> None:
        """Say once more that it rings."""
        call = self._calls[session_id]
        await self._push.tell(call.home, call.offer)

    async def answer(self, session_id: str) -> None:
        """Take the call on another device."""
        call = self._calls[session_id]
        call.outcome.append({"type": "accepted_call", "time": int(time.time())})
        await self._tell_event(call, "accepted_call")
        await self._tell_rtc(call, "rescind")

    async def miss(self, session_id: str) -> None:
        """Let it ring until the unit gives up, which it says twice."""
        call = self._calls[session_id]
        call.outcome.append({"type": "missed_call", "time": int(time.time())})
        await self._tell_event(call, "missed_call")
        await self._tell_rtc(call, "terminate")
        await self._tell_rtc(call, "terminate")

    async def end(self, session_id: str) -> None:
        """Hang up."""
        call = self._calls[session_id]
        await self._tell_rtc(call, "terminate")
        await self._tell_event(call, "end_recording")

    async def _tell_rtc(self, call: Call, kind: str) -> None:
        extra = {"session_id": call.session_id, "data": {"type": kind}}
        await self._push.tell(call.home, _message(call, "rtc", extra))

    async def _tell_event(self, call: Call, kind: str) -> None:
        extra = {
            "event_type": kind,
            "device_id": call.bridge.id,
            "home_id": call.home.id,
            "session_id": call.session_id,
            "snapshot_url": call.snapshot.url,
            "vignette_url": call.vignette.url,
        }
        await self._push.tell(call.home, {**_message(call, kind, extra), "category": kind})


def _offer(call: Call) -> dict[str, Any]:
    locks = [module.id for module in call.home.modules if module.type == "BNDL"]
    description = {"type": "call", "sdp": SDP, "module_id": call.unit.id, "modules": locks}
    extra = {
        "session_id": call.session_id,
        "tag_id": secrets.token_urlsafe(8),
        "correlation_id": secrets.randbelow(10**9),
        "device_id": call.bridge.id,
        "home_id": call.home.id,
        "data": {"type": "offer", "session_description": description},
    }
    return {**_message(call, "rtc", extra), "category": "rtc", "voip_call": True, "expiry": 30}


def _message(call: Call, kind: str, extra: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Websocket", "push_type": f"{call.bridge.type}-{kind}", "extra_params": extra}
