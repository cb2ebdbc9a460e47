"""Every kind of bad luck, as a client meets it."""

import asyncio
import signal

import aiohttp
import pytest

from .hubspace import HubspaceSimulator

URL = "https://api2.afero.net/v1/users/me"
UNTOUCHED = 401
"""What the request is answered where nothing goes wrong: it has no bearer."""


async def ask(client: aiohttp.ClientSession) -> int:
    async with client.get(URL) as response:
        return response.status


async def refresh(client: aiohttp.ClientSession, refresh_token: str) -> int:
    """Ask for a token at the token endpoint."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        "client_id": "hubspace_android",
    }
    url = f"https://accounts.hubspaceconnect.com{HubspaceSimulator.TOKEN}"
    async with client.post(url, data=form) as response:
        return response.status


async def test_an_answer_on_order_is_given_as_often_as_ordered(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.answer("/v1", status=503, times=2)
    assert [await ask(client) for _ in range(3)] == [503, 503, UNTOUCHED]


async def test_a_fault_without_a_number_lasts_until_it_is_healed(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.answer(status=500, times=None)
    assert [await ask(client) for _ in range(3)] == [500, 500, 500]
    hubspace.faults.heal()
    assert await ask(client) == UNTOUCHED


async def test_a_fault_hits_only_the_paths_it_is_ordered_for(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.answer("/v1/*/state", status=500)
    assert await ask(client) == UNTOUCHED


@pytest.mark.parametrize("retry_after", [30, "Wed, 21 Oct 2026 07:28:00 GMT"])
async def test_a_rate_limit_tells_when_to_come_back(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession, retry_after: str | int
) -> None:
    hubspace.faults.answer(status=429, retry_after=retry_after)
    async with client.get(URL) as response:
        assert response.status == 429
        assert response.headers["Retry-After"] == str(retry_after)


async def test_garbage_comes_as_ordered(hubspace: HubspaceSimulator, client: aiohttp.ClientSession) -> None:
    hubspace.faults.answer(status=200, body="<html>Maintenance</html>")
    async with client.get(URL) as response:
        assert response.content_type == "text/html"
        assert await response.text() == "<html>Maintenance</html>"


async def test_a_request_hangs_until_it_is_healed(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.hang()
    request = asyncio.create_task(refresh(client, "unknown"))
    await hubspace.until_asked(HubspaceSimulator.TOKEN)
    assert not request.done()
    hubspace.faults.heal()
    with pytest.raises(aiohttp.ClientConnectionError):
        await request


async def test_a_request_is_held_until_it_is_healed_and_then_answered(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.hold()
    request = asyncio.create_task(refresh(client, hubspace.tokens.issue("alice").refresh_token))
    await hubspace.until_asked(HubspaceSimulator.TOKEN)
    assert not request.done()
    hubspace.faults.heal()
    assert await request == 200


async def test_a_connection_dropped_before_changes_nothing(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    token = hubspace.tokens.issue("alice").refresh_token
    hubspace.faults.drop(HubspaceSimulator.TOKEN)
    with pytest.raises(aiohttp.ClientConnectionError):
        await refresh(client, token)
    assert hubspace.tokens.live() == [token]


async def test_a_connection_dropped_after_loses_only_the_answer(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    token = hubspace.tokens.issue("alice").refresh_token
    hubspace.faults.drop(HubspaceSimulator.TOKEN, after=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await refresh(client, token)
    assert hubspace.tokens.live()
    assert hubspace.tokens.live() != [token]


async def test_requests_are_counted_by_path_and_method(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.answer("/v1", status=503)
    await ask(client)
    await refresh(client, "unknown")
    assert hubspace.requests == [("GET", "/v1/users/me"), ("POST", HubspaceSimulator.TOKEN)]
    assert hubspace.count() == 2
    assert hubspace.count("/v1") == 1
    assert hubspace.count(HubspaceSimulator.TOKEN, "GET") == 0


async def test_a_process_is_killed_once_its_answer_has_left(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    process = await asyncio.create_subprocess_exec("sleep", "60")
    hubspace.faults.kill("/v1", process=process.pid, after=0.001)
    assert await ask(client) == UNTOUCHED
    assert await process.wait() == -signal.SIGKILL


async def test_an_answer_that_drips_comes_whole_and_late(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    hubspace.faults.drip("/v1", pause=0.001)
    async with client.get(URL) as response:
        assert (await response.json())["message"] == "Unauthorized"
    assert loop.time() - begun > 0.02


async def test_a_body_is_sent_as_it_is_whatever_is_said_of_its_packing(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.answer("/v1", status=200, body=b"no gzip", content_encoding="gzip")
    with pytest.raises(aiohttp.ClientError):
        async with client.get(URL) as response:
            await response.read()


async def test_an_answer_that_is_changed_is_carried_out_and_says_something_else(
    hubspace: HubspaceSimulator, client: aiohttp.ClientSession
) -> None:
    hubspace.faults.change("/v1", bytes.upper)
    async with client.get(URL) as response:
        assert (response.status, await response.text()) == (UNTOUCHED, '{"MESSAGE": "UNAUTHORIZED"}')
