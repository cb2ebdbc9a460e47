"""What people read of actions before they perform them, and what they can choose as their targets."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.components.climate import ClimateEntityFeature
from homeassistant.components.water_heater import WaterHeaterEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.util.yaml import load_yaml_dict
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import latchkey
from custom_components.latchkey.const import DOMAIN

from ..home import state

FOLDER: Final = Path(latchkey.__file__).parent
DOCS: Final = Path(__file__).parents[3] / "docs"
ACTIONS: Final[dict[str, Any]] = load_yaml_dict(FOLDER / "services.yaml")
TEXTS: Final = json.loads((FOLDER / "translations/en.json").read_text())["services"]
ICONS: Final = json.loads((FOLDER / "icons.json").read_text())["services"]
FEATURES: Final = {
    "climate.ClimateEntityFeature": ClimateEntityFeature,
    "water_heater.WaterHeaterEntityFeature": WaterHeaterEntityFeature,
}
TARGETED: Final = sorted(name for name, action in ACTIONS.items() if "target" in action)


def filters(action: str) -> Iterator[tuple[str, int]]:
    """Yield the domain and the features of what can be chosen as a target of an action."""
    for each in ACTIONS[action]["target"]["entity"]:
        assert each["integration"] == DOMAIN
        for word in each.get("supported_features", ()):
            flag, _, feature = word.rpartition(".")
            yield each["domain"], FEATURES[flag][feature]


@pytest.mark.parametrize("action", ACTIONS)
def test_the_name_of_an_action_says_on_what_it_acts(action: str) -> None:
    assert re.search("heating|hot water|account|device|door|script|timer", TEXTS[action]["name"])
    assert "service" in ICONS[action]


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_has_an_example_in_the_documentation(action: str) -> None:
    pages = "".join(page.read_text() for page in DOCS.glob("*.md"))
    assert f"action: {DOMAIN}.{action}\n" in pages


@pytest.mark.parametrize("action", TARGETED)
async def test_only_what_may_carry_an_action_out_can_be_chosen_as_its_target(
    hass: HomeAssistant, evohome_entry: MockConfigEntry, action: str
) -> None:
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    able = {
        each.entity_id
        for domain, feature in filters(action)
        for each in hass.states.async_all(domain)
        if each.attributes["supported_features"] & feature
    }
    house, zone, water = "climate.home", "climate.kitchen", "water_heater.hot_water"
    assert state(hass, house).state
    expected = {
        "override_temperature": {zone},
        "answer": set(),
        "reject": set(),
        "set_temporary_preset": {zone, house},
        "override_hot_water": {water},
        "boost_hot_water": {water},
        "clear_override": {zone, house, water},
        "get_calls": set(),
        "get_schedule": {zone, water},
        "set_schedule": {zone, water},
        "change_timer": set(),
        "run_script": set(),
        "start_timer": set(),
        "test_ring": set(),
    }
    assert able & {house, zone, water} == expected[action]
