"""Logging in at Total Connect Comfort: what a person does and what goes wrong."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest

from custom_components.latchkey.auth.errors import (
    InvalidCredentials,
    LoginExpired,
    LoginLocked,
    RefreshTokenRejected,
    TemporaryError,
)
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import load_vendor
from custom_components.latchkey.clouds.evohome.login import TOKEN_ENDPOINT, EvohomeLogin
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.vendors import EMAIL, PASSWORD

from .conftest import forget

RIGHT = Credentials(username=EMAIL, password=PASSWORD)
TOKEN = EvohomeSimulator.TOKEN


@pytest.fixture
def login(client: aiohttp.ClientSession) -> EvohomeLogin:
    """Return an attempt that has not begun."""
    return EvohomeLogin(client)


async def test_the_right_password_brings_a_token_with_one_request(
    login: EvohomeLogin, evohome: EvohomeSimulator
) -> None:
    token = await login.async_start(RIGHT)
    assert token.refresh_token in evohome.tokens.live()
    assert evohome.tokens.owner(token.bearer) == evohome.accounts[EMAIL].id
    assert token.expires_in == 1800
    assert evohome.count() == 1


async def test_blanks_around_the_username_do_no_harm(login: EvohomeLogin, evohome: EvohomeSimulator) -> None:
    await login.async_start(Credentials(username=f" {EMAIL}\n", password=PASSWORD))
    assert evohome.tokens.live()


@pytest.mark.parametrize(("username", "password"), [(EMAIL, "wrong"), ("bob@example.com", PASSWORD)])
async def test_a_wrong_password_and_an_unknown_user_are_refused_and_sent_once(
    login: EvohomeLogin, evohome: EvohomeSimulator, username: str, password: str
) -> None:
    with pytest.raises(InvalidCredentials):
        await login.async_start(Credentials(username=username, password=password))
    assert evohome.count(TOKEN) == 1


async def test_the_right_password_may_follow_a_wrong_one(
    login: EvohomeLogin, evohome: EvohomeSimulator
) -> None:
    with pytest.raises(InvalidCredentials):
        await login.async_start(Credentials(username=EMAIL, password="wrong"))
    await login.async_start(RIGHT)
    assert evohome.tokens.live()


@pytest.mark.parametrize("status", [400, 429])
async def test_too_many_logins_are_locked_for_the_seconds_that_the_vendor_says(
    login: EvohomeLogin, evohome: EvohomeSimulator, status: int
) -> None:
    evohome.limit_status = status
    evohome.accounts[EMAIL].logins_left = 0
    evohome.retry_after = 600
    with pytest.raises(LoginLocked) as caught:
        await login.async_start(RIGHT)
    assert caught.value.retry_after == 600


async def test_the_vendor_may_say_until_when_logins_are_locked(
    login: EvohomeLogin, evohome: EvohomeSimulator
) -> None:
    evohome.accounts[EMAIL].logins_left = 0
    evohome.retry_after = format_datetime(datetime.now(UTC) + timedelta(seconds=900), usegmt=True)
    with pytest.raises(LoginLocked) as caught:
        await login.async_start(RIGHT)
    assert caught.value.retry_after == pytest.approx(900, abs=5)


async def test_the_vendor_may_not_say_for_how_long_logins_are_locked(
    login: EvohomeLogin, evohome: EvohomeSimulator
) -> None:
    evohome.accounts[EMAIL].logins_left = 0
    with pytest.raises(LoginLocked) as caught:
        await login.async_start(RIGHT)
    assert caught.value.retry_after is None


@pytest.mark.parametrize("status", [302, 403, 500, 503])
async def test_a_strange_answer_is_temporary_and_holds_no_password(
    login: EvohomeLogin, evohome: EvohomeSimulator, status: int
) -> None:
    evohome.faults.answer(TOKEN, status=status)
    with pytest.raises(TemporaryError) as caught:
        await login.async_start(RIGHT)
    assert PASSWORD not in repr((vars(login), caught.value, caught.value.__context__))


async def test_a_limit_of_logins_is_temporary_where_a_refresh_meets_it(
    session: TokenSession, evohome: EvohomeSimulator
) -> None:
    evohome.faults.answer(TOKEN, status=400, body='{"error": "attempt_limit_exceeded"}', retry_after=600)
    with pytest.raises(TemporaryError) as caught:
        await session.async_get_access_token()
    assert caught.value.retry_after == pytest.approx(600, abs=1)


async def test_there_is_no_code_to_submit(login: EvohomeLogin, evohome: EvohomeSimulator) -> None:
    with pytest.raises(LoginExpired):
        await login.async_submit("123456")
    assert evohome.count() == 0


async def test_a_dead_refresh_token_is_rejected_and_leads_to_no_login(
    session: TokenSession, evohome: EvohomeSimulator
) -> None:
    evohome.tokens.revoke_all()
    with pytest.raises(RefreshTokenRejected):
        await session.async_get_access_token()
    assert evohome.count(TOKEN) == 1


async def test_a_refresh_token_buys_one_token(
    client: aiohttp.ClientSession, evohome: EvohomeSimulator
) -> None:
    granted = evohome.tokens.issue(evohome.accounts[EMAIL].id)
    session = TokenSession(client, TOKEN_ENDPOINT, granted.refresh_token, forget)
    await session.async_get_access_token()
    assert session.refresh_token != granted.refresh_token
    assert session.refresh_token in evohome.tokens.live()
    await session.async_close()


def test_the_vendor_presents_itself() -> None:
    vendor = load_vendor("evohome")
    assert (vendor.kind, vendor.token_endpoint) == ("evohome", TOKEN_ENDPOINT)
    assert vendor.load_cloud().__name__ == "EvohomeCloud"
