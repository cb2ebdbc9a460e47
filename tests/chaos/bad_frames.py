"""What goes wrong on a socket that is open: one thing, on each frame that is sent until it is healed."""

import asyncio
import random
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web
from aiohttp.http_websocket import WebSocketWriter

from tests.simulators.faults import Faults, Spoil

from .mutation import mutate

type _Head = Callable[[bytes], bytes]
"""Returns a message as a frame."""

_GIANT: Final = 33 * 1024 * 1024
"""Bytes; more than a message may have."""

_PREFIX: Final = "frames "
_MUTATED: Final = f"{_PREFIX}mutated"
_REDIRECT: Final = b"HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n"


def _drop(_message: bytes, _frame: _Head, line: asyncio.WriteTransport) -> None:
    line.abort()


def _say_nothing(_message: bytes, _frame: _Head, _line: asyncio.WriteTransport) -> None:
    pass


def _send_half(message: bytes, frame: _Head, line: asyncio.WriteTransport) -> None:
    whole = frame(message)
    line.write(whole[: len(whole) // 2])


def _send_half_and_end(message: bytes, frame: _Head, line: asyncio.WriteTransport) -> None:
    _send_half(message, frame, line)
    line.close()


def _send_twice(message: bytes, frame: _Head, line: asyncio.WriteTransport) -> None:
    line.write(2 * frame(message))


def _send_giant(_message: bytes, frame: _Head, line: asyncio.WriteTransport) -> None:
    if not line.get_write_buffer_size():
        line.write(frame(b'"%s"' % bytes(_GIANT)))


def _redirect(_message: bytes, _frame: _Head, line: asyncio.WriteTransport) -> None:
    line.write(_REDIRECT)
    line.close()


def _say(body: bytes) -> Spoil:
    """Return what says this instead."""
    return lambda _message, frame, line: line.write(frame(body))


FIXED: Final[dict[str, Spoil]] = {
    f"{_PREFIX}dropped": _drop,
    f"{_PREFIX}silent": _say_nothing,
    f"{_PREFIX}half": _send_half,
    f"{_PREFIX}half and end": _send_half_and_end,
    f"{_PREFIX}twice": _send_twice,
    f"{_PREFIX}giant": _send_giant,
    f"{_PREFIX}redirect": _redirect,
    f"{_PREFIX}no JSON": _say(b'{"type": "ev'),
    f"{_PREFIX}null": _say(b"null"),
    f"{_PREFIX}list": _say(b"[null, [], 7]"),
    f"{_PREFIX}deep": _say(b"[" * 200_000),
    f"{_PREFIX}long number": _say(b"1" * 100_000),
    f"{_PREFIX}no UTF-8": _say(b'{"type": "\xff\xfe"}'),
}
"""By a name for the report."""


def is_of_frames(name: str) -> bool:
    """Return whether a fault of this name is one of frames."""
    return name.startswith(_PREFIX)


def make(name: str) -> Spoil:
    """Return what a name stands for."""
    if name in FIXED:
        return FIXED[name]
    luck = random.Random(name)
    return lambda message, frame, line: line.write(frame(mutate(message, luck)))


def choose(luck: random.Random) -> str:
    """Return a name: a third of all are mutated."""
    return luck.choice([*FIXED, *[f"{_MUTATED} {luck.randrange(10**9)}"] * (len(FIXED) // 2)])


def spoil_web_sockets(start: Callable[..., None]) -> Callable[..., None]:
    """Return what stands for `WebSocketResponse._post_start`: its frames go through the faults of who serves.

    The sockets of a real Home Assistant are spoiled so too, and those that were open before.
    """

    def post_start(
        socket: web.WebSocketResponse, request: web.Request, protocol: str | None, writer: WebSocketWriter
    ) -> None:
        start(socket, request, protocol, writer)
        send = writer.send_frame

        async def send_frame(message: bytes, opcode: int, compress: int | None = None) -> None:
            faults: Faults | None = request.get(Faults.SERVING)
            spoil = faults.spoil_at(request.path) if faults is not None else None
            if spoil is None:
                await send(message, opcode, compress)
            elif not writer.transport.is_closing():
                spoil(bytes(message), lambda body: _head(opcode, len(body)) + body, writer.transport)

        spoiled: Any = writer
        spoiled.send_frame = send_frame

    return post_start


def _head(opcode: int, size: int) -> bytes:
    """Return what begins an unmasked frame (RFC 6455, section 5.2)."""
    first = bytes([0x80 | opcode])
    if size < 126:
        return first + bytes([size])
    if size < 2**16:
        return first + b"\x7e" + size.to_bytes(2)
    return first + b"\x7f" + size.to_bytes(8)
