"""The session at an authorization server that others wrote: rotation whose every reuse ends the login."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import aiohttp
import pytest

from custom_components.latchkey.auth.errors import LoginExpired, RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.pkce import create_code_verifier
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.auth.token import Token

from . import oidc_provider
from .clock import sessions_look_at
from .oidc_provider import REDIRECT_URI, OidcProvider

pytestmark = pytest.mark.skipif(
    not oidc_provider.is_possible(), reason="node and npm are not on this machine"
)


@pytest.fixture
async def client(socket_enabled: None) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client session."""
    async with aiohttp.ClientSession() as client:
        yield client


@pytest.fixture
async def provider(client: aiohttp.ClientSession) -> AsyncGenerator[OidcProvider]:
    """Serve the authorization server."""
    async with oidc_provider.serving(client) as provider:
        yield provider


@pytest.fixture
async def token(provider: OidcProvider, client: aiohttp.ClientSession) -> Token:
    """Return the first token of a login."""
    verifier = create_code_verifier()
    code = await provider.async_log_in(verifier)
    return await provider.endpoint.async_exchange_code(
        client, code=code, redirect_uri=REDIRECT_URI, code_verifier=verifier
    )


@pytest.fixture
async def session(
    provider: OidcProvider,
    client: aiohttp.ClientSession,
    token: Token,
    saved: list[str],
    pass_time: Callable[[float], None],
) -> AsyncGenerator[TokenSession]:
    """Return a session that lives on the refresh token of the login."""

    async def save(refresh_token: str) -> None:
        saved.append(refresh_token)

    session = TokenSession(client, provider.endpoint, token.refresh_token, save)
    yield session
    await session.async_close()


@pytest.fixture
async def pass_time(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Callable[[float], None]]:
    """Return what lets time pass, as far as this side is concerned."""
    loop = asyncio.get_running_loop()
    now, passed = loop.time, 0.0

    def add(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    monkeypatch.setattr(loop, "time", lambda: now() + passed)
    with sessions_look_at(loop.time):
        yield add


async def test_a_code_is_exchanged_with_its_proof_and_with_no_other(
    provider: OidcProvider, client: aiohttp.ClientSession
) -> None:
    verifier = create_code_verifier()
    code = await provider.async_log_in(verifier)
    with pytest.raises(LoginExpired):
        await provider.endpoint.async_exchange_code(
            client, code=code, redirect_uri=REDIRECT_URI, code_verifier=create_code_verifier()
        )


async def test_a_thousand_callers_cause_one_request_at_each_rotation(
    provider: OidcProvider, session: TokenSession, token: Token, saved: list[str]
) -> None:
    before = await provider.async_asked()
    for rotation in range(1, 4):
        bearers = await asyncio.gather(*(session.async_get_access_token() for _ in range(1000)))
        (bearer,) = set(bearers)
        assert await provider.async_asked() == before + rotation
        assert (await session.async_request("GET", provider.api)).status == 200
        session.invalidate(bearer)
    assert len(set(saved) | {token.refresh_token}) == 4


async def test_a_bearer_that_is_refused_is_replaced_once_for_all_who_meet_that(
    provider: OidcProvider, session: TokenSession
) -> None:
    await provider.async_kill(await session.async_get_access_token())
    before = await provider.async_asked()
    answers = await asyncio.gather(*(session.async_request("GET", provider.api) for _ in range(50)))
    assert {answer.status for answer in answers} == {200}
    assert await provider.async_asked() == before + 1


async def test_an_answer_that_is_lost_costs_a_login_where_there_is_no_grace_and_no_further_request(
    provider: OidcProvider, session: TokenSession, pass_time: Callable[[float], None]
) -> None:
    await provider.async_lose()
    with pytest.raises(TemporaryError):
        await session.async_get_access_token()
    pass_time(10)
    before = await provider.async_asked()
    for _ in range(3):
        with pytest.raises(RefreshTokenRejected):
            await session.async_get_access_token()
    assert await provider.async_asked() == before + 1


async def test_a_spent_token_ends_the_login_for_everybody_so_it_is_never_sent_again(
    provider: OidcProvider, session: TokenSession, client: aiohttp.ClientSession, token: Token
) -> None:
    await session.async_get_access_token()
    with pytest.raises(RefreshTokenRejected):
        await provider.endpoint.async_refresh(client, token.refresh_token)
    with pytest.raises(RefreshTokenRejected):
        await session.async_request("GET", provider.api)


async def test_a_login_that_is_given_back_is_dead(
    provider: OidcProvider, session: TokenSession, client: aiohttp.ClientSession
) -> None:
    await session.async_get_access_token()
    await provider.endpoint.async_revoke(client, session.refresh_token)
    with pytest.raises(RefreshTokenRejected):
        await session.async_request("GET", provider.api)
