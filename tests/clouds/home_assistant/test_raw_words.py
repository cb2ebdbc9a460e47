"""Of another Home Assistant, diagnostics show kinds, classes, units and states, and nobody's own words."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import pytest

from custom_components.latchkey.auth.redaction import REDACTED
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds import vocabulary
from custom_components.latchkey.clouds.allowed import LEFT_OUT, OTHER_KEYS, Sieve
from custom_components.latchkey.clouds.home_assistant import raw_words
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.home_assistant.mapping import DOMAINS
from custom_components.latchkey.clouds.home_assistant.registry import Entity
from custom_components.latchkey.clouds.home_assistant.states import State
from custom_components.latchkey.clouds.settings import Selection, Settings
from tests.canaries import CANARIES, PLACE, found

from .listening import Listener
from .remote import Remote


def show(entity_id: str, state: str | None, **attributes: Any) -> Any:
    """Return what is shown of an entity."""
    states = {entity_id: State(state, attributes)} if state is not None else {}
    shown: Any = raw_words.describe([Entity(id="registered", entity_id=entity_id)], states, Sieve())
    return shown[0]


async def test_what_is_shown_here_is_told_in_the_words_of_the_other_side(
    remote: Remote, session: TokenSession
) -> None:
    remote.add_entity("light.hall", "on", device="Hall", brightness=80, supported_color_modes=["brightness"])
    remote.add_entity(
        "sensor.attic", "21.537", device_class="temperature", unit_of_measurement="°C", owner="Alice"
    )
    remote.add_entity("switch.secret", "on")
    settings = Settings(selection=Selection(kinds=frozenset({"light", "sensor"})))
    cloud = HomeAssistantCloud(session, settings, url=remote.url)
    assert await cloud.async_raw_words(Sieve()) == []
    await cloud.async_fetch()
    told: Any = await cloud.async_raw_words(Sieve())
    light, sensor = told
    assert light == {
        "entity": "entity_1",
        "device": "device_1",
        "domain": "light",
        "category": None,
        "state": "on",
        "attributes": {"brightness": 80, "supported_color_modes": ["brightness"]},
    }
    assert (sensor["domain"], sensor["state"]) == ("sensor", 21.54)
    assert sensor["attributes"] == {
        "device_class": "temperature",
        "unit_of_measurement": "°C",
        OTHER_KEYS: 1,
    }


def test_a_state_that_a_person_wrote_is_redacted() -> None:
    assert show("input_select.mood", "Alice is asleep", options=["Alice is asleep", "off"]) == {
        "entity": "entity_1",
        "device": None,
        "domain": "input_select",
        "category": None,
        "state": REDACTED,
        "attributes": {"options": [REDACTED, REDACTED]},
    }


def test_a_number_that_is_no_reading_is_redacted() -> None:
    assert show("sensor.phone", "41791234567")["state"] == REDACTED
    assert show("input_number.level", "7.5")["state"] == 7.5


@pytest.mark.parametrize("domain", ["input_text", "text"])
def test_a_text_is_redacted_whatever_it_says(domain: str) -> None:
    assert show(f"{domain}.password", "off", mode="password")["state"] == REDACTED
    assert show(f"{domain}.password", "unavailable")["state"] == "unavailable"


@pytest.mark.parametrize("domain", ["device_tracker", "person"])
def test_where_somebody_is_is_redacted(domain: str) -> None:
    told = show(f"{domain}.alice", "home", latitude=52.4, longitude=4.9, in_zones=["zone.home"])
    assert told["state"] == REDACTED
    assert set(told["attributes"].values()) == {REDACTED}


def test_an_entity_without_a_state_has_none() -> None:
    assert show("light.hall", None)["state"] is None


def test_nothing_personal_passes_in_any_attribute_or_state() -> None:
    tables = raw_words.ATTRIBUTES
    for canary in (*CANARIES, "alice"):
        for domain in DOMAINS:
            attributes: dict[str, Any] = dict.fromkeys(tables, canary) | {canary: canary, "more": PLACE}
            told = json.dumps(show(f"{domain}.x", canary, **attributes))
            lists = json.dumps(show(f"{domain}.x", "on", **{key: [canary, PLACE] for key in tables}))
            assert found(told) == found(lists) == []
            assert "alice" not in told + lists


def test_of_a_big_house_some_is_left_out() -> None:
    entities = [Entity(id=str(number), entity_id=f"light.lamp_{number}") for number in range(3000)]
    told: Any = raw_words.describe(entities, {}, Sieve())
    assert (len(told), told[-1]) == (raw_words.MAX_ENTITIES + 1, LEFT_OUT)


def test_every_kind_that_can_be_shown_is_known() -> None:
    assert vocabulary.DOMAINS == DOMAINS


async def test_it_is_noted_whether_the_other_side_pushes(remote: Remote, session: TokenSession) -> None:
    cloud = HomeAssistantCloud(session, Settings(), url=remote.url)
    remote.add_entity("light.hall", "off")
    listener = Listener()
    listening = asyncio.create_task(cloud.async_listen(listener))
    await listener.next()
    assert cloud.pushes.describe(Sieve())["up"] is True
    remote.hass.states.async_set("light.hall", "on")
    await listener.next()
    assert cloud.pushes.describe(Sieve())["last_push"] == 0
    listening.cancel()
    with suppress(asyncio.CancelledError):
        await listening
    assert cloud.pushes.describe(Sieve())["up"] is False
