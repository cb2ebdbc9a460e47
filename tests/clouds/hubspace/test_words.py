"""Every label and every option has an English text, and the vendor's words come back from ours."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import custom_components.latchkey
from custom_components.latchkey.clouds.hubspace.mapping.lights import (
    brightness_to_percent,
    percent_to_brightness,
)
from custom_components.latchkey.clouds.hubspace.mapping.part import choose, slugs
from custom_components.latchkey.clouds.model import (
    BinarySensor,
    Fan,
    Feature,
    Humidifier,
    Light,
    Lock,
    Number,
    Select,
    Sensor,
    Switch,
    Valve,
)

from .account import LinkedHome

LABELS: dict[type[Feature], set[str]] = {
    BinarySensor: {
        "acz_error",
        "check_filter",
        "condenser_temp_sensor_failed",
        "connection",
        "eeprom",
        "error_named",
        "evaporator_temp_sensor_failed",
        "evaporator_temperature_sensor_failed",
        "filter_replacement",
        "freezer_high_temperature_alert",
        "fridge_high_temperature_alert",
        "high_humidity",
        "indoor_coil_temperature_sensor_failed",
        "indoor_temperature_sensor_failed",
        "mcu_communication_failure",
        "motion",
        "overload",
        "room_temp_sensor_failed",
        "storage_error",
        "tamper",
        "temperature_sensor_failure",
        "too_cold",
        "too_warm",
        "water_tray_full",
        "water_tray_full_cool_dehumidify",
        "water_tray_full_heat",
    },
    Fan: {"fan"},
    Humidifier: {"humidifier"},
    Light: {"color_light", "light", "light_named", "main_light", "trim_light", "white_light"},
    Lock: {"lock"},
    Number: {
        "auto_lock_delay",
        "auto_off_timer",
        "bypass_time",
        "chilling_target",
        "effect_speed",
        "entry_delay",
        "exit_delay_away",
        "exit_delay_home",
        "freezing_target",
        "max_on_time",
        "outlet_max_on_time",
        "outlet_timer",
        "safety_max_temperature",
        "safety_min_temperature",
        "siren_timeout",
        "spigot_max_on_time",
        "spigot_timer",
        "timer",
        "zone_max_on_time",
        "zone_timer",
    },
    Select: {
        "alarm_sound",
        "buzzer_volume",
        "bypass",
        "bypass_allowed",
        "chime_sound",
        "chime_volume",
        "chirp",
        "entry_delay_volume",
        "exit_delay_volume_away",
        "exit_delay_volume_home",
        "fan_speed",
        "freezer_mode",
        "humidity_sensitivity",
        "motion_action",
        "siren_volume",
        "trigger_type",
    },
    Sensor: {
        "battery",
        "firmware",
        "humidity",
        "power",
        "signal_strength",
        "temperature",
        "temperature_named",
        "voltage",
    },
    Switch: {
        "continuous_fan",
        "humidity_detection",
        "humidity_sensor_led",
        "motion_detection",
        "motion_sensor_led",
        "outlet",
        "pump",
        "speaker",
        "super_cold",
        "switch",
        "switch_named",
        "zone",
    },
    Valve: {"spigot", "valve", "valve_named"},
}


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


def test_a_name_asks_for_an_index_just_where_the_label_comes_with_one(
    texts: dict[str, Any], home: LinkedHome
) -> None:
    for device in home.snapshot.devices.values():
        for feature in device.features.values():
            if feature.label is not None:
                name = texts[feature.platform][feature.label]["name"]
                assert ("{index}" in name) == (feature.index is not None), feature


async def test_the_catalogue_makes_no_label_that_is_not_in_the_table(home: LinkedHome) -> None:
    await home.read_firmware()
    for device in home.snapshot.devices.values():
        for feature in device.features.values():
            assert feature.label in LABELS.get(type(feature), set()) | {None}


async def test_every_option_of_a_select_of_the_catalogue_has_an_english_text(
    home: LinkedHome, texts: dict[str, Any]
) -> None:
    for device in home.snapshot.devices.values():
        for select in home.features(device.name, Select):
            states = texts["select"][select.label]["state"]
            assert set(select.options) <= set(states), select.label


@given(st.integers(min_value=1, max_value=100))
def test_a_percent_comes_back_from_its_brightness(percent: int) -> None:
    assert brightness_to_percent(percent_to_brightness(percent)) == percent


@given(st.lists(st.from_regex(r"[a-z]+(-[a-z0-9]+)*", fullmatch=True), unique=True))
def test_the_vendors_words_come_back_from_ours(words: list[str]) -> None:
    table = slugs(words)
    assert sorted(table.values()) == sorted(words)
    assert all(choose(table, word) is not None for word in words)
