"""What stands on the page of a device: every entity of every sample keeps to the same rules."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from custom_components import latchkey
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.catalogue import casella
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.evohome.seen import SEEN
from tests.simulators.vendors import EMAIL

ICONS: Final[dict[str, dict[str, Any]]] = json.loads(
    (Path(latchkey.__file__).parent / "icons.json").read_text()
)["entity"]

LONGEST: Final = 25
LONGEST_BESIDE_A_SLIDER: Final = 18
"""Letters that the page shows of a name, before it cuts it."""

MANY: Final = 8
"""More that is used every day nobody finds on one page."""

ALL_LOOK_ALIKE: Final = {"binary_sensor", "button", "number", "select", "sensor", "switch"}
"""Platforms whose own icon says nothing of what an entity is for."""

TECHNICAL: Final = {"battery", "connectivity", "problem", "signal_strength", "tamper", "uptime", "voltage"}
"""Classes of what is measured of a device, and not of the home."""

NOISY: Final = {"address", "firmware", "signal_strength", "uptime"}
"""What changes by itself, or is said elsewhere on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An entity on the page of its device."""

    device: str
    name: str | None
    entity: er.RegistryEntry

    @property
    def full_name(self) -> str:
        """What it is called where its device is not the heading."""
        return f"{self.device} {self.name or ''}".strip()

    @property
    def icon(self) -> str | None:
        """The icon of its own."""
        label = self.entity.translation_key or ""
        icon: str | None = ICONS.get(self.entity.domain, {}).get(label, {}).get("default")
        return icon


@pytest.fixture
def everything_in_hubspace(entry: MockConfigEntry) -> MockConfigEntry:
    """Return an account with a device of each class; it is not set up."""
    return entry


@pytest.fixture
def everything_in_evohome(evohome_entry: MockConfigEntry, evohome: EvohomeSimulator) -> MockConfigEntry:
    """Return an account with all homes that were made up, or seen; it is not set up."""
    seen = {location.id: location for make in SEEN.values() for location in make()}
    evohome.accounts[EMAIL].locations |= seen
    return evohome_entry


@pytest.fixture
def everything_in_bticino(bticino_entry: MockConfigEntry, bticino: BticinoSimulator) -> MockConfigEntry:
    """Return an account with all homes that were made up, or seen; it is not set up."""
    bticino.accounts[EMAIL].homes |= {home.id: home for home in casella()}
    return bticino_entry


@pytest.fixture(params=["hubspace", "evohome", "bticino"])
def everything(request: pytest.FixtureRequest) -> MockConfigEntry:
    """Return an account of one kind, with all that such accounts have; it is not set up."""
    entry: MockConfigEntry = request.getfixturevalue(f"everything_in_{request.param}")
    return entry


@pytest.fixture
async def rows(hass: HomeAssistant, everything: MockConfigEntry, firmware_known: None) -> list[Row]:
    """Return all that the pages of an account's devices show, and what a person may add to them."""
    assert await hass.config_entries.async_setup(everything.entry_id)
    await hass.async_block_till_done()
    assert everything.state is ConfigEntryState.LOADED
    devices = dr.async_get(hass)
    return [
        Row(device=str(device.name), name=entity.original_name, entity=entity)
        for entity in er.async_entries_for_config_entry(er.async_get(hass), everything.entry_id)
        if (device := devices.async_get(str(entity.device_id))) is not None
    ]


async def test_what_an_entity_is_known_by_never_changes(rows: list[Row], snapshot: SnapshotAssertion) -> None:
    """Its history hangs on that."""
    assert sorted(f"{row.entity.domain} {row.entity.unique_id}" for row in rows) == snapshot


async def test_no_name_is_cut(rows: list[Row]) -> None:
    for row in rows:
        longest = LONGEST_BESIDE_A_SLIDER if row.entity.domain == "number" else LONGEST
        assert len(row.name or "") <= longest, row.full_name


async def test_no_name_repeats_that_of_its_device(rows: list[Row]) -> None:
    for row in rows:
        assert not (row.name or "").casefold().startswith(row.device.casefold()), row.full_name


async def test_no_name_says_a_word_twice(rows: list[Row]) -> None:
    for row in rows:
        words = Counter(row.full_name.casefold().split())
        assert set(words.values()) == {1}, row.full_name


async def test_at_most_one_entity_is_the_device_itself_and_it_is_on_top(rows: list[Row]) -> None:
    nameless = [row for row in rows if row.name is None]
    assert len({row.entity.device_id for row in nameless}) == len(nameless)
    assert not [row.full_name for row in nameless if row.entity.entity_category]


async def test_what_one_uses_every_day_is_not_much(rows: list[Row]) -> None:
    on_top = [row for row in rows if not row.entity.entity_category and not row.entity.disabled]
    used = Counter((row.entity.device_id, row.device) for row in on_top)
    assert not {device: count for device, count in used.items() if count > MANY}


async def test_what_is_measured_of_a_device_is_diagnostic(rows: list[Row]) -> None:
    for row in rows:
        if row.entity.original_device_class in TECHNICAL:
            assert row.entity.entity_category is EntityCategory.DIAGNOSTIC, row.full_name


async def test_what_is_noisy_or_said_elsewhere_is_not_shown_unless_a_person_wants_it(rows: list[Row]) -> None:
    for row in rows:
        if row.entity.domain == "sensor" and row.entity.translation_key in NOISY:
            assert row.entity.entity_category is EntityCategory.DIAGNOSTIC, row.full_name
            assert row.entity.disabled_by is er.RegistryEntryDisabler.INTEGRATION, row.full_name


async def test_everything_has_an_icon_that_says_what_it_is_for(rows: list[Row]) -> None:
    for row in rows:
        if row.entity.domain in ALL_LOOK_ALIKE and row.name and not row.entity.original_device_class:
            assert row.icon, row.full_name


async def test_what_differs_on_a_page_has_different_icons(rows: list[Row]) -> None:
    labels: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.icon and row.entity.original_device_class != "problem":
            label = f"{row.entity.domain}.{row.entity.translation_key}"
            labels.setdefault((str(row.entity.device_id), row.icon), set()).add(label)
    assert not [same for same in labels.values() if len(same) > 1]
