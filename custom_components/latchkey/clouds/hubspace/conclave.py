"""A session at the vendor's push server, Conclave: opened, logged in, and read message by message.

The protocol is that of the vendor's app; see `aioafero.v1.conclave`.
"""

import asyncio
import math
import re
from collections import deque
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, TypeGuard

import aiohttp
from aioafero.v1.conclave.access import ConclaveAccess
from aioafero.v1.conclave.frames import (
    HEARTBEAT_FRAME,
    ConclaveFrameDecoder,
    encode_frame,
    encode_heartbeat,
)
from aioafero.v1.conclave.protocol import (
    HANDSHAKE_FRAME_KEYS,
    WELCOME_FRAME_KEY,
    build_login_frame,
    server_heartbeat_seconds,
)

from ...auth.errors import TemporaryError
from ...auth.redaction import mask
from ..raw import read_mapping, read_mappings, read_text
from .bridge import REFUSED_PAUSE
from .streams import async_connect

OPEN_TIMEOUT: Final = 30.0
"""Seconds that the vendor has to connect, and as many to welcome."""

HEARTBEATS: Final = 2
"""After as many heartbeats that do not come the line is dead."""

MIN_HEARTBEAT: Final = 5.0
MAX_HEARTBEAT: Final = 5 * 60.0
"""Seconds between two heartbeats, whatever the vendor says."""

MAX_GREETING: Final = 4 * 1024
"""Bytes of the greeting, which is compressed: unpacked it is a thousand times as long at the most."""

MAX_MESSAGE: Final = 64 * 1024
"""Bytes of a message; a change is a few hundred."""

MESSAGE_TIMEOUT: Final = 10.0
"""Seconds that the rest of a message may take to come; what is cut for good would hide all that follows."""

MAX_TOKEN: Final = 8 * 1024
_HOST: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,4}afero\.net")


def parse_access(answer: Any) -> ConclaveAccess:
    """Return what opens a session (`conclaveAccess`).

    Raises TemporaryError where that is not a server of the vendor's own, over TLS, and a token for it.
    """
    server = read_mapping(read_mapping(answer).get("conclave"))
    host, port = read_text(server.get("host")) or "", server.get("port")
    tokens = read_mappings(read_mapping(answer).get("tokens"))
    entry = next((token for token in tokens if token.get("type") == "account"), {})
    token, channel_id = entry.get("token"), read_text(entry.get("channelId"))
    if not _HOST.fullmatch(host) or not _is_port(port) or server.get("ssl") is False:
        raise TemporaryError("the vendor names no push server of its own", REFUSED_PAUSE)
    if channel_id is None or not isinstance(token, str) or not _is_printable(token):
        raise TemporaryError("the vendor hands out no token for push", REFUSED_PAUSE)
    return ConclaveAccess(
        host=host, port=port, ssl=True, compression=True, token=token, channel_id=channel_id
    )


def _is_port(raw: Any) -> TypeGuard[int]:
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 2**16


def _is_printable(token: str) -> bool:
    return 0 < len(token) <= MAX_TOKEN and token.isascii() and token.isprintable()


@asynccontextmanager
async def async_open(client: aiohttp.ClientSession, access: ConclaveAccess) -> AsyncGenerator[Conclave]:
    """Open a session, and hang up at the end. Raises TemporaryError where the vendor does not welcome it.

    The token of `access` is good for one session.
    """
    mask(access.token, math.inf)
    try:
        async with async_connect(client, access.host, access.port, OPEN_TIMEOUT) as (reader, writer):
            session = Conclave(reader, writer)
            await session.async_log_in(access)
            yield session
    finally:
        mask(access.token)


class Conclave:
    """A session."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take both ways of a connection that is open."""
        self._reader = reader
        self._writer = writer
        self._decoder = ConclaveFrameDecoder()
        self._messages: deque[dict[str, Any]] = deque()
        self._undecoded = 0
        self._limit = MAX_GREETING
        self._patience = OPEN_TIMEOUT
        self._is_welcome = False

    async def async_log_in(self, access: ConclaveAccess) -> None:
        """Present the token until it is welcomed. Raises TemporaryError."""
        try:
            async with asyncio.timeout(OPEN_TIMEOUT):
                self._writer.write(encode_frame({}))
                hello = await self._async_until(HANDSHAKE_FRAME_KEYS)
                self._limit = MAX_MESSAGE
                self._writer.write(encode_frame(build_login_frame(access)))
                welcome = await self._async_until({WELCOME_FRAME_KEY})
        except TimeoutError:
            raise TemporaryError("the push server does not welcome a session", cause="no_answer") from None
        self._is_welcome = True
        self._patience = HEARTBEATS * _heartbeat(hello, welcome)

    async def async_next(self) -> Mapping[str, Any]:
        """Return the next message that is no heartbeat. Raises TemporaryError where the line is dead."""
        while not self._messages:
            await self._async_read()
        return self._messages.popleft()

    async def _async_until(self, keys: Collection[str]) -> dict[str, Any]:
        """Return the first message that holds one of these keys; what comes before it says nothing yet."""
        while True:
            message = dict(await self.async_next())
            if not message.keys().isdisjoint(keys):
                return message

    async def _async_read(self) -> None:
        """Take what comes next, and answer heartbeats."""
        try:
            async with asyncio.timeout(self._patience) as patience:
                while not (frames := self._decode(await self._reader.read(MAX_GREETING))):
                    rest = asyncio.get_running_loop().time() + MESSAGE_TIMEOUT
                    patience.reschedule(min(rest, patience.when() or rest))
                self._messages.extend(frame for frame in frames if frame is not HEARTBEAT_FRAME)
                if HEARTBEAT_FRAME in frames and self._is_welcome:
                    self._writer.write(encode_heartbeat())
                    await self._writer.drain()
        except TimeoutError:
            raise TemporaryError("the push server says nothing any more", cause="no_answer") from None
        except OSError as error:
            raise TemporaryError(
                f"the push socket broke ({type(error).__name__})", cause="no_connection"
            ) from None

    def _decode(self, chunk: bytes) -> list[dict[str, Any]]:
        """Return the frames that these bytes complete. Raises TemporaryError where they can be none."""
        if not chunk:
            raise TemporaryError("the vendor closed the push socket", cause="no_connection")
        try:
            frames = list(self._decoder.feed(chunk))
        except ValueError, RecursionError:
            raise TemporaryError("the push server talks nonsense") from None
        self._undecoded = len(chunk) + (0 if frames else self._undecoded)
        if self._undecoded > self._limit:
            raise TemporaryError("a message of the push server is too long")
        return frames


def _heartbeat(hello: dict[str, Any], welcome: dict[str, Any]) -> float:
    """Return the seconds between two heartbeats, as the vendor says within reason."""
    try:
        seconds = server_heartbeat_seconds(hello, welcome)
    except OverflowError:
        seconds = MAX_HEARTBEAT
    return min(max(seconds, MIN_HEARTBEAT), MAX_HEARTBEAT)
