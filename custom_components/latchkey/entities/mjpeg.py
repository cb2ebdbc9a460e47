"""Shows a browser pictures one after the other, as Home Assistant does with those of its cameras."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from aiohttp import web
from homeassistant.const import CONTENT_TYPE_MULTIPART

from ..auth.errors import TemporaryError
from ..clouds.capabilities import PictureStream
from ..clouds.model import Picture

LOOK = 1.0
"""Seconds after which it is seen that nobody looks any more, also where no picture comes."""

_BOUNDARY: Final = "--frameboundary"


async def async_show(
    request: web.Request, stream: PictureStream, is_shown: Callable[[], bool]
) -> web.StreamResponse:
    """Show a stream until it ends, is not to be shown any more, or nobody looks.

    Raises ConnectionResetError where nobody does.
    """
    response = web.StreamResponse(headers={"X-Content-Type-Options": "nosniff"})
    response.content_type = CONTENT_TYPE_MULTIPART.format(_BOUNDARY)
    await response.prepare(request)
    # What becomes of a stream that is begun, a browser can be told in no other way than by its end.
    with suppress(TemporaryError):
        while (picture := await _async_next(request, stream, is_shown)) is not None:
            await response.write(_frame(picture))
    return response


async def _async_next(
    request: web.Request, stream: PictureStream, is_shown: Callable[[], bool]
) -> Picture | None:
    """Return the next picture; None where there is no more to be shown, or nobody to show it to."""
    while is_shown() and request.transport is not None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                return await stream.async_next()
    return None


def _frame(picture: Picture) -> bytes:
    """Return a picture with what stands before and after it."""
    lines = (
        _BOUNDARY,
        f"Content-Type: {picture.content_type}",
        f"Content-Length: {len(picture.content)}",
        "\r\n",
    )
    return "\r\n".join(lines).encode() + picture.content + b"\r\n"
