"""Answers that clouds read: bounded, parsed, and temporary where they are not what was asked for."""

import asyncio
import errno
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy

from custom_components.latchkey.auth import http
from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.http import (
    async_read_json,
    async_request,
    describe_fault,
    parse_json,
    raise_for_status,
    retry_after,
)

from .clock import Clock, until
from .server import Server
from .vendor import HTML, Answer, say

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MAX_RETRY_AFTER = 86400
DATE = "Fri, 01 Jan 2027 10:00:00 GMT"


async def answer_of(client: aiohttp.ClientSession, server: Server, answer: Answer) -> aiohttp.ClientResponse:
    """Return an answer that has come over the network."""
    server.api_answers.append(answer)
    return await async_request(client, "GET", f"{server.url}/api")


async def test_the_json_of_an_answer_is_returned(client: aiohttp.ClientSession, server: Server) -> None:
    answer = await answer_of(client, server, say(200, {"devices": [1, 2]}))
    assert await async_read_json(answer) == {"devices": [1, 2]}


async def test_an_answer_can_be_read_in_every_way_and_more_than_once(
    client: aiohttp.ClientSession, server: Server
) -> None:
    answer = await answer_of(client, server, say(200, {"devices": []}))
    assert await answer.json(content_type=None) == {"devices": []}
    assert await answer.text() == '{"devices": []}'
    assert await answer.read() == b'{"devices": []}'


async def test_the_connection_of_an_answer_is_free_for_the_next_request(server: Server) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as client:
        for _ in range(3):
            await answer_of(client, server, say(200, {}))


async def test_an_answer_that_is_too_long_gives_its_connection_back(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "MAX_BODY", 10)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1)) as client:
        with pytest.raises(TemporaryError, match="too long") as kept:
            await answer_of(client, server, Answer(200, bytes(11)))
        await answer_of(client, server, Answer(200, bytes(10)))
    assert kept.value.retry_after is None


async def test_the_caller_may_choose_another_time_out(
    client: aiohttp.ClientSession, server: Server, clock: Clock
) -> None:
    server.api_gate.clear()
    timeout = aiohttp.ClientTimeout(total=3)
    asking = asyncio.ensure_future(async_request(client, "GET", f"{server.url}/api", timeout=timeout))
    await until(lambda: server.calls)
    clock.advance(4)
    with pytest.raises(TemporaryError, match="Timeout"):
        await asking


@pytest.mark.parametrize("answer", [HTML, Answer(200), say(200, None), Answer(200, b"{'a': 1}")])
async def test_an_answer_that_is_not_json_is_temporary(
    client: aiohttp.ClientSession, server: Server, answer: Answer
) -> None:
    with pytest.raises(TemporaryError, match="not JSON") as raised:
        await async_read_json(await answer_of(client, server, answer))
    assert raised.value.__context__ is None, "the parser's error knows the whole answer"


@pytest.mark.parametrize("status", [300, 304, 400, 403, 404, 409, 429, 500, 503])
async def test_a_status_that_is_no_success_is_temporary_and_says_when_to_come_back(
    client: aiohttp.ClientSession, server: Server, status: int
) -> None:
    answer = await answer_of(client, server, say(status, {"fine": True}, Retry_After="7"))
    with pytest.raises(TemporaryError, match=str(status)) as raised:
        await async_read_json(answer)
    assert raised.value.retry_after == 7


@pytest.mark.parametrize(
    ("answer", "cause", "placeholders"),
    [
        (say(503), "error_status", {"status": "503"}),
        (say(429), "too_many_requests", {"status": "429"}),
        (HTML, "not_understood", {}),
    ],
)
async def test_the_cause_of_trouble_is_a_word_that_a_sentence_can_be_chosen_by(
    client: aiohttp.ClientSession, server: Server, answer: Answer, cause: str, placeholders: dict[str, str]
) -> None:
    with pytest.raises(TemporaryError) as raised:
        await async_read_json(await answer_of(client, server, answer))
    assert (raised.value.cause, raised.value.placeholders) == (cause, placeholders)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (TimeoutError(), "no_answer"),
        (aiohttp.ServerTimeoutError(), "no_answer"),
        (aiohttp.ServerDisconnectedError(), "no_connection"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "connection_refused"),
    ],
)
def test_a_vendor_that_is_late_is_told_from_one_that_is_not_there(error: Exception, cause: str) -> None:
    assert describe_fault(error).cause == cause


async def test_no_vendor_can_ask_for_a_pause_that_costs_an_account_its_day(
    client: aiohttp.ClientSession, server: Server
) -> None:
    answer = await answer_of(client, server, say(503, Retry_After="86400"))
    with pytest.raises(TemporaryError) as raised:
        await async_read_json(answer)
    assert raised.value.retry_after == 3600


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_every_success_is_one(client: aiohttp.ClientSession, server: Server, status: int) -> None:
    raise_for_status(await answer_of(client, server, Answer(status)))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "86400"}, MAX_RETRY_AFTER),
        ({"Retry-After": "86401"}, MAX_RETRY_AFTER),
        ({"Retry-After": "999999999"}, MAX_RETRY_AFTER),
        ({"Retry-After": "9999999999"}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": "Fri, 01 Jan 2027 10:02:00 GMT", "Date": DATE}, 120),
        ({"Retry-After": "Friday, 01-Jan-27 10:02:00 GMT", "Date": DATE}, 120),
        ({"Retry-After": "Fri Jan  1 10:02:00 2027", "Date": DATE}, 120),
        ({"Retry-After": "Fri, 01 Jan 2027 09:59:00 GMT", "Date": DATE}, 0),
        ({"Retry-After": "Sat, 01 Jan 2028 10:00:00 GMT", "Date": DATE}, MAX_RETRY_AFTER),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT", "Date": "yesterday"}, MAX_RETRY_AFTER),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, MAX_RETRY_AFTER),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"Retry-After": "Fri, 99 Jan 2027 10:02:00 GMT", "Date": DATE}, None),
        ({"Retry-After": "Fri, 01 Jan 99999999999999999999 10:02:00 GMT", "Date": DATE}, None),
    ],
)
def test_retry_after_is_read_in_both_forms(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(_with_headers(headers)) == seconds


def test_a_date_is_read_by_the_own_clock_where_the_vendor_does_not_tell_the_time() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=100), usegmt=True)
    assert retry_after(_with_headers({"Retry-After": date})) == pytest.approx(99, abs=2)


@UNHURRIED
@given(
    st.dictionaries(
        st.sampled_from(["Retry-After", "Date"]),
        st.text()
        | st.from_regex(r"\A\w{3}, \d+ (Jan|Feb) -?\d+ \d+:\d+:\d+ ([-+]\d+|GMT|\w*)\Z")
        | st.from_regex(r"\A[-+]?\d*\.?\d+(e\d+)?\Z"),
    )
)
def test_no_retry_after_is_an_error(headers: dict[str, str]) -> None:
    seconds = retry_after(_with_headers(headers))
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER


@UNHURRIED
@given(st.binary() | st.text().map(str.encode))
def test_no_body_is_an_error(body: bytes) -> None:
    parse_json(body)


def _with_headers(headers: dict[str, str]) -> aiohttp.ClientResponse:
    """Return an answer of which only the headers matter; its constructor wants a whole connection."""
    response = aiohttp.ClientResponse.__new__(aiohttp.ClientResponse)
    response._headers = CIMultiDictProxy(CIMultiDict(headers))
    response._cache = {}
    return response


def redirect(location: str, status: int = 302) -> Answer:
    """Return an answer that redirects."""
    return Answer(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_on_the_same_origin_is_followed(
    client: aiohttp.ClientSession, server: Server, status: int
) -> None:
    server.api_answers.extend([redirect("/api?page=2", status), say(200, {"page": 2})])
    response = await async_request(client, "GET", f"{server.url}/api", params={"page": "1"})
    assert await async_read_json(response) == {"page": 2}
    assert str(response.url) == f"{server.url}/api?page=2"


async def test_a_redirect_goes_on_for_a_while_only(client: aiohttp.ClientSession, server: Server) -> None:
    server.api_answers.extend(redirect("/api") for _ in range(100))
    with pytest.raises(TemporaryError, match="the vendor answered 302"):
        await async_read_json(await async_request(client, "GET", f"{server.url}/api"))
    assert len(server.calls) == http.MAX_REDIRECTS + 1


@pytest.fixture
async def elsewhere(socket_enabled: None) -> AsyncGenerator[Server]:
    """Serve somebody else."""
    elsewhere = Server()
    await elsewhere.start()
    yield elsewhere
    await elsewhere.stop()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
async def test_no_redirect_leads_to_another_origin(
    client: aiohttp.ClientSession, server: Server, elsewhere: Server, method: str, status: int
) -> None:
    server.api_answers.append(redirect(f"{elsewhere.url}/api", status))
    body = None if method == "GET" else b"secret"
    response = await async_request(client, method, f"{server.url}/api", data=body)
    with pytest.raises(TemporaryError, match=f"the vendor answered {status}"):
        raise_for_status(response)
    assert not elsewhere.calls


@pytest.mark.parametrize("status", [307, 308])
async def test_no_body_is_sent_a_second_time_because_of_a_redirect(
    client: aiohttp.ClientSession, server: Server, status: int
) -> None:
    server.api_answers.append(redirect("/api", status))
    response = await async_request(client, "PUT", f"{server.url}/api", data=b"secret")
    assert (response.status, len(server.calls)) == (status, 1)


@pytest.mark.parametrize(
    "location",
    [
        "",
        "http://[",
        "http://a:b/",
        "http://a:99999999/",
        "//",
        "app://login",
        "http:///",
        "/\ud800",
        "http://\udcff/",
    ],
)
async def test_a_redirect_to_nowhere_is_temporary(
    client: aiohttp.ClientSession, server: Server, location: str
) -> None:
    server.api_answers.append(redirect(location))
    with pytest.raises(TemporaryError):
        await async_read_json(await async_request(client, "GET", f"{server.url}/api"))


async def test_a_client_that_is_closed_is_a_temporary_error(
    client: aiohttp.ClientSession, server: Server
) -> None:
    await client.close()
    with pytest.raises(TemporaryError):
        await async_request(client, "GET", f"{server.url}/api")


@pytest.mark.parametrize(
    "url", ["http://", "http://[", "http://a:99999999/", "", "nonsense", "http://\udcff/"]
)
async def test_what_is_no_address_is_temporary(client: aiohttp.ClientSession, url: str) -> None:
    with pytest.raises(TemporaryError):
        await async_request(client, "GET", url)
