"""The vendor's requests, as the library words them, sent through the session."""

from collections.abc import Mapping
from typing import Any, Final, override

from pybticino import AsyncAccount
from pybticino.const import BASE_URL, SETSTATE_ENDPOINT, TURN_BASE_URL, TURN_ENDPOINT, build_user_agent

from ...auth.endpoint import async_read_error_code
from ...auth.errors import TemporaryError
from ...auth.http import MAX_PAUSE, async_read_json, retry_after
from ...auth.session import TokenSession
from ..base import CommandRefused
from ..raw import read_mapping, read_mappings, read_text
from .bearers import Bearers

RATE_LIMITED: Final = 26
"""The code of the error of too many requests (Netatmo's list of errors)."""

LIMIT_PAUSE: Final = 60.0
"""Seconds that a poll waits then, where the vendor does not say how long."""


class Api(AsyncAccount):
    """The requests of the library, sent through the session."""

    def __init__(self, session: TokenSession) -> None:
        """Take the session that every request goes through."""
        super().__init__(Bearers(session))
        self._session = session

    async def async_read_homes(self) -> Mapping[str, Any]:
        """Return the answer of `homesdata`. Raises RefreshTokenRejected or TemporaryError.

        The library asks nothing of homes that the last answer lacked: an answer without any is a
        degraded one, and leaves it those that it knew.
        """
        before = dict(self.homes)
        await self.async_update_topology()
        self.homes = self.homes or before
        return self.raw_data

    async def async_set(
        self,
        home_id: str,
        module_id: str,
        state: dict[str, Any],
        *,
        timezone: str | None,
        bridge_id: str | None,
    ) -> Mapping[str, Any]:
        """Return the answer of `setstate`. Raises CommandRefused, RefreshTokenRejected or TemporaryError."""
        return await self.async_set_module_state(home_id, module_id, state, timezone, bridge_id)

    async def async_read_ice_servers(self) -> Any:
        """Return the TURN servers (`getcredentials`). Raises RefreshTokenRejected or TemporaryError."""
        answer = await self._async_post(f"{TURN_BASE_URL}{TURN_ENDPOINT}", {"client_type": "user"})
        return read_mapping(answer.get("body")).get("iceServers")

    @override
    async def _async_post_api_request(
        self,
        endpoint: str,
        params: dict[str, Any] | None = None,
        json_data: dict[str, Any] | None = None,
        timeout: int = 30,
    ) -> dict[str, Any]:
        """Send a request and return what the library can walk through of its answer."""
        return _walkable(await self._async_post(f"{BASE_URL}{endpoint}", json_data))

    async def _async_post(self, url: str, content: dict[str, Any] | None) -> Mapping[str, Any]:
        """Send a request and return the object that is its answer."""
        headers = {"User-Agent": build_user_agent()}
        response = await self._session.async_request("POST", url, json=content, headers=headers)
        if await async_read_error_code(response) == RATE_LIMITED:
            pause = min(retry_after(response) or LIMIT_PAUSE, MAX_PAUSE)
            raise TemporaryError("the vendor wants fewer requests", pause, "too_many_requests")
        if url.endswith(SETSTATE_ENDPOINT) and response.status in (400, 403, 404):
            raise CommandRefused("refused")
        answer = await async_read_json(response)
        if not isinstance(answer, dict) and not url.endswith(SETSTATE_ENDPOINT):  # That asks: was it done?
            raise TemporaryError("the vendor's answer is no object")
        return read_mapping(answer)


def _walkable(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer in which the library finds homes and modules wherever it looks for them."""
    body = dict(read_mapping(answer.get("body")))
    body["user"] = read_mapping(body.get("user"))
    body["homes"] = [
        {**home, "modules": [module for module in read_mappings(home.get("modules")) if _is_named(module)]}
        for home in read_mappings(body.get("homes"))
        if _is_named(home)
    ]
    return {**answer, "body": body}


def _is_named(raw: Mapping[str, Any]) -> bool:
    return read_text(raw.get("id")) is not None
