"""Every label of the catalogue is in this table, and every label of the table has an English text."""

import json
from pathlib import Path
from typing import Any

import pytest

import custom_components.latchkey
from custom_components.latchkey.clouds.evohome.words import SYSTEM_PRESETS, VACATION, ZONE_PRESETS
from custom_components.latchkey.clouds.model import BinarySensor, Feature, Sensor

from .account import LinkedAccount

LABELS: dict[type[Feature], set[str]] = {
    BinarySensor: {"battery_low", "communication_lost", "fault"},
    Sensor: {
        "next_scheduled_state",
        "next_scheduled_temperature",
        "next_switchpoint",
        "scheduled_state",
        "scheduled_temperature",
        "temperature",
    },
}

OF_HOME_ASSISTANT = {"away", "eco"}
"""Presets that Home Assistant names itself."""


@pytest.fixture(scope="module")
def texts() -> dict[str, Any]:
    """Return the English texts of entities."""
    path = Path(custom_components.latchkey.__file__).parent / "translations" / "en.json"
    entity: dict[str, Any] = json.loads(path.read_text())["entity"]
    return entity


def test_every_label_has_an_english_name(texts: dict[str, Any]) -> None:
    missing = [
        (kind.__name__, label)
        for kind, labels in LABELS.items()
        for label in sorted(labels)
        if "name" not in texts.get(kind.platform, {}).get(label, {})
    ]
    assert missing == []


def test_every_preset_has_an_english_text(texts: dict[str, Any]) -> None:
    states = texts["climate"]["climate"]["state_attributes"]["preset_mode"]["state"]
    assert {*SYSTEM_PRESETS, *ZONE_PRESETS, *VACATION} - OF_HOME_ASSISTANT <= set(states)


def test_a_change_that_a_person_makes_is_called_a_hold(texts: dict[str, Any]) -> None:
    states = texts["climate"]["climate"]["state_attributes"]["preset_mode"]["state"]
    assert (states["temporary"], states["permanent"]) == ("Temporary hold", "Permanent hold")


def test_the_catalogue_makes_no_label_that_is_not_in_the_table(account: LinkedAccount) -> None:
    for device in account.snapshot.devices.values():
        for feature in device.features.values():
            assert feature.label in LABELS.get(type(feature), set()) | {None}
