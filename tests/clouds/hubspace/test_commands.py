"""What commands do at the vendor, and what the home shows then."""

from itertools import permutations
from typing import Any, NamedTuple

import pytest
from aioafero.v1.controllers import security_system

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.model import (
    AlarmPanel,
    Climate,
    Command,
    Fan,
    Feature,
    FollowSchedule,
    Humidifier,
    Light,
    Lock,
    Number,
    Select,
    SelectOption,
    SetAlarm,
    SetClimate,
    SetFan,
    SetHumidifier,
    SetLight,
    SetLock,
    SetNumber,
    SetSwitch,
    SetValve,
    Switch,
    Valve,
)
from tests.simulators.hubspace.builder import category, device, temperature

from .account import LinkedHome

STATES = "/v1/*/state"


class Row(NamedTuple):
    """A command to a feature of a device, and what the vendor has then, by function."""

    device: str
    command: Command
    expected: dict[str, Any]
    label: str | None = None
    number: str | None = None
    told: str | None = None
    """The metadevice that has it, where the device is several."""


KINDS: dict[type[Command], type[Feature]] = {
    SelectOption: Select,
    SetAlarm: AlarmPanel,
    SetClimate: Climate,
    SetFan: Fan,
    SetHumidifier: Humidifier,
    SetLight: Light,
    SetLock: Lock,
    SetNumber: Number,
    SetSwitch: Switch,
    SetValve: Valve,
}

ROWS = [
    Row("Hall light", SetLight(on=True), {"power": "on"}),
    Row("Hall light", SetLight(on=False), {"power": "off"}),
    Row(
        "Hall light",
        SetLight(on=True, brightness=77, color_temperature=4210),
        {"power": "on", "brightness": 30, "color-temperature": "4200"},
    ),
    Row(
        "Porch light",
        SetLight(on=True, rgb=(1, 2, 3)),
        {"color-mode": "color", "color-rgb": {"color-rgb": {"r": 1, "g": 2, "b": 3}}},
    ),
    Row(
        "Porch light",
        SetLight(on=True, effect="nightlight"),
        {"color-mode": "sequence", "color-sequence|preset": "custom", "color-sequence|custom": "nightlight"},
    ),
    Row(
        "Porch light",
        SetLight(on=True, effect="fade_3"),
        {"color-mode": "sequence", "color-sequence|preset": "fade-3"},
    ),
    Row("Porch light", SetLight(on=True, effect="off"), {"color-mode": "white"}),
    Row(
        "Ring light",
        SetLight(on=True, brightness=26, white=True),
        {"color-mode|trim": "white", "brightness|trim": 10, "brightness|main": 100, "power|trim": "on"},
        label="trim_light",
    ),
    Row("Ring light", SetLight(on=False), {"power|main": "off", "power|global": "on"}, label="main_light"),
    Row(
        "Bath light",
        SetLight(on=True, brightness=128, rgb=(9, 8, 7)),
        {
            "toggle|color": "on",
            "toggle|white": "on",
            "color-mode": "mixed",
            "brightness|color": 50,
            "brightness|white": 70,
        },
        label="color_light",
    ),
    Row("Bath light", SetLight(on=False), {"toggle|white": "off", "power": "on"}, label="white_light"),
    Row(
        "Bedroom ceiling fan",
        SetLight(on=True, color_temperature=3400),
        {"power|light-power": "on", "color-temperature": "3500K"},
        label="light",
        told="Bedroom fan light",
    ),
    Row(
        "Bedroom ceiling fan",
        SetFan(on=True, percentage=100),
        {"fan-speed|fan-speed": "fan-speed-6-100", "toggle|comfort-breeze": "disabled"},
        told="Bedroom fan",
    ),
    Row("Bedroom ceiling fan", SetFan(percentage=0), {"power|fan-power": "off"}, told="Bedroom fan"),
    Row("Bedroom ceiling fan", SetFan(on=False), {"power|fan-power": "off"}, told="Bedroom fan"),
    Row(
        "Bedroom ceiling fan",
        SetFan(direction="reverse"),
        {"fan-reverse|fan-reverse": "reverse"},
        told="Bedroom fan",
    ),
    Row(
        "Bedroom ceiling fan",
        SetFan(on=True, preset="comfort_breeze"),
        {"toggle|comfort-breeze": "enabled"},
        told="Bedroom fan",
    ),
    Row("Bath fan", SetFan(on=True), {"power|fan-power": "on"}, told="Bath fan motor"),
    Row(
        "Bath fan",
        SetFan(percentage=50),
        {"fan-speed|exhaust-fan-speed": "fan-speed-2-050"},
        told="Bath fan motor",
    ),
    Row(
        "Bath fan",
        SetSwitch(on=False),
        {"toggle|motion-detection-enabled-exhaust-fan": "off"},
        label="motion_detection",
    ),
    Row("Bath fan", SelectOption("both"), {"motion-action|exhaust-fan": "both"}, label="motion_action"),
    Row(
        "Bath fan",
        SelectOption("5_high"),
        {"sensitivity|humidity-sensitivity": "5-high"},
        label="humidity_sensitivity",
    ),
    Row("Bath fan", SetNumber(120.0), {"auto-off-timer|auto-off": 120}, label="auto_off_timer"),
    Row("Office switch", SetSwitch(on=True), {"power": "on"}),
    Row("Glass door", SetSwitch(on=True), {"power": "on"}),
    Row(
        "Garden plug", SetSwitch(on=False), {"power": "off"}, label="outlet", number="2", told="Garden plug 2"
    ),
    Row("Transformer", SetSwitch(on=True), {"toggle|zone-2": "on"}, label="zone", number="2"),
    Row("Transformer", SetNumber(15), {"timer|zone-1": 15}, label="zone_timer", number="1"),
    Row("Sprinkler", SetValve(open=True), {"toggle|spigot-1": "on"}, label="spigot", number="1"),
    Row("Sprinkler", SetValve(open=False), {"toggle|spigot-2": "off"}, label="spigot", number="2"),
    Row(
        "Sprinkler",
        SetNumber(30),
        {"max-on-time|spigot-2": 30, "max-on-time|spigot-1": 15},
        label="spigot_max_on_time",
        number="2",
    ),
    Row("Thermostat", SetClimate(mode="heat_cool"), {"mode": "auto"}),
    Row(
        "Thermostat",
        SetClimate(target_temperature=20.5),
        {"temperature|heating-target": 20.5, "temperature|cooling-target": 26.5},
    ),
    Row(
        "Thermostat",
        SetClimate(mode="cool", target_temperature=24),
        {"mode": "cool", "temperature|cooling-target": 24, "temperature|heating-target": 18},
    ),
    Row(
        "Thermostat",
        SetClimate(mode="heat_cool", target_temperature_low=19, target_temperature_high=25),
        {"temperature|auto-heating-target": 19, "temperature|auto-cooling-target": 25},
    ),
    Row("Thermostat", SetClimate(fan_mode="intermittent"), {"fan-mode": "intermittent", "mode": "heat"}),
    Row("Thermostat", SetClimate(preset="permanent_hold"), {"run-mode": "permanent-hold"}),
    Row("Garage AC", SetClimate(mode="off"), {"power": "off"}),
    Row("Garage AC", SetClimate(on=False), {"power": "off", "mode": "cool"}),
    Row("Garage AC", SetClimate(on=True), {"power": "on", "mode": "cool"}),
    Row("Garage AC", SetClimate(mode="dry"), {"power": "on", "mode": "dehumidify"}),
    Row(
        "Garage AC",
        SetClimate(target_temperature=19.5, fan_mode="low", preset="sleep"),
        {"temperature|cooling-target": 19.5, "fan-speed|ac-fan-speed": "fan-speed-2-050", "sleep": "on"},
    ),
    Row(
        "Study AC",
        SetClimate(fan_mode="medium", swing_mode="off"),
        {"fan-speed|ac-fan-speed": "fan-speed-3-066", "air-swing": "off"},
    ),
    Row(
        "Study AC",
        SetClimate(mode="heat", target_temperature=24),
        {"mode": "heat", "temperature|heating-target": 24, "temperature|cooling-target": 21},
    ),
    Row(
        "Study AC",
        SetClimate(target_temperature=23),
        {"temperature|cooling-target": 23, "temperature|heating-target": 31, "power": "off"},
    ),
    Row("Closet dehumidifier", SetHumidifier(on=False), {"power": "off"}),
    Row("Closet dehumidifier", SetHumidifier(mode="continuous"), {"mode|dehumidifier-mode": "continuous"}),
    Row("Closet dehumidifier", SetHumidifier(target_humidity=52), {"humidity|target": 50}),
    Row(
        "Closet dehumidifier",
        SelectOption("low"),
        {"fan-speed|dehumidifier-fan-speed": "fan-speed-2-050"},
        label="fan_speed",
    ),
    Row("Closet dehumidifier", SetSwitch(on=False), {"pump": "off"}, label="pump"),
    Row("Freezer", SelectOption("refrigerator"), {"mode": "refrigerator"}, label="freezer_mode"),
    Row("Freezer", SetSwitch(on=True), {"super-cold|super-cold": "on"}, label="super_cold"),
    Row("Freezer", SetNumber(-15), {"temperature|freezer-target": -15}, label="freezing_target"),
    Row("Vanity light", SetLight(on=False), {"power": "off", "color-mode": "night-light"}),
    Row("Vanity light", SetLight(on=True, effect="off"), {"color-mode": "white"}),
    Row("Vanity light", SetLight(on=True, brightness=128), {"color-mode": "white", "brightness": 50}),
    Row("Vanity light", SetLight(on=True, rgb=(1, 2, 3)), {"color-mode": "color"}),
    Row("Vanity light", SetLight(on=True, effect="circadian_rhythm"), {"color-mode": "circadian-rhythm"}),
    Row(
        "Bath fan",
        SetLight(on=True, effect="night_light"),
        {"color-mode": "night-light", "power|light-power": "on"},
        label="light",
        told="Bath fan light",
    ),
    Row("Garage AC", SetSwitch(on=True), {"continuous-fan": "on", "power": "on"}, label="continuous_fan"),
    Row("Garage AC", SetNumber(60), {"timer": 60}, label="timer"),
    Row(
        "Back door",
        SelectOption("manual"),
        {
            "sensor-config|sensor-2": {
                "security-sensor-config-v2": {"chirpMode": 0, "triggerType": 3, "bypassType": 1}
            }
        },
        label="bypass",
        told="Alarm",
    ),
    Row("Alarm", SetNumber(45), {"disarm-entry-delay": 45}, label="entry_delay"),
    Row("Alarm", SelectOption("volume_01"), {"volume|siren": "volume-01"}, label="siren_volume"),
    Row(
        "Alarm keypad",
        SelectOption("volume_00"),
        {"volume|buzzer-volume": "volume-00"},
        label="buzzer_volume",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.device} {row.command}")
async def test_a_command_reaches_the_vendor_in_its_own_words_and_shows_at_once(
    home: LinkedHome, row: Row
) -> None:
    await home.send(row.device, row.command, KINDS[type(row.command)], row.label, row.number)
    shown = home.snapshot
    for function, value in row.expected.items():
        function_class, _, instance = function.partition("|")
        assert home.state(row.told or row.device, function_class, instance or None) == value
    assert (await home.poll()).devices == shown.devices


@pytest.mark.parametrize(
    ("locked", "at_once", "then"), [(True, "locking", "locked"), (False, "unlocking", "unlocked")]
)
async def test_a_lock_moves_at_once_and_has_moved_by_the_next_poll(
    home: LinkedHome, locked: bool, at_once: str, then: str
) -> None:
    await home.send("Front door", SetLock(locked=locked), Lock)
    assert home.feature("Front door", Lock).state == at_once
    await home.poll()
    assert home.feature("Front door", Lock).state == then


async def test_a_command_is_one_request_and_nothing_is_asked_back(home: LinkedHome) -> None:
    home.vendor.requests.clear()
    await home.send("Garage AC", SetClimate(mode="dry", target_temperature=20), Climate)
    assert [request.method for request in home.vendor.requests] == ["PUT"]


async def test_only_what_was_sent_is_taken_from_the_vendors_answer(home: LinkedHome) -> None:
    home.vendor.set_state(home.vendor.find("Porch light").id, "power", None, "off")
    await home.send("Porch light", SetNumber(5), Number, "effect_speed")
    assert home.feature("Porch light", Number, "effect_speed").value == 5
    assert home.feature("Porch light", Light).on


async def test_a_command_reaches_a_lamp_that_a_person_has_touched_since_the_last_poll(
    home: LinkedHome,
) -> None:
    home.vendor.set_state(home.vendor.find("Porch light").id, "power", None, "off")
    await home.send("Porch light", SetLight(on=True), Light)
    assert home.state("Porch light", "power") == "on"


@pytest.mark.parametrize(
    ("lamp", "lit", "dark"),
    [
        ("Bath light", "color", "white"),
        ("Bath light", "white", "color"),
        ("Ring light", "main", "trim"),
        ("Ring light", "trim", "main"),
    ],
)
async def test_one_zone_of_a_lamp_that_is_off_is_turned_on_alone_with_one_request(
    home: LinkedHome, lamp: str, lit: str, dark: str
) -> None:
    whole, each = (None, "toggle") if lamp == "Bath light" else ("global", "power")
    for zone in (lit, dark):
        await home.touch(lamp, each, "on", zone)
    await home.touch(lamp, "power", "off", whole)
    home.vendor.requests.clear()
    await home.send(lamp, SetLight(on=True, brightness=51), Light, f"{lit}_light")
    assert [request.method for request in home.vendor.requests] == ["PUT"]
    assert home.state(lamp, "power", whole) == "on"
    assert home.feature(lamp, Light, f"{lit}_light").on
    assert home.feature(lamp, Light, f"{dark}_light").on is False
    if lamp == "Bath light":
        assert home.state(lamp, "color-mode") == lit


async def test_a_light_is_turned_on_without_its_trim_in_whatever_order_the_vendor_tells_their_power(
    home: LinkedHome,
) -> None:
    lamp = home.vendor.find("Ring light")
    for brightness, powers in enumerate(permutations(["main", "trim", "global"]), start=1):
        lamp.values |= {("power", power): lamp.values.pop(("power", power)) for power in powers}
        # A device of which nothing else has changed is not built anew, nor is any in another order by a poll.
        lamp.values["brightness", "global"] = brightness
        await home.poll(discover=True)
        await home.send("Ring light", SetLight(on=True), Light, "main_light")
        assert home.state("Ring light", "power", "trim") == "off", powers


async def test_a_zone_of_a_lamp_that_is_off_is_turned_off_without_waking_the_lamp(home: LinkedHome) -> None:
    await home.touch("Ring light", "power", "on", "trim")
    await home.touch("Ring light", "power", "off", "global")
    await home.send("Ring light", SetLight(on=False), Light, "main_light")
    assert [home.state("Ring light", "power", of) for of in ("global", "trim")] == ["off", "on"]


async def test_a_colour_is_set_in_one_zone_of_a_lamp_that_is_off(home: LinkedHome) -> None:
    await home.touch("Ring light", "power", "off", "global")
    await home.send("Ring light", SetLight(on=True, rgb=(1, 2, 3)), Light, "trim_light")
    assert home.state("Ring light", "color-mode", "trim") == "color"


@pytest.mark.parametrize("mode", ["white", "color"])
async def test_the_end_of_the_night_light_restores_the_light_that_was_before(
    home: LinkedHome, mode: str
) -> None:
    await home.touch("Vanity light", "color-mode", mode)
    await home.send("Vanity light", SetLight(on=True, effect="night_light"), Light)
    await home.poll(discover=True)
    await home.send("Vanity light", SetLight(on=True, effect="off"), Light)
    assert home.state("Vanity light", "color-mode") == mode


@pytest.mark.parametrize("mode", ["white", "color"])
async def test_the_end_of_an_effect_restores_the_light_that_was_before(home: LinkedHome, mode: str) -> None:
    await home.touch("Porch light", "color-mode", mode)
    await home.send("Porch light", SetLight(on=True, effect="rainbow"), Light)
    await home.send("Porch light", SetLight(on=True, effect="off"), Light)
    assert home.state("Porch light", "color-mode") == mode


async def test_no_effect_where_none_runs_leaves_a_colour_a_colour(home: LinkedHome) -> None:
    await home.touch("Porch light", "color-mode", "color")
    await home.send("Porch light", SetLight(on=True, effect="off"), Light)
    assert home.state("Porch light", "color-mode") == "color"


async def test_a_night_light_that_is_off_does_not_light_up_bright_first(home: LinkedHome) -> None:
    await home.touch("Vanity light", "color-mode", "white")
    await home.touch("Vanity light", "power", "off")
    await home.send("Vanity light", SetLight(on=True, brightness=255, effect="night_light"), Light)
    sent = [set(change.values) for change in home.vendor.changes]
    assert sent == [{"color-mode"}, {"color-mode", "power"}]


async def test_an_air_conditioner_that_chooses_by_itself_takes_both_targets(home: LinkedHome) -> None:
    home.vendor.add(
        device(
            "Attic AC",
            "portable-air-conditioner",
            category("mode", None, "auto", "heat", "cool", "auto"),
            temperature("cooling-target", 26, (16, 31), 1, attribute=10),
            temperature("heating-target", 20, (16, 31), 1, attribute=11),
        )
    )
    await home.poll()
    climate = home.feature("Attic AC", Climate)
    assert (climate.target_temperature_low, climate.target_temperature_high) == (20, 26)
    command = SetClimate(target_temperature_low=19, target_temperature_high=24)
    await home.send("Attic AC", command, Climate)
    assert home.state("Attic AC", "temperature", "heating-target") == 19
    assert home.state("Attic AC", "temperature", "cooling-target") == 24


async def test_a_target_between_the_steps_of_a_device_lands_on_the_nearest(home: LinkedHome) -> None:
    await home.send("Garage AC", SetClimate(target_temperature=22.78), Climate)
    assert home.state("Garage AC", "temperature", "cooling-target") == 23
    await home.send("Thermostat", SetNumber(30.1), Number, "safety_max_temperature")
    assert home.state("Thermostat", "temperature", "safety-mode-max-temp") == 30


async def test_a_fan_that_is_off_does_not_change_its_direction(home: LinkedHome) -> None:
    await home.touch("Bedroom fan", "power", "off", "fan-power")
    home.vendor.requests.clear()
    with pytest.raises(CommandRefused, match="fan_off"):
        await home.send("Bedroom ceiling fan", SetFan(direction="reverse"), Fan)
    assert home.vendor.requests == []
    await home.send("Bedroom ceiling fan", SetFan(on=True, direction="reverse"), Fan)
    assert home.feature("Bedroom ceiling fan", Fan).direction == "reverse"


@pytest.mark.parametrize(
    ("percentage", "word"), [(1, "016"), (16, "016"), (17, "033"), (50, "050"), (84, "100"), (100, "100")]
)
async def test_a_percentage_is_the_next_speed_that_a_fan_has(
    home: LinkedHome, percentage: int, word: str
) -> None:
    await home.send("Bedroom ceiling fan", SetFan(on=True, percentage=percentage), Fan)
    assert home.state("Bedroom fan", "fan-speed", "fan-speed") == f"fan-speed-6-{word}"


async def test_a_speed_ends_the_preset(home: LinkedHome) -> None:
    await home.send("Bedroom ceiling fan", SetFan(on=True, preset="comfort_breeze"), Fan)
    await home.send("Bedroom ceiling fan", SetFan(on=True, percentage=33), Fan)
    fan = home.feature("Bedroom ceiling fan", Fan)
    assert (fan.preset, fan.percentage) == (None, 33)


async def test_every_percent_of_the_vendor_is_a_brightness_of_its_own_and_comes_back(
    home: LinkedHome,
) -> None:
    for percent in range(1, 101, 9):
        await home.touch("Hall light", "brightness", percent)
        brightness = home.feature("Hall light", Light).brightness
        await home.send("Hall light", SetLight(on=True, brightness=brightness), Light)
        assert home.state("Hall light", "brightness") == percent


@pytest.mark.parametrize("kind", [Switch, Light])
async def test_a_device_that_the_vendor_does_not_know_any_more_refuses(
    home: LinkedHome, kind: type[Feature]
) -> None:
    name = "Office switch" if kind is Switch else "Hall light"
    home.vendor.remove(home.vendor.find(name).id)
    with pytest.raises(CommandRefused, match="unknown_device"):
        await home.send(name, SetSwitch(on=True) if kind is Switch else SetLight(on=True), kind)


async def test_a_device_that_is_not_there_refuses(home: LinkedHome) -> None:
    with pytest.raises(CommandRefused, match="unknown_device"):
        await home.cloud.async_send("nobody", "switch", SetSwitch(on=True))


async def test_a_feature_that_is_not_there_refuses(home: LinkedHome) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await home.cloud.async_send(home.device("Hall light").id, "switch", SetSwitch(on=True))


@pytest.mark.parametrize(
    ("device", "kind", "command"),
    [
        ("Hall light", Light, SetSwitch(on=True)),
        ("Porch light", Light, SetLight(on=True, effect="typo")),
        ("Hall light", Light, SetLight(on=True, effect="rainbow")),
        ("Garage AC", Climate, SetClimate(fan_mode="turbo")),
        ("Garage AC", Climate, SetClimate(swing_mode="diagonal")),
        ("Garage AC", Climate, SetClimate(preset="party")),
        ("Bedroom ceiling fan", Fan, SetFan(preset="storm")),
        ("Bath fan", Fan, SetFan(preset="storm")),
        ("Thermostat", Climate, SetClimate(mode="dry")),
        ("Thermostat", Climate, SetClimate(on=True)),
        ("Thermostat", Climate, FollowSchedule()),
        ("Garage AC", Climate, SetClimate(target_temperature_low=20)),
        ("Alarm", AlarmPanel, SetAlarm(state="armed_night")),
    ],
)
async def test_what_a_device_cannot_do_is_refused_without_a_request(
    home: LinkedHome, device: str, kind: type[Feature], command: Command
) -> None:
    home.vendor.requests.clear()
    with pytest.raises(CommandRefused, match="not_supported"):
        await home.send(device, command, kind)
    assert home.vendor.requests == []


async def test_a_target_temperature_without_a_mode_that_has_one_is_refused(home: LinkedHome) -> None:
    await home.touch("Thermostat", "mode", "fan")
    with pytest.raises(CommandRefused, match="not_supported"):
        await home.send("Thermostat", SetClimate(target_temperature=20), Climate)


async def test_a_reading_takes_no_command(home: LinkedHome) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        await home.cloud.async_send(home.device("Hall light").id, "connection", SetSwitch(on=True))


@pytest.mark.parametrize(("name", "kind"), [("Hall light", Light), ("Office switch", Switch)])
async def test_what_the_vendor_refuses_is_refused(home: LinkedHome, name: str, kind: type[Feature]) -> None:
    home.vendor.faults.answer(STATES, status=400)
    with pytest.raises(CommandRefused, match=r"^refused$"):
        await home.send(name, SetSwitch(on=True) if kind is Switch else SetLight(on=True), kind)


@pytest.mark.parametrize("status", [403, 429, 500, 503, 504])
@pytest.mark.parametrize(("name", "kind"), [("Hall light", Light), ("Office switch", Switch)])
async def test_a_vendor_that_is_overloaded_is_a_temporary_error_and_is_not_asked_again(
    home: LinkedHome, name: str, kind: type[Feature], status: int
) -> None:
    home.vendor.requests.clear()
    home.vendor.faults.answer(STATES, status=status, retry_after=9)
    with pytest.raises(TemporaryError) as caught:
        await home.send(name, SetSwitch(on=True) if kind is Switch else SetLight(on=True), kind)
    assert caught.value.retry_after == 9
    assert home.vendor.count() == 1


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"values": 5}', '{"values": ['])
async def test_an_answer_to_a_command_that_makes_no_sense_is_a_temporary_error(
    home: LinkedHome, body: str
) -> None:
    home.vendor.faults.answer(STATES, status=200, body=body)
    with pytest.raises(TemporaryError):
        await home.send("Office switch", SetSwitch(on=True), Switch)


async def test_strange_values_in_the_answer_to_a_command_are_left_out(home: LinkedHome) -> None:
    body = '{"values": [5, {"functionClass": "power", "value": ["on"]}, {"functionClass": null}]}'
    home.vendor.faults.answer(STATES, status=200, body=body, content_type="application/json")
    await home.send("Office switch", SetSwitch(on=True), Switch)
    assert home.feature("Office switch", Switch).on is False


async def test_a_library_that_stumbles_is_a_temporary_error(home: LinkedHome) -> None:
    home.vendor.faults.answer(STATES, status=200, body='{"values": []}', content_type="text/plain")
    with pytest.raises(TemporaryError, match="library failed"):
        await home.send("Alarm", SetAlarm(state="disarmed", code="1234"), AlarmPanel)


async def test_a_rejected_refresh_token_is_told_as_such(home: LinkedHome) -> None:
    home.vendor.tokens.revoke_all()
    with pytest.raises(RefreshTokenRejected):
        await home.send("Hall light", SetLight(on=True), Light)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let aioafero look at the panel at once, and not after three seconds."""
    monkeypatch.setattr(security_system, "UPDATE_TIME", 0)


@pytest.mark.parametrize("state", ["armed_home", "armed_away", "triggered"])
@pytest.mark.usefixtures("at_once")
async def test_a_security_system_is_armed_at_home_and_away_and_set_off(home: LinkedHome, state: str) -> None:
    await home.send("Alarm", SetAlarm(state=state), AlarmPanel)
    assert home.feature("Alarm", AlarmPanel).state == state


@pytest.mark.parametrize("body", ["", "{}", '{"values": []}'])
@pytest.mark.parametrize("state", ["armed_home", "armed_away", "triggered"])
@pytest.mark.usefixtures("at_once")
async def test_an_order_that_the_vendor_took_is_no_error_where_it_does_not_say_so_afterwards(
    home: LinkedHome, state: str, body: str
) -> None:
    home.vendor.faults.answer(
        f"GET {STATES}", status=200 if body else 503, body=body, content_type="application/json"
    )
    await home.send("Alarm", SetAlarm(state=state), AlarmPanel)
    await home.poll()
    assert home.feature("Alarm", AlarmPanel).state == state


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.usefixtures("at_once")
async def test_a_disarming_of_which_nobody_knows_whether_it_worked_is_a_temporary_error(
    home: LinkedHome, method: str
) -> None:
    home.vendor.faults.answer(f"{method} {STATES}", status=503)
    with pytest.raises(TemporaryError):
        await home.send("Alarm", SetAlarm(state="disarmed", code="1234"), AlarmPanel)


@pytest.mark.usefixtures("at_once")
async def test_an_order_that_the_vendor_did_not_take_is_a_temporary_error(home: LinkedHome) -> None:
    home.vendor.faults.answer(f"PUT {STATES}", status=503)
    with pytest.raises(TemporaryError):
        await home.send("Alarm", SetAlarm(state="armed_away"), AlarmPanel)


@pytest.mark.parametrize("pin", ["1234", "0042"])
@pytest.mark.usefixtures("at_once")
async def test_a_security_system_is_disarmed_with_its_pin(home: LinkedHome, pin: str) -> None:
    home.vendor.pin = pin
    await home.touch("Alarm", "alarm-state", "arm-away")
    await home.send("Alarm", SetAlarm(state="disarmed", code=pin), AlarmPanel)
    assert home.feature("Alarm", AlarmPanel).state == "disarmed"


@pytest.mark.parametrize("pin", ["4321", "word", "", None])
@pytest.mark.usefixtures("at_once")
async def test_a_wrong_pin_does_not_disarm(home: LinkedHome, pin: str | None) -> None:
    await home.touch("Alarm", "alarm-state", "arm-away")
    with pytest.raises(CommandRefused, match="wrong_pin"):
        await home.send("Alarm", SetAlarm(state="disarmed", code=pin), AlarmPanel)
    assert home.state("Alarm", "alarm-state") == "arm-away"


@pytest.mark.usefixtures("at_once")
async def test_a_security_system_with_an_open_sensor_is_not_armed_unless_that_is_bypassed(
    home: LinkedHome,
) -> None:
    panel = home.vendor.find("Alarm")
    panel.values["sensor-state", "sensor-2"]["security-sensor-state"]["triggered"] = 1
    await home.poll()
    with pytest.raises(CommandRefused, match="sensors_open"):
        await home.send("Alarm", SetAlarm(state="armed_away"), AlarmPanel)
    await home.send("Back door", SelectOption("manual"), Select, "bypass")
    await home.send("Alarm", SetAlarm(state="armed_away"), AlarmPanel)
    assert home.feature("Alarm", AlarmPanel).state == "armed_away"


@pytest.mark.parametrize("function_class", ["sensor-state", "sensor-config"])
@pytest.mark.usefixtures("at_once")
async def test_a_security_system_with_half_a_sensor_is_armed(home: LinkedHome, function_class: str) -> None:
    home.vendor.find("Alarm").values[function_class, "sensor-2"] = None
    await home.poll(discover=True)
    await home.send("Alarm", SetAlarm(state="armed_away"), AlarmPanel)
    assert home.feature("Alarm", AlarmPanel).state == "armed_away"


@pytest.mark.usefixtures("at_once")
async def test_a_security_system_whose_sensors_are_all_left_out_is_not_armed(home: LinkedHome) -> None:
    for name in ("Hall motion", "Back door", "Garage door"):
        await home.send(name, SelectOption("off"), Select, "trigger_type")
    with pytest.raises(CommandRefused, match=r"^refused$"):
        await home.send("Alarm", SetAlarm(state="armed_home"), AlarmPanel)


@pytest.mark.usefixtures("at_once")
async def test_nothing_of_the_library_runs_on_or_grows_with_commands(home: LinkedHome) -> None:
    await home.send("Hall light", SetLight(on=True), Light)
    await home.send("Alarm", SetAlarm(state="armed_away"), AlarmPanel)
    await home.send("Alarm", SetAlarm(state="disarmed", code="1234"), AlarmPanel)
    bridge = home.cloud._bridge
    assert bridge._adhoc_tasks == bridge._scheduled_tasks == []
    assert bridge.events._event_queue.empty()
    assert bridge.conclave is None


async def test_raw_values_reach_the_metadevice_that_knows_them(home: LinkedHome) -> None:
    device = home.device("Bedroom ceiling fan")
    values: list[dict[str, Any]] = [
        {"functionClass": "brightness", "value": 12},
        {"functionClass": "fan-reverse", "functionInstance": "fan-reverse", "value": "reverse"},
    ]
    home.snapshot = await home.cloud.async_send_state(device.id, values)
    assert home.state("Bedroom fan light", "brightness") == 12
    assert home.feature("Bedroom ceiling fan", Fan).direction == "reverse"


async def test_raw_values_reach_a_device_of_an_unknown_class(home: LinkedHome) -> None:
    await home.cloud.async_send_state(home.device("Mystery").id, [{"functionClass": "power", "value": "off"}])
    assert home.state("Mystery", "power") == "off"


async def test_raw_values_that_the_device_does_not_take_are_refused(home: LinkedHome) -> None:
    with pytest.raises(CommandRefused, match=r"^refused$"):
        await home.cloud.async_send_state(
            home.device("Mystery").id, [{"functionClass": "power", "value": "boil"}]
        )


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"functionClass": "power"},
        {"functionClass": 5, "value": "on"},
        {"functionClass": "power", "functionInstance": 5, "value": "on"},
    ],
)
async def test_raw_values_that_are_not_the_vendors_form_are_refused_without_a_request(
    home: LinkedHome, value: dict[str, Any]
) -> None:
    home.vendor.requests.clear()
    with pytest.raises(CommandRefused, match=r"^refused$"):
        await home.cloud.async_send_state(home.device("Mystery").id, [value])
    assert home.vendor.requests == []


async def test_more_raw_values_than_a_device_can_have_are_refused_without_a_request(
    home: LinkedHome,
) -> None:
    values: list[dict[str, Any]] = [{"functionClass": f"power-{each}", "value": "on"} for each in range(101)]
    home.vendor.requests.clear()
    with pytest.raises(CommandRefused, match=r"^refused$"):
        await home.cloud.async_send_state(home.device("Mystery").id, values)
    assert home.vendor.requests == []


async def test_raw_values_for_a_device_that_is_not_there_are_refused(home: LinkedHome) -> None:
    with pytest.raises(CommandRefused, match="unknown_device"):
        await home.cloud.async_send_state("nobody", [{"functionClass": "power", "value": "on"}])
