"""Any interleaving of calls, time, cancellation and trouble: the account is lost only where it must be."""

import asyncio
from collections.abc import Coroutine
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import format_datetime
from typing import Any, Self, cast, override
from unittest.mock import patch

import aiohttp
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from custom_components.latchkey.auth import http
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.errors import AuthError, RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.session import FIRST_PAUSE, MAX_PAUSE, TokenSession

from .clock import Clock, sessions_look_at, settle
from .memory import Client, Request
from .vendor import HTML, REJECTED, Answer, Rotation, Vendor, say

TOKEN_URL = "http://vendor.example/token"
API_URL = "http://vendor.example/api"
LIFE = 120

FAULTS: list[Answer | Exception] = [
    TimeoutError(),
    aiohttp.ServerDisconnectedError(),
    aiohttp.ClientPayloadError(),
    HTML,
    say(200, {"access_token": 7, "refresh_token": ["x"]}),
    say(400, {"error": "invalid_request"}),
    say(403),
    say(408),
    say(500),
]


class WallClock(datetime):
    """The wall clock, in the hands of the test."""

    jumped = timedelta()

    @override
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return super().now(tz) + cls.jumped


class ManualLoop(asyncio.SelectorEventLoop):
    """A loop whose time stands still until it is moved."""

    def __init__(self) -> None:
        self.clock = Clock()
        super().__init__()

    @override
    def time(self) -> float:
        return self.clock.time()


class SessionMachine(RuleBasedStateMachine):
    """A session, the callers that wait for it, and a vendor that answers when and how it likes."""

    def __init__(self) -> None:
        super().__init__()
        WallClock.jumped = timedelta()
        self.loop = ManualLoop()
        self.clocks = ExitStack()
        self.clocks.enter_context(patch.object(http, "datetime", WallClock))
        self.clocks.enter_context(sessions_look_at(self.loop.time))
        self.loop.set_exception_handler(self._note_trouble)
        self.trouble: list[dict[str, Any]] = []
        self.client = Client()
        self.callers: list[asyncio.Task[Any]] = []
        self.handed_over: list[str] = []
        """Refresh tokens in the order in which `on_rotate` got them."""
        self.settled = {"refresh-0"}
        """Refresh tokens whose saving has ended, well or not."""
        self.saving: asyncio.Future[None] | None = None
        self.granted_at: dict[str, float] = {}
        self.not_before = 0.0
        """When the token endpoint may be asked again."""
        self.unavoidable = False
        """Whether the vendor has made it impossible to keep the account."""
        self.rejected: set[str] = set()

    @initialize(rotation=st.sampled_from(["single_use", "grace", "none"]))
    def start(self, rotation: Rotation) -> None:
        self.vendor = Vendor(rotation, LIFE)
        self.open("refresh-0", None)

    def open(self, refresh_token: str, fallback: str | None) -> None:
        async def construct() -> TokenSession:
            return TokenSession(
                cast(aiohttp.ClientSession, self.client),
                TokenEndpoint(url=TOKEN_URL, client_id="client"),
                refresh_token,
                self.save,
                fallback_refresh_token=fallback,
            )

        self.session = self.loop.run_until_complete(construct())

    def _note_trouble(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.trouble.append(context)

    async def save(self, refresh_token: str) -> None:
        assert self.saving is None, "one token is saved at a time"
        self.handed_over.append(refresh_token)
        self.saving = self.loop.create_future()
        try:
            await self.saving
        finally:
            self.saving = None
            self.settled.add(refresh_token)

    def settle(self) -> None:
        """Run everything that can run, and answer the API's requests, which the model does at once."""
        while True:
            self.loop.run_until_complete(settle())
            waiting = [request for request in self.client.requests if request.url == API_URL]
            if not waiting:
                return
            for request in waiting:
                request.answer.set_result(self.vendor.serve(request.headers.get("Authorization")))

    @property
    def token_request(self) -> Request | None:
        """The refresh under way."""
        waiting = [request for request in self.client.requests if request.url == TOKEN_URL]
        assert len(waiting) <= 1, "a refresh token is never sent twice at the same time"
        return waiting[0] if waiting else None

    def under_way(self) -> bool:
        return self.token_request is not None

    # Callers

    def call(self, call: Coroutine[Any, Any, Any]) -> None:
        busy = self.under_way() or self.saving is not None
        asked_before, now = self.token_request, self.loop.time()
        caller = self.loop.create_task(call)
        self.callers.append(caller)
        self.settle()
        if self.token_request is not asked_before:
            assert not busy
            assert now >= self.not_before, "the vendor is left alone for as long as it wants"
        if caller.done() and not caller.exception() and not busy and isinstance(caller.result(), str):
            assert now < self.granted_at[caller.result()] + LIFE, "an expired bearer is not handed out"

    @rule()
    def ask(self) -> None:
        self.call(self.session.async_get_access_token())

    @rule(method=st.sampled_from(["GET", "POST"]))
    def request(self, method: str) -> None:
        self.call(self.session.async_request(method, API_URL))

    @precondition(lambda self: self.callers)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.callers)).cancel()
        self.settle()

    # Time

    @rule(seconds=st.sampled_from([0.5, 3.0, 20.0, 107.0, 108.0, 130.0, 1000.0, 5000.0]))
    def pass_time(self, seconds: float) -> None:
        self.loop.clock.advance(seconds)
        self.settle()

    @rule(days=st.integers(-5000, 5000))
    def jump(self, days: int) -> None:
        WallClock.jumped = timedelta(days=days)

    # The vendor

    def take_answer(self, answer: Answer | Exception, pause: float = FIRST_PAUSE / 2) -> None:
        """Let the answer arrive."""
        request = self.token_request
        assert request is not None
        assert request.form["grant_type"] == "refresh_token"
        assert request.form["refresh_token"] not in self.rejected, "a rejected token is asked about once"
        if answer is REJECTED:
            self.rejected.add(request.form["refresh_token"])
        self.not_before = self.loop.time() + pause
        if isinstance(answer, Exception):
            request.answer.set_exception(answer)
        else:
            request.answer.set_result(answer)
        self.settle()

    def grant(self) -> Answer:
        """Have the vendor carry out the grant, whatever becomes of its answer."""
        assert self.token_request is not None
        answer = self.vendor.grant(self.token_request.form)
        if answer is not REJECTED:
            self.granted_at[self.vendor.bearer] = self.loop.time()
        return answer

    @precondition(under_way)
    @rule()
    def answer(self) -> None:
        answer = self.grant()
        if answer is REJECTED:
            assert self.unavoidable, "the vendor is asked with a token that it has not rotated away"
        self.take_answer(answer, pause=0.0)

    @precondition(under_way)
    @rule(fault=st.sampled_from(FAULTS))
    def fail_before_granting(self, fault: Answer | Exception) -> None:
        self.take_answer(fault)

    @precondition(under_way)
    @rule(fault=st.sampled_from(FAULTS))
    def lose_the_answer(self, fault: Answer | Exception) -> None:
        if self.grant() is not REJECTED and self.vendor.rotation == "single_use":
            self.unavoidable = True
        self.take_answer(fault)

    @precondition(under_way)
    @rule()
    def grant_without_a_bearer(self) -> None:
        answer = self.grant()
        if answer is REJECTED or self.vendor.rotation == "none":
            self.take_answer(say(200, {}))
        else:
            self.take_answer(say(200, {"refresh_token": self.vendor.refresh_token}))

    @precondition(under_way)
    @rule(
        status=st.sampled_from([429, 503]),
        seconds=st.integers(0, 10**6),
        as_date=st.booleans(),
        tells_the_time=st.booleans(),
    )
    def ask_for_patience(self, status: int, seconds: int, as_date: bool, tells_the_time: bool) -> None:
        now = datetime.now(UTC)
        headers = {"Date": format_datetime(now, usegmt=True)} if tells_the_time else {}
        then = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
        answer = say(status, None, Retry_After=then if as_date else str(seconds), **headers)
        # A date means nothing where neither end knows what time it is.
        wanted = 0.0 if as_date and not tells_the_time else min(seconds, http.MAX_PAUSE)
        self.take_answer(answer, pause=max(wanted, FIRST_PAUSE / 2))

    @rule()
    def forget_the_bearer(self) -> None:
        self.vendor.bearer = ""

    @rule()
    def log_out_everywhere(self) -> None:
        self.vendor.revoke()
        self.unavoidable = True

    # The disk

    @precondition(lambda self: self.saving is not None)
    @rule(works=st.booleans())
    def finish_saving(self, works: bool) -> None:
        assert self.saving is not None
        if works:
            self.saving.set_result(None)
        else:
            self.saving.set_exception(OSError("disk full"))
        self.settle()

    @rule()
    def restart(self) -> None:
        """Close as Home Assistant does, and start again from what was handed over."""
        closing = self.loop.create_task(self.session.async_close())
        self.settle()
        self.finish_everything()
        assert closing.done()
        assert all(caller.done() for caller in self.callers)
        known = list(dict.fromkeys(["refresh-0", *self.handed_over]))
        self.open(known[-1], known[-2] if len(known) > 1 else None)
        self.rejected.clear()
        self.not_before = 0.0

    def finish_everything(self) -> None:
        """Let whatever is under way come to a good end."""
        for _ in range(5):
            if self.under_way():
                self.take_answer(self.grant())
            if self.saving is not None:
                self.finish_saving(works=True)

    # What is always so

    @invariant()
    def no_error_but_typed_ones_escapes(self) -> None:
        for caller in self.callers:
            if caller.done() and not caller.cancelled() and (error := caller.exception()):
                assert isinstance(error, AuthError)
        assert self.trouble == []

    @invariant()
    def the_account_is_given_up_only_where_the_vendor_made_that_unavoidable(self) -> None:
        for caller in self.callers:
            if caller.done() and not caller.cancelled():
                assert not isinstance(caller.exception(), RefreshTokenRejected) or self.unavoidable

    @invariant()
    def no_bearer_is_seen_before_its_refresh_token_is_saved(self) -> None:
        if self.vendor.rotation == "none":
            return
        for caller in self.callers:
            if caller.done() and not caller.cancelled() and not caller.exception():
                answer = caller.result()
                if isinstance(answer, str):
                    assert answer.replace("bearer", "refresh") in self.settled

    @invariant()
    def what_was_handed_over_last_is_what_the_vendor_takes(self) -> None:
        known = ["refresh-0", *self.handed_over]
        if not self.unavoidable and not self.under_way():
            assert self.session.refresh_token == known[-1]
            assert known[-1] in self.vendor.live_refresh_tokens

    @override
    def teardown(self) -> None:
        """Once the trouble is over, every caller gets an answer, and an account that can work works."""
        try:
            self.finish_everything()
            assert all(caller.done() for caller in self.callers)
            self.loop.clock.advance(max(http.MAX_PAUSE, MAX_PAUSE))
            self.recover()
            self.no_error_but_typed_ones_escapes()
        finally:
            self.loop.run_until_complete(settle())
            self.loop.close()
            self.clocks.close()

    def recover(self) -> None:
        caller = self.loop.create_task(self.session.async_request("GET", API_URL))
        self.settle()
        self.finish_everything()
        self.settle()
        assert caller.done()
        if not self.unavoidable:
            assert caller.result().status == 200
        elif error := caller.exception():
            assert isinstance(error, RefreshTokenRejected | TemporaryError)
        self.loop.run_until_complete(self.session.async_close())


def test_a_session_keeps_its_account_through_any_interleaving() -> None:
    run_state_machine_as_test(
        SessionMachine,
        settings=settings(
            max_examples=200,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
