"""The login: a password, once, and the token that it buys."""

import aiohttp
import pybticino.const
import pytest

from custom_components.latchkey.auth.errors import InvalidCredentials, LoginExpired, TemporaryError
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.clouds.bticino import login
from custom_components.latchkey.clouds.bticino.login import TOKEN_ENDPOINT, BticinoLogin
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.vendors import EMAIL, PASSWORD


def test_the_client_is_the_one_of_the_vendors_library() -> None:
    const = pybticino.const
    assert TOKEN_ENDPOINT.url == f"{const.BASE_URL}{const.TOKEN_ENDPOINT}"
    assert TOKEN_ENDPOINT.client_id == const.get_client_id()
    assert TOKEN_ENDPOINT.client_secret == const.get_client_secret()
    assert login._SCOPE == const.DEFAULT_SCOPE
    assert login._APP_VERSION == const.DEFAULT_APP_VERSION


async def test_the_right_password_buys_a_token(
    client: aiohttp.ClientSession, bticino: BticinoSimulator
) -> None:
    token = await BticinoLogin(client).async_start(Credentials(username=f" {EMAIL} ", password=PASSWORD))
    assert bticino.tokens.live() == [token.refresh_token]
    assert token.expires_in == 10_800


async def test_a_wrong_password_is_sent_once(
    client: aiohttp.ClientSession, bticino: BticinoSimulator
) -> None:
    with pytest.raises(InvalidCredentials):
        await BticinoLogin(client).async_start(Credentials(username=EMAIL, password="wrong"))
    assert bticino.count() == 1


async def test_a_vendor_that_is_away_says_nothing_of_the_password(
    client: aiohttp.ClientSession, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.TOKEN)
    with pytest.raises(TemporaryError):
        await BticinoLogin(client).async_start(Credentials(username=EMAIL, password=PASSWORD))


async def test_the_old_refresh_token_is_dead_once_it_was_used(
    client: aiohttp.ClientSession, bticino: BticinoSimulator
) -> None:
    first = await BticinoLogin(client).async_start(Credentials(username=EMAIL, password=PASSWORD))
    second = await TOKEN_ENDPOINT.async_refresh(client, first.refresh_token)
    assert bticino.tokens.live() == [second.refresh_token]


async def test_no_code_is_asked_for(client: aiohttp.ClientSession) -> None:
    attempt = BticinoLogin(client)
    with pytest.raises(LoginExpired):
        await attempt.async_submit("123456")
