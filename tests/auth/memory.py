"""An HTTP client without a network: a test decides when and how each request is answered."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from multidict import CIMultiDict

from .vendor import Answer


@dataclass(frozen=True, slots=True)
class Request:
    """A request that waits for its answer."""

    url: str
    headers: Mapping[str, str]
    form: Mapping[str, str]
    answer: asyncio.Future[Answer]


class Content:
    """The body of an answer, as it comes in."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def iter_any(self) -> AsyncIterator[bytes]:
        yield self._body


class Response:
    """As much of an aiohttp.ClientResponse as `auth` uses."""

    def __init__(self, answer: Answer) -> None:
        self.status = answer.status
        self.headers = CIMultiDict(answer.headers)
        self.content = Content(answer.body)
        self._body = b""

    async def read(self) -> bytes:
        return self._body


class Client:
    """As much of an aiohttp.ClientSession as `auth` uses."""

    closed = False

    def __init__(self) -> None:
        self.requests: list[Request] = []
        """Those that wait for their answers, oldest first."""

    async def request(self, method: str, url: str, **kwargs: Any) -> Response:
        answer = asyncio.get_running_loop().create_future()
        request = Request(url, kwargs["headers"], kwargs.get("data") or {}, answer)
        self.requests.append(request)
        try:
            return Response(await answer)
        finally:
            self.requests.remove(request)
