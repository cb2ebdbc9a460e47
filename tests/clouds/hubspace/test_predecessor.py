"""What the entities of the HACS integration are here."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.clouds.hubspace.predecessor import find_counterpart
from custom_components.latchkey.clouds.predecessor import Counterpart, MissingReason, OldEntity
from tests.clouds.domains import domain_of
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import catalogue

from .account import LinkedHome
from .old_entities import list_old_entities

WITHOUT_COUNTERPART = {
    ".battery-powered|None",
    ".disarmed-by",
    ".history-event",
    ".('air-swing', None)",
    ".('fan-speed', 'ac-fan-speed')",
    ".('sleep', None)",
    "-portable-ac-power",
    "",
}
"""How the unique ids end of what is something else here, or nothing.

The last is the power of all spigots of a water timer, and that of both channels of a lamp.
"""


@pytest.fixture
async def old_entities() -> list[OldEntity]:
    """Return the entities that the HACS integration makes of the catalogue."""
    return await list_old_entities([metadevice.full() for metadevice in catalogue()])


def old_entity(home: LinkedHome, name: str, domain: str, rest: str = "") -> OldEntity:
    """Return an old entity of a metadevice."""
    return OldEntity(
        domain=domain,
        unique_id=f"{home.vendor.find(name).id}{rest}",
        entry_id="01ABC",
        entry_unique_id="alice@example.com",
    )


def named(home: LinkedHome, found: Counterpart | MissingReason) -> tuple[str, str]:
    """Return the device and the key, without its metadevice, of a counterpart."""
    assert isinstance(found, Counterpart)
    device_id, key = found.feature
    assert key in home.snapshot.devices[device_id].features
    return home.snapshot.devices[device_id].name, key.partition(":")[2] or key


def test_every_old_entity_of_every_device_has_a_counterpart_or_a_reason(
    home: LinkedHome, old_entities: list[OldEntity]
) -> None:
    found = {old.unique_id: home.cloud.counterpart(old) for old in old_entities}
    assert len(found) == len(old_entities)
    for counterpart in found.values():
        if isinstance(counterpart, Counterpart):
            named(home, counterpart)
    assert Counter(each if isinstance(each, str) else "paired" for each in found.values()) == {
        "paired": 123,
        "merged": 2,
        "no_counterpart": 13,
    }


def test_all_but_a_pump_stays_of_its_domain(home: LinkedHome, old_entities: list[OldEntity]) -> None:
    others = {
        old.unique_id[36:]
        for old in old_entities
        if isinstance(found := home.cloud.counterpart(old), Counterpart)
        and domain_of(home.snapshot.devices[found.feature[0]].features[found.feature[1]]) != old.domain
    }
    assert others == {".('pump', None)"}


def test_what_was_a_fan_by_its_name_alone_is_a_switch(home: LinkedHome) -> None:
    old = old_entity(home, "Bath fan", "fan", "-exhaust-fan-motion-sensor-led.motion-sensor-led")
    assert named(home, home.cloud.counterpart(old)) == ("Bath fan", "toggle:motion-sensor-led")


def test_no_two_old_entities_become_one(home: LinkedHome, old_entities: list[OldEntity]) -> None:
    found = [home.cloud.counterpart(old) for old in old_entities]
    features = Counter(each.feature for each in found if isinstance(each, Counterpart))
    assert features.most_common(1)[0][1] == 1


def test_what_has_no_counterpart_is_known(home: LinkedHome, old_entities: list[OldEntity]) -> None:
    left_out = {old.unique_id[36:] for old in old_entities if home.cloud.counterpart(old) == "no_counterpart"}
    assert left_out == WITHOUT_COUNTERPART


@pytest.mark.parametrize(
    ("name", "domain", "rest", "here"),
    [
        ("Porch light", "light", "", ("Porch light", "light")),
        ("Porch light", "number", ".('speed', 'color-sequence')", ("Porch light", "speed:color-sequence")),
        ("Ring light", "light", "-light-trim", ("Ring light", "light:trim")),
        ("Bath light", "light", ".white", ("Bath light", "light:white")),
        ("Bath light", "light", "-light-color", ("Bath light", "light:color")),
        ("Bedroom fan", "fan", "", ("Bedroom ceiling fan", "fan")),
        ("Front door", "sensor", ".battery-level", ("Front door", "battery")),
        ("Transformer", "switch", ".zone-2", ("Transformer", "toggle:zone-2")),
        ("Transformer", "switch", "", ("Transformer", "power")),
        ("Transformer", "sensor", ".output-voltage-switch", ("Transformer", "output-voltage-switch")),
        ("Garage AC", "binary_sensor", ".error|water-tray-full", ("Garage AC", "error:water-tray-full")),
        ("Closet dehumidifier", "humidifier", "", ("Closet dehumidifier", "dehumidifier")),
        ("Alarm", "alarm_control_panel", "", ("Alarm", "alarm")),
        ("Alarm", "select", ".('bypass-allowed', None)", ("Alarm", "bypass-allowed")),
        ("Alarm", "binary_sensor", "-sensor-1.triggered|None", ("Hall motion", "sensor")),
        ("Alarm", "select", "-sensor-1.('triggerType', None)", ("Hall motion", "trigger_type")),
        (
            "Bath fan",
            "switch",
            "-exhaust-fan-speaker-power.speaker-power",
            ("Bath fan", "toggle:speaker-power"),
        ),
    ],
)
def test_an_old_entity_becomes_what_does_the_same(
    home: LinkedHome, name: str, domain: str, rest: str, here: tuple[str, str]
) -> None:
    counterpart = home.cloud.counterpart(old_entity(home, name, domain, rest))
    assert named(home, counterpart) == here


def test_the_strength_of_a_signal_is_told_in_another_unit(home: LinkedHome) -> None:
    found = home.cloud.counterpart(old_entity(home, "Porch light", "sensor", ".wifi-rssi"))
    assert isinstance(found, Counterpart)
    assert found.unit == "dBm"
    other = home.cloud.counterpart(old_entity(home, "Transformer", "sensor", ".watts"))
    assert isinstance(other, Counterpart)
    assert other.unit is None


@pytest.mark.parametrize(
    ("name", "domain", "rest"),
    [
        ("Vanity light", "light", ".night-light"),
        ("Porch light", "switch", ""),
        ("Porch light", "vacuum", ""),
        ("Front door", "lock", "-anon"),
        ("Alarm", "select", "-sensor-99.('triggerType', None)"),
    ],
)
def test_what_is_nothing_here_has_no_counterpart(home: LinkedHome, name: str, domain: str, rest: str) -> None:
    assert home.cloud.counterpart(old_entity(home, name, domain, rest)) == "no_counterpart"


def test_the_buttons_of_an_account_have_no_counterpart(home: LinkedHome) -> None:
    button = replace(old_entity(home, "Alarm", "button"), unique_id="alice@example.com-anon")
    assert home.cloud.counterpart(button) == "no_counterpart"


async def test_a_device_that_is_gone_is_not_listed(home: LinkedHome, hubspace: HubspaceSimulator) -> None:
    gone = old_entity(home, "Porch light", "light")
    hubspace.accounts["alice@example.com"].metadevices.pop(hubspace.find("Porch light").id)
    await home.poll(discover=True)
    assert home.cloud.counterpart(gone) == "not_listed"
    assert home.cloud.counterpart(replace(gone, entry_unique_id="ALICE@example.com")) == "not_listed"


def test_what_another_account_shows_is_of_that(home: LinkedHome) -> None:
    unlisted = "00000000-0000-4000-8000-000000000000"
    other = replace(old_entity(home, "Alarm", "lock"), unique_id=unlisted, entry_unique_id="bob@example.com")
    assert home.cloud.counterpart(other) == "other_account"
    assert home.cloud.counterpart(replace(other, entry_unique_id=None)) == "not_listed"


def test_a_device_that_two_accounts_share_is_taken_from_either(home: LinkedHome) -> None:
    shared = replace(old_entity(home, "Porch light", "light"), entry_unique_id="bob@example.com")
    assert isinstance(home.cloud.counterpart(shared), Counterpart)


def test_before_anything_was_fetched_nothing_is_listed(cloud: HubspaceCloud) -> None:
    old = OldEntity(domain="light", unique_id="00000000-0000-4000-8000-000000000000", entry_unique_id="a@b.c")
    assert cloud.counterpart(old) == "not_listed"


METADEVICE = "00000000-0000-4000-8000-000000000000"


@given(
    domain=st.sampled_from(["binary_sensor", "light", "number", "select", "sensor", "switch", "valve", "x"]),
    beginning=st.sampled_from(["", METADEVICE, METADEVICE.upper(), f"{METADEVICE}-light-", f"{METADEVICE}."]),
    rest=st.text(),
)
def test_no_unique_id_makes_it_stumble(domain: str, beginning: str, rest: str) -> None:
    old = OldEntity(domain=domain, unique_id=f"{beginning}{rest}")
    assert find_counterpart(old, {}, {METADEVICE: "d"}, None) in ("no_counterpart", "not_listed")
