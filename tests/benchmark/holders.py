"""Latchkey's session and its peers' holders of tokens, each of an account at one vendor on loopback."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, Final, cast, override
from unittest.mock import patch

import aiohttp
from aioafero.v1.auth import AferoAuth
from aiohttp import web
from evohomeasync2.auth import AbstractTokenManager
from homeassistant.helpers.config_entry_oauth2_flow import OAuth2Session
from pybticino.auth import AuthHandler

from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.session import TokenSession

LIFE: Final = 100_000
OURS: Final = "Latchkey"
type Ask = Callable[[], Awaitable[Any]]


class Vendor:
    """An authorization server that answers after a while."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.requests = 0

    async def grant(self, _request: web.Request) -> web.Response:
        """Grant the next token, which is the bearer whatever a vendor calls it."""
        self.requests += 1
        bearer, refresh_token = f"bearer-{self.requests}", f"refresh-{self.requests}"
        await asyncio.sleep(self.pause)
        names = dict.fromkeys(("access_token", "id_token"), bearer)
        return web.json_response(
            {**names, "refresh_token": refresh_token, "expires_in": LIFE, "token_type": "bearer"}
        )


@asynccontextmanager
async def serving(vendor: Vendor) -> AsyncIterator[aiohttp.ClientSession]:
    """Serve a vendor; every request of this process goes there, whatever its address."""
    application = web.Application()
    application.router.add_post("/", vendor.grant)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url, send = f"http://127.0.0.1:{runner.addresses[0][1]}/", aiohttp.ClientSession._request

    async def redirect(client: aiohttp.ClientSession, method: str, _url: str, **options: Any) -> Any:
        return await send(client, method, url, data=options.get("data"))

    with patch.object(aiohttp.ClientSession, "_request", redirect):
        async with aiohttp.ClientSession() as client:
            yield client
    await runner.cleanup()


class _Evohome(AbstractTokenManager):
    @override
    async def save_access_token(self) -> None:
        """Keep it in memory alone."""


class _Implementation:
    """As much of an implementation of OAuth2 as a session of Home Assistant asks for."""

    service_domain = "vendor"

    def __init__(self, client: aiohttp.ClientSession) -> None:
        self._client = client

    async def async_refresh_token(self, token: Mapping[str, Any]) -> dict[str, Any]:
        """Buy the next token."""
        async with self._client.post("https://vendor.invalid", data={**token}) as response:
            new = await response.json()
        return {**token, **new, "expires_at": time.time() + new["expires_in"]}


def holders(client: aiohttp.ClientSession) -> dict[str, Ask]:
    """Return what asks each of them for a bearer, none of whom has one yet."""

    async def save(_refresh_token: str) -> None:
        pass

    endpoint = TokenEndpoint(url="https://vendor.invalid", client_id="client")
    bticino = AuthHandler("user", "password", session=client)
    bticino.set_tokens("", "refresh")
    evohome = _Evohome("user", "password", client)
    evohome._refresh_token = "refresh"
    return {
        OURS: TokenSession(client, endpoint, "refresh", save).async_get_access_token,
        "OAuth2Session": _home_assistants(client),
        "aioafero": AferoAuth(client, "user", "refresh").token,
        "pybticino": bticino.get_access_token,
        "evohome-async": evohome.get_access_token,
    }


def _home_assistants(client: aiohttp.ClientSession) -> Ask:
    entry = SimpleNamespace(data={"token": {"refresh_token": "refresh", "expires_at": 0.0}})

    def update(_entry: object, data: dict[str, Any]) -> None:
        entry.data = data

    hass = SimpleNamespace(config_entries=SimpleNamespace(async_update_entry=update))
    return OAuth2Session(
        cast(Any, hass), cast(Any, entry), cast(Any, _Implementation(client))
    ).async_ensure_token_valid
