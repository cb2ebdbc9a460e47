"""Devices that have more or less than the catalogue's."""

from typing import Any

import pytest
from aioafero.v1.models import Thermostat

from custom_components.latchkey.clouds.hubspace.mapping.climates import thermostat_parts
from custom_components.latchkey.clouds.hubspace.metadevice import Metadevice as CheckedMetadevice
from custom_components.latchkey.clouds.model import (
    AlarmPanel,
    BinarySensor,
    Climate,
    Device,
    Fan,
    Feature,
    Light,
    Lock,
    Number,
    Sensor,
    Switch,
    Valve,
)
from tests.simulators.hubspace.builder import category, composite, device, number, reading, switch
from tests.simulators.hubspace.security import alarm

from .answers import read, read_device


def features[FeatureT: Feature](made: Device, kind: type[FeatureT]) -> list[FeatureT]:
    return [feature for feature in made.features.values() if isinstance(feature, kind)]


def named(made: Device, kind: type[Feature]) -> list[tuple[str | None, str | None]]:
    return sorted((feature.label or "", feature.index) for feature in features(made, kind))


def test_a_toggle_of_an_exhaust_fan_that_nothing_is_known_of_is_a_setting_whatever_its_words() -> None:
    made = read_device(
        device(
            "Attic", "exhaust-fan", switch("toggle", "boost-fan", "on"), switch("toggle", "light-ring", "off")
        )
    )
    assert not features(made, Fan)
    assert not features(made, Light)
    assert named(made, Switch) == [("switch_named", "boost fan"), ("switch_named", "light ring")]
    assert {toggle.category for toggle in features(made, Switch)} == {"config"}


def test_zones_of_a_light_and_its_other_switches_are_named_by_the_vendors_words() -> None:
    made = read_device(
        device(
            "Pond",
            "light",
            number("brightness", "left-lamp", 10, (1, 100)),
            switch("toggle", "left-lamp", "on"),
            number("brightness", "right-lamp", 20, (1, 100)),
            switch("toggle", "right-lamp", "on"),
            switch("toggle", "light-sensor-enabled", "off"),
        )
    )
    assert named(made, Light) == [("light_named", "left lamp"), ("light_named", "right lamp")]
    (sensor,) = features(made, Switch)
    assert (sensor.label, sensor.index, sensor.category) == ("switch_named", "light sensor enabled", "config")


def test_outlets_that_are_toggles_of_one_plug_are_numbered() -> None:
    made = read_device(
        device(
            "Plug", "power-outlet", switch("toggle", "outlet-1", "on"), switch("toggle", "outlet-2", "off")
        )
    )
    assert named(made, Switch) == [("outlet", "1"), ("outlet", "2")]


def test_a_water_timer_without_numbered_spigots_has_its_valves_by_the_vendors_words() -> None:
    assert named(read_device(device("Tap", "water-timer", switch("power", None, "on"))), Valve) == [
        ("", None)
    ]
    made = read_device(device("Tap", "water-timer", switch("toggle", "drip-line", "on")))
    assert named(made, Valve) == [("valve_named", "drip line")]


def test_two_locks_that_are_one_device_are_named_by_what_their_names_do_not_share() -> None:
    position = category("lock-control", None, "locked", "locked", "unlocked")
    made = read_device(
        device("House front", "door-lock", position, unit="locks"),
        device("House back", "door-lock", position, unit="locks"),
    )
    assert made.name == "House"
    assert [(lock.label, lock.suffix) for lock in features(made, Lock)] == [
        ("lock", "front"),
        ("lock", "back"),
    ]


def test_what_has_the_same_name_in_metadevices_of_the_same_name_is_numbered() -> None:
    timer = number("timer", None, 0, (0, 9))
    made = read_device(
        *(device("Pump", kind, switch("power", None, "on"), timer, unit="pump") for kind in ("switch", "fan"))
    )
    assert [each.suffix for each in features(made, Number)] == ["1", "2"]


def test_a_zone_is_of_its_own_in_metadevices_of_several_classes() -> None:
    zone = switch("toggle", "zone-1", "on")
    made = read_device(
        device("Box left", "landscape-transformer", zone, unit="box"),
        device("Box right", "switch", zone, unit="box"),
    )
    assert sorted(str(each.suffix) for each in features(made, Switch)) == ["left", "right"]


def test_a_device_whose_parts_share_no_name_is_called_by_its_model() -> None:
    made = read_device(
        device("Fountain", "power-outlet", switch("power", None, "on"), model="Twin plug", unit="plug"),
        device("Pump", "power-outlet", switch("power", None, "on"), model="Twin plug", unit="plug"),
    )
    assert made.name == "Twin plug"
    assert named(made, Switch) == [("outlet", "Fountain"), ("outlet", "Pump")]


@pytest.mark.parametrize("model", ["", "TBD"])
def test_a_device_without_a_model_has_the_name_of_such_devices(model: str) -> None:
    made = device("Bulb", "light", switch("power", None, "on"), model=model, image="some-icon")
    made.default_name = "A21 bulb"
    assert read_device(made).model == "A21 bulb"


def test_a_device_without_a_model_and_without_a_name_of_such_devices_has_no_model() -> None:
    assert read_device(device("Bulb", "light", switch("power", None, "on"))).model is None


def test_the_humidity_that_a_device_aims_at_is_no_reading() -> None:
    made = read_device(
        device(
            "Cellar",
            "dehumidifier",
            number("humidity", "current", 61, (0, 100)),
            number("humidity", "target", 45, (30, 80)),
        )
    )
    assert [sensor.value for sensor in features(made, Sensor) if sensor.label == "humidity"] == [61]


def test_the_timer_and_the_continuous_fan_of_devices_that_do_not_take_them_are_left_out() -> None:
    made = read_device(
        device(
            "AC",
            "portable-air-conditioner",
            category("mode", None, "cool", "cool"),
            reading("continuous-fan", "on"),
            reading("timer", 30),
        )
    )
    assert not features(made, Switch)
    assert not features(made, Number)


def test_a_lock_that_locks_by_itself_has_the_delay_as_a_number() -> None:
    made = read_device(
        device(
            "Gate",
            "door-lock",
            category("lock-control", None, "locked", "locked", "unlocked"),
            number("auto-lock-delay", None, 10, (10, 600)),
        )
    )
    (delay,) = features(made, Number)
    assert (delay.label, delay.value, delay.minimum, delay.unit) == ("auto_lock_delay", 10, 10, "s")


def test_a_thermostat_with_a_timer_has_it_as_a_number() -> None:
    made = read_device(
        device("Heater", "thermostat", switch("power", None, "on"), number("timer", None, 5, (0, 60)))
    )
    (timer,) = features(made, Number)
    assert (timer.label, timer.value, timer.unit) == ("timer", 5, "min")


def test_a_light_that_only_switches_is_on_or_off() -> None:
    (light,) = features(read_device(device("Bulb", "light", switch("power", None, "on"))), Light)
    assert (light.on, light.color_modes, light.brightness) == (True, ("onoff",), None)


def test_a_light_without_power_is_no_light() -> None:
    made = read_device(device("Bulb", "light", number("brightness", None, 9, (1, 100))))
    assert features(made, Light) == []


def test_a_fan_without_power_is_no_fan_and_a_lock_without_a_bolt_is_no_lock() -> None:
    assert features(read_device(device("Fan", "fan", number("timer", None, 0, (0, 9)))), Fan) == []
    assert features(read_device(device("Lock", "door-lock", switch("auto-lock", None, "on"))), Lock) == []


@pytest.mark.parametrize(
    ("speeds", "modes"),
    [
        (("fan-speed-1-100",), ("high",)),
        (
            ("fan-speed-3-000", "fan-speed-3-033", "fan-speed-3-066", "fan-speed-3-100"),
            ("low", "medium", "high"),
        ),
        (
            ("fan-speed-4-025", "fan-speed-4-050", "fan-speed-4-075", "fan-speed-4-100"),
            ("speed_1", "speed_2", "speed_3", "speed_4"),
        ),
    ],
)
def test_the_fan_speeds_of_an_air_conditioner_have_the_names_that_people_know(
    speeds: tuple[str, ...], modes: tuple[str, ...]
) -> None:
    made = read_device(
        device(
            "AC",
            "portable-air-conditioner",
            category("mode", None, "cool", "cool", "fan"),
            category("fan-speed", "ac-fan-speed", speeds[-1], *speeds),
        )
    )
    (climate,) = features(made, Climate)
    assert (climate.fan_modes, climate.fan_mode) == (modes, modes[-1])


def test_an_air_conditioner_without_presets_swing_or_target_has_none() -> None:
    made = read_device(device("AC", "portable-air-conditioner", category("mode", None, "fan", "fan")))
    (climate,) = features(made, Climate)
    assert (climate.preset, climate.presets, climate.swing_modes) == (None, (), ())
    assert (climate.has_target_temperature, climate.min_temperature) == (False, None)


def test_an_air_conditioner_without_a_mode_is_no_climate() -> None:
    made = read_device(device("AC", "portable-air-conditioner", switch("power", None, "on")))
    assert features(made, Climate) == []


def test_a_thermostat_without_a_mode_is_no_climate() -> None:
    metadevice = CheckedMetadevice(id="t", device_id="t", name="T", device_class="thermostat")
    assert list(thermostat_parts(metadevice, Thermostat(_id="t", available=True))) == []


def test_a_security_system_that_takes_no_commands_can_only_be_disarmed() -> None:
    made = read_device(
        device("Alarm", "security-system", category("alarm-state", None, "disarmed", "disarmed", "arm-away"))
    )
    (panel,) = features(made, AlarmPanel)
    assert (panel.state, panel.modes) == ("disarmed", ())


def test_a_security_system_without_a_state_is_no_alarm() -> None:
    made = read_device(device("Alarm", "security-system", number("battery-level", None, 9, (0, 100))))
    assert features(made, AlarmPanel) == []


@pytest.mark.parametrize("capability", [{"range": {"min": 9, "max": 1, "step": 1}}, {"range": None}, {}])
def test_a_capability_without_sound_limits_leaves_a_target_temperature_out(
    capability: dict[str, Any],
) -> None:
    made = read_device(
        device(
            "AC",
            "portable-air-conditioner",
            category("mode", None, "cool", "cool"),
            reading("temperature", 20, "cooling-target"),
            capabilities=[
                {"functionClass": "temperature", "functionInstance": "cooling-target", **capability},
                {"functionClass": None},
            ],
        )
    )
    (climate,) = features(made, Climate)
    assert climate.target_temperature is None


def test_a_colour_temperature_that_is_none_is_not_offered() -> None:
    made = read_device(
        device(
            "Bulb",
            "light",
            switch("power", None, "on"),
            category("color-temperature", None, "3000K", "2700K", "3000K", "cosy"),
        )
    )
    (light,) = features(made, Light)
    assert (light.min_color_temperature, light.max_color_temperature) == (2700, 3000)


def test_a_sensor_of_a_security_system_that_has_settings_alone_is_none() -> None:
    config = {"security-sensor-config-v2": {"chirpMode": 1, "triggerType": 1, "bypassType": 4}}
    made = read_device(
        device(
            "Alarm",
            "security-system",
            category("alarm-state", None, "disarmed", "disarmed"),
            composite("sensor-config", "sensor-3", config),
        )
    )
    assert features(made, AlarmPanel)


def test_a_sensor_of_a_security_system_of_an_unknown_kind_is_a_sensor_without_a_class() -> None:
    panel = alarm()
    panel.values["sensor-state", "sensor-4"]["security-sensor-state"]["deviceType"] = 3
    made = next(made for made in read([panel.full()]).devices.values() if made.name == "Garage door")
    assert [sensor.device_class for sensor in features(made, BinarySensor) if sensor.key == "sensor"] == [
        None
    ]
    assert made.model == "Sensor"
