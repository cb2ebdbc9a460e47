"""What the simulators of all vendors have in common."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from fnmatch import fnmatchcase
from typing import ClassVar, NamedTuple

from aiohttp import web
from aiohttp.typedefs import Handler

from .faults import Faults
from .tokens import TokenIssuer

type Stream = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
"""Serves one connection until it ends."""


class Request(NamedTuple):
    """What a simulator was asked."""

    method: str
    path: str


class Mail(NamedTuple):
    """A one-time code that a vendor mailed."""

    email: str
    code: str


class Simulator(ABC):
    """One vendor: its servers, and the knobs that make them behave well or badly."""

    name: ClassVar[str]
    hosts: ClassVar[tuple[str, ...]]
    """The real host names that it serves."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        """All that it was asked, in order, faults included."""
        self.mailed: list[Mail] = []
        """The one-time codes that it mailed, in order."""
        self.on_mail: Callable[[Mail], None] = lambda _mail: None
        """Is told of each code at the moment it is mailed."""
        self.faults = Faults()
        self.tokens = TokenIssuer()
        self._news = asyncio.Event()

    def streams(self) -> Mapping[str, Stream]:
        """Return what serves the connections of those of its hosts that speak no HTTP."""
        return {}

    @abstractmethod
    def application(self) -> web.Application:
        """Return the web application that serves all hosts."""

    def count(self, where: str = "*", method: str | None = None) -> int:
        """Return how many requests it was asked, by method and by path as in `Faults`."""
        return sum(
            fnmatchcase(request.path, f"{where}*") and method in (None, request.method)
            for request in self.requests
        )

    async def until_asked(self, where: str = "*", method: str | None = None, *, times: int = 1) -> None:
        """Wait until it was asked that often; a request that hangs counts from its beginning."""
        while self.count(where, method) < times:
            await self._news.wait()

    def mail(self, email: str, code: str) -> None:
        """Mail a one-time code."""
        mail = Mail(email, code)
        self.mailed.append(mail)
        self.on_mail(mail)

    @web.middleware
    async def record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Take down what is asked, before faults have their turn."""
        self.requests.append(Request(request.method, request.path))
        self._news.set()
        self._news = asyncio.Event()
        return await handler(request)
