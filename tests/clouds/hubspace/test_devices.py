"""Every class of device becomes its natural features: each test is a row of the table of device classes."""

from itertools import permutations

import pytest

from custom_components.latchkey.clouds.model import (
    AlarmPanel,
    BinarySensor,
    Climate,
    Fan,
    Humidifier,
    Light,
    Lock,
    Number,
    Select,
    Sensor,
    Switch,
    Valve,
)
from tests.simulators.hubspace.lights import light_with_trim

from .account import LinkedHome
from .answers import read_device


def test_a_light_has_brightness_colour_temperature_rgb_and_effects(home: LinkedHome) -> None:
    light = home.feature("Porch light", Light)
    assert light.on
    assert light.color_modes == ("rgb", "color_temp")
    assert (light.color_mode, light.brightness, light.color_temperature) == ("color_temp", 128, 4000)
    assert (light.min_color_temperature, light.max_color_temperature) == (2200, 6500)
    assert light.rgb == (232, 255, 30)
    assert light.effect == "off"
    assert {"off", "rainbow", "fade_3"} <= set(light.effects)


async def test_a_light_shows_the_effect_that_runs_and_its_speed(home: LinkedHome) -> None:
    await home.touch("Porch light", "color-sequence", "rainbow", "custom")
    await home.touch("Porch light", "color-mode", "sequence")
    assert home.feature("Porch light", Light).effect == "rainbow"
    assert home.feature("Porch light", Number, "effect_speed").minimum == -10


async def test_a_light_in_colour_shows_its_colour(home: LinkedHome) -> None:
    await home.touch("Porch light", "color-mode", "color")
    assert home.feature("Porch light", Light).color_mode == "rgb"


def test_a_light_without_colours_has_colour_temperatures_alone(home: LinkedHome) -> None:
    assert home.feature("Hall light", Light).color_modes == ("color_temp",)


def test_a_dimmer_is_a_light_with_brightness_alone(home: LinkedHome) -> None:
    light = home.feature("Laundry dimmer", Light)
    assert (light.on, light.color_mode, light.brightness) == (False, "brightness", 255)


def test_a_dual_channel_light_is_two_lights(home: LinkedHome) -> None:
    color = home.feature("Bath light", Light, "color_light")
    white = home.feature("Bath light", Light, "white_light")
    assert (color.on, color.brightness, color.color_modes) == (False, 102, ("rgb",))
    assert (white.on, white.brightness, white.color_modes) == (True, 178, ("brightness",))


@pytest.mark.parametrize("lamp", ["Bath light", "Ring light"])
async def test_all_zones_are_off_where_the_lamp_is(home: LinkedHome, lamp: str) -> None:
    whole, each = (None, "toggle") if lamp == "Bath light" else ("global", "power")
    for zone in ("color", "white") if lamp == "Bath light" else ("main", "trim"):
        await home.touch(lamp, each, "on", zone)
    assert [light.on for light in home.features(lamp, Light)] == [True, True]
    await home.touch(lamp, "power", "off", whole)
    assert [light.on for light in home.features(lamp, Light)] == [False, False]


def test_a_light_of_several_zones_is_a_light_for_each(home: LinkedHome) -> None:
    assert home.labels("Ring light", Light) == {"main_light", "trim_light"}
    trim = home.feature("Ring light", Light, "trim_light")
    assert (trim.color_modes, trim.color_mode) == (("rgb", "white"), "white")


@pytest.mark.parametrize("powers", permutations(["main", "trim", "global"]), ids="-".join)
def test_a_light_with_trim_is_the_same_in_whatever_order_the_vendor_tells_it(powers: tuple[str, ...]) -> None:
    lamp = light_with_trim()
    lamp.values["power", "global"] = "off"
    lamp.values |= {("power", power): lamp.values.pop(("power", power)) for power in powers}
    lights = [each for each in read_device(lamp).features.values() if isinstance(each, Light)]
    assert {light.label: light.on for light in lights} == {"main_light": False, "trim_light": False}


def test_the_night_light_of_a_lamp_is_an_effect_and_has_no_brightness(home: LinkedHome) -> None:
    light = home.feature("Vanity light", Light)
    assert (light.effect, light.brightness, light.color_mode) == ("night_light", None, "onoff")
    assert {"night_light", "circadian_rhythm", "rainbow"} <= set(light.effects)
    assert light.color_modes == ("rgb", "color_temp")
    assert len(home.features("Vanity light", Light)) == 1


async def test_a_light_that_follows_the_day_is_white(home: LinkedHome) -> None:
    await home.touch("Vanity light", "color-mode", "circadian-rhythm")
    light = home.feature("Vanity light", Light)
    assert (light.effect, light.brightness, light.color_mode) == ("circadian_rhythm", 255, "color_temp")


async def test_a_ceiling_fan_is_one_device_with_a_fan_and_its_light(home: LinkedHome) -> None:
    fan = home.feature("Bedroom ceiling fan", Fan)
    assert (fan.on, fan.percentage, fan.speeds) == (True, 50, 6)
    assert (fan.direction, fan.has_direction) == ("forward", True)
    assert (fan.preset, fan.presets) == (None, ("comfort_breeze",))
    assert home.feature("Bedroom ceiling fan", Light, "light").color_temperature == 3000
    assert home.feature("Bedroom ceiling fan", Number, "timer").unit == "min"
    await home.touch("Bedroom fan", "toggle", "enabled", "comfort-breeze")
    assert home.feature("Bedroom ceiling fan", Fan).preset == "comfort_breeze"


@pytest.mark.parametrize("word", ["in-progress", "sideways"])
async def test_a_fan_that_changes_its_direction_has_none(home: LinkedHome, word: str) -> None:
    await home.touch("Bedroom fan", "fan-reverse", word, "fan-reverse")
    assert home.feature("Bedroom ceiling fan", Fan).direction is None


async def test_a_fan_whose_speed_is_an_unknown_word_has_none_and_keeps_its_speeds(home: LinkedHome) -> None:
    await home.touch("Bedroom fan", "fan-speed", "warp", "fan-speed")
    fan = home.feature("Bedroom ceiling fan", Fan)
    assert (fan.percentage, fan.speeds) == (None, 6)


async def test_a_fan_keeps_its_speeds_where_the_vendor_shows_none(home: LinkedHome) -> None:
    await home.touch("Bedroom fan", "power", "off", "fan-power")
    await home.touch("Bedroom fan", "fan-speed", "fan-speed-6-000", "fan-speed")
    fan = home.feature("Bedroom ceiling fan", Fan)
    assert (fan.on, fan.speeds) == (False, 6)


def test_an_exhaust_fan_has_a_fan_a_light_alerts_a_timer_and_its_sensitivity(home: LinkedHome) -> None:
    assert home.feature("Bath fan", Fan).speeds == 2
    assert home.feature("Bath fan", Light, "light").effects == ("off", "night_light")
    assert home.feature("Bath fan", BinarySensor, "high_humidity").device_class == "moisture"
    motion = home.feature("Bath fan", BinarySensor, "motion")
    assert (motion.on, motion.device_class) == (True, "motion")
    timer = home.feature("Bath fan", Number, "auto_off_timer")
    assert (timer.value, timer.unit, timer.minimum, timer.maximum) == (1200, "s", 60, 1800)
    sensitivity = home.feature("Bath fan", Select, "humidity_sensitivity")
    assert sensitivity.option == "3_medium"
    assert sensitivity.options == ("1_low", "2_low_medium", "3_medium", "4_medium_high", "5_high")
    assert home.feature("Bath fan", Select, "motion_action").option == "light"


def test_what_an_exhaust_fan_detects_is_a_setting_and_no_fan(home: LinkedHome) -> None:
    assert len(home.features("Bath fan", Fan)) == len(home.features("Bath fan", Light)) == 1
    switches = {switch.label: (switch.on, switch.category) for switch in home.features("Bath fan", Switch)}
    assert switches == {
        "humidity_detection": (False, "config"),
        "humidity_sensor_led": (False, "config"),
        "motion_detection": (True, "config"),
        "motion_sensor_led": (True, "config"),
        "speaker": (True, None),
    }


def test_a_switch_is_a_switch(home: LinkedHome) -> None:
    assert home.feature("Office switch", Switch).on is False


def test_two_power_outlets_of_one_plug_are_two_switches_of_one_device(home: LinkedHome) -> None:
    outlets = [home.feature("Garden plug", Switch, "outlet", index) for index in ("1", "2")]
    assert [(outlet.on, outlet.device_class) for outlet in outlets] == [(True, "outlet")] * 2
    assert home.feature("Garden plug", Number, "timer", suffix="2").maximum == 1440


def test_a_dimmer_that_says_it_is_two_switches_is_two_lights_with_a_timer_each(home: LinkedHome) -> None:
    for kind, label in ((Light, "light"), (Number, "auto_off_timer")):
        features = home.features("Stairs dimmer", kind)
        assert {(each.label, each.suffix) for each in features} == {(label, "1"), (label, "2")}
    assert all(light.color_modes == ("brightness",) for light in home.features("Stairs dimmer", Light))


def test_a_glass_door_is_a_switch(home: LinkedHome) -> None:
    assert home.feature("Glass door", Switch).on is False


def test_a_landscape_transformer_has_a_switch_for_each_zone_power_and_voltage(home: LinkedHome) -> None:
    zones = [home.feature("Transformer", Switch, "zone", index) for index in ("1", "2", "3")]
    assert [zone.on for zone in zones] == [True, False, False]
    assert home.feature("Transformer", Switch).on
    power = home.feature("Transformer", Sensor, "power")
    assert (power.value, power.unit, power.device_class) == (42, "W", "power")
    voltage = home.feature("Transformer", Sensor, "voltage")
    assert (voltage.value, voltage.unit, voltage.device_class) == (12, "V", "voltage")
    assert home.feature("Transformer", BinarySensor, "overload").device_class == "problem"


@pytest.mark.parametrize(
    ("position", "state"),
    [
        ("locked", "locked"),
        ("locking", "locking"),
        ("unlocked", "unlocked"),
        ("unlocking", "unlocking"),
        ("strange", None),
    ],
)
async def test_a_door_lock_has_a_lock_and_a_battery(
    home: LinkedHome, position: str, state: str | None
) -> None:
    await home.touch("Front door", "lock-control", position)
    assert home.feature("Front door", Lock).state == state
    battery = home.feature("Front door", Sensor, "battery")
    assert (battery.value, battery.unit, battery.device_class) == (80, "%", "battery")


def test_a_water_timer_has_a_valve_and_timers_for_each_spigot_and_a_battery(home: LinkedHome) -> None:
    assert {valve.index for valve in home.features("Sprinkler", Valve)} == {"1", "2"}
    valves = [home.feature("Sprinkler", Valve, "spigot", index) for index in ("1", "2")]
    assert [(valve.open, valve.device_class) for valve in valves] == [(False, "water"), (True, "water")]
    timer = home.feature("Sprinkler", Number, "spigot_timer", "2")
    assert (timer.value, timer.unit, timer.minimum, timer.maximum) == (12, "min", 0, 360)
    assert home.feature("Sprinkler", Number, "spigot_max_on_time", "1").value == 15
    assert home.feature("Sprinkler", Sensor, "battery").value == 90


def test_a_thermostat_has_modes_target_ranges_fan_modes_and_hold(home: LinkedHome) -> None:
    climate = home.feature("Thermostat", Climate)
    assert climate.modes == ("off", "heat", "cool", "heat_cool", "fan_only")
    assert (climate.mode, climate.action) == ("heat", "heating")
    assert (climate.current_temperature, climate.target_temperature) == (18.3, 18)
    assert (climate.min_temperature, climate.max_temperature, climate.temperature_step) == (4, 32, 0.5)
    assert climate.has_target_range
    assert (climate.fan_mode, climate.fan_modes) == ("auto", ("auto", "intermittent", "on"))
    assert climate.preset == "scheduled"
    assert climate.presets == ("hold", "permanent_hold", "scheduled", "vacation")


async def test_a_thermostat_that_heats_and_cools_by_itself_shows_its_range(home: LinkedHome) -> None:
    await home.touch("Thermostat", "mode", "auto")
    climate = home.feature("Thermostat", Climate)
    assert (climate.mode, climate.target_temperature) == ("heat_cool", None)
    assert (climate.target_temperature_low, climate.target_temperature_high) == (18.5, 26.5)
    assert (climate.min_temperature, climate.max_temperature) == (4, 37)


@pytest.mark.parametrize(
    ("mode", "system", "fan", "action"),
    [
        ("cool", "cooling", "on", "cooling"),
        ("fan", "off", "on", "fan"),
        ("heat", "off", "off", "idle"),
        ("off", "off", "off", "off"),
    ],
)
async def test_a_thermostat_shows_what_it_does(
    home: LinkedHome, mode: str, system: str, fan: str, action: str
) -> None:
    await home.touch("Thermostat", "current-system-state", system)
    await home.touch("Thermostat", "current-fan-state", fan)
    await home.touch("Thermostat", "mode", mode)
    assert home.feature("Thermostat", Climate).action == action


async def test_a_thermostat_that_only_heats_offers_no_more_than_that(home: LinkedHome) -> None:
    await home.touch("Thermostat", "system-type", "1-stage-heating-conventional-gas")
    await home.touch("Thermostat", "mode", "off")
    climate = home.feature("Thermostat", Climate)
    assert climate.modes == ("off", "heat", "fan_only")
    assert not climate.has_target_range
    assert climate.target_temperature == 18


async def test_the_filter_and_the_safety_of_a_thermostat_are_binary_sensors(home: LinkedHome) -> None:
    await home.touch("Thermostat", "filter-replacement", "replacement-needed")
    await home.touch("Thermostat", "max-temp-exceeded", "alerting")
    assert home.feature("Thermostat", BinarySensor, "filter_replacement").on
    assert home.feature("Thermostat", BinarySensor, "too_warm").on
    assert home.feature("Thermostat", BinarySensor, "too_cold").on is False
    assert home.feature("Thermostat", Number, "safety_min_temperature").unit == "°C"


async def test_a_portable_air_conditioner_has_a_climate_with_fan_and_its_timer(
    home: LinkedHome,
) -> None:
    climate = home.feature("Garage AC", Climate)
    assert climate.modes == ("off", "cool", "auto", "dry", "fan_only")
    assert (climate.mode, climate.current_temperature, climate.target_temperature) == ("cool", 25, 22)
    assert (climate.fan_mode, climate.fan_modes) == ("auto", ("auto", "low", "high"))
    assert (climate.preset, climate.presets) == ("none", ("none", "sleep"))
    assert home.feature("Garage AC", Number, "timer").step == 30
    (switch,) = home.features("Garage AC", Switch)
    assert (switch.label, switch.category, switch.on) == ("continuous_fan", "config", False)
    await home.touch("Garage AC", "power", "off")
    assert home.feature("Garage AC", Climate).mode == "off"


@pytest.mark.parametrize(
    ("mode", "shown", "target"),
    [("heat", "heat", 31), ("cool", "cool", 21), ("fan", "fan_only", None), ("dehumidify", "dry", None)],
)
async def test_an_air_conditioner_that_heats_shows_the_target_of_its_mode(
    home: LinkedHome, mode: str, shown: str, target: float | None
) -> None:
    await home.touch("Study AC", "mode", mode)
    assert home.feature("Study AC", Climate).target_temperature == target
    await home.touch("Study AC", "power", "on")
    climate = home.feature("Study AC", Climate)
    assert (climate.mode, climate.target_temperature) == (shown, target)
    assert climate.modes == ("off", "heat", "cool", "dry", "fan_only")
    assert (climate.swing_mode, climate.swing_modes) == ("on", ("off", "on"))


def test_a_dehumidifier_has_power_a_mode_a_target_and_its_humidity(home: LinkedHome) -> None:
    dehumidifier = home.feature("Closet dehumidifier", Humidifier)
    assert (dehumidifier.on, dehumidifier.device_class) == (True, "dehumidifier")
    assert (dehumidifier.mode, dehumidifier.modes) == ("set", ("comfort", "continuous", "dryer", "set"))
    assert (dehumidifier.current_humidity, dehumidifier.target_humidity) == (48, 40)
    limits = dehumidifier.min_humidity, dehumidifier.max_humidity, dehumidifier.humidity_step
    assert limits == (35, 85, 5)
    assert home.feature("Closet dehumidifier", Sensor, "humidity").value == 48


def test_a_dehumidifier_has_a_fan_a_pump_and_tells_of_its_tank_and_its_filter(home: LinkedHome) -> None:
    speed = home.feature("Closet dehumidifier", Select, "fan_speed")
    assert (speed.option, speed.options) == ("high", ("low", "high"))
    assert home.feature("Closet dehumidifier", Switch, "pump").on
    for problem in ("water_tray_full", "check_filter"):
        assert home.feature("Closet dehumidifier", BinarySensor, problem).device_class == "problem"
    assert home.device("Closet dehumidifier").maker == "Hubspace"


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("disarmed", "disarmed"),
        ("arm-stay", "armed_home"),
        ("arm-away", "armed_away"),
        ("arm-started-away", "arming"),
        ("triggered", "pending"),
        ("alarming", "triggered"),
        ("alarming-sos", "triggered"),
        ("learning", None),
    ],
)
async def test_a_security_system_is_an_alarm_panel(home: LinkedHome, told: str, state: str | None) -> None:
    await home.touch("Alarm", "alarm-state", told)
    panel = home.feature("Alarm", AlarmPanel)
    assert panel.state == state
    assert panel.modes == ("armed_home", "armed_away", "triggered")
    assert panel.code_format == "number"


def test_the_settings_of_a_security_system_are_numbers_and_selects(home: LinkedHome) -> None:
    assert home.feature("Alarm", Number, "exit_delay_away").value == 30
    assert home.feature("Alarm", Select, "siren_volume").option == "volume_04"
    categories = {part.category for kind in (Number, Select) for part in home.features("Alarm", kind)}
    assert categories == {"config"}


def test_each_sensor_of_a_security_system_is_a_device_with_its_settings(home: LinkedHome) -> None:
    for name, device_class in (("Hall motion", "motion"), ("Back door", "door"), ("Garage door", None)):
        assert home.device(name).parent == home.device("Alarm").id
        assert home.feature(name, BinarySensor).device_class == device_class
        assert home.feature(name, BinarySensor, "tamper").on is False
        assert home.feature(name, Sensor, "battery").value == 100
        assert home.feature(name, Select, "bypass").options == ("off", "manual", "on")
        assert home.feature(name, Select, "chirp").option == "off"
        assert home.feature(name, Select, "trigger_type").option == "home_away"


async def test_a_sensor_of_a_security_system_that_is_missing_is_unavailable(home: LinkedHome) -> None:
    panel = home.vendor.find("Alarm")
    panel.values["sensor-state", "sensor-1"]["security-sensor-state"]["missing"] = 1
    await home.poll()
    assert not home.device("Hall motion").available
    assert home.feature("Hall motion", BinarySensor, "connection").on is False
    assert home.device("Back door").available


async def test_an_open_door_is_on(home: LinkedHome) -> None:
    panel = home.vendor.find("Alarm")
    panel.values["sensor-state", "sensor-2"]["security-sensor-state"]["triggered"] = 1
    await home.poll()
    assert home.feature("Back door", BinarySensor).on


def test_a_keypad_has_its_volume_tampering_and_battery(home: LinkedHome) -> None:
    assert home.feature("Alarm keypad", Select, "buzzer_volume").option == "volume_02"
    assert home.feature("Alarm keypad", BinarySensor, "tamper").device_class == "tamper"
    assert home.feature("Alarm keypad", Sensor, "battery").value == 90


def test_a_freezer_has_a_mode_targets_with_their_ranges_and_super_cold(home: LinkedHome) -> None:
    mode = home.feature("Freezer", Select, "freezer_mode")
    assert (mode.option, mode.options) == ("freezer", ("freezer", "refrigerator"))
    freezing = home.feature("Freezer", Number, "freezing_target")
    assert (freezing.value, freezing.minimum, freezing.maximum, freezing.step) == (-20, -24, -12, 1)
    assert (freezing.unit, freezing.device_class, freezing.category) == ("°C", "temperature", None)
    assert home.feature("Freezer", Number, "chilling_target").maximum == 10
    assert home.feature("Freezer", Switch, "super_cold").on is False
    assert home.labels("Freezer", Sensor) == {"signal_strength"}


@pytest.mark.parametrize(
    ("mode", "shown", "hidden"),
    [
        ("freezer", "freezer_high_temperature_alert", "fridge_high_temperature_alert"),
        ("refrigerator", "fridge_high_temperature_alert", "freezer_high_temperature_alert"),
    ],
)
async def test_a_freezer_says_nothing_of_the_mode_that_it_is_not_in(
    home: LinkedHome, mode: str, shown: str, hidden: str
) -> None:
    await home.touch("Freezer", "mode", mode)
    assert home.feature("Freezer", BinarySensor, shown).available
    assert not home.feature("Freezer", BinarySensor, hidden).available
    available = {number.label: number.available for number in home.features("Freezer", Number)}
    assert available == {"freezing_target": mode == "freezer", "chilling_target": mode == "refrigerator"}
    assert home.feature("Freezer", BinarySensor, "temperature_sensor_failure").available


async def test_every_device_has_a_connection_and_the_firmware_as_diagnosis(home: LinkedHome) -> None:
    await home.read_firmware()
    for device in home.snapshot.devices.values():
        connection = device.features["connection"]
        assert isinstance(connection, BinarySensor)
        assert (connection.on, connection.device_class) == (True, "connectivity")
        assert connection.category == "diagnostic"
        if device.parent is None:
            assert (device.software_version, device.hardware_version) == ("1.4.2", None)


def test_every_device_with_a_radio_has_its_signal_as_diagnosis_disabled(home: LinkedHome) -> None:
    signal = home.feature("Porch light", Sensor, "signal_strength")
    assert (signal.value, signal.unit, signal.device_class) == (-50, "dBm", "signal_strength")
    assert (signal.category, signal.enabled) == ("diagnostic", False)


async def test_every_error_flag_is_a_problem_sensor(home: LinkedHome) -> None:
    for name, flag in (("Bedroom ceiling fan", "storage_error"), ("Garage AC", "water_tray_full")):
        sensor = home.feature(name, BinarySensor, flag)
        assert (sensor.on, sensor.device_class, sensor.category) == (False, "problem", "diagnostic")
    await home.touch("Garage AC", "error", "alerting", "water-tray-full")
    await home.touch("Bedroom ceiling fan", "error-flag", True, "storage-error")
    assert home.feature("Garage AC", BinarySensor, "water_tray_full").on
    assert home.feature("Bedroom ceiling fan", BinarySensor, "storage_error").on


def test_every_device_in_a_room_has_it_as_its_place(home: LinkedHome) -> None:
    places = {
        device.name: home.snapshot.places[device.place]
        for device in home.snapshot.devices.values()
        if device.place
    }
    assert places == {"Bedroom ceiling fan": "Bedroom", "Garden plug": "Garden", "Sprinkler": "Garden"}


async def test_a_device_that_the_vendor_does_not_reach_is_unavailable(home: LinkedHome) -> None:
    await home.touch("Porch light", "available", value=False)
    assert not home.device("Porch light").available
    assert home.feature("Porch light", BinarySensor, "connection").on is False


async def test_a_device_is_reached_as_long_as_one_of_its_metadevices_is(home: LinkedHome) -> None:
    await home.touch("Bedroom ceiling fan", "available", value=False)
    assert home.device("Bedroom ceiling fan").available
    assert home.feature("Bedroom ceiling fan", BinarySensor, "connection").on


def test_a_device_of_several_metadevices_has_the_makers_name_of_the_leading_one(home: LinkedHome) -> None:
    assert home.device("Bath fan").maker == "Commercial Electric"
    assert home.device("Bath fan").model == "Exhaust Fan"
