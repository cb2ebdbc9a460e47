"""One token endpoint serves every vendor, and unknown means temporary."""

import asyncio
import gzip
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from custom_components.latchkey.auth import http
from custom_components.latchkey.auth.endpoint import BearerMissing, TokenEndpoint
from custom_components.latchkey.auth.errors import (
    AuthError,
    InvalidCredentials,
    LoginExpired,
    LoginLocked,
    RefreshTokenRejected,
    TemporaryError,
)
from custom_components.latchkey.auth.token import Token

from .clock import Clock, until
from .server import Fault, Server
from .vendor import HTML, Answer, say

type Grant = Callable[[TokenEndpoint, aiohttp.ClientSession], Awaitable[Token]]

CODE = "s3cret-code"
PASSWORD = "s3cret-password"
REFRESH_TOKEN = "s3cret-refresh-token"
DEFAULT_LIFE = 120
MAX_LIFE = 86400
GRANTED = {"access_token": "bearer", "refresh_token": "refresh", "expires_in": 1800}


async def exchange_code(endpoint: TokenEndpoint, client: aiohttp.ClientSession) -> Token:
    return await endpoint.async_exchange_code(client, code=CODE, redirect_uri="app://login")


async def request_password_token(endpoint: TokenEndpoint, client: aiohttp.ClientSession) -> Token:
    return await endpoint.async_request_password_token(client, {"username": "me", "password": PASSWORD})


async def refresh(endpoint: TokenEndpoint, client: aiohttp.ClientSession) -> Token:
    return await endpoint.async_refresh(client, REFRESH_TOKEN)


def secretive(endpoint: TokenEndpoint) -> TokenEndpoint:
    """Return an endpoint that sends its client's secret in a header."""
    return replace(endpoint, client_secret="s3cret-app", client_authentication="basic")


def shows_a_secret(error: BaseException | None) -> bool:
    """Return whether an exception, or what it came of, holds a secret."""
    if error is None:
        return False
    shown = f"{error} {error!r} {error.args}"
    basic = b64encode(b"client:s3cret-app").decode()
    return "s3cret" in shown or basic in shown or shows_a_secret(error.__cause__ or error.__context__)


LOGINS = [exchange_code, request_password_token]
GRANTS = [*LOGINS, refresh]


# What is asked


async def test_a_code_is_exchanged(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, GRANTED))
    token = await exchange_code(endpoint, client)
    assert token == Token(bearer="bearer", refresh_token="refresh", expires_in=1800)
    assert server.forms == [
        {
            "grant_type": "authorization_code",
            "code": CODE,
            "redirect_uri": "app://login",
            "client_id": "client",
        }
    ]


async def test_a_code_is_exchanged_with_the_verifier_where_there_is_one(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, GRANTED))
    await endpoint.async_exchange_code(client, code=CODE, redirect_uri="app://login", code_verifier="proof")
    assert server.forms[0]["code_verifier"] == "proof"


@pytest.mark.parametrize(
    "fields",
    [
        {"username": "me@example.com", "password": PASSWORD},
        {"Username": "me@example.com", "Password": PASSWORD, "scope": "EMEA-V1-Basic EMEA-V1-Anonymous"},
        {"username": "me", "password": PASSWORD, "scope": "security_scopes", "app_version": "4.1.1.3"},
    ],
)
async def test_a_password_is_exchanged_in_fields_of_the_vendors_choice(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, fields: dict[str, str]
) -> None:
    server.answers.append(say(200, GRANTED))
    token = await endpoint.async_request_password_token(client, fields)
    assert token == Token(bearer="bearer", refresh_token="refresh", expires_in=1800)
    assert server.forms == [{"grant_type": "password", "client_id": "client", **fields}]


async def test_a_refresh_token_is_exchanged(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, GRANTED))
    token = await refresh(endpoint, client)
    assert token == Token(bearer="bearer", refresh_token="refresh", expires_in=1800)
    assert server.forms == [
        {"grant_type": "refresh_token", "refresh_token": REFRESH_TOKEN, "client_id": "client"}
    ]


async def test_a_refresh_asks_for_the_scope_that_the_vendor_wants(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, GRANTED))
    await refresh(replace(endpoint, refresh_scope="openid email"), client)
    assert server.forms[0]["scope"] == "openid email"


async def test_the_bearer_is_the_field_of_the_vendors_choice(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, GRANTED | {"id_token": "identity"}))
    token = await refresh(replace(endpoint, bearer_field="id_token"), client)
    assert token.bearer == "identity"


async def test_the_clients_secret_goes_into_the_body(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, GRANTED))
    await refresh(replace(endpoint, client_secret="app-secret"), client)
    assert server.forms[0]["client_secret"] == "app-secret"
    assert server.authorizations == [None]


@pytest.mark.parametrize(
    ("secret", "userinfo"), [("app/secret", b"cli%3Aent:app%2Fsecret"), (None, b"cli%3Aent:")]
)
async def test_the_clients_id_and_secret_go_into_the_header_where_the_vendor_wants_them_there(
    endpoint: TokenEndpoint,
    client: aiohttp.ClientSession,
    server: Server,
    secret: str | None,
    userinfo: bytes,
) -> None:
    server.answers.append(say(200, GRANTED))
    basic = replace(endpoint, client_id="cli:ent", client_secret=secret, client_authentication="basic")
    await refresh(basic, client)
    assert server.authorizations == [f"Basic {b64encode(userinfo).decode()}"]
    assert server.forms == [{"grant_type": "refresh_token", "refresh_token": REFRESH_TOKEN}]


async def test_a_redirect_is_not_followed_because_the_form_holds_secrets(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(307, GRANTED, Location=f"{server.url}/token"))
    with pytest.raises(TemporaryError, match="307"):
        await refresh(endpoint, client)
    assert len(server.forms) == 1


# Refusals


@pytest.mark.parametrize(
    "refusal",
    [
        (exchange_code, LoginExpired),
        (request_password_token, InvalidCredentials),
        (refresh, RefreshTokenRejected),
    ],
)
@pytest.mark.parametrize(
    "answer",
    [
        say(400, {"error": "invalid_grant"}),
        say(400, {"error": "invalid_grant", "error_description": "Session not active"}),
        say(400, {"error": "invalid_grant", "error_description": "Token is not active"}),
        say(401, {"error": "invalid_grant"}),
    ],
)
async def test_a_grant_that_the_vendor_refuses_is_dead(
    endpoint: TokenEndpoint,
    client: aiohttp.ClientSession,
    server: Server,
    refusal: tuple[Grant, type[AuthError]],
    answer: Answer,
) -> None:
    grant, error = refusal
    server.answers.append(answer)
    with pytest.raises(error):
        await grant(endpoint, client)
    assert len(server.forms) == 1


UNAUTHORIZED = [say(401, {"message": "Unauthorized"}), say(401, []), Answer(401, b""), Answer(401, HTML.body)]


@pytest.mark.parametrize("answer", UNAUTHORIZED)
@pytest.mark.parametrize(
    "refusal", [(exchange_code, LoginExpired), (request_password_token, InvalidCredentials)]
)
async def test_what_a_person_gave_is_refused_by_any_401(
    endpoint: TokenEndpoint,
    client: aiohttp.ClientSession,
    server: Server,
    refusal: tuple[Grant, type[AuthError]],
    answer: Answer,
) -> None:
    grant, error = refusal
    server.answers.append(answer)
    with pytest.raises(error):
        await grant(endpoint, client)


@pytest.mark.parametrize("answer", UNAUTHORIZED)
async def test_a_refresh_token_is_not_dead_for_a_401_that_does_not_say_so(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, answer: Answer
) -> None:
    server.answers.append(answer)
    with pytest.raises(TemporaryError):
        await refresh(endpoint, client)


async def test_a_vendor_may_have_a_word_of_its_own_for_a_code_that_is_spent(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(400, {"error": "invalid_request"}))
    with pytest.raises(LoginExpired):
        await exchange_code(replace(endpoint, spent_error="invalid_request"), client)


async def test_the_word_for_a_code_that_is_spent_says_nothing_of_a_refresh_token(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(400, {"error": "invalid_request"}))
    with pytest.raises(TemporaryError):
        await refresh(replace(endpoint, spent_error="invalid_request"), client)


@pytest.mark.parametrize("grant", LOGINS)
@pytest.mark.parametrize("seconds", [900, None])
async def test_a_429_for_a_login_says_until_when_the_account_is_locked(
    endpoint: TokenEndpoint,
    client: aiohttp.ClientSession,
    server: Server,
    grant: Grant,
    seconds: int | None,
) -> None:
    server.answers.append(say(429, **{} if seconds is None else {"Retry_After": str(seconds)}))
    with pytest.raises(LoginLocked) as raised:
        await grant(endpoint, client)
    assert raised.value.retry_after == seconds


@pytest.mark.parametrize("status", [400, 403, 429])
@pytest.mark.parametrize("grant", LOGINS)
async def test_the_vendors_word_for_too_many_logins_locks_whatever_its_status(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, grant: Grant, status: int
) -> None:
    server.answers.append(say(status, {"error": "slow_down"}, Retry_After="900"))
    with pytest.raises(LoginLocked) as raised:
        await grant(replace(endpoint, locked_error="slow_down"), client)
    assert raised.value.retry_after == 900


async def test_the_vendors_word_for_too_many_logins_is_temporary_for_a_refresh(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(400, {"error": "slow_down"}, Retry_After="900"))
    with pytest.raises(TemporaryError) as raised:
        await refresh(replace(endpoint, locked_error="slow_down"), client)
    assert raised.value.retry_after == 900


@pytest.mark.parametrize(
    "answer",
    [
        say(400),
        say(400, {"error": "invalid_request"}),
        say(400, {"error": "unauthorized_client"}),
        say(400, {"error": ["invalid_grant"]}),
        say(400, {"error": {"code": 21, "message": "invalid_grant"}}),
        say(400, ["error", "invalid_grant"]),
        say(400, "invalid_grant"),
        Answer(400, b"invalid_grant"),
        Answer(400, b"<html>error=invalid_grant</html>"),
        say(200, {"error": "invalid_grant"}),
        say(401, {"error": "invalid_client"}),
        say(401, {"error": "unauthorized_client"}),
        say(403, {"error": "invalid_grant"}),
        say(403, {"error": "access_denied"}),
        Answer(403, HTML.body),
        say(404),
        say(408),
        say(409, {"error": "invalid_grant"}),
        say(451),
        say(500, {"error": "invalid_grant"}),
        say(502),
        say(503),
        say(504),
        say(302, GRANTED, Location="https://portal.example/"),
        Answer(204),
        Answer(200),
        HTML,
        Answer(200, b'{"access_token": "bea'),
        Answer(200, b"\xff\xfe\xfd"),
        Answer(200, b"[" * 100_000),
        Answer(200, b"1" * 5000),
        Answer(200, b"not gzip", {"Content-Encoding": "gzip"}),
        Answer(200, gzip.compress(b"{}")[:-9], {"Content-Encoding": "gzip"}),
        say(200),
        say(200, "token"),
        say(200, 7),
        say(200, []),
        say(200, [GRANTED]),
        say(200, {}),
        say(200, {"token": GRANTED}),
    ],
    ids=lambda answer: f"{answer.status} {answer.body[:60]!r}",
)
@pytest.mark.parametrize("grant", GRANTS)
async def test_an_answer_that_is_neither_a_token_nor_a_refusal_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, grant: Grant, answer: Answer
) -> None:
    server.answers.append(answer)
    with pytest.raises(TemporaryError):
        await grant(endpoint, client)
    assert len(server.forms) == 1


@pytest.mark.parametrize("bearer", [None, "", 7, ["bearer"], "bea\r\nX-Injected: yes", "bear\u00e9r"])
@pytest.mark.parametrize("grant", GRANTS)
async def test_an_answer_whose_bearer_is_none_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, grant: Grant, bearer: Any
) -> None:
    answer = say(200, GRANTED | {"access_token": bearer})
    server.answers += [answer, answer]
    with pytest.raises(TemporaryError):
        await grant(endpoint, client)


@pytest.mark.parametrize("status", [400, 403, 404, 408, 429, 500, 503])
async def test_a_temporary_error_says_when_the_vendor_wants_to_be_asked_again(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, status: int
) -> None:
    server.answers.append(say(status, Retry_After="30"))
    with pytest.raises(TemporaryError, match=str(status)) as raised:
        await refresh(endpoint, client)
    assert raised.value.retry_after == 30


@pytest.mark.parametrize("fault", ["drop", "drop_after_grant"])
@pytest.mark.parametrize("grant", GRANTS)
async def test_a_connection_that_breaks_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, grant: Grant, fault: Fault
) -> None:
    server.answers.append(fault)
    with pytest.raises(TemporaryError):
        await grant(endpoint, client)


async def test_a_vendor_that_never_answers_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, clock: Clock
) -> None:
    server.gate.clear()
    asking = asyncio.ensure_future(refresh(endpoint, client))
    await until(lambda: server.forms)
    clock.advance(60)
    with pytest.raises(TemporaryError, match="Timeout"):
        await asking


async def test_a_server_that_is_not_there_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    await server.stop()
    with pytest.raises(TemporaryError):
        await refresh(endpoint, client)


async def test_a_server_that_does_not_speak_http_is_temporary(
    client: aiohttp.ClientSession, endpoint: TokenEndpoint
) -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"220 smtp.example ESMTP\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(babble, "127.0.0.1", 0) as babbler:
        url = f"http://127.0.0.1:{babbler.sockets[0].getsockname()[1]}/token"
        with pytest.raises(TemporaryError) as raised:
            await refresh(replace(secretive(endpoint), url=url), client)
    assert not shows_a_secret(raised.value), "aiohttp's error knows the headers"


@pytest.mark.parametrize("excess", [0, 1])
async def test_a_body_without_end_is_temporary(
    endpoint: TokenEndpoint,
    client: aiohttp.ClientSession,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    excess: int,
) -> None:
    answer = say(200, GRANTED)
    server.answers.append(answer)
    monkeypatch.setattr(http, "MAX_BODY", len(answer.body) - excess)
    if excess:
        with pytest.raises(TemporaryError, match="too long"):
            await refresh(endpoint, client)
    else:
        await refresh(endpoint, client)


async def test_a_small_body_that_unpacks_to_a_huge_one_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    bomb = gzip.compress(bytes(http.MAX_BODY + 1))
    server.answers.append(Answer(200, bomb, {"Content-Encoding": "gzip"}))
    with pytest.raises(TemporaryError, match="too long"):
        await refresh(endpoint, client)


# What is in a token


@pytest.mark.parametrize(
    ("life", "seconds"),
    [
        (1799, 1799),
        (0.5, 0.5),
        (MAX_LIFE, MAX_LIFE),
        (MAX_LIFE + 1, MAX_LIFE),
        (1e300, MAX_LIFE),
        (0, DEFAULT_LIFE),
        (-1, DEFAULT_LIFE),
        (None, DEFAULT_LIFE),
        ("1800", 1800),
        ("9" * 5000, MAX_LIFE),
        ("0", DEFAULT_LIFE),
        ("soon", DEFAULT_LIFE),
        ("-1", DEFAULT_LIFE),
        ("²", DEFAULT_LIFE),
        (True, DEFAULT_LIFE),
        ([1800], DEFAULT_LIFE),
        (float("nan"), DEFAULT_LIFE),
        (float("inf"), MAX_LIFE),
        (10**400, MAX_LIFE),
    ],
)
async def test_a_strange_life_is_no_reason_to_lose_a_token(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, life: Any, seconds: float
) -> None:
    server.answers.append(say(200, GRANTED | {"expires_in": life}))
    assert (await refresh(endpoint, client)).expires_in == seconds


async def test_a_token_that_does_not_say_how_long_it_lives_lives_for_a_short_while(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, {"access_token": "bearer", "refresh_token": "refresh"}))
    assert (await refresh(endpoint, client)).expires_in == DEFAULT_LIFE


@pytest.mark.parametrize("refresh_token", [None, "", 7, ["refresh"]])
async def test_a_refresh_token_stays_where_the_vendor_sends_no_other(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, refresh_token: Any
) -> None:
    server.answers.append(say(200, GRANTED | {"refresh_token": refresh_token}))
    assert (await refresh(endpoint, client)).refresh_token == REFRESH_TOKEN


@pytest.mark.parametrize("grant", LOGINS)
async def test_a_login_that_brings_no_refresh_token_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, grant: Grant
) -> None:
    server.answers.append(say(200, {"access_token": "bearer"}))
    with pytest.raises(TemporaryError, match="no refresh token"):
        await grant(endpoint, client)


async def test_a_refresh_token_that_comes_without_a_bearer_is_not_lost(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, {"refresh_token": "refresh"}))
    with pytest.raises(BearerMissing) as raised:
        await refresh(endpoint, client)
    assert raised.value.refresh_token == "refresh"


@pytest.mark.parametrize("grant", LOGINS)
async def test_a_login_that_brings_no_bearer_goes_on_with_the_refresh_token_that_it_brought(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server, grant: Grant
) -> None:
    server.answers += [say(200, {"refresh_token": "first"}), say(200, GRANTED)]
    assert (await grant(endpoint, client)).bearer == "bearer"
    assert server.forms[1]["refresh_token"] == "first"


# Revocation


async def test_a_refresh_token_is_revoked(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    await endpoint.async_revoke(client, REFRESH_TOKEN)
    assert server.forms == [
        {"token": REFRESH_TOKEN, "token_type_hint": "refresh_token", "client_id": "client"}
    ]


async def test_nothing_is_revoked_where_the_vendor_has_no_way_to(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    await replace(endpoint, revocation_url=None).async_revoke(client, REFRESH_TOKEN)
    assert server.forms == []


async def test_a_revocation_that_fails_is_temporary(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(503, Retry_After="5"))
    with pytest.raises(TemporaryError, match="503") as raised:
        await endpoint.async_revoke(client, REFRESH_TOKEN)
    assert raised.value.retry_after == 5


# Secrets


def test_what_is_shown_of_an_endpoint_and_of_a_token_holds_no_secret(endpoint: TokenEndpoint) -> None:
    assert "app-secret" not in repr(replace(endpoint, client_secret="app-secret"))
    token = Token(bearer="s3cret-bearer", refresh_token=REFRESH_TOKEN, expires_in=1)
    assert "s3cret" not in repr(token)


@pytest.mark.parametrize("grant", GRANTS)
@pytest.mark.parametrize(
    "answer",
    [
        say(400, {"error": "invalid_grant", "token": REFRESH_TOKEN, "code": CODE, "password": PASSWORD}),
        Answer(200, b'{"access_token": "s3cret-bearer'),
        say(200, ["s3cret-bearer"]),
        say(200, {"refresh_token": "s3cret-other-refresh-token"}),
        Answer(200, b"s3cret", {"Content-Encoding": "gzip"}),
        say(429, {"token": "s3cret-bearer"}),
        "drop",
    ],
    ids=repr,
)
async def test_no_exception_holds_a_secret_in_its_text_or_its_causes(
    endpoint: TokenEndpoint,
    client: aiohttp.ClientSession,
    server: Server,
    grant: Grant,
    answer: Answer | Fault,
) -> None:
    server.answers.append(answer)
    with pytest.raises(AuthError) as raised:
        await grant(secretive(endpoint), client)
    assert not shows_a_secret(raised.value)
