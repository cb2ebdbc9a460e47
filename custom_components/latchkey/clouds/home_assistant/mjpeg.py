"""What a camera of another Home Assistant sees, picture by picture (`multipart/x-mixed-replace`)."""

import re
from collections import deque
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final, override

import aiohttp

from ...auth.errors import TemporaryError
from ...auth.http import describe_fault, describe_status
from ...auth.session import TokenSession
from ..base import CommandRefused
from ..capabilities import PictureStream
from ..model import Picture
from .pictures import CONTENT_TYPES, MAX_BYTES

MAX_HEAD: Final = 4096
"""Bytes before a picture."""

OPEN_TIMEOUT: Final = aiohttp.ClientTimeout(total=None, connect=15.0)

_KIND: Final = "multipart/x-mixed-replace"
_BOUNDARY: Final = re.compile(r"""(?i)boundary="?([^";,\s]{1,70})""")
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"(?im)^content-length:[ \t]*([0-9]{1,8})[ \t]*\r?$")
_CONTENT_TYPE: Final = re.compile(rb"(?im)^content-type:[ \t]*([a-z0-9.+/-]{1,64})")


class Parser:
    """Finds the pictures in what comes; many cameras write their boundaries otherwise than they say."""

    def __init__(self, boundary: str) -> None:
        """Take what stands between two pictures."""
        self._boundary = f"--{boundary.lstrip('-')}".encode()
        self._rest = bytearray()
        self._searched = 0
        self._content_type: str | None = None
        self._length: int | None = None

    def feed(self, content: bytes) -> Iterable[Picture]:
        """Yield the pictures that are complete now. Raises TemporaryError at what is no picture."""
        self._rest += content
        while (picture := self._take()) is not None:
            if picture.content:
                yield picture
        if len(self._rest) > (MAX_HEAD if self._content_type is None else MAX_BYTES):
            raise TemporaryError("the stream of a camera makes no sense")

    def _take(self) -> Picture | None:
        """Return the next picture; None where it is not there yet."""
        if self._content_type is None:
            self._take_head()
        end = self._find_end()
        if self._content_type is None or end is None:
            return None
        picture = Picture(content_type=self._content_type, content=self._cut(end))
        self._content_type = None
        return picture

    def _take_head(self) -> None:
        """Read what stands before a picture."""
        del self._rest[: len(self._rest) - len(self._rest.lstrip(b"\r\n"))]
        found = _END_OF_HEAD.search(self._rest)
        if found is None:
            return
        head = bytes(self._rest[: found.start()])
        del self._rest[: found.end()]
        kind, length = _CONTENT_TYPE.search(head), _LENGTH.search(head)
        self._content_type = kind.group(1).decode().lower() if kind is not None else "image/jpeg"
        self._length = int(length.group(1)) if length is not None else None
        if self._content_type not in CONTENT_TYPES or (self._length or 0) > MAX_BYTES:
            raise TemporaryError("the stream of a camera is none of pictures")

    def _find_end(self) -> int | None:
        """Return where a picture ends; None where that has not come yet."""
        if self._length is not None:
            return self._length if len(self._rest) >= self._length else None
        end = self._rest.find(self._boundary, max(0, self._searched - len(self._boundary)))
        self._searched = len(self._rest) if end < 0 else 0
        return end if end >= 0 else None

    def _cut(self, end: int) -> bytes:
        """Return a picture, without what stands between it and the boundary after it."""
        content = bytes(self._rest[:end])
        del self._rest[:end]
        if self._length is not None:
            return content
        return content.rstrip(b"-").removesuffix(b"\n").removesuffix(b"\r")


class MjpegStream(PictureStream):
    """A stream that is open."""

    def __init__(self, response: aiohttp.ClientResponse, parser: Parser) -> None:
        """Take the answer whose body it is."""
        self._response = response
        self._parser = parser
        self._pictures: deque[Picture] = deque()

    @override
    async def async_next(self) -> Picture | None:
        """Return the next picture; see `PictureStream.async_next`."""
        while not self._pictures:
            content = await self._async_read()
            if not content:
                return None
            self._pictures.extend(self._parser.feed(content))
        return self._pictures.popleft()

    @override
    def close(self) -> None:
        """Hang up; see `PictureStream.close`."""
        self._response.close()

    async def _async_read(self) -> bytes:
        """Return what has come; nothing at the end. Raises TemporaryError."""
        try:
            return await self._response.content.readany()
        except (aiohttp.ClientError, OSError) as error:
            trouble = describe_fault(error)
        raise trouble


async def async_open_stream(session: TokenSession, url: str, entity_id: str) -> MjpegStream:
    """Return what a camera sees from now on (`/api/camera_proxy_stream`).

    Raises CommandRefused, RefreshTokenRejected or TemporaryError.
    """
    headers = {"Authorization": f"Bearer {await session.async_get_access_token()}"}
    address = f"{url}/api/camera_proxy_stream/{entity_id}"
    try:
        response = await session.client.get(
            address, headers=headers, timeout=OPEN_TIMEOUT, allow_redirects=False
        )
    except (aiohttp.ClientError, OSError) as error:
        trouble = describe_fault(error)
    else:
        return _accept(response)
    # Raised here because aiohttp's errors know the request's headers: they must not be its context.
    raise trouble


def _accept(response: aiohttp.ClientResponse) -> MjpegStream:
    """Return the stream that an answer is; raises CommandRefused or TemporaryError where it is none."""
    boundary = _BOUNDARY.search(response.headers.get("Content-Type", ""))
    if response.status == HTTPStatus.OK and response.content_type == _KIND and boundary is not None:
        return MjpegStream(response, Parser(boundary.group(1)))
    response.close()
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise describe_status(response)
    raise CommandRefused("no_picture")
