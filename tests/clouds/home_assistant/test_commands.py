"""What the other side is asked to do for each command."""

from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.home_assistant.commands import describe
from custom_components.latchkey.clouds.home_assistant.commands.action import Action, Target
from custom_components.latchkey.clouds.home_assistant.parts import Part
from custom_components.latchkey.clouds.home_assistant.registry import Entity
from custom_components.latchkey.clouds.model import (
    ActivateScene,
    AlarmPanel,
    Button,
    Camera,
    CleanAreas,
    Climate,
    Command,
    ControlPlayer,
    Cover,
    Date,
    DateTime,
    DeleteRemoteCommands,
    Fan,
    Feature,
    FollowSchedule,
    Humidifier,
    InstallUpdate,
    JoinPlayers,
    LawnMower,
    LearnRemoteCommands,
    Light,
    Lock,
    MediaPlayer,
    MoveCover,
    MoveLawnMower,
    MoveVacuum,
    Notifier,
    Number,
    OpenLock,
    PlayMedia,
    PressButton,
    Remote,
    Scene,
    Select,
    SelectOption,
    SendMessage,
    SendRemoteCommands,
    SendVacuumCommand,
    Sensor,
    SetAlarm,
    SetCamera,
    SetClimate,
    SetDate,
    SetDateTime,
    SetFan,
    SetHumidifier,
    SetLight,
    SetLock,
    SetMotionDetection,
    SetNumber,
    SetPlayer,
    SetRemote,
    SetSiren,
    SetSwitch,
    SetText,
    SetTime,
    SetVacuumFanSpeed,
    SetValve,
    SetValvePosition,
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
    SetWaterTemperature,
    Siren,
    SkipUpdate,
    StopValve,
    Switch,
    Text,
    Time,
    UnskipUpdate,
    Update,
    Vacuum,
    Valve,
    WaterHeater,
)

ALARM = AlarmPanel(key="it", state="disarmed", modes=("armed_home",))
BUTTON = Button(key="it")
CLIMATE = Climate(key="it", mode="off", modes=("off", "heat"))
COVER = Cover(key="it", state="open")
FAN = Fan(key="it", on=False)
HUMIDIFIER = Humidifier(key="it", on=True)
LAWN_MOWER = LawnMower(key="it", activity="docked")
LIGHT = Light(key="it", on=False)
LOCK = Lock(key="it", state="locked")
NOTIFIER = Notifier(key="it")
CAMERA = Camera(key="it")
NUMBER = Number(key="it", value=1, minimum=0, maximum=10, step=1)
REMOTE = Remote(key="it", on=False)
SCENE = Scene(key="it")
PLAYER = MediaPlayer(key="it", state="playing")
SELECT = Select(key="it", option="a", options=("a", "b"))
SIREN = Siren(key="it", on=False)
SWITCH = Switch(key="it", on=False)
VACUUM = Vacuum(key="it", activity="docked")
UPDATE = Update(key="it", pending=True)
VALVE = Valve(key="it", open=False)
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
WATER_HEATER = WaterHeater(key="it", mode="eco", modes=("eco",))


def to(feature: Feature, domain: str = "it", part: str = "") -> Target:
    """Return a feature as what a command is for."""
    return Target(Part(Entity(id="it", entity_id=f"{domain}.it"), part), feature)


def one(name: str, **fields: Any) -> list[Action]:
    """Return one action."""
    return [Action(name, fields)]


@pytest.mark.parametrize(
    ("feature", "command", "actions"),
    [
        (SWITCH, SetSwitch(on=True), one("turn_on")),
        (SWITCH, SetSwitch(on=False), one("turn_off")),
        (LIGHT, SetLight(on=False, transition=2.5), one("turn_off", transition=2.5)),
        (LIGHT, SetLight(on=True), one("turn_on")),
        (LIGHT, SetLight(on=True, brightness=7, flash="long"), one("turn_on", brightness=7, flash="long")),
        (LIGHT, SetLight(on=True, color_temperature=2700), one("turn_on", color_temp_kelvin=2700)),
        (LIGHT, SetLight(on=True, rgb=(1, 2, 3)), one("turn_on", rgb_color=[1, 2, 3])),
        (LIGHT, SetLight(on=True, effect="off"), one("turn_on", effect="off")),
        (LIGHT, SetLight(on=True, white=True), one("turn_on", white=255)),
        (LIGHT, SetLight(on=True, white=True, brightness=9), one("turn_on", white=9)),
        (FAN, SetFan(on=True), one("turn_on")),
        (FAN, SetFan(on=True, percentage=50), one("turn_on", percentage=50)),
        (FAN, SetFan(on=True, preset="breeze"), one("turn_on", preset_mode="breeze")),
        (FAN, SetFan(on=False), one("turn_off")),
        (FAN, SetFan(percentage=0), one("set_percentage", percentage=0)),
        (FAN, SetFan(preset="breeze"), one("set_preset_mode", preset_mode="breeze")),
        (FAN, SetFan(direction="reverse"), one("set_direction", direction="reverse")),
        (FAN, SetFan(oscillating=False), one("oscillate", oscillating=False)),
        (COVER, MoveCover(action="open"), one("open_cover")),
        (COVER, MoveCover(action="close"), one("close_cover")),
        (COVER, MoveCover(action="stop"), one("stop_cover")),
        (COVER, MoveCover(action="set_position", position=0), one("set_cover_position", position=0)),
        (COVER, MoveCover(action="open_tilt"), one("open_cover_tilt")),
        (COVER, MoveCover(action="close_tilt"), one("close_cover_tilt")),
        (COVER, MoveCover(action="stop_tilt"), one("stop_cover_tilt")),
        (
            COVER,
            MoveCover(action="set_tilt_position", position=40),
            one("set_cover_tilt_position", tilt_position=40),
        ),
        (LOCK, SetLock(locked=True), one("lock")),
        (LOCK, SetLock(locked=False, code="7391"), one("unlock", code="7391")),
        (LOCK, OpenLock(code="7391"), one("open", code="7391")),
        (VALVE, SetValve(open=True), one("open_valve")),
        (VALVE, SetValve(open=False), one("close_valve")),
        (VALVE, SetValvePosition(30), one("set_valve_position", position=30)),
        (VALVE, StopValve(), one("stop_valve")),
        (CLIMATE, SetClimate(on=True), one("turn_on")),
        (CLIMATE, SetClimate(on=False), one("turn_off")),
        (CLIMATE, SetClimate(mode="heat"), one("set_hvac_mode", hvac_mode="heat")),
        (CLIMATE, SetClimate(target_temperature=21.5), one("set_temperature", temperature=21.5)),
        (
            CLIMATE,
            SetClimate(mode="heat", target_temperature_low=18, target_temperature_high=22),
            one("set_temperature", target_temp_low=18, target_temp_high=22, hvac_mode="heat"),
        ),
        (CLIMATE, SetClimate(fan_mode="low"), one("set_fan_mode", fan_mode="low")),
        (CLIMATE, SetClimate(swing_mode="both"), one("set_swing_mode", swing_mode="both")),
        (
            CLIMATE,
            SetClimate(horizontal_swing_mode="on"),
            one("set_swing_horizontal_mode", swing_horizontal_mode="on"),
        ),
        (CLIMATE, SetClimate(preset="eco"), one("set_preset_mode", preset_mode="eco")),
        (CLIMATE, SetClimate(target_humidity=45), one("set_humidity", humidity=45)),
        (WATER_HEATER, SetWaterHeater("eco"), one("set_operation_mode", operation_mode="eco")),
        (WATER_HEATER, SetWaterHeaterPower(on=True), one("turn_on")),
        (WATER_HEATER, SetWaterHeaterPower(on=False), one("turn_off")),
        (WATER_HEATER, SetWaterTemperature(55.0), one("set_temperature", temperature=55.0)),
        (WATER_HEATER, SetWaterHeaterAway(away=True), one("set_away_mode", away_mode=True)),
        (ALARM, SetAlarm(state="disarmed", code="7391"), one("alarm_disarm", code="7391")),
        (ALARM, SetAlarm(state="armed_home"), one("alarm_arm_home")),
        (ALARM, SetAlarm(state="armed_away"), one("alarm_arm_away")),
        (ALARM, SetAlarm(state="armed_night"), one("alarm_arm_night")),
        (ALARM, SetAlarm(state="armed_vacation"), one("alarm_arm_vacation")),
        (ALARM, SetAlarm(state="armed_custom_bypass"), one("alarm_arm_custom_bypass")),
        (ALARM, SetAlarm(state="triggered"), one("alarm_trigger")),
        (PLAYER, ControlPlayer("play_pause"), one("media_play_pause")),
        (PLAYER, ControlPlayer("previous"), one("media_previous_track")),
        (PLAYER, ControlPlayer("leave_group"), one("unjoin")),
        (PLAYER, JoinPlayers(("media_player.a",)), one("join", group_members=["media_player.a"])),
        (PLAYER, SetPlayer(volume=0.5), one("volume_set", volume_level=0.5)),
        (PLAYER, SetPlayer(muted=False), one("volume_mute", is_volume_muted=False)),
        (PLAYER, SetPlayer(position=0), one("media_seek", seek_position=0)),
        (PLAYER, SetPlayer(source="dvd"), one("select_source", source="dvd")),
        (PLAYER, SetPlayer(sound_mode="Movie"), one("select_sound_mode", sound_mode="Movie")),
        (PLAYER, SetPlayer(shuffle=False), one("shuffle_set", shuffle=False)),
        (PLAYER, SetPlayer(repeat="all"), one("repeat_set", repeat="all")),
        (
            PLAYER,
            PlayMedia(content_id="7", content_type="album", enqueue="next", extra={"a": 1}),
            one(
                "play_media", media_content_id="7", media_content_type="album", enqueue="next", extra={"a": 1}
            ),
        ),
        (
            PLAYER,
            PlayMedia(content_id="7", content_type="album", announce=True),
            one("play_media", media_content_id="7", media_content_type="album", announce=True),
        ),
        (CAMERA, SetCamera(on=True), one("turn_on")),
        (CAMERA, SetCamera(on=False), one("turn_off")),
        (CAMERA, SetMotionDetection(on=True), one("enable_motion_detection")),
        (CAMERA, SetMotionDetection(on=False), one("disable_motion_detection")),
        (NUMBER, SetNumber(3.5), one("set_value", value=3.5)),
        (SELECT, SelectOption("b"), one("select_option", option="b")),
        (BUTTON, PressButton(), one("press")),
        (HUMIDIFIER, SetHumidifier(on=True), one("turn_on")),
        (HUMIDIFIER, SetHumidifier(on=False), one("turn_off")),
        (HUMIDIFIER, SetHumidifier(target_humidity=45), one("set_humidity", humidity=45)),
        (HUMIDIFIER, SetHumidifier(mode="eco"), one("set_mode", mode="eco")),
        (VACUUM, MoveVacuum("start"), one("start")),
        (VACUUM, MoveVacuum("return_to_base"), one("return_to_base")),
        (VACUUM, SetVacuumFanSpeed("max"), one("set_fan_speed", fan_speed="max")),
        (VACUUM, CleanAreas(("attic", "hall")), one("clean_area", cleaning_area_id=["attic", "hall"])),
        (VACUUM, SendVacuumCommand(command="beep"), one("send_command", command="beep")),
        (
            VACUUM,
            SendVacuumCommand(command="goto", parameters={"x": 1}),
            one("send_command", command="goto", params={"x": 1}),
        ),
        (LAWN_MOWER, MoveLawnMower("dock"), one("dock")),
        (LAWN_MOWER, MoveLawnMower("stop"), one("stop")),
        (SIREN, SetSiren(on=True), one("turn_on")),
        (
            SIREN,
            SetSiren(on=True, tone=0, duration=5, volume=0.0),
            one("turn_on", tone=0, duration=5, volume_level=0.0),
        ),
        (SIREN, SetSiren(on=False), one("turn_off")),
        (REMOTE, SetRemote(on=True, activity="TV"), one("turn_on", activity="TV")),
        (REMOTE, SetRemote(on=False), one("turn_off")),
        (
            REMOTE,
            SendRemoteCommands(commands=("up", "up"), device="TV", repeats=2, delay=0.5, hold=0),
            one(
                "send_command",
                command=["up", "up"],
                device="TV",
                num_repeats=2,
                delay_secs=0.5,
                hold_secs=0,
            ),
        ),
        (
            REMOTE,
            LearnRemoteCommands(
                commands=("up",), device="TV", command_type="rf", alternative=False, timeout=9
            ),
            one(
                "learn_command",
                command=["up"],
                device="TV",
                command_type="rf",
                alternative=False,
                timeout=9,
            ),
        ),
        (REMOTE, LearnRemoteCommands(), one("learn_command")),
        (
            REMOTE,
            DeleteRemoteCommands(commands=("up",), device="TV"),
            one("delete_command", command=["up"], device="TV"),
        ),
        (SCENE, ActivateScene(transition=2.5), one("turn_on", transition=2.5)),
        (SCENE, ActivateScene(), one("turn_on")),
        (NOTIFIER, SendMessage(message="Tea"), one("send_message", message="Tea")),
        (NOTIFIER, SendMessage(message="Tea", title="Now"), one("send_message", message="Tea", title="Now")),
        (UPDATE, InstallUpdate(), one("install")),
        (UPDATE, InstallUpdate(version="2", backup=True), one("install", version="2", backup=True)),
        (UPDATE, SkipUpdate(), one("skip")),
        (UPDATE, UnskipUpdate(), one("clear_skipped")),
        (Text(key="it", value=None), SetText("hello"), one("set_value", value="hello")),
        (Date(key="it", value=None), SetDate(NOON.date()), one("set_value", date="2026-11-01")),
        (Time(key="it", value=None), SetTime(NOON.time()), one("set_value", time="12:00:00")),
        (
            DateTime(key="it", value=None),
            SetDateTime(NOON),
            one("set_value", datetime="2026-11-01T12:00:00+00:00"),
        ),
    ],
)
def test_a_command_is_an_action_of_the_other_side(
    feature: Feature, command: Command, actions: list[Action]
) -> None:
    assert describe(command, to(feature), fahrenheit=False) == actions


@pytest.mark.parametrize(
    ("feature", "command", "fields"),
    [
        (Date(key="it", value=None), SetDate(NOON.date()), {"date": "2026-11-01"}),
        (Time(key="it", value=None), SetTime(NOON.time()), {"time": "12:00:00"}),
        (DateTime(key="it", value=None), SetDateTime(NOON), {"timestamp": 1793534400.0}),
    ],
)
def test_a_helper_is_set_by_the_action_of_its_own(
    feature: Feature, command: Command, fields: dict[str, Any]
) -> None:
    target = to(feature, "input_datetime")
    assert describe(command, target, fahrenheit=False) == one("set_datetime", **fields)


def test_a_button_that_is_a_part_is_the_action_that_it_is_called_like() -> None:
    assert describe(PressButton(), to(BUTTON, "timer", "start"), fahrenheit=False) == one("start")


def test_what_has_several_parts_is_several_actions() -> None:
    command = SetFan(on=True, percentage=50, direction="reverse")
    assert describe(command, to(FAN), fahrenheit=False) == [
        Action("turn_on", {"percentage": 50}),
        Action("set_direction", {"direction": "reverse"}),
    ]


@pytest.mark.parametrize(
    ("feature", "command", "fields"),
    [
        (CLIMATE, SetClimate(target_temperature=21.5), {"temperature": 70.7}),
        (
            CLIMATE,
            SetClimate(target_temperature_low=0, target_temperature_high=100, mode="heat"),
            {"target_temp_low": 32.0, "target_temp_high": 212.0, "hvac_mode": "heat"},
        ),
        (WATER_HEATER, SetWaterTemperature(50.0), {"temperature": 122.0}),
        (LIGHT, SetLight(on=True, color_temperature=2700), {"color_temp_kelvin": 2700}),
    ],
)
def test_temperatures_are_sent_in_the_unit_of_the_other_side(
    feature: Feature, command: Command, fields: dict[str, Any]
) -> None:
    (action,) = describe(command, to(feature), fahrenheit=True)
    assert action.fields == fields


@pytest.mark.parametrize(
    ("feature", "command"),
    [
        (LIGHT, SetSwitch(on=True)),
        (SWITCH, SetLight(on=True)),
        (CLIMATE, FollowSchedule()),
        (Sensor(key="it", value=1), SetNumber(1)),
        (ALARM, SetAlarm(state="arming")),
    ],
)
def test_what_a_feature_cannot_do_is_refused(feature: Feature, command: Command) -> None:
    with pytest.raises(CommandRefused, match="not_supported"):
        describe(command, to(feature), fahrenheit=False)
