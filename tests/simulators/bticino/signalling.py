"""The signalling socket: offers, answers and candidates between who looks and the unit at the door."""

import base64
import json
import secrets
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from aiohttp import web

from ..evidence_page import check_message
from .account import Account, Bearers, Refused
from .calls import Calls
from .home import BRIDGES, Module
from .knobs import Knobs
from .talks import Talk, Talks

if TYPE_CHECKING:
    from ..peer import Peer

PATH: Final = "/appws/"
UNADDRESSED: Final = {"type": "ack", "session_id": None, "tag_id": None}
"""What acknowledges all but an offer."""


class Line:
    """One connection of a client, over which it arranges live views and answers calls."""

    def __init__(
        self, request: web.Request, knobs: Knobs, bearers: Bearers, talks: Talks, calls: Calls
    ) -> None:
        self.request = request
        self._knobs = knobs
        self._bearers = bearers
        self._talks = talks
        self._calls = calls
        self._bearer = ""
        self._response = web.WebSocketResponse()

    async def serve(self) -> web.WebSocketResponse:
        """Serve it until it ends."""
        await self._response.prepare(self.request)
        try:
            async for message in self._response:
                try:
                    await self._take(json.loads(message.data))
                except Refused as refused:
                    await self._send(refused.body)
                except AttributeError, KeyError, TypeError, ValueError:
                    await self._send(Refused(400, 21, "Invalid message").body)
        finally:
            if not self._knobs.keeps_lost_calls:
                await self._talks.lose(self)
        return self._response

    def drop(self) -> None:
        """End the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()

    async def _take(self, message: dict[str, Any]) -> None:
        if message["action"] == "subscribe" and message["app_type"] == "app_security":
            self._bearers.account(message["access_token"])
            self._bearer = message["access_token"]
            await self._send({"status": "ok"})
        elif message["action"] == "rtc" and self._bearer:
            await self._take_rtc(message, self._bearers.account(self._bearer))
        else:
            raise Refused(400, 21, "Invalid message")

    async def _take_rtc(self, message: dict[str, Any], account: Account) -> None:
        data = message["data"]
        if data["type"] == "offer":
            await self._open(message["device_id"], data["session_description"], _asked(account, message))
            return
        for name in ("tag_id", "correlation_id"):
            if not isinstance(message.get(name), str):
                raise Refused(400, 21, f"data/{name} must be string")
        session_id: str = message["session_id"]
        if data["type"] == "answer":
            await self._answer(session_id, data["session_description"]["sdp"], account)
            return
        await self._send(UNADDRESSED)
        if data["type"] == "candidate":
            candidate = data["ice_candidate"]
            await self._talks.add_candidate(session_id, candidate["candidate"], candidate["sdp_m_line_index"])
        if data["type"] == "terminate":
            await self._calls.hang_up(session_id, account)

    async def _open(self, bridge_id: str, description: dict[str, Any], module: Module | None) -> None:
        """Answer an offer as the unit does, or not at all where it is out of reach."""
        # Tests that look at no video need not load codecs.
        from .panel import Panel  # noqa: PLC0415
        from .unit import Unit  # noqa: PLC0415

        if self._knobs.hangs_up_at == "offer":
            self.drop()
            return
        if module is not None and self._talks.at(bridge_id) >= self._knobs.max_peers:
            raise Refused(503, 10, "Max number of peers reached")
        session_id = str(uuid4())
        tag_id = base64.b64encode(secrets.token_bytes(6)).decode()
        await self._send({"type": "ack", "session_id": session_id, "tag_id": tag_id})
        if module is None or not module.reachable or self._knobs.hangs_up_at == "ack":
            await self._tell(session_id, {"type": "terminate"})
            return
        unit = (Panel if module.type in BRIDGES else Unit)(module.name)
        await self._begin(session_id, bridge_id, unit)
        try:
            sdp, candidates = await unit.answer(description["sdp"])
        except Exception:  # noqa: BLE001  # whatever aiortc makes of an offer that is none
            await self._talks.terminate(session_id)
            return
        answer = {"type": "answer", "session_description": {"type": "call", "sdp": sdp}}
        await self._tell(session_id, answer)
        await self._tell_candidates(session_id, candidates)

    async def _answer(self, session_id: str, sdp: str, account: Account) -> None:
        """Connect whoever rings with who answers, unless somebody else did, or it is over."""
        if self._knobs.hangs_up_at == "offer":
            self.drop()
            return
        call = self._calls.ringing(session_id, account)
        if call is None or call.unit is None:
            raise Refused(404, 9, "Session not found")
        await self._send(UNADDRESSED)
        unit = call.unit
        call.unit = None
        await self._begin(session_id, call.bridge.id, unit)
        await self._calls.take(call)
        try:
            await unit.accept(sdp)
        except Exception:  # noqa: BLE001  # whatever aiortc makes of an answer that is none
            await self._calls.end(session_id)
            return
        await self._tell_candidates(session_id, call.candidates)

    async def _begin(self, session_id: str, bridge_id: str, peer: Peer) -> None:
        talk = Talk(bridge_id=bridge_id, peer=peer, line=self, tell=partial(self._tell, session_id))
        await self._talks.begin(session_id, talk)

    async def _tell_candidates(self, session_id: str, candidates: list[tuple[int, str]]) -> None:
        """Tell on which ways the unit may be reached, where it does not hang up first."""
        if self._knobs.hangs_up_at in ("ack", "answer"):
            await self._talks.terminate(session_id)
            return
        for index, line in candidates:
            candidate = {"sdp_m_line_index": index, "candidate": line}
            await self._tell(session_id, {"type": "candidate", "ice_candidate": candidate})

    async def _tell(self, session_id: str, data: dict[str, Any]) -> None:
        check_message("bticino", data["type"])
        await self._send({"session_id": session_id, "data": data})

    async def _send(self, message: dict[str, Any]) -> None:
        with suppress(ConnectionError):
            await self._response.send_json(message)


class Signalling:
    """The signalling sockets that are open."""

    def __init__(self, knobs: Knobs, bearers: Bearers, talks: Talks, calls: Calls) -> None:
        self._knobs = knobs
        self._bearers = bearers
        self._talks = talks
        self._calls = calls
        self._lines: list[Line] = []

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        line = Line(request, self._knobs, self._bearers, self._talks, self._calls)
        self._lines.append(line)
        try:
            return await line.serve()
        finally:
            self._lines.remove(line)

    def drop(self) -> None:
        """End every connection without a word."""
        for line in self._lines:
            line.drop()


def _asked(account: Account, message: dict[str, Any]) -> Module | None:
    """Return what an offer is for: the unit that it names, or else the bridge itself."""
    bridge_id = message["device_id"]
    named = message["data"]["session_description"].get("module_id")
    modules = [module for home in account.homes.values() for module in home.modules]
    if named is None:
        return next((each for each in modules if each.id == bridge_id and each.type in BRIDGES), None)
    units = [each for each in modules if each.type == "BNEU" and each.bridge == bridge_id]
    return next((each for each in units if each.id == named), None)
