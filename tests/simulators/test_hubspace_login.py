"""aioafero logs in at the simulator, and the simulator is as strict as the real login."""

import re
from html import unescape

import aiohttp
import pytest
from aioafero.errors import InvalidAuth, InvalidOTP, OTPRequired
from aioafero.v1 import AferoAuth
from yarl import URL

from .hubspace import HubspaceSimulator
from .hubspace.grants import TOKEN
from .hubspace.login import AUTHORIZE, CLIENT_ID, REDIRECT_URI
from .vendors import EMAIL, PASSWORD

HOST = "https://accounts.hubspaceconnect.com"
CHALLENGE = {
    "response_type": "code",
    "client_id": CLIENT_ID,
    "redirect_uri": REDIRECT_URI,
    # RFC 7636, appendix B
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
    "scope": "openid offline_access",
}
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


async def open_login(client: aiohttp.ClientSession) -> str:
    """Open the login page and return where its form goes."""
    async with client.get(HOST + AUTHORIZE, params=CHALLENGE, allow_redirects=False) as response:
        return form_action(await response.text())


def form_action(page: str) -> str:
    found = re.search(r'<form id="[^"]+" action="([^"]+)"', page)
    assert found
    return unescape(found[1])


async def submit(client: aiohttp.ClientSession, to: str, /, **fields: str) -> tuple[int, str, str]:
    """Submit a form and return the status, the page, and where it leads."""
    url = URL(to, encoded=True)
    async with client.post(url, data=fields, allow_redirects=False) as response:
        return response.status, await response.text(), response.headers.get("Location", "")


async def submit_password(client: aiohttp.ClientSession) -> str:
    """Log in up to the code and return where the code's form goes."""
    _, page, _ = await submit(client, await open_login(client), username=EMAIL, password=PASSWORD)
    assert "kc-otp-login-form" in page
    return form_action(page)


async def submit_code(client: aiohttp.ClientSession, action: str, code: str) -> tuple[int, str, str]:
    return await submit(client, action, action="submit", flowName="doLogIn", emailCode=code)


async def return_later(client: aiohttp.ClientSession) -> tuple[int, str, str]:
    """Ask for a code in a browser that is logged in."""
    async with client.get(HOST + AUTHORIZE, params=CHALLENGE, allow_redirects=False) as response:
        return response.status, await response.text(), response.headers.get("Location", "")


async def redeem(client: aiohttp.ClientSession, location: str, verifier: str = VERIFIER) -> int:
    """Turn an authorization code into tokens and return the status."""
    form = {
        "grant_type": "authorization_code",
        "code": URL(location).query["code"],
        "redirect_uri": REDIRECT_URI,
        "code_verifier": verifier,
        "client_id": CLIENT_ID,
    }
    async with client.post(HOST + TOKEN, data=form) as response:
        return response.status


async def test_aioafero_logs_in_with_a_mailed_code(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    auth = AferoAuth.for_login(client, EMAIL, PASSWORD)
    with pytest.raises(OTPRequired):
        await auth.login()
    token = await auth.submit_otp(hubspace.mailed[-1].code)
    assert hubspace.tokens.live() == [token.refresh_token]


async def test_aioafero_logs_in_without_a_code_where_none_is_asked_for(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.accounts[EMAIL].asks_for_code = False
    token = await AferoAuth.for_login(client, EMAIL, PASSWORD).login()
    assert hubspace.tokens.live() == [token.refresh_token]
    assert hubspace.mailed == []


async def test_aioafero_sees_a_wrong_password(client: aiohttp.ClientSession) -> None:
    with pytest.raises(InvalidAuth):
        await AferoAuth.for_login(client, EMAIL, "wrong").login()


async def test_aioafero_sees_a_wrong_code_and_may_try_again(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    auth = AferoAuth.for_login(client, EMAIL, PASSWORD)
    with pytest.raises(OTPRequired):
        await auth.login()
    with pytest.raises(InvalidOTP, match="Invalid access code"):
        await auth.submit_otp("wrong")
    assert await auth.submit_otp(hubspace.mailed[-1].code)


async def test_aioafero_rotates_its_refresh_token(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    first = hubspace.tokens.issue(hubspace.accounts[EMAIL].id).refresh_token
    auth = AferoAuth(client, EMAIL, first)
    await auth.token()
    assert auth.refresh_token not in (None, first)
    assert hubspace.tokens.live() == [auth.refresh_token]


async def test_aioafero_sees_a_revoked_refresh_token(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    first = hubspace.tokens.issue(hubspace.accounts[EMAIL].id).refresh_token
    hubspace.tokens.revoke_all()
    with pytest.raises(InvalidAuth):
        await AferoAuth(client, EMAIL, first).token()


async def test_a_code_is_granted_once_and_only_to_who_knows_the_verifier(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    action = await submit_password(client)
    status, _, location = await submit_code(client, action, hubspace.mailed[-1].code)
    assert status == 302
    assert location.startswith("hubspace-app://loginredirect?")
    assert await redeem(client, location, "another verifier") == 400
    _, _, location = await return_later(client)
    assert await redeem(client, location) == 200
    assert await redeem(client, location) == 400


async def test_a_live_session_cookie_gets_a_code_at_once(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    await submit_code(client, await submit_password(client), hubspace.mailed[-1].code)
    status, _, location = await return_later(client)
    assert status == 302
    assert "code" in URL(location).query


async def test_a_form_without_the_cookies_is_refused(client: aiohttp.ClientSession) -> None:
    action = await open_login(client)
    client.cookie_jar.clear()
    status, page, _ = await submit(client, action, username=EMAIL, password=PASSWORD)
    assert status == 400
    assert "Cookie not found" in page


async def test_a_form_works_once(hubspace: HubspaceSimulator, client: aiohttp.ClientSession) -> None:
    action = await submit_password(client)
    await submit_code(client, action, "wrong")
    status, page, _ = await submit_code(client, action, hubspace.mailed[-1].code)
    assert status == 400
    assert "Page has expired" in page


async def test_a_code_on_request_voids_the_one_before(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    action = await submit_password(client)
    _, page, _ = await submit(client, action, action="resend", flowName="doLogIn")
    old, new = (mail.code for mail in hubspace.mailed)
    _, page, _ = await submit_code(client, form_action(page), old)
    assert "Invalid access code." in page
    status, _, _ = await submit_code(client, form_action(page), new)
    assert status == 302


async def test_an_expired_login_shows_the_login_form(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    action = await submit_password(client)
    hubspace.expire_logins()
    status, page, _ = await submit_code(client, action, hubspace.mailed[-1].code)
    assert status == 200
    assert "kc-form-login" in page


@pytest.mark.parametrize("retry_after", [600, "Wed, 21 Oct 2026 07:28:00 GMT"])
async def test_a_locked_account_is_told_until_when(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession, retry_after: str | int
) -> None:
    action = await open_login(client)
    hubspace.accounts[EMAIL].locked_for = retry_after
    form = {"username": EMAIL, "password": PASSWORD}
    async with client.post(URL(action, encoded=True), data=form) as response:
        assert response.status == 429
        assert response.headers["Retry-After"] == str(retry_after)


async def test_an_authorization_request_of_another_client_is_refused(client: aiohttp.ClientSession) -> None:
    params = {**CHALLENGE, "client_id": "another"}
    async with client.get(HOST + AUTHORIZE, params=params) as response:
        assert response.status == 400


async def test_revocation_ends_the_login_and_never_complains(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    granted = hubspace.tokens.issue("someone")
    for _ in range(2):
        form = {
            "token": granted.refresh_token,
            "token_type_hint": "refresh_token",
            "client_id": CLIENT_ID,
        }
        async with client.post(HOST + HubspaceSimulator.REVOKE, data=form) as response:
            assert response.status == 200
    assert hubspace.tokens.live() == []
    assert hubspace.tokens.owner(granted.bearer) is None
