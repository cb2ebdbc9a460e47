"""Bad luck on order: faults that a simulator shows instead of, or after, its right answer."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import ClassVar, Literal

from aiohttp import web
from aiohttp.typedefs import Handler

type Spoil = Callable[[bytes, Callable[[bytes], bytes], asyncio.WriteTransport], None]
"""Is given a message that a socket was about to send, what makes a frame of it, and the line."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong with the requests it matches."""

    where: str
    kind: Literal["answer", "hang", "hold", "drip", "drop_before", "drop_after", "kill", "change"]
    left: int | None
    status: int = 503
    headers: dict[str, str]
    body: str | bytes = ""
    pause: float = 0.0
    change: Callable[[bytes], bytes] | None = None
    process: int = 0
    after: float = 0.0


class Faults:
    """The faults of one simulator; each is used up by the number of requests it was ordered for.

    `where` is the beginning of a path, and may hold `*`: "/v1", "/v1/*/state", "*" for every request. It may
    begin with a method: "PUT /v1".
    `times` is how many requests it hits; None means every one until `heal` is called.
    The fault that was ordered first goes first. Mind that aiohttp by itself sends a GET or PUT once more
    when its connection drops.
    """

    SERVING: ClassVar[str] = "faults"
    """The key of a request under which who serves it finds these faults."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []
        self._spoils: list[tuple[str, Spoil]] = []
        self._healed = asyncio.Event()

    def answer(
        self,
        where: str = "*",
        *,
        status: int = 503,
        body: str | bytes = "",
        content_type: str = "text/html",
        content_encoding: str | None = None,
        retry_after: str | float | None = None,
        location: str | None = None,
        times: int | None = 1,
    ) -> None:
        """Answer with this instead; nothing is carried out. `retry_after` is seconds or an HTTP date.

        A body is sent as it is, whatever `content_encoding` says of it.
        """
        headers = {"Content-Type": content_type}
        if content_encoding is not None:
            headers["Content-Encoding"] = content_encoding
        if retry_after is not None:
            headers["Retry-After"] = str(retry_after)
        if location is not None:
            headers["Location"] = location
        fault = Fault(where=where, kind="answer", left=times, status=status, headers=headers, body=body)
        self._orders.append(fault)

    def hang(self, where: str = "*", *, times: int | None = 1) -> None:
        """Take the request and say nothing until `heal`; then drop the connection."""
        self._orders.append(Fault(where=where, kind="hang", left=times, headers={}))

    def hold(self, where: str = "*", *, times: int | None = 1) -> None:
        """Take the request and say nothing until `heal`; then give the right answer."""
        self._orders.append(Fault(where=where, kind="hold", left=times, headers={}))

    def change(self, where: str, change: Callable[[bytes], bytes], *, times: int | None = 1) -> None:
        """Give the right answer, but with another body."""
        self._orders.append(Fault(where=where, kind="change", left=times, headers={}, change=change))

    def drip(self, where: str = "*", *, pause: float = 1.0, times: int | None = 1) -> None:
        """Give the right answer, a few bytes at a time, with a pause in seconds after each."""
        self._orders.append(Fault(where=where, kind="drip", left=times, headers={}, pause=pause))

    def drop(self, where: str = "*", *, after: bool = False, times: int | None = 1) -> None:
        """Drop the connection; with `after`, carry the request out first, so only the answer is lost."""
        kind: Literal["drop_before", "drop_after"] = "drop_after" if after else "drop_before"
        self._orders.append(Fault(where=where, kind=kind, left=times, headers={}))

    def kill(self, where: str = "*", *, process: int, after: float = 0.0, times: int | None = 1) -> None:
        """Give the right answer, and end a process so many seconds after that has left: kill -9."""
        fault = Fault(where=where, kind="kill", left=times, headers={}, process=process, after=after)
        self._orders.append(fault)

    def spoil(self, where: str, spoil: Spoil) -> None:
        """Do this with each message of a socket, open ones included, instead of sending it, until `heal`."""
        self._spoils.append((where, spoil))

    def spoil_at(self, path: str) -> Spoil | None:
        """Return what is done with the messages of a socket; None where they are sent."""
        return next((spoil for where, spoil in self._spoils if fnmatchcase(path, f"{where}*")), None)

    def heal(self) -> None:
        """Forget all faults and let go of the requests that hang."""
        self._orders.clear()
        self._spoils.clear()
        self._healed.set()
        self._healed = asyncio.Event()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Show the first fault that matches, or the right answer."""
        request[self.SERVING] = self
        fault = self._take(request.method, request.path)
        if fault is None:
            return await handler(request)
        if fault.kind == "answer":
            body = fault.body.encode() if isinstance(fault.body, str) else fault.body
            return web.Response(status=fault.status, headers=fault.headers, body=body)
        if fault.kind in ("hang", "hold"):
            await self._healed.wait()
        if fault.kind == "hold":
            return await handler(request)
        if fault.kind == "kill":
            return await _answer_and_kill(fault, request, await handler(request))
        if fault.kind in ("change", "drip"):
            return await _spoil(fault, request, await handler(request))
        if fault.kind == "drop_after":
            await handler(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    def _take(self, method: str, path: str) -> Fault | None:
        for fault in self._orders:
            asked = f"{method} {path}" if " " in fault.where else path
            if fnmatchcase(asked, f"{fault.where}*"):
                if fault.left is not None:
                    fault.left -= 1
                    if not fault.left:
                        self._orders.remove(fault)
                return fault
        return None


async def _answer_and_kill(
    fault: Fault, request: web.Request, response: web.StreamResponse
) -> web.StreamResponse:
    """Send an answer, and end who may have asked."""
    await response.prepare(request)
    await response.write_eof()
    time.sleep(fault.after)  # noqa: ASYNC251 - the loop's own clock is too coarse to aim with
    os.kill(fault.process, signal.SIGKILL)
    return response


async def _spoil(fault: Fault, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
    """Return an answer with another body, or send it slowly; a socket is served as it is."""
    if not isinstance(answer, web.Response) or not isinstance(answer.body, bytes):
        return answer
    headers = {"Content-Type": answer.content_type}
    if fault.change is not None:
        return web.Response(status=answer.status, body=fault.change(answer.body), headers=headers)
    slow = web.StreamResponse(status=answer.status, headers=headers)
    await slow.prepare(request)
    size = max(1, len(answer.body) // 100)
    for begin in range(0, len(answer.body), size):
        await slow.write(answer.body[begin : begin + size])
        await asyncio.sleep(fault.pause)
    return slow
