"""A real Home Assistant behind something that can go wrong."""

import asyncio
from typing import ClassVar, Final, override

import aiohttp
from aiohttp import web

from tests.simulators.simulator import Simulator

_HEADERS: Final = ("Authorization", "Content-Type")


class Front(Simulator):
    """Passes on what it is asked, unless a fault is ordered."""

    name: ClassVar[str] = "home_assistant"
    hosts: ClassVar[tuple[str, ...]] = ()

    TOKEN: ClassVar[str] = "/auth/token"
    API: ClassVar[str] = "/api/"

    def __init__(self, url: str) -> None:
        super().__init__()
        self.halves = False
        """Whether only half of each message arrives."""
        self._url = url

    @override
    def application(self) -> web.Application:
        application = web.Application(middlewares=[self.record, self.faults.middleware])
        application.router.add_route("*", "/{path:.*}", self._pass_on)
        return application

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        url = f"{self._url}{request.path_qs}"
        headers = {name: request.headers[name] for name in _HEADERS if name in request.headers}
        async with aiohttp.ClientSession() as client:
            if request.headers.get("Upgrade", "").lower() == "websocket":
                return await self._connect(client, url, request)
            body = await request.read()
            async with client.request(request.method, url, data=body, headers=headers) as answer:
                kind = answer.content_type
                return web.Response(status=answer.status, body=await answer.read(), content_type=kind)

    async def _connect(
        self, client: aiohttp.ClientSession, url: str, request: web.Request
    ) -> web.WebSocketResponse:
        """Pass messages on, in both directions, until one side hangs up."""
        near = web.WebSocketResponse()
        await near.prepare(request)
        async with client.ws_connect(url) as far:
            pumps = [asyncio.create_task(self._tell(far, near)), asyncio.create_task(_ask(near, far))]
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in pumps:
                pump.cancel()
            await asyncio.wait(pumps)
        await near.close()
        return near

    async def _tell(self, far: aiohttp.ClientWebSocketResponse, near: web.WebSocketResponse) -> None:
        """Pass on what is answered."""
        async for message in far:
            await near.send_str(message.data[: len(message.data) // 2] if self.halves else message.data)


async def _ask(near: web.WebSocketResponse, far: aiohttp.ClientWebSocketResponse) -> None:
    """Pass on what is asked."""
    async for message in near:
        await far.send_str(message.data)
