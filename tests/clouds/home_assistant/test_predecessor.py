"""What the entities of the HACS integration are here."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import load_vendor
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.home_assistant.home import Home
from custom_components.latchkey.clouds.home_assistant.predecessor import find_counterpart
from custom_components.latchkey.clouds.predecessor import Counterpart, OldEntity
from custom_components.latchkey.clouds.settings import Selection, Settings
from tests.clouds.domains import domain_of

from .remote import Remote

UUID = "0123456789abcdef0123456789abcdef"
URL = "http://192.0.2.7:8123"


def old_entity(entity_id: str, **options: Any) -> OldEntity:
    """Return an entity that is mirrored, as the registry here knows it."""
    return OldEntity(
        domain=entity_id.partition(".")[0], unique_id=f"{UUID[:16]}_{entity_id}", entry_options=options
    )


async def fetched(
    session: TokenSession, remote: Remote, settings: Settings | None = None
) -> HomeAssistantCloud:
    """Return the account as it was read."""
    cloud = HomeAssistantCloud(session, settings or Settings(), url=remote.url)
    await cloud.async_fetch()
    return cloud


async def test_an_old_entity_becomes_the_one_that_it_mirrored(session: TokenSession, remote: Remote) -> None:
    entry = remote.add_entity("light.kitchen", device="Stove")
    cloud = await fetched(session, remote)
    found = cloud.counterpart(old_entity("light.kitchen"))
    assert found == Counterpart(feature=(remote.device("Stove").id, entry.id))
    snapshot = await cloud.async_fetch()
    assert domain_of(snapshot.devices[found.feature[0]].features[found.feature[1]]) == "light"


async def test_what_has_no_device_there_belongs_to_the_instance(
    session: TokenSession, remote: Remote
) -> None:
    entry = remote.add_entity("sensor.weather", "12")
    remote.hass.states.async_set("sensor.template", "12")
    cloud = await fetched(session, remote)
    assert cloud.counterpart(old_entity("sensor.weather")) == Counterpart(feature=("instance", entry.id))
    unregistered = cloud.counterpart(old_entity("sensor.template"))
    assert unregistered == Counterpart(feature=("instance", "sensor.template"))


async def test_a_prefix_is_none_of_the_other_sides_names(session: TokenSession, remote: Remote) -> None:
    entry = remote.add_entity("light.kitchen")
    cloud = await fetched(session, remote)
    prefixed = old_entity("light.parents_kitchen", entity_prefix="parents_")
    assert cloud.counterpart(prefixed) == Counterpart(feature=("instance", entry.id))
    assert cloud.counterpart(old_entity("light.parents_kitchen")) == "not_listed"
    assert cloud.counterpart(old_entity("light.kitchen", entity_prefix=7)) == cloud.counterpart(prefixed)


async def test_what_cannot_be_shown_here_has_no_counterpart(session: TokenSession, remote: Remote) -> None:
    remote.add_entity("stt.microphone")
    cloud = await fetched(session, remote)
    assert cloud.counterpart(old_entity("stt.microphone")) == "no_counterpart"


async def test_the_state_of_the_connection_has_no_counterpart(session: TokenSession, remote: Remote) -> None:
    cloud = await fetched(session, remote)
    assert cloud.counterpart(OldEntity(domain="sensor", unique_id=UUID)) == "no_counterpart"


async def test_what_a_person_did_not_choose_is_not_shown(session: TokenSession, remote: Remote) -> None:
    remote.add_entity("light.kitchen")
    remote.add_entity("lock.door")
    settings = Settings(selection=Selection(kinds=frozenset({"lock"})))
    cloud = await fetched(session, remote, settings)
    assert cloud.counterpart(old_entity("light.kitchen")) == "not_shown"
    assert isinstance(cloud.counterpart(old_entity("lock.door")), Counterpart)


async def test_what_is_gone_there_is_not_listed(session: TokenSession, remote: Remote) -> None:
    cloud = HomeAssistantCloud(session, Settings(), url=remote.url)
    assert cloud.counterpart(old_entity("light.kitchen")) == "not_listed"
    await cloud.async_fetch()
    assert cloud.counterpart(old_entity("light.kitchen")) == "not_listed"


@pytest.mark.parametrize(
    ("url", "data", "is_ours"),
    [
        (URL, {"host": "192.0.2.7", "port": 8123}, True),
        ("https://Home.example.com", {"host": "home.example.com", "port": 443}, True),
        ("http://[2001:db8::7]:8123", {"host": "2001:db8::7", "port": 8123}, True),
        (URL, {"host": "192.0.2.8", "port": 8123}, False),
        (URL, {"host": "192.0.2.7", "port": 8124}, False),
        (URL, {"host": ["192.0.2.7"], "port": None}, False),
        (URL, {}, True),
    ],
)
def test_nothing_but_its_address_says_of_which_home_an_entity_is(
    url: str, data: dict[str, Any], is_ours: bool
) -> None:
    old = replace(old_entity("light.kitchen"), entry_data=data)
    assert find_counterpart(old, Home(Settings(), URL), url) == ("not_listed" if is_ours else "other_account")


def test_an_entry_brings_what_begins_with_the_id_of_the_other_side() -> None:
    predecessor = load_vendor("home_assistant").predecessor
    assert predecessor is not None
    assert predecessor.brings(UUID, old_entity("light.kitchen").unique_id)
    assert not predecessor.brings(UUID[::-1], old_entity("light.kitchen").unique_id)
    assert not predecessor.brings("remote", old_entity("light.kitchen").unique_id)


@given(unique_id=st.one_of(st.text(), st.text().map(lambda rest: f"{UUID[:16]}_light.{rest}")))
def test_no_unique_id_makes_it_stumble(unique_id: str) -> None:
    old = OldEntity(domain="light", unique_id=unique_id)
    assert find_counterpart(old, Home(Settings(), URL), URL) in ("no_counterpart", "not_listed")
