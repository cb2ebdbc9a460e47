"""evohome-async logs in at the simulator, whose token endpoint is as strict as the real one."""

from typing import Any

import aiohttp
import pytest
from evohomeasync2 import exceptions as errors

from .conftest import TokenManager
from .evohome import EvohomeSimulator
from .evohome.grants import APPLICATION, SCOPE
from .vendors import EMAIL, PASSWORD

HOST = "https://tccna.resideo.com"
RIGHT = {"grant_type": "password", "scope": SCOPE, "Username": EMAIL, "Password": PASSWORD}


async def ask(
    client: aiohttp.ClientSession, form: dict[str, str], application: str = APPLICATION
) -> tuple[int, dict[str, Any]]:
    """Ask for tokens and return the status and the answer."""
    headers = {"Authorization": application}
    async with client.post(HOST + EvohomeSimulator.TOKEN, data=form, headers=headers) as response:
        return response.status, await response.json()


async def test_evohome_async_logs_in_with_a_password(
    evohome: EvohomeSimulator, client: aiohttp.ClientSession
) -> None:
    manager = TokenManager(EMAIL, PASSWORD, client)
    await manager.get_access_token()
    assert evohome.tokens.live() == [manager.refresh_token]


async def test_evohome_async_sees_a_wrong_password(client: aiohttp.ClientSession) -> None:
    with pytest.raises(errors.BadUserCredentialsError):
        await TokenManager(EMAIL, "wrong", client).get_access_token()


async def test_evohome_async_rotates_its_refresh_token(
    evohome: EvohomeSimulator, client: aiohttp.ClientSession
) -> None:
    manager = TokenManager(EMAIL, PASSWORD, client)
    await manager.get_access_token()
    first = manager.refresh_token
    manager.clear_access_token()
    await manager.get_access_token()
    assert manager.refresh_token != first
    assert evohome.tokens.live() == [manager.refresh_token]


async def test_evohome_async_sees_that_there_were_too_many_logins(
    evohome_async_3: None, evohome: EvohomeSimulator, client: aiohttp.ClientSession
) -> None:
    evohome.accounts[EMAIL].logins_left = 1
    evohome.retry_after = 600
    await TokenManager(EMAIL, PASSWORD, client).get_access_token()
    with pytest.raises(errors.AuthRateLimitExceededError) as raised:
        await TokenManager(EMAIL, PASSWORD, client).get_access_token()
    assert raised.value.retry_after == 600


async def test_too_many_logins_leave_refresh_tokens_alone(
    evohome: EvohomeSimulator, client: aiohttp.ClientSession
) -> None:
    evohome.accounts[EMAIL].logins_left = 0
    refresh_token = evohome.tokens.issue(evohome.accounts[EMAIL].id).refresh_token
    form = {"grant_type": "refresh_token", "scope": SCOPE, "refresh_token": refresh_token}
    assert (await ask(client, RIGHT))[0] == 429
    assert (await ask(client, form))[0] == 200


async def test_a_refresh_token_works_once(evohome: EvohomeSimulator, client: aiohttp.ClientSession) -> None:
    refresh_token = evohome.tokens.issue(evohome.accounts[EMAIL].id).refresh_token
    form = {"grant_type": "refresh_token", "scope": SCOPE, "refresh_token": refresh_token}
    status, answer = await ask(client, form)
    assert (status, answer["expires_in"]) == (200, 1800)
    assert await ask(client, form) == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"Password": "wrong"}, "invalid_grant"),
        ({"Username": "nobody@example.com"}, "invalid_grant"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"grant_type": "authorization_code"}, "unsupported_grant_type"),
    ],
)
async def test_a_wrong_field_is_refused(
    client: aiohttp.ClientSession, wrong: dict[str, str], error: str
) -> None:
    assert await ask(client, RIGHT | wrong) == (400, {"error": error})


async def test_the_fields_of_a_login_begin_with_capitals(client: aiohttp.ClientSession) -> None:
    form = {"grant_type": "password", "scope": SCOPE, "username": EMAIL, "password": PASSWORD}
    assert await ask(client, form) == (400, {"error": "invalid_grant"})


async def test_another_application_is_refused(client: aiohttp.ClientSession) -> None:
    another = aiohttp.encode_basic_auth("another", "secret")
    assert await ask(client, RIGHT, another) == (400, {"error": "invalid_client"})
