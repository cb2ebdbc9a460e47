"""What becomes of each kind of entity of the other side."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from homeassistant.const import UnitOfTemperature
from homeassistant.util.unit_conversion import TemperatureConverter
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.clouds.home_assistant.mapping import (
    DOMAINS,
    INSTANCE_ID,
    list_parts,
    map_device,
    map_part,
)
from custom_components.latchkey.clouds.home_assistant.parts import Part
from custom_components.latchkey.clouds.home_assistant.registry import Entity, Registry, RemoteDevice
from custom_components.latchkey.clouds.home_assistant.states import State
from custom_components.latchkey.clouds.model import (
    AlarmPanel,
    BinarySensor,
    Button,
    Camera,
    Climate,
    Cover,
    Date,
    DateTime,
    Device,
    Event,
    Fan,
    Feature,
    Humidifier,
    LawnMower,
    Light,
    Lock,
    Notifier,
    Number,
    Remote,
    Scene,
    Select,
    Sensor,
    Siren,
    Switch,
    Text,
    Time,
    TodoList,
    Tracker,
    Update,
    Vacuum,
    Valve,
    WaterHeater,
    Weather,
)

from .test_states import JSON

STOVE = RemoteDevice(
    id="stove",
    name="Stove",
    maker="Maker",
    model="Hot",
    serial_number="7",
    software_version="1",
    hardware_version="2",
    parent=None,
    area_id="kitchen",
    labels=frozenset(),
)


def registry(unit: str = "°C", **devices: RemoteDevice) -> Registry:
    """Return what a home has."""
    return Registry(
        entities={},
        devices=devices,
        areas={},
        labels={},
        name="Parents",
        version="2026.10.4",
        temperature_unit=unit,
        running=True,
    )


def told(domain: str, state: str, unit: str = "°C", **attributes: Any) -> Feature:
    """Return what an entity is here, without what is passed on as it is."""
    entity = Entity(id="1", entity_id=f"{domain}.it", name="It")
    return replace(map_part(Part(entity), State(state, attributes), registry(unit)), attributes={})


IT: dict[str, Any] = {"key": "1", "name": "It"}


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        (told("sensor", "warm"), Sensor(**IT, value="warm")),
        (
            told("sensor", "21.5", unit_of_measurement="°C", device_class="temperature"),
            Sensor(**IT, value=21.5, unit="°C", device_class="temperature"),
        ),
        (told("sensor", "21.50", unit_of_measurement="EUR"), Sensor(**IT, value="21.50", unit="EUR")),
        (
            told("sensor", "7", state_class="total_increasing"),
            Sensor(**IT, value=7, state_class="total_increasing"),
        ),
        (told("sensor", "warm", unit_of_measurement="°C"), Sensor(**IT, value=None, unit="°C")),
        (told("sensor", "inf", state_class="total"), Sensor(**IT, value=None, state_class="total")),
        (
            told("sensor", "a", device_class="enum", options=["a", "b"]),
            Sensor(**IT, value="a", device_class="enum", options=("a", "b")),
        ),
        (
            told("sensor", "c", device_class="enum", options=["a", "b"]),
            Sensor(**IT, value=None, device_class="enum", options=("a", "b")),
        ),
        (told("sensor", "a", device_class="enum"), Sensor(**IT, value="a")),
        (
            told("sensor", "2026-01-01T10:00:00+00:00", device_class="timestamp"),
            Sensor(**IT, value=datetime(2026, 1, 1, 10, tzinfo=UTC), device_class="timestamp"),
        ),
        (
            told("sensor", "soon", device_class="timestamp"),
            Sensor(**IT, value=None, device_class="timestamp"),
        ),
        (
            told("sensor", "2026-01-01", device_class="date"),
            Sensor(**IT, value=date(2026, 1, 1), device_class="date"),
        ),
        (
            told("sensor", "2026-01-01T10:00:00+00:00", device_class="uptime", state_class="total"),
            Sensor(**IT, value=datetime(2026, 1, 1, 10, tzinfo=UTC), device_class="uptime"),
        ),
        (
            told("sensor", "2026-01-01", device_class="date", unit_of_measurement="d"),
            Sensor(**IT, value=date(2026, 1, 1), device_class="date"),
        ),
        (
            told("sensor", "a", device_class="enum", options=["a"], unit_of_measurement="d"),
            Sensor(**IT, value="a", device_class="enum", options=("a",)),
        ),
        (
            told("fan", "on", percentage_step=1e-320, supported_features=1),
            Fan(**IT, on=True, can_turn_on=False, can_turn_off=False, speeds=100, has_presets=False),
        ),
        (
            told("todo", "3", supported_features=8 + 16),
            TodoList(**IT, open_items=3, abilities=frozenset({"move", "due_date"})),
        ),
        (told("todo", "unknown"), TodoList(**IT, open_items=None)),
        (told("todo", "2.5"), TodoList(**IT, open_items=None)),
        (
            told("weather", "sunny", temperature=21, temperature_unit="°C", supported_features=5),
            Weather(
                **IT,
                condition="sunny",
                forecasts=frozenset({"daily", "twice_daily"}),
                temperature=21,
                temperature_unit="°C",
            ),
        ),
        (told("weather", "unknown", wind_bearing="NW"), Weather(**IT, condition=None, wind_bearing="NW")),
        (told("weather", "fog", wind_bearing=270.5), Weather(**IT, condition="fog", wind_bearing=270.5)),
        (told("sensor", "soon", device_class="date"), Sensor(**IT, value=None, device_class="date")),
        (
            told("binary_sensor", "on", device_class="door"),
            BinarySensor(**IT, on=True, device_class="door"),
        ),
        (
            told("text", "hello", min=1, max=9, pattern="[a-z]+", mode="password"),
            Text(**IT, value="hello", min_length=1, max_length=9, pattern="[a-z]+", is_password=True),
        ),
        (told("text", "", min=0, max=9), Text(**IT, value="", max_length=9)),
        (told("text", "hello", min=6), Text(**IT, value=None, min_length=6)),
        (told("text", "hello", min=2, max=1), Text(**IT, value="hello", min_length=2)),
        (told("date", "2026-01-01"), Date(**IT, value=date(2026, 1, 1))),
        (told("date", "soon"), Date(**IT, value=None)),
        (told("time", "07:30:00"), Time(**IT, value=time(7, 30))),
        (told("time", "soon"), Time(**IT, value=None)),
        (
            told("datetime", "2026-01-01T10:00:00+00:00"),
            DateTime(**IT, value=datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ),
        (told("datetime", "2026-01-01T10:00:00"), DateTime(**IT, value=None)),
        (told("input_datetime", "2026-01-01", has_time=False), Date(**IT, value=date(2026, 1, 1))),
        (told("input_datetime", "2026-01-01 10:00:00", timestamp=9e11), DateTime(**IT, value=None)),
        (
            told(
                "device_tracker",
                "home",
                latitude=52.4,
                longitude=4.9,
                gps_accuracy=-1,
                source_type="router",
                tracking_type="connection",
            ),
            Tracker(
                **IT,
                location="home",
                latitude=52.4,
                longitude=4.9,
                source="router",
                is_by_connection=True,
            ),
        ),
        (told("person", "not_home", latitude=91, longitude=4), Tracker(**IT, location="not_home")),
        (
            told(
                "update",
                "on",
                supported_features=31,
                installed_version="1.0",
                latest_version="1.2",
                skipped_version="1.1",
                title="Firmware",
                release_summary="Faster",
                release_url="https://example.com/1.2",
                in_progress=True,
                update_percentage=7.5,
                display_precision=1,
                auto_update=True,
                device_class="firmware",
            ),
            Update(
                **IT,
                pending=True,
                installed_version="1.0",
                latest_version="1.2",
                skipped_version="1.1",
                title="Firmware",
                summary="Faster",
                release_url="https://example.com/1.2",
                in_progress=True,
                percentage=7.5,
                percentage_decimals=1,
                is_automatic=True,
                can_install=True,
                can_install_any_version=True,
                can_back_up=True,
                tells_progress=True,
                has_release_notes=True,
                device_class="firmware",
            ),
        ),
        (
            told("update", "off", release_url="javascript:alert(1)", update_percentage=101),
            Update(**IT, pending=False),
        ),
        (told("update", "off", release_url="http://[/"), Update(**IT, pending=False)),
        (
            told("sun", "below_horizon"),
            Sensor(
                **IT,
                label="sun",
                value="below_horizon",
                device_class="enum",
                options=("above_horizon", "below_horizon"),
            ),
        ),
        (told("group", "home"), Sensor(**IT, value="home")),
        (told("zone", "2"), Sensor(**IT, value=2, state_class="measurement")),
        (
            told("geo_location", "12.5", unit_of_measurement="mi"),
            Sensor(**IT, value=12.5, unit="mi", state_class="measurement"),
        ),
        (
            told("air_quality", "14", unit_of_measurement="µg/m³"),
            Sensor(**IT, value=14, unit="µg/m³", state_class="measurement"),
        ),
        (
            told("counter", "3", minimum=5, maximum=1, step=0),
            Number(**IT, value=3, minimum=1, maximum=5, step=1),
        ),
        (told("switch", "off", device_class="outlet"), Switch(**IT, on=False, device_class="outlet")),
        (told("input_boolean", "on"), Switch(**IT, on=True)),
        (
            told(
                "humidifier",
                "on",
                supported_features=1,
                action="drying",
                mode="eco",
                available_modes=["eco", "boost"],
                current_humidity=60.5,
                humidity=40,
                min_humidity=20,
                max_humidity=80,
                target_humidity_step=5,
                device_class="dehumidifier",
            ),
            Humidifier(
                **IT,
                on=True,
                action="drying",
                mode="eco",
                modes=("eco", "boost"),
                current_humidity=60.5,
                target_humidity=40,
                min_humidity=20,
                max_humidity=80,
                humidity_step=5,
                device_class="dehumidifier",
            ),
        ),
        (told("humidifier", "off", available_modes=["eco"]), Humidifier(**IT, on=False)),
        (
            told("vacuum", "cleaning", supported_features=8192 | 32, fan_speed="max", fan_speed_list=["max"]),
            Vacuum(
                **IT,
                activity="cleaning",
                abilities=frozenset({"start", "fan_speed"}),
                fan_speed="max",
                fan_speeds=("max",),
            ),
        ),
        (
            told("lawn_mower", "mowing", supported_features=15),
            LawnMower(
                **IT,
                activity="mowing",
                abilities=frozenset({"start_mowing", "pause", "dock", "stop"}),
            ),
        ),
        (
            told("siren", "on", supported_features=7, available_tones=["fire", 2, "fire", True, None]),
            Siren(
                **IT,
                on=True,
                abilities=frozenset({"turn_on", "turn_off", "tones"}),
                tones=("fire", 2),
            ),
        ),
        (
            told("siren", "off", available_tones={"1": "Fire", "two": "Flood", "3": None}),
            Siren(**IT, on=False, tones={1: "Fire", "two": "Flood"}),
        ),
        (
            told("remote", "on", supported_features=4, current_activity="TV", activity_list=["TV", "Radio"]),
            Remote(
                **IT,
                on=True,
                abilities=frozenset({"activity"}),
                activity="TV",
                activities=("TV", "Radio"),
            ),
        ),
        (told("scene", "unknown"), Scene(**IT)),
        (
            told("scene", "2026-01-01T10:00:00+00:00"),
            Scene(**IT, activated_at=datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ),
        (
            told("notify", "2026-01-01T10:00:00+00:00", supported_features=1),
            Notifier(**IT, notified_at=datetime(2026, 1, 1, 10, tzinfo=UTC), has_title=True),
        ),
        (
            told("button", "unknown", device_class="restart"),
            Button(**IT, device_class="restart", tells_presses=True),
        ),
        (
            told("input_button", "2026-01-01T10:00:00+00:00"),
            Button(**IT, tells_presses=True, pressed_at=datetime(2026, 1, 1, 10, tzinfo=UTC)),
        ),
        (
            told(
                "camera",
                "recording",
                supported_features=3,
                brand="Eye",
                model_name="One",
                access_token="7391",
            ),
            Camera(**IT, state="recording", can_be_off=True, brand="Eye", model="One", has_stream=True),
        ),
        (told("camera", "streaming"), Camera(**IT, state="streaming", has_stream=True)),
        (told("camera", "idle", motion_detection=True), Camera(**IT, detects_motion=True, has_stream=True)),
        (told("camera", "off"), Camera(**IT, on=False, has_stream=True)),
        (
            told("event", "2026-01-01T10:00:00.000+00:00", event_types=["ring"], event_type="ring"),
            Event(
                **IT,
                event_types=("ring",),
                event_type="ring",
                fired_at=datetime(2026, 1, 1, 10, tzinfo=UTC),
            ),
        ),
        (
            told("number", "3", min=1, max=5, step=0.5, unit_of_measurement="s", device_class="duration"),
            Number(**IT, value=3, minimum=1, maximum=5, step=0.5, unit="s", device_class="duration"),
        ),
        (told("input_number", "x"), Number(**IT, value=None, minimum=0, maximum=100, step=1)),
        (told("select", "a", options=["a", "b"]), Select(**IT, option="a", options=("a", "b"))),
        (told("input_select", "c", options=["a"]), Select(**IT, option=None, options=("a",))),
        (
            told("lock", "opening", supported_features=1, code_format=r"^\d{4}$"),
            Lock(**IT, state="opening", can_open=True, code_format=r"^\d{4}$"),
        ),
        (told("lock", "ajar"), Lock(**IT, state=None)),
        (
            told("cover", "opening", supported_features=15, current_position=40, device_class="blind"),
            Cover(
                **IT,
                state="opening",
                position=40,
                actions=frozenset({"open", "close", "stop", "set_position"}),
                device_class="blind",
            ),
        ),
        (
            told("cover", "closed", supported_features=240, current_tilt_position=0),
            Cover(
                **IT,
                state="closed",
                tilt=0,
                actions=frozenset({"open_tilt", "close_tilt", "stop_tilt", "set_tilt_position"}),
            ),
        ),
        (
            told("valve", "opening", supported_features=15, current_position=10, device_class="water"),
            Valve(
                **IT,
                open=True,
                position=10,
                has_position=True,
                can_stop=True,
                moving="opening",
                device_class="water",
            ),
        ),
        (told("valve", "closed"), Valve(**IT, open=False, can_open=False, can_close=False)),
        (
            told(
                "alarm_control_panel",
                "armed_night",
                supported_features=63,
                code_format="number",
                code_arm_required=False,
            ),
            AlarmPanel(
                **IT,
                state="armed_night",
                modes=(
                    "armed_home",
                    "armed_away",
                    "armed_night",
                    "triggered",
                    "armed_custom_bypass",
                    "armed_vacation",
                ),
                code_format="number",
            ),
        ),
        (
            told("alarm_control_panel", "disarmed", supported_features=1, code_format="text"),
            AlarmPanel(
                **IT, state="disarmed", modes=("armed_home",), code_format="text", needs_code_to_arm=True
            ),
        ),
        (
            told(
                "fan",
                "on",
                supported_features=63,
                percentage=50,
                percentage_step=25.0,
                direction="forward",
                oscillating=True,
                preset_mode="breeze",
                preset_modes=["breeze"],
            ),
            Fan(
                **IT,
                on=True,
                percentage=50,
                speeds=4,
                direction="forward",
                has_direction=True,
                preset="breeze",
                presets=("breeze",),
                oscillating=True,
                has_oscillation=True,
            ),
        ),
        (
            told("fan", "off", percentage_step=0, preset_modes=["breeze"], supported_features=32),
            Fan(**IT, on=False, can_turn_off=False, presets=("breeze",), has_presets=False),
        ),
        (
            told(
                "light",
                "on",
                supported_features=44,
                supported_color_modes=["color_temp", "hs", "xy"],
                color_mode="xy",
                xy_color=[0.1234, 0.5],
                hs_color=[360.5, 10],
                brightness=128,
                color_temp_kelvin=2700,
                min_color_temp_kelvin=2000,
                max_color_temp_kelvin=6500,
                rgb_color=[1, 2, 3],
                effect="rainbow",
                effect_list=["off", "rainbow"],
            ),
            Light(
                **IT,
                on=True,
                color_mode="xy",
                color_modes=("color_temp", "hs", "xy"),
                brightness=128,
                color_temperature=2700,
                min_color_temperature=2000,
                max_color_temperature=6500,
                xy=(0.1234, 0.5),
                rgb=(1, 2, 3),
                effect="rainbow",
                effects=("off", "rainbow"),
                has_transition=True,
                has_flash=True,
            ),
        ),
        (told("light", "off"), Light(**IT, on=False)),
        (
            told("light", "on", supported_color_modes=["rgbw"], color_mode="rgbw", rgbw_color=[1, 2, 3, 4]),
            Light(**IT, on=True, color_mode="rgbw", color_modes=("rgbw",), rgbw=(1, 2, 3, 4)),
        ),
        (
            told("light", "on", supported_color_modes=["rgbww"], rgbww_color=[1, 2, 3, 4, 5]),
            Light(**IT, on=True, color_mode="rgbww", color_modes=("rgbww",), rgbww=(1, 2, 3, 4, 5)),
        ),
        (
            told(
                "light",
                "on",
                supported_features=4,
                supported_color_modes=["hs"],
                color_mode="brightness",
                effect="fire",
                effect_list=["fire"],
            ),
            Light(
                **IT, on=True, color_mode="brightness", color_modes=("hs",), effect="fire", effects=("fire",)
            ),
        ),
        (
            told("light", "off", supported_color_modes=["brightness"], effect="off"),
            Light(**IT, on=False, color_mode="brightness", color_modes=("brightness",)),
        ),
        (
            told("light", "on", supported_color_modes=["white"], rgb_color=[1, 2], brightness=999),
            Light(**IT, on=True, color_mode="brightness", color_modes=("brightness",)),
        ),
        (
            told("light", "on", rgb_color=[1, 2, 300], supported_color_modes=["rgb"]),
            Light(**IT, on=True, color_mode="rgb", color_modes=("rgb",)),
        ),
        (
            told(
                "climate",
                "heat",
                unit="°F",
                supported_features=1 + 4 + 8 + 16 + 32 + 256 + 512,
                hvac_modes=["off", "heat", "party"],
                hvac_action="heating",
                current_temperature=68,
                temperature=77,
                min_temp=41,
                max_temp=95,
                target_temp_step=1,
                fan_mode="low",
                fan_modes=["low", "high"],
                swing_mode="on",
                swing_modes=["on", "off"],
                swing_horizontal_mode="left",
                swing_horizontal_modes=["left", "right"],
                preset_mode="eco",
                preset_modes=["eco"],
                current_humidity=45,
                humidity=50,
                min_humidity=30,
                max_humidity=70,
            ),
            Climate(
                **IT,
                mode="heat",
                modes=("off", "heat"),
                can_turn_on=True,
                can_turn_off=False,
                action="heating",
                current_temperature=20.0,
                target_temperature=25.0,
                min_temperature=5.0,
                max_temperature=35.0,
                temperature_step=1,
                fan_mode="low",
                fan_modes=("low", "high"),
                swing_mode="on",
                swing_modes=("on", "off"),
                horizontal_swing_mode="left",
                horizontal_swing_modes=("left", "right"),
                preset="eco",
                presets=("eco",),
                current_humidity=45,
                target_humidity=50,
                has_target_humidity=True,
                min_humidity=30,
                max_humidity=70,
            ),
        ),
        (
            told("climate", "auto", supported_features=2, target_temp_low=18, target_temp_high=22),
            Climate(
                **IT,
                mode="auto",
                modes=(),
                can_turn_on=False,
                can_turn_off=False,
                has_target_temperature=False,
                has_target_range=True,
                target_temperature_low=18,
                target_temperature_high=22,
            ),
        ),
        (
            told("water_heater", "off", supported_features=8),
            WaterHeater(**IT, mode="off", modes=(), has_power=True),
        ),
        (
            told(
                "water_heater",
                "eco",
                supported_features=7,
                operation_list=["eco", "off"],
                current_temperature=48,
                temperature=55,
                target_temp_low=50,
                target_temp_high=60,
                min_temp=30,
                max_temp=65,
                away_mode="off",
            ),
            WaterHeater(
                **IT,
                mode="eco",
                modes=("eco", "off"),
                has_power=False,
                current_temperature=48,
                target_temperature=55,
                target_temperature_low=50,
                target_temperature_high=60,
                has_target_temperature=True,
                min_temperature=30,
                max_temperature=65,
                away=False,
                has_away=True,
            ),
        ),
    ],
)
def test_an_entity_is_the_same_kind_of_thing_here(feature: Feature, expected: Feature) -> None:
    assert feature == expected


@pytest.mark.parametrize("written", ["7", "7.0", "-0.5", "1e+300", "123456789012345678901"])
def test_a_number_is_written_here_as_it_is_there(written: str) -> None:
    feature = told("sensor", written, state_class="total")
    assert isinstance(feature, Sensor)
    assert str(feature.value) == written


@pytest.mark.parametrize("domain", sorted(DOMAINS))
def test_an_entity_that_is_not_available_is_known_and_not_available(domain: str) -> None:
    entity = Entity(id="1", entity_id=f"{domain}.it")
    without = map_part(Part(entity), None, registry())
    unavailable = map_part(Part(entity), State("unavailable"), registry())
    unknown = map_part(Part(entity), State("unknown"), registry())
    assert without == unavailable
    assert (without.available, unknown.available) == (False, True)


def test_other_kinds_of_entities_are_left_out() -> None:
    entity = Entity(id="1", entity_id="tts.it")
    assert list(list_parts(entity)) == []


@pytest.mark.parametrize(
    ("name", "has_entity_name", "shown"),
    [
        ("Power", True, "Power"),
        (None, True, None),
        ("Stove", False, None),
        ("Stove Power", False, "Power"),
        ("Stove: power", False, "Power"),
        ("STOVE kWh today", False, "kWh today"),
        ("HX-7 Power", False, "Power"),
        ("HX-7", False, None),
        ("Stovepipe", False, "Stovepipe"),
        ("Oven light", False, "Oven light"),
    ],
)
def test_an_entity_is_named_without_its_device(
    name: str | None, has_entity_name: bool, shown: str | None
) -> None:
    entity = Entity(
        id="1", entity_id="sensor.it", name=name, has_entity_name=has_entity_name, device_id="stove"
    )
    feature = map_part(Part(entity), None, registry(stove=replace(STOVE, maker_name="HX-7")))
    assert feature is not None
    assert feature.name == shown


def test_what_all_entities_have_comes_along() -> None:
    entity = Entity(
        id="1",
        entity_id="sensor.it",
        name="It",
        area_id="kitchen",
        icon="mdi:stove",
        category="diagnostic",
    )
    feature = map_part(Part(entity), State("1", {}), registry())
    assert feature is not None
    assert (feature.place, feature.icon, feature.category) == ("kitchen", "mdi:stove", "diagnostic")
    assert feature.object_id == "it"
    changing = map_part(Part(entity), State("1", {"icon": "mdi:fire"}), registry())
    assert changing is not None
    assert changing.icon == "mdi:fire"


ICONS = {"oven": {"sensor": {"phase": {"default": "mdi:stove", "state": {"off": "mdi:snowflake"}}}}}
PHASE = Entity(id="1", entity_id="sensor.it", name="It", platform="oven", translation_key="phase")


@pytest.mark.parametrize(
    ("entity", "word", "icon"),
    [
        (PHASE, "on", "mdi:stove"),
        (PHASE, "off", "mdi:snowflake"),
        (replace(PHASE, icon="mdi:heart"), "off", "mdi:heart"),
        (replace(PHASE, translation_key="other"), "on", None),
        (replace(PHASE, translation_key=None), "on", None),
        (replace(PHASE, platform=None), "on", None),
    ],
)
def test_an_entity_has_the_icon_that_its_integration_gives_it(
    entity: Entity, word: str, icon: str | None
) -> None:
    feature = map_part(Part(entity), State(word, {}), replace(registry(), icons=ICONS))
    assert feature is not None
    assert feature.icon == icon


@pytest.mark.parametrize("phase", [None, "mdi:stove", {"default": 7, "state": []}])
def test_icons_that_make_no_sense_are_none(phase: Any) -> None:
    icons = {"oven": {"sensor": {"phase": phase}}}
    feature = map_part(Part(PHASE), State("on", {}), replace(registry(), icons=icons))
    assert feature is not None
    assert feature.icon is None


URL = "http://192.0.2.7:8123"


def test_a_device_is_a_device_here() -> None:
    device = map_device("stove", registry(stove=STOVE), {}, URL)
    assert device == Device(
        id="stove",
        name="Stove",
        maker="Maker",
        model="Hot",
        serial_number="7",
        software_version="1",
        hardware_version="2",
        page=f"{URL}/config/devices/device/stove",
        parent=INSTANCE_ID,
        place="kitchen",
    )


def test_the_other_side_is_a_device_too() -> None:
    assert map_device(INSTANCE_ID, registry(), {}, URL) == Device(
        id=INSTANCE_ID,
        name="Parents",
        maker="Home Assistant",
        model="Home Assistant Core",
        software_version="2026.10.4",
        page=URL,
        is_service=True,
    )


def test_a_device_has_a_page_at_the_other_side_whatever_it_is_called_there() -> None:
    odd = replace(STOVE, id="../../auth?x=#")
    there = replace(registry(), devices={odd.id: odd})
    device = map_device(odd.id, there, {}, URL)
    assert device.page == f"{URL}/config/devices/device/..%2F..%2Fauth%3Fx%3D%23"


ATTRIBUTES = [
    *("away_mode", "brightness", "code_arm_required", "code_format", "color_mode", "color_temp_kelvin"),
    *("current_humidity", "current_position", "current_temperature", "current_tilt_position"),
    *("device_class", "direction", "effect", "effect_list", "event_type", "event_types", "fan_mode"),
    *("fan_modes", "humidity", "hvac_action", "hvac_modes", "icon", "max", "max_color_temp_kelvin"),
    *("max_humidity", "max_temp", "min", "min_color_temp_kelvin", "min_humidity", "min_temp"),
    *("finishes_at", "gps_accuracy", "has_date", "has_time", "maximum", "minimum", "pattern", "timestamp"),
    *("latitude", "longitude", "source_type", "tracking_type"),
    *("auto_update", "display_precision", "in_progress", "installed_version", "latest_version"),
    *("release_summary", "release_url", "skipped_version", "title", "update_percentage"),
    *("operation_list", "options", "oscillating", "percentage", "percentage_step", "preset_mode"),
    *("preset_modes", "rgb_color", "state_class", "step", "supported_color_modes", "supported_features"),
    *("swing_horizontal_mode", "swing_horizontal_modes", "swing_mode", "swing_modes", "target_temp_high"),
    *("target_temp_low", "target_temp_step", "temperature", "unit_of_measurement"),
]
WORDS = st.sampled_from(
    [
        *("", "on", "off", "open", "heat", "unknown", "unavailable", "5", "1e400", "nan", "2026-01-01"),
        *("date", "enum", "timestamp", "uptime", "2026-01-01T10:00:00+00:00", "number", "rgb", "white"),
    ]
)
VALUES = JSON | WORDS | st.lists(WORDS) | st.lists(st.integers(0, 255), min_size=3, max_size=3)


@given(
    domain=st.sampled_from(sorted(DOMAINS)),
    state=WORDS | st.text(max_size=20),
    attributes=st.dictionaries(st.sampled_from(ATTRIBUTES), VALUES),
    unit=st.sampled_from(["°C", "°F"]),
)
def test_whatever_is_told_becomes_something_whose_fields_are_what_they_say(
    domain: str, state: str, attributes: dict[str, Any], unit: str
) -> None:
    entity = Entity(id="1", entity_id=f"{domain}.it")
    feature = map_part(Part(entity), State(state, attributes), registry(unit))
    assert feature is not None
    types = get_type_hints(type(feature))
    wrong = [
        each.name for each in fields(feature) if not conforms(getattr(feature, each.name), types[each.name])
    ]
    assert not wrong
    assert feature == feature  # noqa: PLR0124 - nothing in it is "not a number"


CONCRETE = {float: (float, int), date: (date, datetime), Mapping: (dict,)}


def conforms(value: Any, declared: Any) -> bool:
    """Return whether a value is of the type that a field declares; yes and no are no numbers."""
    declared = getattr(declared, "__value__", declared)
    kind, parts = get_origin(declared) or declared, get_args(declared)
    if kind is Union:
        return any(conforms(value, part) for part in parts)
    if kind is Literal:
        return value in parts
    if kind not in (tuple, frozenset):
        return type(value) in CONCRETE.get(kind, (kind,))
    if type(value) is not kind:
        return False
    expected = parts if kind is tuple and ... not in parts else parts[:1] * len(value)
    return len(value) == len(expected) and all(map(conforms, value, expected, strict=True))


@pytest.mark.parametrize("domain", ["climate", "water_heater"])
@pytest.mark.parametrize("unit", ["°C", "°F"])
@pytest.mark.parametrize(("step", "expected"), [(1, 1.0), (0.5, 0.5), (0, None), (-1, None), ("1", None)])
def test_a_step_stays_as_it_is_since_home_assistant_converts_none(
    domain: str, unit: str, step: Any, expected: float | None
) -> None:
    feature = told(domain, "heat", unit, target_temp_step=step)
    assert isinstance(feature, Climate | WaterHeater)
    assert feature.temperature_step == expected


@pytest.mark.parametrize("limit", range(32, 120))
@pytest.mark.parametrize("domain", ["climate", "water_heater"])
def test_a_limit_in_fahrenheit_can_be_reached(domain: str, limit: int) -> None:
    feature = told(domain, "off", "°F", min_temp=limit, max_temp=limit)
    assert isinstance(feature, Climate | WaterHeater)
    asked = TemperatureConverter.convert(limit, UnitOfTemperature.FAHRENHEIT, UnitOfTemperature.CELSIUS)
    assert feature.min_temperature == asked == feature.max_temperature


def test_a_vacuum_robot_cleans_the_areas_that_a_person_has_given_it_there() -> None:
    entity = Entity(id="1", entity_id="vacuum.it", cleaning_areas=("attic", "kitchen"))
    home = replace(registry(), areas={"kitchen": "Kitchen", "hall": "Hall"})
    vacuum = map_part(Part(entity), State("docked"), home)
    assert isinstance(vacuum, Vacuum)
    assert vacuum.areas == {"kitchen": "Kitchen"}


def test_an_automation_is_a_switch_and_what_triggers_it_a_button() -> None:
    entity = Entity(id="1", entity_id="automation.dusk", name="Dusk")
    parts = [map_part(part, State("off"), registry()) for part in list_parts(entity)]
    assert parts == [
        Switch(key="1", name="Dusk", label="automation", object_id="dusk", category="config", on=False),
        Button(key="1:trigger", label="trigger", index="Dusk", object_id="dusk_trigger", category="config"),
    ]


def test_a_number_is_shown_with_as_many_decimals_as_there() -> None:
    entity = Entity(id="1", entity_id="sensor.it", name="It", decimals=3)
    reading = map_part(Part(entity), State("7", {"unit_of_measurement": "m"}), registry())
    word = map_part(Part(entity), State("seven", {}), registry())
    assert isinstance(reading, Sensor)
    assert isinstance(word, Sensor)
    assert (reading.decimals, word.decimals) == (3, None)


def test_an_alarm_system_asks_for_a_code_as_it_does_there() -> None:
    without = told("alarm_control_panel", "disarmed", code_format=None, code_arm_required=True)
    silent = told("alarm_control_panel", "disarmed", code_format="number")
    assert isinstance(without, AlarmPanel)
    assert isinstance(silent, AlarmPanel)
    assert (without.needs_code_to_arm, silent.needs_code_to_arm) == (True, True)


@pytest.mark.parametrize(
    ("unit", "temperature", "expected"), [("°F", 68.5, True), ("°F", 68.0, False), ("°C", 20.5, False)]
)
def test_fractions_of_degrees_fahrenheit_are_kept(unit: str, temperature: float, expected: bool) -> None:
    climate = told("climate", "heat", unit, current_temperature=temperature)
    boiler = told("water_heater", "eco", unit, temperature=temperature)
    assert isinstance(climate, Climate)
    assert isinstance(boiler, WaterHeater)
    assert (climate.has_fractions, boiler.has_fractions) == (expected, expected)
