"""Logging in at Hubspace: what a person does and what goes wrong."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest

from custom_components.latchkey.auth.errors import (
    InvalidCredentials,
    InvalidOneTimeCode,
    LoginExpired,
    LoginLocked,
    OneTimeCodeRequired,
    TemporaryError,
)
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.clouds.hubspace.login import TOKEN_ENDPOINT, HubspaceLogin
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.network import Network
from tests.simulators.vendors import EMAIL, PASSWORD

RIGHT = Credentials(username=EMAIL, password=PASSWORD)
LOGIN = HubspaceSimulator.LOGIN
TOKEN = HubspaceSimulator.TOKEN


@pytest.fixture
async def own_client(vendors: Network) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client session that serves one login alone."""
    async with vendors.client() as session:
        yield session


@pytest.fixture
def login(own_client: aiohttp.ClientSession) -> HubspaceLogin:
    """Return an attempt that has not begun."""
    return HubspaceLogin(own_client)


@pytest.fixture
async def asked(login: HubspaceLogin) -> HubspaceLogin:
    """Return an attempt that waits for the code."""
    with pytest.raises(OneTimeCodeRequired):
        await login.async_start(RIGHT)
    return login


def page(body: str) -> str:
    return f"<html><body>{body}</body></html>"


async def test_the_right_password_and_the_mailed_code_bring_a_token(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    token = await asked.async_submit(hubspace.mailed[-1].code)
    assert token.refresh_token in hubspace.tokens.live()
    assert hubspace.tokens.owner(token.bearer) == hubspace.accounts[EMAIL].id


async def test_an_account_without_codes_needs_only_the_password(
    login: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.accounts[EMAIL].asks_for_code = False
    token = await login.async_start(RIGHT)
    assert token.refresh_token in hubspace.tokens.live()


async def test_a_browser_that_is_logged_in_already_needs_no_password(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    await asked.async_submit(hubspace.mailed[-1].code)
    await asked.async_start(Credentials(username=EMAIL, password="never sent"))
    assert hubspace.count(LOGIN, "POST") == 2


async def test_a_wrong_password_is_refused_and_sent_once(
    login: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    with pytest.raises(InvalidCredentials):
        await login.async_start(Credentials(username=EMAIL, password="wrong"))
    assert hubspace.count(LOGIN, "POST") == 1


async def test_the_right_password_may_follow_a_wrong_one(
    login: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    with pytest.raises(InvalidCredentials):
        await login.async_start(Credentials(username=EMAIL, password="wrong"))
    with pytest.raises(OneTimeCodeRequired):
        await login.async_start(RIGHT)
    await login.async_submit(hubspace.mailed[-1].code)
    assert hubspace.tokens.live()


@pytest.mark.parametrize("typed", [f"  {EMAIL} ", EMAIL.upper(), f"\t{EMAIL.title()}\n"])
async def test_an_email_with_capitals_or_blanks_around_it_is_accepted(
    login: HubspaceLogin, hubspace: HubspaceSimulator, typed: str
) -> None:
    with pytest.raises(OneTimeCodeRequired):
        await login.async_start(Credentials(username=typed, password=PASSWORD))
    assert hubspace.mailed[-1].email == EMAIL


async def test_a_code_typed_with_spaces_is_accepted(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    code = hubspace.mailed[-1].code
    await asked.async_submit(f" {code[:3]} {code[3:]}\n")
    assert hubspace.tokens.live()


async def test_a_wrong_code_may_be_followed_by_the_right_one_in_the_vendors_next_form(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    for _ in range(2):
        with pytest.raises(InvalidOneTimeCode):
            await asked.async_submit("wrong")
    await asked.async_submit(hubspace.mailed[-1].code)
    assert hubspace.tokens.live()


async def test_another_code_is_mailed_on_request_and_works(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    await asked.async_resend()
    assert len(hubspace.mailed) == 2
    await asked.async_submit(hubspace.mailed[-1].code)
    assert hubspace.tokens.live()


async def test_a_code_that_comes_too_late_finds_the_login_expired(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.expire_logins()
    with pytest.raises(LoginExpired):
        await asked.async_submit(hubspace.mailed[-1].code)


async def test_a_request_for_another_code_that_comes_too_late_finds_the_login_expired(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.expire_logins()
    with pytest.raises(LoginExpired):
        await asked.async_resend()


async def test_an_error_page_at_the_code_step_means_that_the_login_expired(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer(LOGIN, status=400, body=page("Page has expired"))
    with pytest.raises(LoginExpired):
        await asked.async_submit("123456")


async def test_a_code_before_the_password_finds_no_login(login: HubspaceLogin) -> None:
    with pytest.raises(LoginExpired):
        await login.async_submit("123456")


@pytest.mark.parametrize("step", ["password", "code"])
async def test_too_many_attempts_lock_the_account_for_the_seconds_that_the_vendor_says(
    login: HubspaceLogin, hubspace: HubspaceSimulator, step: str
) -> None:
    if step == "code":
        with pytest.raises(OneTimeCodeRequired):
            await login.async_start(RIGHT)
    hubspace.accounts[EMAIL].locked_for = 600
    with pytest.raises(LoginLocked) as caught:
        await (login.async_start(RIGHT) if step == "password" else login.async_submit("123456"))
    assert caught.value.retry_after == 600


async def test_the_vendor_may_say_until_when_the_account_is_locked(
    login: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    later = datetime.now(UTC) + timedelta(seconds=900)
    hubspace.accounts[EMAIL].locked_for = format_datetime(later, usegmt=True)
    with pytest.raises(LoginLocked) as caught:
        await login.async_start(RIGHT)
    assert caught.value.retry_after == pytest.approx(900, abs=5)


async def test_a_disabled_account_is_locked_and_not_a_wrong_password(
    login: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    form = '<form id="kc-form-login" action="/x?session_code=a&amp;execution=b&amp;tab_id=c"></form>'
    feedback = '<span class="kc-feedback-text">Account is temporarily disabled.</span>'
    hubspace.faults.answer(LOGIN, status=200, body=page(feedback + form))
    with pytest.raises(LoginLocked):
        await login.async_start(RIGHT)


STRANGE_ANSWERS = [
    {"status": 503},
    {"status": 500, "body": page("Oops")},
    {"status": 403, "body": page("Are you a robot?")},
    {"status": 200, "body": page("Under maintenance")},
    {"status": 200, "body": '{"error": "json"}', "content_type": "application/json"},
    {"status": 200, "body": "<form id=kc-form-login action='http://[evil'><![CDATA["},
    {"status": 302},
]


@pytest.mark.parametrize("answer", STRANGE_ANSWERS)
@pytest.mark.parametrize("where", [HubspaceSimulator.AUTHORIZE, LOGIN])
async def test_a_strange_answer_to_the_password_is_temporary_and_the_login_goes_on(
    login: HubspaceLogin, hubspace: HubspaceSimulator, where: str, answer: dict[str, object]
) -> None:
    hubspace.faults.answer(where, **answer)  # type: ignore[arg-type]  # the table holds only what it takes
    with pytest.raises(TemporaryError):
        await login.async_start(RIGHT)
    with pytest.raises(OneTimeCodeRequired):
        await login.async_start(RIGHT)


@pytest.mark.parametrize("answer", STRANGE_ANSWERS)
async def test_a_strange_answer_to_the_code_is_temporary_and_the_same_code_may_be_sent_again(
    asked: HubspaceLogin, hubspace: HubspaceSimulator, answer: dict[str, object]
) -> None:
    hubspace.faults.answer(LOGIN, **answer)  # type: ignore[arg-type]  # the table holds only what it takes
    with pytest.raises(TemporaryError):
        await asked.async_submit(hubspace.mailed[-1].code)
    await asked.async_submit(hubspace.mailed[-1].code)
    assert hubspace.tokens.live()


async def test_a_connection_that_drops_at_the_code_loses_nothing(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.drop(LOGIN)
    with pytest.raises(TemporaryError):
        await asked.async_submit(hubspace.mailed[-1].code)
    await asked.async_submit(hubspace.mailed[-1].code)
    assert hubspace.tokens.live()


async def test_a_token_endpoint_that_is_away_after_the_code_loses_nothing(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer(TOKEN, status=503, retry_after=7)
    with pytest.raises(TemporaryError) as caught:
        await asked.async_submit(hubspace.mailed[-1].code)
    assert caught.value.retry_after == 7
    await asked.async_submit(hubspace.mailed[-1].code)
    assert hubspace.tokens.live()
    assert hubspace.count(LOGIN, "POST") == 2


async def test_a_redirect_to_elsewhere_is_not_followed(
    login: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer(LOGIN, status=302)
    with pytest.raises(TemporaryError):
        await login.async_start(RIGHT)
    assert hubspace.count(LOGIN) == 1


@pytest.mark.parametrize(
    "code", ["", "%ff%fe%fd%fc", "\xff\xfe\xfd\xfc", "a%00b", "%F0%9F%94%91", "x" * 5000], ids=ascii
)
async def test_a_redirect_with_a_code_that_is_none_is_temporary(
    login: HubspaceLogin, hubspace: HubspaceSimulator, code: str
) -> None:
    location = f"hubspace-app://loginredirect?code={code}"
    hubspace.faults.answer(LOGIN, status=302, location=location)
    with pytest.raises(TemporaryError, match="redirects to somewhere unknown"):
        await login.async_start(RIGHT)
    assert not hubspace.count(TOKEN)


async def test_a_form_that_points_elsewhere_still_gets_its_answer_at_the_vendor(
    login: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    form = (
        '<form id="kc-form-login"'
        ' action="https://evil.example/steal?session_code=a&amp;execution=b&amp;tab_id=c"></form>'
    )
    hubspace.faults.answer(HubspaceSimulator.AUTHORIZE, status=200, body=page(form))
    with pytest.raises(TemporaryError):
        await login.async_start(RIGHT)
    assert hubspace.count(LOGIN, "POST") == 1


async def test_the_password_and_the_code_are_in_no_error_and_in_no_text_of_the_login(
    asked: HubspaceLogin, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer(LOGIN, status=500)
    code = hubspace.mailed[-1].code
    with pytest.raises(TemporaryError) as caught:
        await asked.async_submit(code)
    seen = repr((asked, vars(asked), caught.value, caught.value.__cause__, caught.value.__context__))
    assert PASSWORD not in seen
    assert code not in seen


async def test_a_refresh_token_can_be_revoked_at_the_vendor(
    asked: HubspaceLogin, hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    token = await asked.async_submit(hubspace.mailed[-1].code)
    await TOKEN_ENDPOINT.async_revoke(client, token.refresh_token)
    assert token.refresh_token not in hubspace.tokens.live()
