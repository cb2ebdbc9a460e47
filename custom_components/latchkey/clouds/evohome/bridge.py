"""The vendor's library with this project's session under it: no part of it can log in."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPMethod
from time import monotonic
from types import SimpleNamespace
from typing import Any, Final, cast, override

import aiohttp
from evohomeasync2.auth import AbstractTokenManager, Auth

from ...auth.errors import TemporaryError
from ...auth.http import async_read_json, parse_json, raise_for_status
from ...auth.session import TokenSession
from ..base import Account, CommandRefused, RefusalReason
from ..gate import VendorPaused
from ..raw import read_mapping, read_text
from ..slices import in_slices

_REFUSALS: Final[Mapping[int, RefusalReason]] = {400: "refused", 403: "refused", 404: "unknown_device"}


class RateLimited(VendorPaused):
    """The vendor wants fewer requests of this account, whatever they are about (RFC 6585, section 4)."""


@dataclass(frozen=True, slots=True)
class Read[ReadT]:
    """What an answer says."""

    digest: int
    """Its hash: the text itself has names and addresses in it, which nobody should keep."""

    value: ReadT


class Bridge(Auth):
    """The vendor's API as the library's parts use it: names in snake case, times in UTC."""

    def __init__(self, session: TokenSession) -> None:
        """Take the session that every request goes through."""
        # The library sends requests and asks for tokens only in what is overridden below.
        tokens = SimpleNamespace(get_access_token=session.async_get_access_token)
        super().__init__(cast("AbstractTokenManager", tokens), cast("aiohttp.ClientSession", session))
        self._session = session
        self._limited_until = -math.inf

    @override
    async def request(self, method: HTTPMethod, url: Any, /, **kwargs: Any) -> Any:
        """Send a request and return the JSON of its answer.

        Raises CommandRefused, RateLimited, RefreshTokenRejected or TemporaryError.
        """
        try:
            return await super().request(method, url, **kwargs)
        except RecursionError, TypeError, ValueError:
            # The library converts the names of an answer, and masks what it logs: both have their limits.
            raise TemporaryError("the vendor's answer makes no sense to its library") from None

    @override
    async def _make_request(self, method: HTTPMethod, url: Any, /, **kwargs: Any) -> Any:
        """Return the JSON of an answer: of the one that is there already, or of that to a request."""
        if "answer" in kwargs:
            return _without_nulls(kwargs["answer"])
        return _without_nulls(await async_read_json(await self._async_ask(method, url, **kwargs)))

    async def _async_ask(self, method: HTTPMethod, url: str, **kwargs: Any) -> aiohttp.ClientResponse:
        """Send a request through the session, which adds the bearer, unless the vendor wants none for now."""
        wait = self._limited_until - monotonic()
        if wait > 0:
            raise RateLimited("the vendor wants fewer requests", wait)
        headers = {"Accept": "application/json"}
        response = await self._session.async_request(
            method, f"{self.url_base}/{url}", headers=headers, **kwargs
        )
        if response.status in _REFUSALS:
            raise CommandRefused(_REFUSALS[response.status])
        try:
            raise_for_status(response)
        except TemporaryError as error:
            if response.status != 429:  # noqa: PLR2004 - RFC 6585, section 4
                raise
            self._limited_until = monotonic() + (error.retry_after or 0.0)
            raise RateLimited(str(error), error.retry_after) from None
        return response

    async def async_read[ReadT](self, url: str, parse: Callable[[Any], ReadT]) -> ReadT:
        """Return what is at a path of the API, as `parse` reads it.

        Raises RateLimited, RefreshTokenRejected or TemporaryError.
        """
        with _of_reading():
            return await self.get(url, schema=parse)

    async def async_read_array[ReadT](self, url: str, parse: Callable[[Any], ReadT]) -> ReadT:
        """Return what is at a path of the API, as `parse` reads it: an array, which is converted in slices.

        Raises RateLimited, RefreshTokenRejected or TemporaryError.
        """
        raw = await self.async_read_raw(url)
        items = raw if isinstance(raw, list) else []
        converted = [await self._async_convert(url, item) async for item in in_slices(items)]
        return parse(converted if items else raw)

    async def async_read_raw(self, url: str) -> Any:
        """Return what is at a path of the API, in the vendor's own words.

        Raises RateLimited, RefreshTokenRejected or TemporaryError.
        """
        with _of_reading():
            return await self._make_request(HTTPMethod.GET, url)

    async def async_read_body(self, url: str) -> bytes:
        """Return what is at a path of the API, as it was sent: it may be what is known already.

        Raises RateLimited, RefreshTokenRejected or TemporaryError.
        """
        with _of_reading():
            return await (await self._async_ask(HTTPMethod.GET, url)).read()

    async def async_parse_if_new[ReadT](
        self, url: str, body: bytes, parse: Callable[[Any], ReadT], known: Read[ReadT] | None
    ) -> Read[ReadT]:
        """Return what was sent for a path of the API, as `parse` reads it; what is known if that is the same.

        Raises TemporaryError.
        """
        digest = hash(body)
        if known is not None and known.digest == digest:
            return known
        return Read(digest, parse(await self._async_convert(url, parse_json(body))))

    async def _async_convert(self, url: str, answer: Any) -> Any:
        """Return an answer that is there already, or a part of one, as the library gives it to its own."""
        return await self.request(HTTPMethod.GET, url, answer=answer)

    async def async_identify(self) -> Account:
        """Return who the account is (`userAccount`)."""
        return await self.async_read("userAccount", parse_account)


@contextmanager
def _of_reading() -> Iterator[None]:
    """Take what is refused for what is not there for now: nothing but a command is refused."""
    try:
        yield
    except CommandRefused as error:
        raise TemporaryError(f"the vendor shows nothing there ({error.reason})") from None


def _without_nulls(raw: Any) -> Any:
    """Return an answer without what is null, which the library cannot mask where it logs answers."""
    if isinstance(raw, dict):
        return {key: _without_nulls(value) for key, value in raw.items() if value is not None}
    return [_without_nulls(item) for item in raw] if isinstance(raw, list) else raw


def parse_account(raw: Any) -> Account:
    """Return who the account is; raises TemporaryError where the answer does not say."""
    user = read_mapping(raw)
    user_id = read_text(user.get("user_id"))
    if user_id is None or not re.fullmatch(r"[A-Za-z0-9-]{1,64}", user_id):
        raise TemporaryError("the vendor's answer holds no account")
    return Account(id=user_id, name=read_text(user.get("username")) or user_id)
