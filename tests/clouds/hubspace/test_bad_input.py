"""Whatever the vendor sends, the home is shown: what makes no sense is left out with one warning."""

import copy
import json
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.latchkey.clouds.hubspace import built as hubspace_built
from custom_components.latchkey.clouds.hubspace.afero import Modelled
from custom_components.latchkey.clouds.hubspace.home import Home
from custom_components.latchkey.clouds.hubspace.mapping import devices as hubspace_devices
from custom_components.latchkey.clouds.hubspace.mapping.devices import Mapped, map_devices
from custom_components.latchkey.clouds.hubspace.metadevice import Version
from custom_components.latchkey.clouds.hubspace.pages import parse_page, parse_query
from custom_components.latchkey.clouds.model import BinarySensor, Climate, Light, Sensor, Snapshot
from tests.simulators.hubspace.catalogue import catalogue

from .answers import body, read

FULL = [metadevice.full() for metadevice in catalogue()]

type Path = tuple[str | int, ...]

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.just("x" * 5000),
    st.just(10**400),
    st.just([]),
    st.just({}),
    st.just([None]),
    st.just({"color-rgb": None}),
    st.just(["on"]),
)


def one(name: str) -> dict[str, Any]:
    """Return a device's full description, to be spoilt."""
    return copy.deepcopy(next(raw for raw in FULL if raw["friendlyName"] == name))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def set_value(raw: dict[str, Any], function_class: str, value: Any, instance: str | None = None) -> None:
    for state in raw["state"]["values"]:
        if (state["functionClass"], state["functionInstance"]) == (function_class, instance):
            state["value"] = value


def paths(raw: Any, here: Path = ()) -> list[Path]:
    """Return the places of an answer, outermost first."""
    if isinstance(raw, dict):
        inner = [place for key, value in raw.items() for place in paths(value, (*here, key))]
    elif isinstance(raw, list):
        inner = [place for index, value in enumerate(raw) for place in paths(value, (*here, index))]
    else:
        inner = []
    return [here, *inner] if here else inner


PATHS = {index: paths(raw) for index, raw in enumerate(FULL)}


@st.composite
def mangled(draw: st.DrawFn) -> list[Any]:
    """Return an answer in which some fields are gone, and some are of another type."""
    chosen = draw(st.lists(st.sampled_from(range(len(FULL))), min_size=1, max_size=3, unique=True))
    answer = [copy.deepcopy(FULL[index]) for index in chosen]
    for position, index in enumerate(chosen):
        for place in draw(st.lists(st.sampled_from(PATHS[index]), min_size=1, max_size=6)):
            spoil(answer[position], place, draw(st.one_of(st.just(...), JUNK)))
    return answer


def spoil(raw: Any, place: Path, junk: Any) -> None:
    """Put junk in a place of an answer, or take that place out; it may have gone with another one."""
    *way, last = place
    try:
        for step in way:
            raw = raw[step]
        if junk is ...:
            del raw[last]
        else:
            raw[last] = copy.deepcopy(junk)
    except KeyError, IndexError, TypeError:
        return


@given(mangled())
@settings(max_examples=300, deadline=None)
def test_a_mangled_answer_still_shows_a_home(answer: list[Any]) -> None:
    assert isinstance(read(answer), Snapshot)


@given(mangled())
@settings(max_examples=100, deadline=None)
def test_a_mangled_poll_leaves_every_known_device_in_the_home(answer: list[Any]) -> None:
    snapshot = read(FULL, [*FULL, *answer])
    own = {device.id for device in read(FULL).devices.values() if device.parent is None}
    assert own <= snapshot.devices.keys()


@given(st.lists(st.one_of(JUNK, st.dictionaries(st.sampled_from(sorted(FULL[0])), JUNK)), max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_list_of_junk_is_an_empty_home(answer: list[Any]) -> None:
    assert read(answer).devices == {}


@given(st.one_of(st.text(), st.text(alphabet="<>![]/='\"ab-& ")))
def test_any_page_can_be_read(page: str) -> None:
    parse_page(page)
    parse_query(page)


@pytest.mark.parametrize(
    ("name", "function_class", "instance", "junk"),
    [
        ("Hall light", "brightness", None, "bright"),
        ("Hall light", "brightness", None, 5000),
        ("Hall light", "color-temperature", None, "0"),
        ("Hall light", "color-temperature", None, "5101K"),
        ("Thermostat", "temperature", "current-temp", 200),
        ("Hall light", "brightness", None, float("nan")),
        ("Hall light", "brightness", None, 10**400),
        ("Hall light", "color-temperature", None, "warm"),
        ("Porch light", "color-rgb", None, {"color-rgb": 5}),
        ("Porch light", "color-rgb", None, {"color-rgb": {"r": 999}}),
        ("Porch light", "color-sequence", "preset", ["custom"]),
        ("Hall light", "available", None, "yes"),
        ("Bedroom fan", "fan-speed", "fan-speed", 7),
        ("Thermostat", "temperature", "heating-target", "warm"),
        ("Alarm", "siren-action", None, {"security-siren-action": {"resultCode": 0}}),
        ("Alarm", "siren-action", None, {}),
        ("Front door", "battery-level", None, "full"),
    ],
)
def test_a_field_of_a_wrong_type_is_left_out_with_one_warning_and_all_else_works(
    caplog: pytest.LogCaptureFixture, name: str, function_class: str, instance: str | None, junk: Any
) -> None:
    raw = one(name)
    set_value(raw, function_class, junk, instance)
    healthy = read([one(name), one("Office switch")])
    caplog.clear()
    snapshot = read([raw, one("Office switch")], [raw, one("Office switch")])
    assert snapshot.devices.keys() == healthy.devices.keys()
    (warning,) = warnings(caplog)
    assert name not in warning
    assert function_class in warning


def spoilt(raw: dict[str, Any], position: int, junk: Any) -> dict[str, Any]:
    """Return a description in which one state is junk."""
    changed = copy.deepcopy(raw)
    changed["state"]["values"][position]["value"] = junk
    return changed


@pytest.mark.parametrize("junk", [None, "weird", -1, 1e11, True, [1], {"x": {}}], ids=repr)
@pytest.mark.parametrize("name", [raw["friendlyName"] for raw in FULL if raw["description"]])
def test_a_state_that_makes_no_sense_takes_nothing_else_along(name: str, junk: Any) -> None:
    raw = one(name)
    everything = keys(read([raw]))
    for position, state in enumerate(raw["state"]["values"]):
        if state["functionClass"] not in ("sensor-state", "sensor-config"):
            lost = everything - keys(read([spoilt(raw, position, junk)]))
            assert len(lost) <= 1, state["functionClass"]


def keys(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Return what names every feature of a home."""
    return {(device.id, key) for device in snapshot.devices.values() for key in device.features}


@pytest.mark.parametrize("name", [raw["friendlyName"] for raw in FULL if raw["description"]])
def test_a_state_that_makes_no_sense_in_a_poll_leaves_what_was_known(name: str) -> None:
    raw = one(name)
    known = read([raw])
    defined = {(each["functionClass"], each.get("functionInstance")) for each in functions_of(raw)}
    for position, state in enumerate(raw["state"]["values"]):
        if (state["functionClass"], state["functionInstance"]) in defined:
            for junk in (None, [1]):
                assert read([raw], [spoilt(raw, position, junk)]) == known, state["functionClass"]


def functions_of(raw: dict[str, Any]) -> list[dict[str, Any]]:
    functions: list[dict[str, Any]] = raw["description"]["functions"]
    return functions


@pytest.mark.parametrize("function_class", ["sensor-state", "sensor-config"])
@pytest.mark.parametrize(
    "junk",
    [
        None,
        [],
        {},
        {"x": {}},
        {"security-sensor-state": {"tampered": 5}},
        {"security-sensor-config-v2": {"chirpMode": 0, "triggerType": 3, "bypassType": 2}},
        {"security-sensor-state": {"tampered": 0, "triggered": 0, "missing": 0, "batteryLevel": 9}},
        {
            "security-sensor-state": {
                "tampered": 0,
                "triggered": 0,
                "missing": 0,
                "batteryLevel": 9,
                "deviceType": None,
            }
        },
    ],
    ids=repr,
)
def test_a_sensor_of_a_security_system_without_sound_data_is_left_out_alone(
    function_class: str, junk: Any
) -> None:
    raw = one("Alarm")
    everything = read([raw]).devices
    set_value(raw, function_class, junk, "sensor-2")
    assert read([raw]).devices == {
        key: device for key, device in everything.items() if device.name != "Back door"
    }


@pytest.mark.parametrize("zone", ["main", "trim"])
def test_a_zone_of_a_light_without_a_brightness_stays_a_zone(zone: str) -> None:
    raw = one("Ring light")
    set_value(raw, "brightness", None, zone)
    (device,) = read([raw]).devices.values()
    assert {(device.id, key) for key in device.features} == keys(read([one("Ring light")]))
    lights = {
        feature.label: feature.brightness
        for feature in device.features.values()
        if isinstance(feature, Light)
    }
    assert lights == {"main_light": 255, "trim_light": 255} | {f"{zone}_light": None}


@pytest.mark.parametrize("instance", [None, "sensor-", "sensor-one", "sensor-1-2", "beam-1", 5])
def test_a_sensor_of_a_security_system_without_a_number_is_left_out(instance: Any) -> None:
    raw = one("Alarm")
    for state in raw["state"]["values"]:
        if state["functionInstance"] == "sensor-1":
            state["functionInstance"] = instance
    assert {device.name for device in read([raw]).devices.values()} == {"Alarm", "Back door", "Garage door"}


def test_a_light_without_a_sound_brightness_still_switches() -> None:
    raw = one("Hall light")
    set_value(raw, "brightness", "bright")
    (device,) = read([raw]).devices.values()
    (light,) = (feature for feature in device.features.values() if isinstance(feature, Light))
    assert (light.on, light.brightness, light.color_modes) == (False, None, ("color_temp",))


def test_a_device_of_an_unknown_class_has_its_diagnosis_and_one_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    (device,) = read([one("Mystery")], [one("Mystery")]).devices.values()
    assert {feature.label for feature in device.features.values()} == {"connection", "signal_strength"}
    (warning,) = warnings(caplog)
    assert "coffee-machine" in warning
    assert "Mystery" not in warning


@pytest.mark.parametrize("missing", ["description", "deviceId", "state", "friendlyName", "children"])
def test_a_device_that_lacks_a_field_does_not_harm_the_others(missing: str) -> None:
    raw = one("Hall light")
    del raw[missing]
    assert "Office switch" in {device.name for device in read([raw, one("Office switch")]).devices.values()}


def test_a_device_without_a_class_is_left_out_with_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    raw = one("Hall light")
    del raw["description"]["device"]["deviceClass"]
    assert read([raw], [raw]).devices == {}
    assert len(warnings(caplog)) == 1


def test_a_thermostat_that_does_not_tell_its_system_may_do_everything() -> None:
    raw = one("Thermostat")
    raw["state"]["values"] = [
        state for state in raw["state"]["values"] if state["functionClass"] != "system-type"
    ]
    (device,) = read([raw]).devices.values()
    (climate,) = (feature for feature in device.features.values() if isinstance(feature, Climate))
    assert "heat_cool" in climate.modes


def test_a_thermostat_without_a_mode_has_its_diagnosis(caplog: pytest.LogCaptureFixture) -> None:
    raw = one("Thermostat")
    set_value(raw, "mode", 5)
    (device,) = read([raw]).devices.values()
    assert not any(isinstance(feature, Climate) for feature in device.features.values())
    assert any(isinstance(feature, BinarySensor) for feature in device.features.values())
    assert len(warnings(caplog)) == 1


def test_the_limits_of_a_target_temperature_may_come_from_a_capability() -> None:
    raw = one("Thermostat")
    functions = raw["description"]["functions"]
    target = next(function for function in functions if function.get("functionInstance") == "heating-target")
    functions.remove(target)
    raw["capabilities"] = [
        {
            "functionClass": "temperature",
            "functionInstance": "heating-target",
            "range": {"min": 7, "max": 30, "step": 1},
        }
    ]
    (device,) = read([raw]).devices.values()
    (climate,) = (feature for feature in device.features.values() if isinstance(feature, Climate))
    assert (climate.min_temperature, climate.max_temperature) == (7, 30)


def test_an_error_and_a_temperature_without_a_name_of_their_own_are_named_by_the_vendors_words() -> None:
    raw = one("Freezer")
    for state in raw["state"]["values"]:
        if state["functionInstance"] == "mcu-communication-failure":
            state["functionInstance"] = "ice-maker-jam"
        if state["functionInstance"] == "fridge-target":
            state["functionInstance"] = "crisper-drawer"
    (device,) = read([raw]).devices.values()
    named = {(feature.label, feature.index) for feature in device.features.values() if feature.index}
    assert named == {("error_named", "ice maker jam"), ("temperature_named", "crisper drawer")}


def test_a_temperature_a_step_beyond_its_limits_is_rounded_and_no_mistake() -> None:
    raw = one("Thermostat")
    set_value(raw, "temperature", 32.4, "heating-target")
    (device,) = read([raw]).devices.values()
    (climate,) = (feature for feature in device.features.values() if isinstance(feature, Climate))
    assert climate.target_temperature == 32.4


def test_limits_of_what_is_no_number_harm_nothing() -> None:
    raw = one("Hall light")
    limits = {"name": "available", "range": {"min": 0, "max": 1, "step": 1}}
    raw["description"]["functions"].append(
        {"functionClass": "available", "type": "numeric", "values": [limits]}
    )
    assert len(read([raw]).devices) == 1


def test_a_voltage_that_is_no_number_is_unknown() -> None:
    raw = one("Transformer")
    set_value(raw, "output-voltage-switch", "high")
    (device,) = read([raw]).devices.values()
    (voltage,) = (
        feature
        for feature in device.features.values()
        if isinstance(feature, Sensor) and feature.label == "voltage"
    )
    assert voltage.value is None


@pytest.mark.parametrize("state", [None, {}, {"values": None}, {"values": []}])
def test_a_poll_without_states_changes_nothing(caplog: pytest.LogCaptureFixture, state: Any) -> None:
    polled = one("Alarm") | {"state": state}
    assert read([one("Alarm")], [polled]) == read([one("Alarm")])
    assert len(warnings(caplog)) == 1


def test_no_name_of_a_person_and_no_id_is_in_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    raw = [one(device["friendlyName"]) for device in FULL]
    for device in raw:
        device["state"] = None
    read(raw)
    text = " ".join(warnings(caplog))
    for device in FULL:
        assert device["friendlyName"] not in text
        assert device["id"] not in text


async def test_what_people_type_to_get_in_is_not_kept() -> None:
    home = Home()
    raw = one("Front door")
    set_value(raw, "lock-pin", {"lock-pin": {"pin": "4711"}}, "lock-pin-1")
    assert "4711" in json.dumps(raw)
    await home.async_discover(body([raw]), home.moment)
    home.answer(raw["id"], [{"functionClass": "disarm", "value": "4711"}])
    await home.async_update(body([raw]), home.moment)
    assert "4711" not in repr(home._metadevices)


def test_a_device_that_cannot_be_mapped_is_left_out_with_one_warning(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:

    def stumble(group: Sequence[Modelled], version: Version, place: str | None) -> list[Mapped]:
        if group[0].metadevice.name == "Hall light":
            raise KeyError("odd")
        return map_devices(group, version, place)

    monkeypatch.setattr(f"{hubspace_built.__name__}.map_devices", stumble)
    (device,) = read([one("Hall light"), one("Office switch")]).devices.values()
    assert device.name == "Office switch"
    assert len(warnings(caplog)) == 1


def test_an_answer_to_a_command_for_a_device_that_has_gone_meanwhile_is_ignored() -> None:
    home = Home()
    home.answer("gone", [{"functionClass": "power", "value": "on"}])
    assert home.device_ids == set()


def test_a_class_that_has_no_controls_here_is_named_once_however_many_devices_are_of_it(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubspace_devices, "_PARTS", {})
    raw = [one("Garden plug 1"), one("Garden plug 2"), one("Office switch")]
    read(raw, raw)
    assert [warning for warning in warnings(caplog) if "'power-outlet'" in warning] == warnings(caplog)[:1]
    assert len(warnings(caplog)) == 2


def test_a_setting_that_nothing_shows_is_no_warning_whatever_it_says(
    caplog: pytest.LogCaptureFixture,
) -> None:
    raw = one("Stairs dimmer 1")
    assert any(
        state["functionClass"] == "grace-period" and state["value"] == 10 for state in raw["state"]["values"]
    )
    read([raw])
    assert warnings(caplog) == []


@pytest.mark.parametrize("maker", ["<unknown>", "TBD", "", None])
def test_a_maker_that_the_vendor_does_not_know_is_its_brand(maker: str | None) -> None:
    raw = one("Office switch")
    raw["description"]["device"]["manufacturerName"] = maker
    (device,) = read([raw]).devices.values()
    assert device.maker == "Hubspace"
