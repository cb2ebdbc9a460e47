"""Keeps a socket to another Home Assistant open."""

from collections.abc import Callable, Coroutine
from typing import Any

from ...auth.errors import TemporaryError
from ...auth.http import async_request, raise_for_status
from ...auth.session import TokenSession
from ..reconnecting import async_reconnect
from .client import Client


class Connection:
    """The way to one Home Assistant."""

    def __init__(self, session: TokenSession, url: str) -> None:
        """Take the session that bearers come from, and the address of the other side."""
        self._session = session
        self._url = url
        self._client: Client | None = None
        self._bearer: str | None = None

    @property
    def client(self) -> Client | None:
        """The socket that is kept open; None where there is none now."""
        return self._client

    async def async_open(self) -> Client:
        """Return a new socket. Raises RefreshTokenRejected or TemporaryError."""
        self._bearer = await self._session.async_get_access_token()
        return await Client.async_open(self._session.client, self._url, self._bearer)

    async def async_run(
        self,
        async_follow: Callable[[Client], Coroutine[Any, Any, None]],
        on_lost: Callable[[TemporaryError], None],
    ) -> None:
        """Keep a socket open, and follow what it tells, until cancelled. Raises RefreshTokenRejected."""
        await async_reconnect(lambda: self._async_serve(async_follow), on_lost)

    async def _async_serve(
        self, async_follow: Callable[[Client], Coroutine[Any, Any, None]]
    ) -> TemporaryError:
        """Open a socket and keep it until it ends; return why it did."""
        try:
            self._client = await self._async_open_anew()
            await self._client.async_run(async_follow(self._client))
        except TemporaryError as error:
            return error
        finally:
            client, self._client = self._client, None
            if client is not None:
                await client.async_close()
        return TemporaryError("the connection to the other side is lost", cause="no_connection")

    async def _async_open_anew(self) -> Client:
        """Return a new socket with a fresh bearer, once the other side answers at all.

        It may ban who comes with a dead token too often. Where it closed a socket because the token was
        revoked, one refused refresh tells that; a refused bearer before that would count as well.
        """
        raise_for_status(await async_request(self._session.client, "GET", f"{self._url}/auth/providers"))
        if self._bearer is not None:
            self._session.invalidate(self._bearer)
        return await self.async_open()
