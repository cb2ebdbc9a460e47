"""Whatever a vendor sends is read or is nothing; whatever a person types is an address or is refused."""

import json
import random
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from yarl import URL

from custom_components.latchkey.auth.errors import InvalidAddress, TemporaryError
from custom_components.latchkey.auth.redaction import REDACTED, mask, redact
from custom_components.latchkey.clouds.bticino.installation import parse_account, parse_homes
from custom_components.latchkey.clouds.bticino.messages import parse_history, parse_message
from custom_components.latchkey.clouds.bticino.status import parse_statuses, read_errors, update_statuses
from custom_components.latchkey.clouds.home_assistant.address import candidates
from custom_components.latchkey.clouds.home_assistant.home import Home
from custom_components.latchkey.clouds.home_assistant.registry import async_parse_registry
from custom_components.latchkey.clouds.home_assistant.selection import choose, list_choices
from custom_components.latchkey.clouds.home_assistant.states import async_parse_states
from custom_components.latchkey.clouds.live_views import parse_ice_servers
from custom_components.latchkey.clouds.raw import read_mapping
from custom_components.latchkey.clouds.settings import Selection, Settings
from tests.chaos.mutation import mutate
from tests.clouds.home_assistant.at_once import at_once
from tests.simulators.bticino.catalogue import catalogue

LUCK = st.integers(0, 2**63).map(random.Random)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)

HOMES = {
    "user": {"id": "u1", "email": "alice@example.com"},
    "homes": [home.information(has_modules=True) for home in catalogue()],
}
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
STATUS = {
    "body": {"home": catalogue()[0].state(tells_locks=True), "errors": [{"code": 6, "id": "m1"}]},
    "time_server": 1_763_600_000,
}
PUSH = {
    "push_type": "BNC1-rtc",
    "extra_params": {
        "session_id": "s1",
        "device_id": "00:03:50:aa:bb:01",
        "home_id": "h1",
        "home": {"id": "h1", "modules": [{"id": "m1", "lock": False}]},
        "data": {"type": "offer", "session_description": {"module_id": "m1", "sdp": "v=0"}},
        "snapshot_url": "https://example.com/1",
    },
}
EVENTS = {
    "body": {
        "home": {
            "id": "h1",
            "events": [
                {
                    "id": "e1",
                    "type": "outdoor",
                    "time": 1_763_599_990,
                    "module_id": "00:03:50:aa:bb:01",
                    "subevents": [
                        {
                            "type": "incoming_call",
                            "time": 1_763_599_990,
                            "session_id": "s1",
                            "snapshot": {"url": "https://example.com/1", "expires_at": 1_763_600_300},
                        }
                    ],
                    "video_status": "available",
                }
            ],
        }
    },
    "time_server": 1_763_600_000,
}
TURN = [{"urls": ["turn:example.com:3478"], "username": "u", "credential": "a credential"}]
THERE: list[Any] = [
    {
        "location_name": "Parents",
        "unit_system": {"temperature": "°C"},
        "state": "RUNNING",
        "version": "2026.10.0",
    },
    [
        {
            "entity_id": "light.hall",
            "unique_id": "1",
            "platform": "hue",
            "device_id": "d1",
            "area_id": "a1",
            "labels": ["l1"],
            "name": None,
            "original_name": "Hall",
            "entity_category": None,
            "disabled_by": None,
            "hidden_by": None,
            "icon": None,
        }
    ],
    [{"id": "d1", "name": "Hall", "name_by_user": None, "area_id": "a1", "labels": [], "manufacturer": "M"}],
    [{"area_id": "a1", "name": "Hall"}],
    [{"label_id": "l1", "name": "Shared"}],
]
STATES: list[Any] = [
    {
        "entity_id": "light.hall",
        "state": "on",
        "attributes": {"brightness": 5, "supported_color_modes": ["hs"], "hs_color": [1, 2]},
    }
]
COMPRESSED: dict[str, Any] = {
    "a": {"light.hall": {"s": "on", "a": {"brightness": 5}, "c": "x", "lc": 1.5}},
    "c": {"light.hall": {"+": {"s": "off", "a": {"x": 1}}, "-": {"a": ["brightness"]}}},
    "r": ["light.cellar"],
}


def spoilt(sample: Any, luck: random.Random) -> Any:
    """Return a sample in which something is not as it should be."""
    return json.loads(mutate(json.dumps(sample).encode(), luck))


@given(LUCK)
def test_what_is_pushed_of_a_door_is_read_or_is_nothing(luck: random.Random) -> None:
    parse_message(read_mapping(spoilt(PUSH, luck)), NOW)


@given(LUCK)
def test_a_history_of_calls_is_read_as_far_as_it_makes_sense(luck: random.Random) -> None:
    for call in parse_history(read_mapping(spoilt(EVENTS, luck)), NOW):
        assert call.session_id


@given(LUCK)
def test_homes_are_read_as_far_as_they_make_sense(luck: random.Random) -> None:
    raw = read_mapping(spoilt(HOMES, luck))
    with suppress(TemporaryError):
        assert parse_account(raw).id
    with suppress(TemporaryError):
        for home_id, home in parse_homes(raw).items():
            assert home_id == home.id


@given(LUCK)
def test_how_modules_are_is_read_as_far_as_it_makes_sense(luck: random.Random) -> None:
    raw = read_mapping(spoilt(STATUS, luck))
    with suppress(TemporaryError):
        known = parse_statuses(raw, {}, NOW)
        update_statuses(known, read_mapping(spoilt(STATUS["body"], luck)), NOW)
    read_errors(raw)


@given(LUCK)
def test_turn_servers_without_an_address_are_none(luck: random.Random) -> None:
    assert all(server.urls for server in parse_ice_servers(spoilt(TURN, luck)))


@given(LUCK, st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3))
@example(random.Random(0), ["[", "[!", "*" * 40], ["light.[z-a]"])
def test_another_home_assistant_is_shown_as_far_as_it_makes_sense(
    luck: random.Random, patterns: list[str], excluded: list[str]
) -> None:
    settings = Settings(selection=Selection(patterns=tuple(patterns), excluded=tuple(excluded)))
    with suppress(TemporaryError):
        registry = at_once(async_parse_registry)(*(spoilt(answer, luck) for answer in THERE))
        assert choose(registry, settings) <= registry.entities.keys()
        states = at_once(async_parse_states)(spoilt(STATES, luck))
        list_choices(registry, states, settings)
        home = Home(settings, "http://192.0.2.7:8123")
        at_once(home.async_take)(registry, states)
        changed = set(home.change(spoilt(COMPRESSED, luck)))
        home.update(changed)
        assert home.snapshot.devices


@given(
    TEXTS | st.builds("{}://{}:{}/{}".format, st.sampled_from(("http", "https", "ws")), TEXTS, TEXTS, TEXTS)
)
@example("http://[::1")
@example("http://a:" + "9" * 400)
@example("https://homeassistant.local:8123@evil.example/")
def test_what_a_person_types_leads_to_a_web_page_or_is_refused(typed: str) -> None:
    with suppress(InvalidAddress):
        found = candidates(typed)
        assert found
        assert {URL(url).scheme for url in found} <= {"http", "https"}
        assert not any("@" in URL(url).raw_authority for url in found)


@given(st.text(min_size=4, max_size=40), TEXTS, TEXTS)
def test_a_secret_is_masked_wherever_it_stands_in_a_line(secret: str, before: str, after: str) -> None:
    mask(secret)
    for spelling in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1]):
        assert spelling in REDACTED or spelling not in redact(f"{before} {spelling} {after}").replace(
            REDACTED, ""
        )
