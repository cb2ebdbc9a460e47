"""The signalling socket: offers, answers and candidates between who looks and the unit at the door."""

import asyncio
import base64
import json
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from aiohttp import web

from ..evidence_page import check_message
from .account import Account, Bearers, Refused
from .home import BRIDGES, Module

if TYPE_CHECKING:
    from .unit import Unit

PATH: Final = "/appws/"
UNADDRESSED: Final = {"type": "ack", "session_id": None, "tag_id": None}
"""What acknowledges all but an offer."""


class Line:
    """One connection of a client and the live views that it has."""

    def __init__(self, request: web.Request, bearers: Bearers, news: asyncio.Condition) -> None:
        self.request = request
        self.units: dict[str, Unit] = {}
        """The units that it looks through or talks to, by the ids of their sessions."""
        self._bearers = bearers
        self._news = news
        self._account: Account | None = None
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
            await self.hang_up()
        return self._response

    async def hang_up(self) -> list[str]:
        """End every live view, and return the ids of their sessions."""
        session_ids = list(self.units)
        for session_id in session_ids:
            await self._hang_up(session_id)
        return session_ids

    async def terminate(self) -> None:
        """End every live view from the units' side."""
        for session_id in await self.hang_up():
            await self._tell(session_id, {"type": "terminate"})

    async def _take(self, message: dict[str, Any]) -> None:
        if message["action"] == "subscribe" and message["app_type"] == "app_security":
            self._account = self._bearers.account(message["access_token"])
            await self._send({"status": "ok"})
        elif message["action"] == "rtc" and self._account is not None:
            await self._take_rtc(message, self._account)
        else:
            raise Refused(400, 21, "Invalid message")

    async def _take_rtc(self, message: dict[str, Any], account: Account) -> None:
        data = message["data"]
        if data["type"] == "offer":
            await self._open(data["session_description"], _asked(account, message))
            return
        if not isinstance(message["tag_id"], str):
            raise Refused(400, 21, "data/tag_id must be string")
        await self._send(UNADDRESSED)
        unit = self.units.get(message["session_id"])
        if data["type"] == "candidate" and unit is not None:
            candidate = data["ice_candidate"]
            await unit.add_candidate(candidate["candidate"], candidate["sdp_m_line_index"])
        if data["type"] == "terminate" and unit is not None:
            await self._hang_up(message["session_id"])

    async def _open(self, description: dict[str, Any], module: Module | None) -> None:
        """Answer an offer as the unit does, or not at all where it is out of reach."""
        # Tests that look at no video need not load codecs.
        from .panel import Panel  # noqa: PLC0415
        from .unit import Unit  # noqa: PLC0415

        session_id = str(uuid4())
        tag_id = base64.b64encode(secrets.token_bytes(6)).decode()
        await self._send({"type": "ack", "session_id": session_id, "tag_id": tag_id})
        if module is None or not module.reachable:
            await self._tell(session_id, {"type": "terminate"})
            return
        unit = self.units[session_id] = (Panel if module.type in BRIDGES else Unit)(module.name)
        await self._notify()
        try:
            sdp, candidates = await unit.answer(description["sdp"])
        except Exception:  # noqa: BLE001  # whatever aiortc makes of an offer that is none
            await self._hang_up(session_id)
            await self._tell(session_id, {"type": "terminate"})
            return
        answer = {"type": "answer", "session_description": {"type": "call", "sdp": sdp}}
        await self._tell(session_id, answer)
        for index, line in candidates:
            candidate = {"sdp_m_line_index": index, "candidate": line}
            await self._tell(session_id, {"type": "candidate", "ice_candidate": candidate})

    async def _hang_up(self, session_id: str) -> None:
        unit = self.units.pop(session_id, None)
        if unit is not None:
            await unit.close()
            await self._notify()

    async def _notify(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _tell(self, session_id: str, data: dict[str, Any]) -> None:
        check_message("bticino", data["type"])
        await self._send({"session_id": session_id, "data": data})

    async def _send(self, message: dict[str, Any]) -> None:
        with suppress(ConnectionError):
            await self._response.send_json(message)


class Signalling:
    """The signalling sockets that are open."""

    def __init__(self, bearers: Bearers) -> None:
        self._bearers = bearers
        self._lines: list[Line] = []
        self._news = asyncio.Condition()

    @property
    def live(self) -> int:
        """Return how many live views there are."""
        return sum(len(line.units) for line in self._lines)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        line = Line(request, self._bearers, self._news)
        self._lines.append(line)
        try:
            return await line.serve()
        finally:
            self._lines.remove(line)

    @property
    def heard_for(self) -> float:
        """Return for how many seconds those who look now were heard at the door."""
        return sum(unit.heard.loud_for for line in self._lines for unit in line.units.values())

    async def until_live(self, number: int) -> None:
        """Wait until there are just so many live views."""
        async with self._news:
            await self._news.wait_for(lambda: self.live == number)

    async def terminate(self) -> None:
        """End every live view from the units' side."""
        for line in list(self._lines):
            await line.terminate()

    async def close(self) -> None:
        """End every live view and every connection."""
        for line in list(self._lines):
            await line.hang_up()
            if line.request.transport is not None:
                line.request.transport.abort()


def _asked(account: Account, message: dict[str, Any]) -> Module | None:
    """Return what an offer is for: the unit that it names, or else the bridge itself."""
    bridge_id = message["device_id"]
    named = message["data"]["session_description"].get("module_id")
    modules = [module for home in account.homes.values() for module in home.modules]
    if named is None:
        return next((each for each in modules if each.id == bridge_id and each.type in BRIDGES), None)
    units = [each for each in modules if each.type == "BNEU" and each.bridge == bridge_id]
    return next((each for each in units if each.id == named), None)
