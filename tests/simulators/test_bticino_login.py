"""pybticino logs in at the simulator, whose token endpoint is as strict as the real one."""

from typing import Any

import aiohttp
import pytest
from pybticino import AuthHandler
from pybticino.const import DEFAULT_APP_VERSION, DEFAULT_SCOPE, get_client_id, get_client_secret
from pybticino.exceptions import AuthError

from .bticino import BticinoSimulator
from .vendors import EMAIL, PASSWORD

URL = "https://app.netatmo.net" + BticinoSimulator.TOKEN
CLIENT = {"client_id": get_client_id(), "client_secret": get_client_secret()}
RIGHT = {
    **CLIENT,
    "grant_type": "password",
    "username": EMAIL,
    "password": PASSWORD,
    "scope": DEFAULT_SCOPE,
    "app_version": DEFAULT_APP_VERSION,
}


async def ask(client: aiohttp.ClientSession, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Ask for tokens and return the status and the answer."""
    async with client.post(URL, data=form) as response:
        return response.status, await response.json()


async def test_pybticino_logs_in_with_a_password(bticino: BticinoSimulator, handler: AuthHandler) -> None:
    bearer = await handler.get_access_token()
    assert bticino.tokens.owner(bearer) == bticino.accounts[EMAIL].id
    assert bticino.tokens.live() == [handler._refresh_token]


async def test_pybticino_sees_a_wrong_password(client: aiohttp.ClientSession) -> None:
    with pytest.raises(AuthError):
        await AuthHandler(EMAIL, "wrong", session=client).get_access_token()


async def test_pybticino_refreshes_and_its_old_refresh_token_is_dead_at_once(
    bticino: BticinoSimulator, handler: AuthHandler, client: aiohttp.ClientSession
) -> None:
    await handler.get_access_token()
    first = handler._refresh_token
    assert first
    await handler._refresh_access_token()
    assert bticino.tokens.live() == [handler._refresh_token]
    form = {**CLIENT, "grant_type": "refresh_token", "refresh_token": first}
    assert await ask(client, form) == (400, {"error": "invalid_grant"})


async def test_a_bearer_lives_for_three_hours(client: aiohttp.ClientSession) -> None:
    status, answer = await ask(client, RIGHT)
    assert (status, answer["expires_in"]) == (200, 10_800)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"password": "wrong"}, "invalid_grant"),
        ({"username": "nobody@example.com"}, "invalid_grant"),
        ({"client_id": "another"}, "invalid_client"),
        ({"client_secret": "another"}, "invalid_client"),
        ({"scope": "read_station"}, "invalid_scope"),
        ({"app_version": ""}, "invalid_request"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
    ],
)
async def test_a_wrong_field_is_refused(
    client: aiohttp.ClientSession, wrong: dict[str, str], error: str
) -> None:
    assert await ask(client, RIGHT | wrong) == (400, {"error": error})
