"""Logging in at a real Home Assistant: what a person does, and what goes wrong."""

import logging

import aiohttp
import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.mfa_modules.totp import TotpAuthModule

from custom_components.latchkey.auth import http
from custom_components.latchkey.auth.errors import (
    AddressBanned,
    AuthError,
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
from custom_components.latchkey.auth.pkce import code_challenge
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.home_assistant.login import (
    CLIENT_ID,
    HomeAssistantLogin,
    token_endpoint,
)

from . import instance as other
from .instance import Answer, Instance, say
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
    assert (required.value.methods, required.value.is_from_app) == ({}, True)
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
    assert not await login.async_choose("other")
    assert (await login.async_submit(remote.code())).refresh_token


async def test_who_has_nothing_to_choose_starts_over(login: HomeAssistantLogin) -> None:
    with pytest.raises(LoginExpired):
        await login.async_choose("totp")


async def test_a_user_who_is_not_active_is_told_so(remote: Remote, login: HomeAssistantLogin) -> None:
    await remote.hass.auth.async_deactivate_user(remote.user)
    with pytest.raises(LoginBlocked):
        await login.async_start(RIGHT)


@pytest.fixture
def attempt(instance: Instance, client: aiohttp.ClientSession) -> HomeAssistantLogin:
    """Return an attempt at an instance that is as the test wants it."""
    return HomeAssistantLogin(client, instance.url)


async def test_who_exchanges_the_code_proves_to_be_who_began(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    await attempt.async_start(RIGHT)
    (begun,), (form,) = instance.bodies(other.BEGIN_PATH), instance.bodies(other.TOKEN_PATH)
    assert begun["handler"] == ["homeassistant", None]
    assert begun["code_challenge_method"] == "S256"
    assert begun["code_challenge"] == code_challenge(form["code_verifier"])
    assert begun["client_id"] == begun["redirect_uri"] == form["client_id"] == CLIENT_ID


@pytest.mark.parametrize(
    "metadata",
    [
        other.text("404: Not Found", 404),
        say({}),
        say({"code_challenge_methods_supported": ["plain"]}),
        say({"code_challenge_methods_supported": "S256"}),
        say([]),
        other.redirect("https://elsewhere.invalid/"),
    ],
)
async def test_a_home_assistant_that_knows_no_pkce_is_asked_without(
    instance: Instance, attempt: HomeAssistantLogin, metadata: Answer
) -> None:
    instance.answer(other.METADATA_PATH, metadata)
    assert (await attempt.async_start(RIGHT)).refresh_token == other.TOKEN["refresh_token"]
    (begun,), (form,) = instance.bodies(other.BEGIN_PATH), instance.bodies(other.TOKEN_PATH)
    assert set(begun) == {"client_id", "handler", "redirect_uri"}
    assert "code_verifier" not in form


async def test_who_checks_the_password_is_who_was_chosen(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    await attempt.async_start(Credentials(username="a", password="right", provider="command_line:ldap:1"))
    assert instance.bodies(other.BEGIN_PATH)[0]["handler"] == ["command_line", "ldap:1"]


@pytest.mark.parametrize(
    ("path", "answer", "error"),
    [
        (other.METADATA_PATH, other.AWAY, TemporaryError),
        (other.BEGIN_PATH, other.AWAY, TemporaryError),
        (other.BEGIN_PATH, other.text("500 Internal Server Error", 500), TemporaryError),
        (other.BEGIN_PATH, say({"message": "Message format incorrect"}, 400), TemporaryError),
        (other.BEGIN_PATH, say({"message": "Invalid handler specified"}, 404), LoginExpired),
        (other.BEGIN_PATH, other.BANNED, AddressBanned),
        (other.BEGIN_PATH, say([]), TemporaryError),
        (other.BEGIN_PATH, say({**other.FORM, "flow_id": None}), TemporaryError),
        (other.BEGIN_PATH, say({**other.FORM, "flow_id": "../token?x="}), TemporaryError),
        (other.BEGIN_PATH, other.redirect("https://elsewhere.invalid/"), TemporaryError),
        (other.STEP_PATH, other.redirect("https://elsewhere.invalid/"), TemporaryError),
        (other.STEP_PATH, other.AWAY, TemporaryError),
        (other.STEP_PATH, other.BANNED, AddressBanned),
        (other.STEP_PATH, say({"message": "Login blocked: User is not active"}, 403), LoginBlocked),
        (other.STEP_PATH, say({"message": "Invalid flow specified"}, 404), LoginExpired),
        (other.STEP_PATH, say({"message": "User input malformed"}, 400), TemporaryError),
        (other.STEP_PATH, say({"type": "abort", "reason": "login_expired"}), LoginExpired),
        (other.STEP_PATH, say({"type": "abort", "reason": "too_many_retry"}), TooManyCodes),
        (other.STEP_PATH, say({**other.FORM, "errors": {"base": "invalid_auth"}}), InvalidCredentials),
        (other.STEP_PATH, say({**other.FORM, "errors": {"base": ["invalid_auth"]}}), TemporaryError),
        (other.STEP_PATH, say({**other.FORM, "step_id": "change_password"}), TemporaryError),
        (other.STEP_PATH, say({**other.FORM, "step_id": "select_mfa_module"}), TemporaryError),
        (other.STEP_PATH, say({**other.CODE, "result": None}), TemporaryError),
        (other.STEP_PATH, say("well"), TemporaryError),
        (other.TOKEN_PATH, say(other.SPENT, 400), LoginExpired),
        (other.TOKEN_PATH, say({"error": "invalid_grant"}, 400), LoginExpired),
        (other.TOKEN_PATH, say({"error": "access_denied"}, 403), TemporaryError),
        (other.TOKEN_PATH, other.AWAY, TemporaryError),
    ],
)
async def test_what_goes_wrong_after_the_password_is_told_apart(
    instance: Instance, attempt: HomeAssistantLogin, path: str, answer: Answer, error: type[AuthError]
) -> None:
    instance.answer(path, answer)
    with pytest.raises(AuthError) as raised:
        await attempt.async_start(RIGHT)
    assert type(raised.value) is error
    assert PASSWORD not in str(raised.value)


async def test_ways_to_get_a_code_that_are_none_are_not_offered(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    options = [["totp", "App"], ["notify"], ["", "Nobody"], [7, "Seven"], "sms", ["long", "x" * 300]]
    field = {"type": "select", "name": "multi_factor_auth_module", "options": options}
    step = {**other.FORM, "step_id": "select_mfa_module", "data_schema": [{"name": "remember"}, field]}
    instance.answer(other.STEP_PATH, say(step))
    with pytest.raises(OneTimeCodeRequired) as required:
        await attempt.async_start(RIGHT)
    assert required.value.methods == {"totp": "App"}


async def test_a_way_to_get_a_code_is_chosen_by_its_id(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    instance.answer(other.STEP_PATH, say(other.MFA))
    with pytest.raises(OneTimeCodeRequired):
        await attempt.async_start(RIGHT)
    await attempt.async_choose("notify")
    assert instance.bodies(other.STEP_PATH)[-1] == {
        "client_id": CLIENT_ID,
        "multi_factor_auth_module": "notify",
    }


async def test_a_choice_after_which_no_code_is_asked_for_is_temporary(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    instance.answer(other.STEP_PATH, say(other.MFA), say(other.CODE))
    with pytest.raises(OneTimeCodeRequired):
        await attempt.async_start(RIGHT)
    with pytest.raises(TemporaryError):
        await attempt.async_choose("totp")


async def test_a_code_whose_exchange_failed_is_exchanged_at_the_next_try(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    instance.answer(other.TOKEN_PATH, other.AWAY, say(other.TOKEN))
    with pytest.raises(TemporaryError):
        await attempt.async_start(RIGHT)
    assert (await attempt.async_submit("")).refresh_token == other.TOKEN["refresh_token"]


async def test_a_code_that_turns_out_to_be_spent_is_not_sent_for_ever(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    instance.answer(other.TOKEN_PATH, other.AWAY, say(other.SPENT, 400))
    with pytest.raises(TemporaryError):
        await attempt.async_start(RIGHT)
    for _ in range(2):
        with pytest.raises(LoginExpired):
            await attempt.async_submit("")
    assert len(instance.bodies(other.TOKEN_PATH)) == 2


async def test_an_attempt_that_could_not_begin_anew_does_not_go_on_with_the_old_one(
    instance: Instance, attempt: HomeAssistantLogin
) -> None:
    instance.answer(other.STEP_PATH, say(other.MFA))
    with pytest.raises(OneTimeCodeRequired):
        await attempt.async_start(RIGHT)
    instance.answer(other.BEGIN_PATH, other.AWAY)
    with pytest.raises(TemporaryError):
        await attempt.async_start(RIGHT)
    with pytest.raises(LoginExpired):
        await attempt.async_submit("123456")
    assert len(instance.bodies(other.STEP_PATH)) == 1


async def test_an_answer_without_end_is_temporary(
    instance: Instance, attempt: HomeAssistantLogin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MAX_BODY", 1000)
    instance.answer(other.STEP_PATH, other.text("x" * 2000))
    with pytest.raises(TemporaryError):
        await attempt.async_start(RIGHT)


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
