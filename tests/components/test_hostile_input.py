"""What anybody announces on the network, and what people write in actions, is read or refused."""

from contextlib import suppress
from ipaddress import ip_address
from typing import Any

import voluptuous as vol
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.actions.accounts import SEND_STATE_SCHEMA
from custom_components.latchkey.actions.schedules import (
    DAYS,
    SCHEDULE_SCHEMA,
    describe_schedule,
    parse_schedule,
)
from custom_components.latchkey.clouds.home_assistant.announcement import Announcement
from custom_components.latchkey.entities.sendable import MAX_VALUES, as_json

TEXTS = st.text(st.characters(exclude_categories=()), max_size=300)
ADDRESSES = TEXTS | st.builds(
    "{}://{}:{}/{}".format, st.sampled_from(("http", "https", "ftp")), TEXTS, TEXTS, TEXTS
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
POINTS = st.dictionaries(
    st.sampled_from(("at", "temperature", "state")),
    JSON | st.sampled_from(("06:30", "24:00", "on", "21", "nan", "1e400")),
    max_size=3,
)


@given(
    st.dictionaries(
        st.sampled_from(("uuid", "location_name", "internal_url", "external_url", "base_url")),
        ADDRESSES | st.none() | st.binary(max_size=10),
    ),
    st.integers(1, 65535),
    TEXTS,
)
def test_what_is_announced_is_a_web_page_or_nothing(properties: dict[str, Any], port: int, name: str) -> None:
    address = ip_address("192.0.2.1")
    found = Announcement.parse(
        ZeroconfServiceInfo(
            ip_address=address,
            ip_addresses=[address, ip_address("fe80::1%2")],
            port=port,
            hostname=f"{name}.local.",
            type="_home-assistant._tcp.local.",
            name=f"{name}._home-assistant._tcp.local.",
            properties=properties,
        )
    )
    if found is not None:
        assert found.url.startswith(("http://", "https://"))
        assert found.is_at(found.url)
        assert "@" not in found.url.partition("//")[2].partition("/")[0]


@given(st.dictionaries(st.sampled_from(DAYS), st.lists(POINTS, max_size=3) | JSON))
def test_a_schedule_is_read_as_it_is_written_or_refused(written: dict[str, Any]) -> None:
    with suppress(vol.Invalid):
        schedule = parse_schedule(SCHEDULE_SCHEMA(written), "°C")
        described = describe_schedule(schedule, "°C")
        assert described is not None
        assert parse_schedule(SCHEDULE_SCHEMA(described), "°C") == schedule


@given(JSON, JSON)
def test_raw_values_can_be_sent_or_are_refused(values: Any, value: Any) -> None:
    for sent in (values, [{"functionClass": "power", "value": value}]):
        with suppress(vol.Invalid, ServiceValidationError):
            taken = SEND_STATE_SCHEMA({"device_id": "d1", "values": sent})
            as_json(taken["values"])
            assert len(repr(taken["values"])) < 8 * MAX_VALUES * 1024
