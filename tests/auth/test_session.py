"""What TokenSession promises, each promise over real HTTP."""

import asyncio
import inspect
import logging
import random
import time
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import aiohttp
import pytest

from custom_components.latchkey.auth import endpoint as endpoint_module
from custom_components.latchkey.auth import session as session_module
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.http import async_read_json
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.auth.token import Token

from .clock import Clock, settle, until
from .conftest import OpenSession
from .server import Fault, Server
from .vendor import HTML, REJECTED, Answer, say

OVERLOADED = say(503)
FIRST_PAUSE = 4
MAX_PAUSE = 300
MAX_VENDOR_PAUSE = 3600


async def retry_after(call: Coroutine[Any, Any, Any]) -> float:
    """Return the seconds to wait that the TemporaryError of a call names."""
    with pytest.raises(TemporaryError) as raised:
        await call
    assert raised.value.retry_after is not None
    return raised.value.retry_after


async def fail(session: TokenSession, server: Server, answer: Answer | Fault = OVERLOADED) -> float:
    """Have one refresh fail; return the seconds that the session then leaves the vendor alone."""
    server.answers.append(answer)
    return await retry_after(session.async_get_access_token())


async def forget(_refresh_token: str) -> None:
    """Save nothing."""


# 0. What it tells of itself


async def test_the_age_of_the_token_is_that_of_the_last_that_was_granted(
    session: TokenSession, clock: Clock
) -> None:
    assert session.token_age is None
    await session.async_get_access_token()
    clock.advance(42)
    assert session.token_age == pytest.approx(42, abs=1)


async def test_it_says_whether_the_refresh_token_is_rejected(session: TokenSession, server: Server) -> None:
    assert not session.is_rejected
    server.answers.append(REJECTED)
    with pytest.raises(RefreshTokenRejected):
        await session.async_get_access_token()
    assert session.is_rejected


# 1. Single flight


async def test_a_thousand_callers_that_meet_an_expired_token_cause_one_request(
    session: TokenSession, server: Server
) -> None:
    bearers = await asyncio.gather(*(session.async_get_access_token() for _ in range(1000)))
    assert set(bearers) == {"bearer-1"}
    assert len(server.forms) == 1


async def test_requests_that_are_refused_together_cause_one_refresh(
    session: TokenSession, server: Server
) -> None:
    await session.async_get_access_token()
    server.vendor.bearer = "bearer-of-a-restarted-vendor"
    answers = await asyncio.gather(*(session.async_request("GET", f"{server.url}/api") for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert len(server.forms) == 2


async def test_callers_that_wait_for_a_refresh_that_fails_all_get_the_error(
    session: TokenSession, server: Server
) -> None:
    server.answers.append(OVERLOADED)
    results = await asyncio.gather(
        *(session.async_get_access_token() for _ in range(10)), return_exceptions=True
    )
    assert {type(result) for result in results} == {TemporaryError}
    assert len({id(result) for result in results}) == 10, "each caller gets an exception of its own"
    assert len(server.forms) == 1


# 2. Never cancelled


async def test_a_refresh_outlives_every_caller_that_waits_for_it(
    session: TokenSession, server: Server, saved: list[str]
) -> None:
    server.gate.clear()
    callers = [asyncio.create_task(session.async_get_access_token()) for _ in range(3)]
    await until(lambda: server.forms)
    for caller in callers:
        caller.cancel()
    await asyncio.wait(callers)
    server.gate.set()
    await until(lambda: saved)
    assert saved == ["refresh-1"]
    assert await session.async_get_access_token() == "bearer-1"
    assert len(server.forms) == 1


async def test_a_caller_that_goes_away_does_not_take_the_others_along(
    session: TokenSession, server: Server
) -> None:
    server.gate.clear()
    leaver, stayer = (asyncio.create_task(session.async_get_access_token()) for _ in range(2))
    await until(lambda: server.forms)
    leaver.cancel()
    server.gate.set()
    assert await stayer == "bearer-1"
    assert leaver.cancelled()


async def test_a_caller_that_goes_away_does_not_interrupt_the_saving(open_session: OpenSession) -> None:
    saving, may_end, saved = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def save(refresh_token: str) -> None:
        saving.set()
        await may_end.wait()
        saved.set()

    session = open_session(on_rotate=save)
    caller = asyncio.create_task(session.async_get_access_token())
    await saving.wait()
    caller.cancel()
    await asyncio.wait((caller,))
    may_end.set()
    assert await session.async_get_access_token() == "bearer-1"
    assert saved.is_set()


async def test_a_refresh_that_fails_when_nobody_waits_any_more_leaves_no_trace_in_the_log(
    session: TokenSession, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.gate.clear()
    server.answers.append(REJECTED)
    caller = asyncio.create_task(session.async_get_access_token())
    await until(lambda: server.forms)
    caller.cancel()
    await asyncio.wait((caller,))
    server.gate.set()
    await session.async_close()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_closing_waits_until_a_refresh_under_way_is_saved(
    session: TokenSession, server: Server, saved: list[str]
) -> None:
    server.gate.clear()
    caller = asyncio.create_task(session.async_get_access_token())
    await until(lambda: server.forms)
    closing = asyncio.create_task(session.async_close())
    await settle()
    assert not closing.done()
    server.gate.set()
    await closing
    assert saved == ["refresh-1"]
    with pytest.raises(TemporaryError, match="closed"):
        await caller


async def test_closing_does_not_wait_for_ever(open_session: OpenSession, clock: Clock) -> None:
    saving, may_end = asyncio.Event(), asyncio.Event()

    async def save(refresh_token: str) -> None:
        saving.set()
        await may_end.wait()

    session = open_session(on_rotate=save)
    caller = asyncio.create_task(session.async_get_access_token())
    await saving.wait()
    closing = asyncio.create_task(session.async_close())
    await settle()
    clock.advance(89)
    await settle()
    assert not closing.done()
    clock.advance(1)
    await closing
    assert not caller.done()
    may_end.set()
    with pytest.raises(TemporaryError, match="closed"):
        await caller


async def test_a_closed_session_answers_no_more(session: TokenSession, server: Server) -> None:
    await session.async_get_access_token()
    await session.async_close()
    with pytest.raises(TemporaryError, match="closed"):
        await session.async_get_access_token()
    with pytest.raises(TemporaryError, match="closed"):
        await session.async_request("GET", f"{server.url}/api")
    assert len(server.forms) == 1
    assert not server.calls
    await session.async_close()


async def test_a_request_under_way_ends_before_the_session_is_closed(
    session: TokenSession, server: Server
) -> None:
    await session.async_get_access_token()
    server.api_gate.clear()
    request = asyncio.create_task(session.async_request("GET", f"{server.url}/api"))
    await until(lambda: server.calls)
    await session.async_close()
    assert not session._sending
    with pytest.raises(TemporaryError, match="closed"):
        await request


async def test_whoever_is_cancelled_meanwhile_is_cancelled(session: TokenSession, server: Server) -> None:
    await session.async_get_access_token()
    server.api_gate.clear()
    request = asyncio.create_task(session.async_request("GET", f"{server.url}/api"))
    await until(lambda: server.calls)
    request.cancel()
    await session.async_close()
    with pytest.raises(asyncio.CancelledError):
        await request


@pytest.mark.parametrize("mistake", [AssertionError, AttributeError])
async def test_a_mistake_in_a_request_is_not_hidden(
    session: TokenSession, monkeypatch: pytest.MonkeyPatch, mistake: type[Exception]
) -> None:
    await session.async_get_access_token()

    async def fail(*args: object, **kwargs: object) -> None:
        raise mistake

    monkeypatch.setattr(aiohttp.ClientSession, "request", fail)
    with pytest.raises(mistake):
        await session.async_request("GET", "http://vendor.example/api")


async def test_a_session_whose_closing_was_interrupted_stays_closed_when_the_refresh_ends(
    session: TokenSession, server: Server, saved: list[str]
) -> None:
    server.gate.clear()
    caller = asyncio.create_task(session.async_get_access_token())
    await until(lambda: server.forms)
    closing = asyncio.create_task(session.async_close())
    await settle()
    closing.cancel()
    server.gate.set()
    await asyncio.wait((caller, closing))
    assert saved == ["refresh-1"]
    with pytest.raises(TemporaryError, match="closed"):
        await session.async_get_access_token()


# 3. Persist before use


async def test_no_caller_sees_a_bearer_before_its_refresh_token_is_saved(open_session: OpenSession) -> None:
    saving, may_end = asyncio.Event(), asyncio.Event()

    async def save(refresh_token: str) -> None:
        saving.set()
        await may_end.wait()

    session = open_session(on_rotate=save)
    first = asyncio.create_task(session.async_get_access_token())
    await saving.wait()
    second = asyncio.create_task(session.async_get_access_token())
    await settle()
    seen = [caller for caller in (first, second) if caller.done()]
    may_end.set()
    assert [await first, await second] == ["bearer-1", "bearer-1"]
    assert not seen


async def test_a_new_refresh_token_is_told_before_anything_else_is_done(
    open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def parse_life(_value: Any) -> float:
        done.append("parsed the rest")
        return 1800.0

    monkeypatch.setattr(endpoint_module, "_parse_life", parse_life)
    monkeypatch.setattr(session_module, "mask", lambda *_: done.append("masked"))

    async def save(refresh_token: str) -> None:
        done.append(f"saved {refresh_token}")

    session = open_session(on_rotate=save, on_parsed=lambda token: done.append(f"began to save {token}"))
    done.clear()
    await session.async_get_access_token()
    assert done == ["began to save refresh-1", "parsed the rest", "masked", "masked", "saved refresh-1"]


async def test_a_token_that_cannot_be_begun_to_be_saved_is_saved_all_the_same(
    open_session: OpenSession, saved: list[str]
) -> None:
    session = open_session(on_parsed=Mock(side_effect=RuntimeError))
    assert await session.async_get_access_token() == "bearer-1"
    assert saved == ["refresh-1"]


async def test_each_rotated_token_is_saved_once(
    session: TokenSession, clock: Clock, saved: list[str]
) -> None:
    for _ in range(3):
        await session.async_get_access_token()
        await session.async_get_access_token()
        clock.advance(120)
    assert saved == ["refresh-1", "refresh-2", "refresh-3"]
    assert session.refresh_token == "refresh-3"


async def test_a_token_that_does_not_rotate_is_not_saved(
    session: TokenSession, server: Server, saved: list[str]
) -> None:
    server.vendor.rotation = "none"
    assert await session.async_get_access_token() == "bearer-1"
    assert saved == []
    assert session.refresh_token == "refresh-0"


async def test_an_account_whose_token_cannot_be_saved_works_on_and_says_so_once(
    open_session: OpenSession, server: Server, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async def save(refresh_token: str) -> None:
        raise OSError(f"disk full, lost {refresh_token}")

    session = open_session(on_rotate=save)
    for generation in range(1, 4):
        assert await session.async_get_access_token() == f"bearer-{generation}"
        clock.advance(120)
    assert [form["refresh_token"] for form in server.forms] == ["refresh-0", "refresh-1", "refresh-2"]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
        "The new refresh token could not be saved (OSError)"
    ]
    assert "refresh-" not in caplog.text


async def test_trouble_with_saving_is_told_again_after_it_went_away(
    open_session: OpenSession, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outcomes = iter([OSError(), None, OSError()])

    async def save(refresh_token: str) -> None:
        if error := next(outcomes):
            raise error

    session = open_session(on_rotate=save)
    for _ in range(3):
        await session.async_get_access_token()
        clock.advance(120)
    assert caplog.text.count("could not be saved") == 2


async def test_a_token_that_could_not_be_saved_is_saved_with_the_next_refresh(
    open_session: OpenSession, server: Server, clock: Clock
) -> None:
    attempts: list[str] = []

    async def save(refresh_token: str) -> None:
        attempts.append(refresh_token)
        if len(attempts) == 1:
            raise OSError

    session = open_session(on_rotate=save)
    await session.async_get_access_token()
    server.vendor.rotation = "none"
    for _ in range(2):
        clock.advance(120)
        await session.async_get_access_token()
    assert attempts == ["refresh-1", "refresh-1"]


async def test_a_refresh_token_is_kept_even_when_no_usable_bearer_came_with_it(
    session: TokenSession, server: Server, saved: list[str], clock: Clock
) -> None:
    server.vendor.live_refresh_tokens = {"refresh-7"}
    clock.advance(await fail(session, server, say(200, {"refresh_token": "refresh-7", "access_token": 7})))
    assert saved == ["refresh-7"]
    assert await session.async_get_access_token() == "bearer-1"


# 4. Monotonic time


@pytest.mark.parametrize(
    ("life", "margin"), [(10, 1), (120, 12), (1800, 60), (10800, 60), (None, 12), ("soon", 12), (-1, 12)]
)
async def test_a_bearer_is_replaced_ahead_of_its_expiry_by_a_margin_that_fits_its_life(
    session: TokenSession, server: Server, clock: Clock, life: Any, margin: float
) -> None:
    server.vendor.life = life
    await session.async_get_access_token()
    clock.advance((life if isinstance(life, int) and life > 0 else 120) - margin - 0.125)
    assert await session.async_get_access_token() == "bearer-1"
    clock.advance(0.125)
    assert await session.async_get_access_token() == "bearer-2"


async def test_the_life_of_a_bearer_is_counted_from_the_moment_it_was_asked_for(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    server.gate.clear()
    caller = asyncio.create_task(session.async_get_access_token())
    await until(lambda: server.forms)
    clock.advance(20)
    server.gate.set()
    assert await caller == "bearer-1"
    clock.advance(87.875)
    assert await session.async_get_access_token() == "bearer-1"
    clock.advance(0.125)
    assert await session.async_get_access_token() == "bearer-2"


@pytest.mark.parametrize("years", [-10, 10])
async def test_a_jump_of_the_wall_clock_changes_nothing(
    session: TokenSession, server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    await session.async_get_access_token()
    jumped = time.time() + years * 365 * 24 * 60 * 60
    monkeypatch.setattr(time, "time", lambda: jumped)
    assert await session.async_get_access_token() == "bearer-1"
    clock.advance(120)
    assert await session.async_get_access_token() == "bearer-2"


# 5. 401 once


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
async def test_a_request_refused_with_401_is_sent_once_more_with_a_fresh_bearer(
    session: TokenSession, server: Server, method: str
) -> None:
    await session.async_get_access_token()
    server.vendor.bearer = "bearer-of-a-restarted-vendor"
    answer = await session.async_request(method, f"{server.url}/api", json={"on": True})
    assert await async_read_json(answer) == {"served": True}
    assert [call.authorization for call in server.calls] == ["Bearer bearer-1", "Bearer bearer-2"]
    assert [call.method for call in server.calls] == [method] * 2
    assert [call.body for call in server.calls] == [b'{"on": true}'] * 2


async def test_a_fresh_bearer_that_is_refused_too_is_a_temporary_error(
    session: TokenSession, server: Server
) -> None:
    server.api_answers.extend([say(401)] * 2)
    with pytest.raises(TemporaryError, match="refuses a fresh bearer"):
        await session.async_request("GET", f"{server.url}/api")
    assert len(server.calls) == 2
    assert len(server.forms) == 2


async def test_a_bearer_that_was_refused_is_not_handed_out_again(
    session: TokenSession, server: Server
) -> None:
    await session.async_get_access_token()
    server.api_answers.append(say(401))
    server.answers.append(OVERLOADED)
    await retry_after(session.async_request("GET", f"{server.url}/api"))
    await retry_after(session.async_get_access_token())


async def test_a_401_for_a_bearer_that_was_replaced_meanwhile_costs_no_refresh(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    server.vendor.life = 20
    server.api_gate.clear()
    server.api_answers.append(say(401))
    late = asyncio.create_task(session.async_request("GET", f"{server.url}/api"))
    await until(lambda: server.calls)
    clock.advance(20)
    assert await session.async_get_access_token() == "bearer-2"
    server.api_gate.set()
    assert (await late).status == 200
    assert len(server.forms) == 2


async def test_a_bearer_that_is_refused_with_an_error_of_the_vendors_own_is_replaced_too(
    client: aiohttp.ClientSession, endpoint: TokenEndpoint, server: Server
) -> None:
    session = TokenSession(client, replace(endpoint, bearer_errors=frozenset({3})), "refresh-0", forget)
    server.api_answers.append(say(403, {"error": {"code": 3, "message": "Access token expired"}}))
    assert (await session.async_request("POST", f"{server.url}/api")).status == 200
    assert [call.authorization for call in server.calls] == ["Bearer bearer-1", "Bearer bearer-2"]
    await session.async_close()


@pytest.mark.parametrize(
    "answer",
    [
        say(403, {"error": {"code": 26, "message": "User usage reached"}}),
        say(403, {"error": {"code": "3"}}),
        say(403, {"error": "access_denied"}),
        say(403, ["error"]),
        say(200, {"error": {"code": 3}}),
        HTML,
    ],
)
async def test_every_other_error_is_the_callers_business(
    client: aiohttp.ClientSession, endpoint: TokenEndpoint, server: Server, answer: Answer
) -> None:
    session = TokenSession(client, replace(endpoint, bearer_errors=frozenset({3})), "refresh-0", forget)
    server.api_answers.append(answer)
    assert (await session.async_request("POST", f"{server.url}/api")).status == answer.status
    assert len(server.calls) == 1
    await session.async_close()


async def test_the_life_of_a_bearer_is_told_as_long_as_it_is_handed_out(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    assert session.bearer_life == 0
    bearer = await session.async_get_access_token()
    clock.advance(100)
    assert session.bearer_life == 8
    session.invalidate(bearer)
    assert session.bearer_life == 0


@pytest.mark.parametrize("status", [400, 403, 404, 409, 500, 503])
async def test_every_other_status_is_the_callers_business(
    session: TokenSession, server: Server, status: int
) -> None:
    server.api_answers.append(say(status, {"reason": "busy"}))
    answer = await session.async_request("GET", f"{server.url}/api")
    assert answer.status == status
    assert await answer.json(content_type=None) == {"reason": "busy"}
    assert len(server.calls) == 1


async def test_a_request_keeps_the_callers_headers_and_its_dictionary(
    session: TokenSession, server: Server
) -> None:
    headers = {"authorization": "Bearer mine", "X-Mine": "yes"}
    answer = await session.async_request("GET", f"{server.url}/api", headers=headers)
    assert answer.request_info.headers["X-Mine"] == "yes"
    assert answer.request_info.headers.getall("Authorization") == ["Bearer bearer-1"]
    assert headers == {"authorization": "Bearer mine", "X-Mine": "yes"}


async def test_fresh_bearers_that_are_refused_again_and_again_cost_ever_fewer_refreshes(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    server.api_answers.extend([say(401)] * 10000)
    for _ in range(600):
        with pytest.raises(TemporaryError):
            await session.async_request("GET", f"{server.url}/api")
        clock.advance(1)
    assert len(server.forms) < 20


async def test_a_fresh_bearer_that_is_taken_ends_the_suspicion(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    pauses = []
    for _ in range(5):
        server.api_answers.extend([say(401)] * 2)
        pauses.append(await retry_after(session.async_request("GET", f"{server.url}/api")))
        clock.advance(pauses[-1])
        assert (await session.async_request("GET", f"{server.url}/api")).status == 200
        clock.advance(120)
    assert all(FIRST_PAUSE / 2 <= pause <= FIRST_PAUSE for pause in pauses)


async def test_a_fresh_bearer_that_one_place_refuses_and_another_takes_is_kept_until_it_expires(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    server.api_answers.extend([say(401)] * 2)
    with pytest.raises(TemporaryError):
        await session.async_request("GET", f"{server.url}/api")
    for _ in range(5):
        assert (await session.async_request("GET", f"{server.url}/api")).status == 200
        for _ in range(2):
            server.api_answers.append(say(401))
            with pytest.raises(TemporaryError, match="refuses a fresh bearer"):
                await session.async_request("GET", f"{server.url}/api")
        clock.advance(20)
    assert len(server.forms) == 2
    clock.advance(20)
    assert (await session.async_request("GET", f"{server.url}/api")).status == 200
    assert len(server.forms) == 3


async def test_a_fresh_bearer_that_two_places_refuse_is_good_for_the_third(
    session: TokenSession, server: Server
) -> None:
    server.api_answers.extend([say(401)] * 3)
    for _ in range(2):
        await retry_after(session.async_request("GET", f"{server.url}/api"))
    assert (await session.async_request("GET", f"{server.url}/api")).status == 200
    assert len(server.forms) == 2


async def test_a_fresh_bearer_that_nothing_takes_is_replaced_after_the_pause(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    server.api_answers.extend([say(401)] * 3)
    pause = await retry_after(session.async_request("GET", f"{server.url}/api"))
    clock.advance(pause)
    assert (await session.async_request("GET", f"{server.url}/api")).status == 200
    assert len(server.forms) == 3


async def test_requests_that_are_refused_together_count_as_one_refusal(
    session: TokenSession, server: Server
) -> None:
    server.api_answers.extend([say(401)] * 200)
    await asyncio.gather(
        *(session.async_request("GET", f"{server.url}/api") for _ in range(20)), return_exceptions=True
    )
    assert await retry_after(session.async_request("GET", f"{server.url}/api")) <= FIRST_PAUSE


# 6. No password at run time


async def test_a_session_sends_no_other_grant_than_its_refresh_token(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    clock.advance(await fail(session, server, HTML))
    await session.async_get_access_token()
    clock.advance(120)
    server.vendor.revoke()
    for _ in range(3):
        with pytest.raises(RefreshTokenRejected):
            await session.async_request("GET", f"{server.url}/api")
        clock.advance(1000)
    assert {form["grant_type"] for form in server.forms} == {"refresh_token"}


def test_a_session_has_no_way_to_a_password() -> None:
    assert "password" not in " ".join(inspect.signature(TokenSession).parameters)
    functions = [function for _, function in inspect.getmembers(TokenSession, inspect.isfunction)]
    names = {name for function in functions for name in function.__code__.co_names}
    assert not {name for name in names if "password" in name or "log_in" in name or "exchange_code" in name}


# 7. Gentle


async def test_within_the_pause_after_a_failure_nobody_asks_the_vendor(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    pause = await fail(session, server)
    clock.advance(pause - 0.5)
    assert await retry_after(session.async_get_access_token()) == pytest.approx(0.5)
    assert await retry_after(session.async_request("GET", f"{server.url}/api")) == pytest.approx(0.5)
    assert len(server.forms) == 1
    clock.advance(0.5)
    assert await session.async_get_access_token() == "bearer-1"


async def test_the_error_within_the_pause_says_what_went_wrong(session: TokenSession, server: Server) -> None:
    await fail(session, server)
    with pytest.raises(TemporaryError, match="503") as raised:
        await session.async_get_access_token()
    assert (raised.value.cause, raised.value.placeholders) == ("error_status", {"status": "503"})


@pytest.mark.parametrize("share", [0.5, 1])
async def test_pauses_double_up_to_a_bound_and_are_cut_by_up_to_a_half(
    session: TokenSession, server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    monkeypatch.setattr(random, "uniform", lambda low, high: {0.5: low, 1: high}[share])
    for attempt in range(20):
        pause = await fail(session, server)
        assert pause == share * min(FIRST_PAUSE * 2**attempt, MAX_PAUSE)
        clock.advance(pause)


async def test_accounts_that_fail_together_do_not_come_back_together(
    open_session: OpenSession, server: Server
) -> None:
    pauses = {await fail(open_session(), server) for _ in range(5)}
    assert len(pauses) == 5


async def test_a_success_starts_the_pauses_anew(session: TokenSession, server: Server, clock: Clock) -> None:
    for _ in range(5):
        clock.advance(await fail(session, server))
    await session.async_get_access_token()
    clock.advance(120)
    assert await fail(session, server) <= FIRST_PAUSE


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_in_seconds_is_honoured(
    session: TokenSession, server: Server, clock: Clock, status: int
) -> None:
    assert await fail(session, server, say(status, Retry_After="100")) == 100
    clock.advance(99)
    assert await retry_after(session.async_get_access_token()) == pytest.approx(1)
    assert len(server.forms) == 1
    clock.advance(1)
    assert await session.async_get_access_token() == "bearer-1"


async def test_retry_after_as_a_date_is_honoured_by_the_vendors_clock(
    session: TokenSession, server: Server
) -> None:
    answer = say(429, Date="Fri, 01 Jan 2027 10:00:00 GMT", Retry_After="Fri, 01 Jan 2027 10:02:00 GMT")
    assert await fail(session, server, answer) == 120


@pytest.mark.parametrize("value", ["86400", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
async def test_an_absurd_retry_after_does_not_kill_the_account(
    session: TokenSession, server: Server, value: str
) -> None:
    assert await fail(session, server, say(429, Retry_After=value)) == MAX_VENDOR_PAUSE


@pytest.mark.parametrize("value", ["0", "-5", "soon", "", "1e9", "Fri, 01 Jan 1999 10:00:00 GMT"])
async def test_a_retry_after_that_asks_for_nothing_leaves_the_ordinary_pause(
    session: TokenSession, server: Server, value: str
) -> None:
    pause = await fail(session, server, say(429, Retry_After=value))
    assert FIRST_PAUSE / 2 <= pause <= FIRST_PAUSE


async def test_a_session_that_is_known_to_be_rejected_asks_nothing(
    open_session: OpenSession, server: Server
) -> None:
    session = open_session(rejected=True)
    with pytest.raises(RefreshTokenRejected):
        await session.async_get_access_token()
    assert not server.forms


@pytest.mark.parametrize("rejection", [REJECTED, say(401, {"error": "invalid_grant"})])
async def test_a_rejected_token_is_asked_about_once(
    session: TokenSession, server: Server, clock: Clock, rejection: Answer
) -> None:
    server.answers.append(rejection)
    for _ in range(5):
        with pytest.raises(RefreshTokenRejected):
            await session.async_get_access_token()
        with pytest.raises(RefreshTokenRejected):
            await session.async_request("GET", f"{server.url}/api")
        clock.advance(100_000)
    assert len(server.forms) == 1
    assert not server.calls


# 8. Fast path


def finish_at_once[T](call: Coroutine[Any, Any, T]) -> T:
    """Return the result of a coroutine that must not wait for anything."""
    with pytest.raises(StopIteration) as stop:
        call.send(None)
    value: T = stop.value.value
    return value


async def test_a_valid_bearer_is_returned_at_once_and_without_a_task(session: TokenSession) -> None:
    await session.async_get_access_token()
    tasks = asyncio.all_tasks()
    assert finish_at_once(session.async_get_access_token()) == "bearer-1"
    assert asyncio.all_tasks() == tasks


async def test_the_token_of_a_fresh_login_is_used_without_a_request(
    open_session: OpenSession, server: Server, clock: Clock
) -> None:
    token = Token(bearer="bearer-of-login", refresh_token="refresh-0", expires_in=120)
    session = open_session(token=token)
    clock.advance(107.875)
    assert finish_at_once(session.async_get_access_token()) == "bearer-of-login"
    clock.advance(0.125)
    assert await session.async_get_access_token() == "bearer-1"
    assert len(server.forms) == 1


# 9. An answer that was lost on the way


async def test_an_answer_lost_on_the_way_is_asked_for_again_with_the_old_token(
    session: TokenSession, server: Server, clock: Clock, saved: list[str]
) -> None:
    server.vendor.rotation = "grace"
    clock.advance(await fail(session, server, "drop_after_grant"))
    assert await session.async_get_access_token() == "bearer-2"
    assert [form["refresh_token"] for form in server.forms] == ["refresh-0", "refresh-0"]
    assert saved == ["refresh-2"]


async def test_an_answer_that_came_too_late_is_asked_for_again_with_the_old_token(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    server.vendor.rotation = "grace"
    server.gate.clear()
    caller = asyncio.create_task(session.async_get_access_token())
    await until(lambda: server.forms)
    await settle()
    clock.advance(60)
    clock.advance(await retry_after(caller_result(caller)))
    server.gate.set()
    assert await session.async_get_access_token() == "bearer-2"


async def caller_result(caller: asyncio.Task[str]) -> str:
    return await caller


async def test_the_account_is_given_up_only_when_the_vendor_rejects_the_old_token_too(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    clock.advance(await fail(session, server, "drop_after_grant"))
    with pytest.raises(RefreshTokenRejected):
        await session.async_get_access_token()
    assert [form["refresh_token"] for form in server.forms] == ["refresh-0", "refresh-0"]


async def test_the_first_retry_comes_soon_enough_for_a_short_grace_period(
    session: TokenSession, server: Server
) -> None:
    assert await fail(session, server, "drop_after_grant") < 5


async def test_the_fallback_is_tried_before_the_account_is_given_up(
    open_session: OpenSession, server: Server, saved: list[str]
) -> None:
    session = open_session("refresh-lost", fallback_refresh_token="refresh-0")
    assert await session.async_get_access_token() == "bearer-1"
    assert [form["refresh_token"] for form in server.forms] == ["refresh-lost", "refresh-0"]
    assert saved == ["refresh-1"]


async def test_a_fallback_that_works_and_does_not_rotate_is_saved(
    open_session: OpenSession, server: Server, saved: list[str]
) -> None:
    server.vendor.rotation = "none"
    session = open_session("refresh-lost", fallback_refresh_token="refresh-0")
    await session.async_get_access_token()
    assert saved == ["refresh-0"]


async def test_a_fallback_is_tried_once(open_session: OpenSession, server: Server) -> None:
    session = open_session("refresh-lost", fallback_refresh_token="refresh-lost-too")
    for _ in range(3):
        with pytest.raises(RefreshTokenRejected):
            await session.async_get_access_token()
    assert [form["refresh_token"] for form in server.forms] == ["refresh-lost", "refresh-lost-too"]


async def test_a_fallback_that_could_not_be_asked_about_is_asked_about_later(
    open_session: OpenSession, server: Server, clock: Clock
) -> None:
    session = open_session("refresh-lost", fallback_refresh_token="refresh-0")
    server.answers.append(REJECTED)
    clock.advance(await fail(session, server))
    assert await session.async_get_access_token() == "bearer-1"
    assert [form["refresh_token"] for form in server.forms] == ["refresh-lost", "refresh-0", "refresh-0"]


async def test_a_fallback_is_not_tried_while_the_first_token_works(
    open_session: OpenSession, server: Server
) -> None:
    session = open_session(fallback_refresh_token="refresh-old")
    await session.async_get_access_token()
    assert [form["refresh_token"] for form in server.forms] == ["refresh-0"]


async def test_a_vendor_that_cannot_be_reached_is_a_temporary_error(
    session: TokenSession, server: Server, clock: Clock
) -> None:
    await session.async_get_access_token()
    await server.stop()
    with pytest.raises(TemporaryError):
        await session.async_request("GET", f"{server.url}/api")
    clock.advance(120)
    assert await retry_after(session.async_get_access_token()) > 0
