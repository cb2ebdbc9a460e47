"""Events of the other side's bus."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from homeassistant.auth.const import GROUP_ID_ADMIN

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.home_assistant.bus import MAX_BYTES
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.settings import Settings

from .listening import Listener
from .remote import Remote

TYPE = "doorbell_pressed"
OWN_USER = "a user of this side"


@pytest.fixture
async def told(remote: Remote, session: TokenSession) -> AsyncGenerator[asyncio.Queue[tuple[str, Any]]]:
    """Return what is told while the account of an administrator listens."""
    await remote.hass.auth.async_update_user(remote.user, group_ids=[GROUP_ID_ADMIN])
    events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
    settings = Settings(event_types=frozenset({TYPE}), own_account_ids=frozenset({OWN_USER}))
    cloud = HomeAssistantCloud(session, settings, url=remote.url)
    cloud.tell_events(lambda *event: events.put_nowait(event))
    remote.add_entity("light.hall", "off")
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    yield events
    listening.cancel()
    await asyncio.wait([listening])


async def next_of(told: asyncio.Queue[tuple[str, Any]]) -> tuple[str, Any]:
    """Return what is told next."""
    async with asyncio.timeout(5):
        return await told.get()


async def test_an_event_is_told_with_what_it_holds_and_through_whom_it_came(
    remote: Remote, told: asyncio.Queue[tuple[str, Any]]
) -> None:
    remote.hass.bus.async_fire(TYPE, {"door": "front", "times": 2})
    data = {"door": "front", "times": 2, "latchkey": [remote.user.id]}
    assert await next_of(told) == (TYPE, data)


async def test_other_events_are_not_told(remote: Remote, told: asyncio.Queue[tuple[str, Any]]) -> None:
    remote.hass.bus.async_fire("mail_arrived")
    remote.hass.bus.async_fire(TYPE)
    assert (await next_of(told))[0] == TYPE
    assert told.empty()


@pytest.mark.parametrize(
    "way", [[OWN_USER], ["somebody", OWN_USER], ["a", "b", "c", "d"]], ids=["from here", "round", "far"]
)
async def test_what_came_from_here_and_what_came_too_far_is_not_told(
    remote: Remote, told: asyncio.Queue[tuple[str, Any]], way: list[str]
) -> None:
    remote.hass.bus.async_fire(TYPE, {"latchkey": way})
    remote.hass.bus.async_fire(TYPE, {"latchkey": ["somebody else"]})
    assert (await next_of(told))[1] == {"latchkey": [remote.user.id, "somebody else"]}


async def test_what_is_too_long_is_not_told(
    remote: Remote, told: asyncio.Queue[tuple[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    remote.hass.bus.async_fire(TYPE, {"secret": "x" * MAX_BYTES})
    remote.hass.bus.async_fire(TYPE, {})
    assert (await next_of(told))[1] == {"latchkey": [remote.user.id]}
    assert "An event of the type doorbell_pressed is too long to be fired here" in caplog.text


async def test_who_is_no_administrator_there_is_told_of_no_such_event(
    remote: Remote, session: TokenSession, caplog: pytest.LogCaptureFixture
) -> None:
    remote.add_entity("light.hall", "off")
    settings = Settings(event_types=frozenset({TYPE, "area_registry_updated"}))
    cloud = HomeAssistantCloud(session, settings, url=remote.url)
    assert await cloud.async_list_forbidden(settings.event_types) == [TYPE]
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    listening.cancel()
    await asyncio.wait([listening])
    assert "tells events of the type doorbell_pressed to administrators only" in caplog.text
    assert listener.losses == []
