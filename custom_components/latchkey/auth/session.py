"""The session of one account: it lives on a refresh token and knows no password."""

import asyncio
import logging
import math
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Any

import aiohttp
from multidict import CIMultiDict

from .counting import LastHour
from .endpoint import BearerMissing, TokenEndpoint
from .errors import AuthError, RefreshTokenRejected, TemporaryError
from .http import async_request
from .redaction import mask
from .token import REFRESH_TOKEN_LIFE, Token

_LOGGER = logging.getLogger(__name__)

MAX_MARGIN = 60.0
"""Seconds ahead of its expiry that a bearer is replaced; a tenth of a life shorter than ten minutes."""

FIRST_PAUSE = 4.0
"""Seconds that the token endpoint is left alone after a failure; short, since an answer that was lost on
the way can be had again only while the vendor's grace period lasts."""

MAX_PAUSE = 5 * 60.0
"""Seconds that the pause grows to while failures go on."""

CLOSE_TIMEOUT = 90.0
"""Seconds that closing waits for a refresh: long enough for two requests and a slow disk."""


class TokenSession:
    """Sends requests with a bearer that is always fresh, and asks for no more bearers than it must."""

    def __init__(
        self,
        client: aiohttp.ClientSession,
        endpoint: TokenEndpoint,
        refresh_token: str,
        on_rotate: Callable[[str], Awaitable[None]],
        *,
        on_parsed: Callable[[str], None] | None = None,
        token: Token | None = None,
        fallback_refresh_token: str | None = None,
        rejected: bool = False,
    ) -> None:
        """Start with a refresh token, and with a fresh token where a login has just brought one.

        `on_rotate` saves a new refresh token; no bearer that came with it is handed out before it has
        returned. `on_parsed` is told of it first of all, and begins to save it at once: a process that is
        killed then must not lose it. `fallback_refresh_token` is tried once where the vendor rejects the
        first. A session that starts `rejected` asks for nothing: it is known that the vendor would reject
        both.
        """
        self._client = client
        self._endpoint = endpoint
        self._refresh_token = self._saved_refresh_token = refresh_token
        self._fallback_refresh_token = fallback_refresh_token
        self._on_rotate = on_rotate
        self._on_parsed = on_parsed
        self.requests = LastHour()
        """The requests of this account, those for tokens too."""

        self._bearer = ""
        self._granted_at: float | None = None
        self._refresh_at = -math.inf
        self._refresh: asyncio.Task[str | None] | None = None
        self._refreshed = asyncio.Event()
        self._sending: set[asyncio.Task[aiohttp.ClientResponse]] = set()
        self._closed = False
        self._rejected = rejected
        self._save_failed = False
        self._failures = 0
        self._refusals = 0
        self._suspect = ""
        self._cleared = False
        self._paused_until = -math.inf
        self._trouble = TemporaryError("nothing was asked for yet")
        mask(refresh_token, REFRESH_TOKEN_LIFE)
        if fallback_refresh_token is not None:
            mask(fallback_refresh_token, REFRESH_TOKEN_LIFE)
        if token is not None:
            self._accept(token, monotonic())

    @property
    def refresh_token(self) -> str:
        """The refresh token that the account lives on now."""
        return self._refresh_token

    @property
    def client(self) -> aiohttp.ClientSession:
        """The client session that its requests go through, for what is no request: a web socket."""
        return self._client

    async def async_get_access_token(self) -> str:
        """Return a bearer that is good for a while.

        Raises RefreshTokenRejected, or TemporaryError with the seconds until it is worth asking again.
        """
        if monotonic() < self._refresh_at:
            return self._bearer
        return await self._async_await_refresh()

    @property
    def bearer_life(self) -> float:
        """The seconds until the bearer is replaced; 0 where the next call replaces it."""
        return max(0.0, self._refresh_at - monotonic())

    @property
    def is_rejected(self) -> bool:
        """Whether the vendor rejected the refresh token: nothing works until a new login."""
        return self._rejected

    @property
    def token_age(self) -> float | None:
        """The seconds since the vendor granted the last token; None where that was before this start."""
        return None if self._granted_at is None else monotonic() - self._granted_at

    def invalidate(self, bearer: str) -> None:
        """Hand this bearer out no more; another one may have taken its place by now."""
        if bearer == self._bearer:
            self._refresh_at = -math.inf

    async def async_request(self, method: str, url: str, **kwargs: Any) -> aiohttp.ClientResponse:
        """Send a request with the bearer; return the answer that does not refuse that, its body read.

        Takes what aiohttp's `request` takes; a body must be one that can be sent twice, since a request
        whose bearer is refused was not carried out and is sent once more with a fresh bearer. Where
        that is refused too, but served elsewhere, it is kept: some vendors say 401 of what an account
        may not see. Raises RefreshTokenRejected or TemporaryError.
        """
        bearer = await self.async_get_access_token()
        response = await self._async_send(bearer, method, url, kwargs)
        is_refused = await self._endpoint.async_refuses_bearer(response)
        if is_refused and self._may_be_dead(bearer):
            self.invalidate(bearer)
            bearer = await self.async_get_access_token()
            response = await self._async_send(bearer, method, url, kwargs)
            is_refused = await self._endpoint.async_refuses_bearer(response)
        if is_refused:
            raise self._refused(bearer)
        self._refusals = 0
        self._cleared = self._cleared or bearer == self._suspect
        return response

    async def async_close(self) -> None:
        """Wait for a refresh under way to be saved; from now on every call raises TemporaryError.

        So does every request that is under way.
        """
        self._closed = True
        self._refresh_at = -math.inf
        for sending in self._sending:
            sending.cancel()
        refreshing = {self._refresh} if self._refresh is not None else set()
        if under_way := refreshing | self._sending:
            await asyncio.wait(under_way, timeout=CLOSE_TIMEOUT)

    async def _async_send(
        self, bearer: str, method: str, url: str, kwargs: dict[str, Any]
    ) -> aiohttp.ClientResponse:
        """Send a request with this bearer."""
        headers = CIMultiDict(kwargs.get("headers") or {})
        headers["Authorization"] = f"Bearer {bearer}"
        self.requests.add()
        request = async_request(self._client, method, url, **kwargs | {"headers": headers})
        sending = asyncio.create_task(request)
        self._sending.add(sending)
        try:
            return await sending
        except asyncio.CancelledError:
            caller = asyncio.current_task()
            if not self._closed or (caller is not None and caller.cancelling()):
                raise
        finally:
            self._sending.discard(sending)
        raise self._failure()

    async def _async_await_refresh(self) -> str:
        """Join the refresh under way, or start it; a caller that goes away leaves it running."""
        refresh = self._refresh
        if refresh is None or refresh.done():
            if self._closed or self._rejected or monotonic() < self._paused_until:
                raise self._failure()
            refresh = self._begin_refresh()
        # An event wakes a thousand callers in half the time that as many shields of the task take.
        await self._refreshed.wait()
        bearer = refresh.result()
        if bearer is None or self._closed:
            raise self._failure()
        return bearer

    def _begin_refresh(self) -> asyncio.Task[str | None]:
        """Start a refresh, whose end all who wait are told at once."""
        self._refreshed = refreshed = asyncio.Event()
        self._refresh = asyncio.create_task(self._async_refresh(), name="latchkey token refresh")
        self._refresh.add_done_callback(lambda _: refreshed.set())
        return self._refresh

    async def _async_refresh(self) -> str | None:
        """Buy a fresh bearer, from the request to saved; return None where that failed."""
        started_at = monotonic()
        try:
            token = await self._async_exchange()
        except RefreshTokenRejected:
            self._rejected = True
        except BearerMissing as error:
            await self._async_keep(error.refresh_token)
            self._fail(error)
        except TemporaryError as error:
            self._fail(error)
        else:
            self._failures = 0
            await self._async_keep(token.refresh_token)
            self._accept(token, started_at)
            return token.bearer
        return None

    async def _async_exchange(self) -> Token:
        """Exchange the refresh token, or the fallback where that one is rejected."""
        try:
            return await self._async_ask_for_token()
        except RefreshTokenRejected:
            if self._fallback_refresh_token is None:
                raise
        self._refresh_token, self._fallback_refresh_token = self._fallback_refresh_token, None
        return await self._async_ask_for_token()

    async def _async_ask_for_token(self) -> Token:
        """Exchange the refresh token as it is now."""
        self.requests.add()
        return await self._endpoint.async_refresh(self._client, self._refresh_token, self._begin_to_keep)

    def _begin_to_keep(self, refresh_token: str) -> None:
        """Have this refresh token begun to be saved; where that fails, there is still `on_rotate`."""
        if self._on_parsed is not None:
            with suppress(Exception):
                self._on_parsed(refresh_token)

    async def _async_keep(self, refresh_token: str) -> None:
        """Live on this refresh token and have it saved; the account works on where that fails."""
        mask(self._refresh_token)
        mask(refresh_token, REFRESH_TOKEN_LIFE)
        self._refresh_token = refresh_token
        if refresh_token == self._saved_refresh_token:
            return
        try:
            await self._on_rotate(refresh_token)
        except Exception as error:  # noqa: BLE001 - whatever it is, the token in memory is still good
            if not self._save_failed:
                # The traceback could hold the token.
                _LOGGER.error("The new refresh token could not be saved (%s)", type(error).__name__)  # noqa: TRY400
            self._save_failed = True
        else:
            self._saved_refresh_token = refresh_token
            self._save_failed = False

    def _accept(self, token: Token, granted_at: float) -> None:
        """Hand out this bearer from now on, until shortly before it expires."""
        self._bearer = token.bearer
        self._granted_at = granted_at
        if not self._closed:
            self._refresh_at = granted_at + token.expires_in - min(MAX_MARGIN, token.expires_in / 10)

    def _may_be_dead(self, bearer: str) -> bool:
        """Return whether a 401 for this bearer is reason to buy another one, so soon after the last."""
        return bearer != self._suspect or not (self._cleared or monotonic() < self._paused_until)

    def _fail(self, error: TemporaryError) -> None:
        """Leave the token endpoint alone after a refresh that failed."""
        self._failures += 1
        self._pause(error, self._failures)

    def _refused(self, bearer: str) -> TemporaryError:
        """Return the error for a fresh bearer that is refused; to ask for more of them would not help."""
        error = TemporaryError("the vendor refuses a fresh bearer", cause="bearer_refused")
        if bearer != self._suspect:
            self._suspect, self._cleared = bearer, False
            self._refusals += 1
            self._pause(error, self._refusals)
        wait = self._paused_until - monotonic()
        return error.again(wait) if wait > 0 else error

    def _pause(self, trouble: TemporaryError, attempts: int) -> None:
        """Leave the token endpoint alone for a while, which doubles from attempt to attempt."""
        pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), MAX_PAUSE)
        pause *= random.uniform(0.5, 1)  # noqa: S311 - spreads accounts, guards nothing
        self._paused_until = max(self._paused_until, monotonic() + max(pause, trouble.retry_after or 0.0))
        self._trouble = trouble

    def _failure(self) -> AuthError:
        """Return why there is no bearer."""
        if self._closed:
            return TemporaryError("the session is closed", cause="closed")
        if self._rejected:
            return RefreshTokenRejected("the vendor rejected the refresh token")
        return self._trouble.again(max(0.0, self._paused_until - monotonic()))
