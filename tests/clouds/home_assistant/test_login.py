"""Logging in at a real Home Assistant: what a person does, and what goes wrong."""

import logging
from unittest.mock import patch

import aiohttp
import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.mfa_modules.totp import TotpAuthModule

from custom_components.latchkey.auth.errors import (
    InvalidCredentials,
    InvalidOneTimeCode,
    LoginBlocked,
    LoginExpired,
    OneTimeCodeRequired,
    RefreshTokenRejected,
    TemporaryError,
    TooManyCodes,
)
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.home_assistant.login import (
    CLIENT_ID,
    HomeAssistantLogin,
    token_endpoint,
)

from .remote import PASSWORD, USERNAME, Remote

RIGHT = Credentials(username=USERNAME, password=PASSWORD)


@pytest.fixture
def login(remote: Remote, client: aiohttp.ClientSession) -> HomeAssistantLogin:
    """Return an attempt that has not begun."""
    return HomeAssistantLogin(client, remote.url)


async def test_the_right_password_brings_a_token_that_the_other_side_lists(
    remote: Remote, login: HomeAssistantLogin
) -> None:
    token = await login.async_start(RIGHT)
    (listed,) = remote.user.refresh_tokens.values()
    assert (listed.token, listed.client_id) == (token.refresh_token, CLIENT_ID)
    assert token.expires_in == 1800


async def test_blanks_around_the_user_name_do_no_harm(login: HomeAssistantLogin) -> None:
    token = await login.async_start(Credentials(username=f" {USERNAME}\n", password=PASSWORD))
    assert token.refresh_token


@pytest.mark.parametrize(("username", "password"), [(USERNAME, "wrong"), ("nobody", PASSWORD)])
async def test_a_wrong_password_and_an_unknown_user_are_refused(
    login: HomeAssistantLogin, username: str, password: str
) -> None:
    with pytest.raises(InvalidCredentials):
        await login.async_start(Credentials(username=username, password=password))


async def test_the_right_password_may_follow_a_wrong_one(login: HomeAssistantLogin) -> None:
    with pytest.raises(InvalidCredentials):
        await login.async_start(Credentials(username=USERNAME, password="wrong"))
    assert (await login.async_start(RIGHT)).refresh_token


async def test_a_code_is_asked_for_and_a_wrong_one_may_be_followed_by_the_right_one(
    remote: Remote, login: HomeAssistantLogin
) -> None:
    await remote.set_up_totp()
    with pytest.raises(OneTimeCodeRequired) as required:
        await login.async_start(RIGHT)
    assert required.value.methods == {}
    with pytest.raises(InvalidOneTimeCode):
        await login.async_submit("000000")
    code = remote.code()
    token = await login.async_submit(f" {code[:3]} {code[3:]} ")
    assert token.refresh_token in {each.token for each in remote.user.refresh_tokens.values()}


async def test_the_fifth_wrong_code_ends_the_attempt(remote: Remote, login: HomeAssistantLogin) -> None:
    await remote.set_up_totp()
    with pytest.raises(OneTimeCodeRequired):
        await login.async_start(RIGHT)
    errors = []
    for _ in range(5):
        with pytest.raises((InvalidOneTimeCode, TooManyCodes)) as raised:
            await login.async_submit("000000")
        errors.append(type(raised.value))
    assert errors == [InvalidOneTimeCode] * 4 + [TooManyCodes]
    with pytest.raises(LoginExpired):
        await login.async_submit(remote.code())


async def test_a_code_that_comes_too_late_leads_back_to_the_password(
    remote: Remote, login: HomeAssistantLogin, freezer: FrozenDateTimeFactory
) -> None:
    await remote.set_up_totp()
    with pytest.raises(OneTimeCodeRequired):
        await login.async_start(RIGHT)
    freezer.tick(301)
    with pytest.raises(LoginExpired):
        await login.async_submit(remote.code())


async def test_a_person_with_several_ways_to_get_a_code_chooses_one(
    remote: Remote, login: HomeAssistantLogin
) -> None:
    await remote.set_up_totp()
    other = TotpAuthModule(remote.hass, {"type": "totp", "id": "other", "name": "Another app"})
    remote.hass.auth._mfa_modules["other"] = other
    await other.async_setup_user(remote.user.id, {"secret": remote._secret})
    with pytest.raises(OneTimeCodeRequired) as required:
        await login.async_start(RIGHT)
    assert required.value.methods == {"totp": "Time-based One Time Password", "other": "Another app"}
    await login.async_choose("other")
    assert (await login.async_submit(remote.code())).refresh_token


async def test_who_has_nothing_to_choose_starts_over(login: HomeAssistantLogin) -> None:
    with pytest.raises(LoginExpired):
        await login.async_choose("totp")
    with pytest.raises(LoginExpired):
        await login.async_resend()


async def test_a_user_who_is_not_active_is_told_so(remote: Remote, login: HomeAssistantLogin) -> None:
    await remote.hass.auth.async_deactivate_user(remote.user)
    with pytest.raises(LoginBlocked):
        await login.async_start(RIGHT)


async def test_an_older_home_assistant_that_knows_no_pkce_is_asked_without(
    remote: Remote, login: HomeAssistantLogin
) -> None:
    with patch.object(login, "_async_knows_pkce", return_value=False):
        assert (await login.async_start(RIGHT)).refresh_token


async def test_a_code_whose_exchange_failed_is_exchanged_at_the_next_try(
    remote: Remote, login: HomeAssistantLogin
) -> None:
    await remote.set_up_totp()
    with pytest.raises(OneTimeCodeRequired):
        await login.async_start(RIGHT)
    with (
        patch.object(type(login._endpoint), "async_exchange_code", side_effect=TemporaryError("away")),
        pytest.raises(TemporaryError),
    ):
        await login.async_submit(remote.code())
    assert (await login.async_submit("")).refresh_token


async def test_a_token_that_is_revoked_there_is_rejected_here(remote: Remote, session: TokenSession) -> None:
    remote.revoke_all()
    session.invalidate(await session.async_get_access_token())
    with pytest.raises(RefreshTokenRejected):
        await session.async_get_access_token()


async def test_a_token_that_is_given_back_is_off_the_list(
    remote: Remote, session: TokenSession, client: aiohttp.ClientSession
) -> None:
    await token_endpoint(remote.url).async_revoke(client, session.refresh_token)
    assert not remote.user.refresh_tokens


async def test_nothing_secret_is_logged(
    remote: Remote, login: HomeAssistantLogin, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="custom_components.latchkey")
    token = await login.async_start(RIGHT)
    texts = [record.getMessage() for record in caplog.records if record.name.startswith("custom_components")]
    assert not [text for text in texts if PASSWORD in text or token.refresh_token in text]
