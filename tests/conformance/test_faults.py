"""Whatever a vendor answers, it is a temporary error, and all is well as soon as the vendor is."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Final

import aiohttp
import pytest

from custom_components.latchkey.auth import http
from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import Cloud
from custom_components.latchkey.clouds.home_assistant import client as home_assistant

from .subjects import Subject

MAX_BODY = 1_000_000


@pytest.fixture(autouse=True)
def small_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take no answer that is long."""
    monkeypatch.setattr(http, "MAX_BODY", MAX_BODY)


@contextmanager
def impatient() -> Generator[None]:
    """Wait for no answer for long; a vendor that is well may be slow where the machine is busy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(http, "REQUEST_TIMEOUT", aiohttp.ClientTimeout(total=0.3))
        patch.setattr(home_assistant, "CONNECT_TIMEOUT", 0.3)
        yield


type Order = Callable[[Subject], None]


def answer(body: str | bytes, status: int = 200) -> Order:
    """Return what has everything answered like this."""

    def order(subject: Subject) -> None:
        subject.simulator.faults.answer(
            subject.api, status=status, body=body, content_type="application/json", times=None
        )

    return order


FAULTS: Final[dict[str, Order]] = {
    "an error of the server": answer("<html>", 500),
    "a vendor that is away": answer("", 503),
    "too many requests": answer("{}", 429),
    "no answer": lambda subject: subject.simulator.faults.hang(subject.api, times=None),
    "a connection that is cut": lambda subject: subject.simulator.faults.drop(subject.api, times=None),
    "half an answer": lambda subject: subject.halve(),
    "nothing": answer(""),
    "null": answer("null"),
    "a number": answer("7"),
    "a page": answer("<html><body>Maintenance</body></html>"),
    "no UTF-8": answer(b"\xff\xfe\x00"),
    "a deep answer": answer("[" * 100_000),
    "a huge answer": answer(b" " * (MAX_BODY + 1) + b"{}"),
}

NONSENSE: Final = ("{}", "[]", '"words"', '{"error": {"code": 13}}', "[[[[]]]]", '[{"id": {}}]')


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_poll_that_fails_is_a_temporary_error_and_the_next_one_is_well(
    subject: Subject, cloud: Cloud, session: TokenSession, fault: str
) -> None:
    before = await cloud.async_fetch()
    FAULTS[fault](subject)
    with impatient():
        for discover in (False, True):
            with pytest.raises(TemporaryError):
                await cloud.async_fetch(discover=discover)
        with pytest.raises(TemporaryError):
            await cloud.async_identify()
    assert not session.is_rejected
    subject.heal()
    after = await cloud.async_fetch(discover=True)
    assert after.devices.keys() == before.devices.keys()
    assert after.places == before.places


@pytest.mark.parametrize("body", NONSENSE)
async def test_an_answer_that_makes_no_sense_takes_nothing_away(
    subject: Subject, cloud: Cloud, body: str
) -> None:
    before = await cloud.async_fetch()
    answer(body)(subject)
    with impatient(), suppress(TemporaryError):
        await cloud.async_fetch(discover=True)
    subject.heal()
    assert (await cloud.async_fetch(discover=True)).devices.keys() == before.devices.keys()
