"""TLS connections for a protocol of one's own, opened by the client session that HTTP goes through."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import override

import aiohttp
from yarl import URL

from ...auth.errors import TemporaryError
from ...auth.http import describe_fault


class _Streams(asyncio.StreamReaderProtocol):
    """Takes a connection over from aiohttp, and tells that when it is lost."""

    def __init__(self, reader: asyncio.StreamReader, before: asyncio.BaseProtocol) -> None:
        super().__init__(reader)
        self._before = before

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._before.connection_lost(exc)


@asynccontextmanager
async def async_connect(
    client: aiohttp.ClientSession, host: str, port: int, seconds: float
) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect within seconds, as the client session would for HTTPS, and hang up at the end.

    The host is looked up and its certificate checked as for any request. Raises CertificateRejected, and
    TemporaryError for any other fault.
    """
    if client.connector is None:
        raise TemporaryError("the session is closed", cause="closed")
    request = aiohttp.ClientRequest("GET", URL.build(scheme="https", host=host, port=port))
    timeout = aiohttp.ClientTimeout(connect=seconds, sock_connect=seconds)
    try:
        connection = await client.connector.connect(request, [], timeout)
    except (aiohttp.ClientError, OSError) as error:
        raise describe_fault(error) from None
    try:
        yield _take_over(connection)
    finally:
        transport = connection.transport
        connection.close()
        if transport is not None:
            # Whoever goes does not wait for the other side to say good-bye.
            transport.abort()


def _take_over(
    connection: aiohttp.connector.Connection,
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Return both ways of a connection, on which aiohttp has not read anything."""
    transport, before = connection.transport, connection.protocol
    if transport is None or before is None:
        raise TemporaryError("the connection was lost at once", cause="no_connection")
    reader = asyncio.StreamReader()
    protocol = _Streams(reader, before)
    transport.set_protocol(protocol)
    protocol.connection_made(transport)
    loop = asyncio.get_running_loop()
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)
