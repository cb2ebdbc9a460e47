"""What a home is made of, whoever made it: devices, their features, and the commands these take.

Everything here is frozen and compares by value. Units, classes, modes and states are the plain strings
that Home Assistant uses, temperatures are in degrees Celsius unless their unit is another, and None is
"the vendor did not say".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

type CoverAction = Literal[
    "open",
    "close",
    "stop",
    "set_position",
    "open_tilt",
    "close_tilt",
    "stop_tilt",
    "set_tilt_position",
]
type Category = Literal["config", "diagnostic"]
type RelayKind = Literal["light", "lock", "button"]
"""As what the relay of a staircase light is shown: some houses open the gate with it."""

type CallOutcome = Literal["answered", "missed", "ended"]
type FeatureId = tuple[str, str]
"""The id of a device and the key of one of its features."""

type JsonValue = str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that a device does or tells; Home Assistant makes one entity of it."""

    key: str
    """Names the feature within its device, for ever: the entity's identity depends on it."""

    label: str | None = None
    """The translation key of its name; None for the feature that is the device itself."""

    index: str | None = None
    """Tells apart features of one label: fills {index} in the translated name."""

    suffix: str | None = None
    """Tells apart features that would have the same name: follows the translated name."""

    name: str | None = None
    """Its name in the words of its vendor, instead of a label."""

    icon: str | None = None
    place: str | None = None
    """The id of the room that it is in, where that is not the room of its device."""

    available: bool = True
    """Whether the vendor knows how it is."""

    category: Category | None = None
    enabled: bool = True
    """Whether Home Assistant shows the entity without being asked to."""

    told_without_device: bool = False
    """Whether the vendor tells it even while it does not reach the device, as it does of the connection."""

    attributes: Mapping[str, JsonValue] = field(default_factory=dict)
    """What the entity tells beside its state, by names that say what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Light(Feature):
    """A lamp. Brightness is 0 to 255, colour temperatures are in kelvin."""

    on: bool | None
    color_mode: str = "onoff"
    color_modes: tuple[str, ...] = ("onoff",)
    brightness: int | None = None
    color_temperature: int | None = None
    min_color_temperature: int | None = None
    max_color_temperature: int | None = None
    rgb: tuple[int, int, int] | None = None
    effect: str | None = None
    """The effect that runs; None where none does."""

    effects: tuple[str, ...] = ()
    has_transition: bool = False
    has_flash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(Feature):
    """Something that is on or off."""

    on: bool | None
    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan(Feature):
    """A fan. Its speed is a percentage; `speeds` is how many steps that has (0: on and off only)."""

    on: bool | None
    percentage: int | None = None
    speeds: int = 0
    direction: str | None = None
    has_direction: bool = False
    preset: str | None = None
    presets: tuple[str, ...] = ()
    oscillating: bool | None = None
    has_oscillation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Feature):
    """A blind, a garage door or the like; positions are percentages, 0 is closed.

    `state` is open, opening, closed or closing.
    """

    state: str | None
    position: int | None = None
    tilt: int | None = None
    actions: frozenset[CoverAction] = frozenset()
    """What it can do."""

    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock(Feature):
    """A door lock; `state` is locked, locking, unlocked, unlocking, open, opening or jammed."""

    state: str | None
    can_open: bool = False
    """Whether it can also pull the latch."""

    code_format: str | None = None
    """A regular expression that codes match; None where it takes none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Valve(Feature):
    """A valve; its position is a percentage, where it can be somewhere between open and closed."""

    open: bool | None
    position: int | None = None
    has_position: bool = False
    can_stop: bool = False
    moving: Literal["opening", "closing"] | None = None
    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Climate(Feature):
    """A thermostat or an air conditioner."""

    mode: str | None
    modes: tuple[str, ...]
    has_power: bool = False
    """Whether it can be turned on in the mode that it had when it was turned off."""

    action: str | None = None
    current_temperature: float | None = None
    target_temperature: float | None = None
    target_temperature_low: float | None = None
    target_temperature_high: float | None = None
    has_target_temperature: bool = True
    has_target_range: bool = False
    min_temperature: float | None = None
    max_temperature: float | None = None
    temperature_step: float | None = None
    """Home Assistant takes it as it is, whatever the unit in which its people see temperatures."""

    temperature_unit: str = "°C"
    """Of all of its temperatures."""

    fan_mode: str | None = None
    fan_modes: tuple[str, ...] = ()
    swing_mode: str | None = None
    swing_modes: tuple[str, ...] = ()
    horizontal_swing_mode: str | None = None
    horizontal_swing_modes: tuple[str, ...] = ()
    preset: str | None = None
    presets: tuple[str, ...] = ()
    current_humidity: int | None = None
    target_humidity: int | None = None
    has_target_humidity: bool = False
    min_humidity: int | None = None
    max_humidity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Humidifier(Feature):
    """What keeps the air damp or dry; humidities are percentages."""

    on: bool | None
    mode: str | None = None
    modes: tuple[str, ...] = ()
    current_humidity: float | None = None
    target_humidity: float | None = None
    min_humidity: float | None = None
    max_humidity: float | None = None
    humidity_step: float | None = None
    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterHeater(Feature):
    """A boiler of hot water; where it has on, off and auto, auto is what its schedule says."""

    mode: str | None
    modes: tuple[str, ...]
    has_power: bool = False
    """Whether it can be turned on and off, whatever its modes are."""

    current_temperature: float | None = None
    target_temperature: float | None = None
    has_target_temperature: bool = False
    min_temperature: float | None = None
    max_temperature: float | None = None
    temperature_step: float | None = None
    """As that of a climate device."""

    away: bool | None = None
    has_away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmPanel(Feature):
    """An alarm system; `state` and `modes` (armed_home, armed_night, triggered …) are alarm states."""

    state: str | None
    modes: tuple[str, ...]
    code_format: Literal["number", "text"] | None = None
    """What is typed to disarm it; None where it takes no code."""

    needs_code_to_arm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor(Feature):
    """A reading."""

    value: str | float | date | None
    unit: str | None = None
    device_class: str | None = None
    state_class: str | None = None
    options: tuple[str, ...] = ()
    decimals: int | None = None
    """How many a person wants to see; None where that follows from the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BinarySensor(Feature):
    """A reading that is yes or no."""

    on: bool | None
    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Feature):
    """A number that can be set."""

    value: float | None
    minimum: float
    maximum: float
    step: float
    unit: str | None = None
    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Feature):
    """A choice out of some options."""

    option: str | None
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button(Feature):
    """Something that is pressed."""

    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Feature):
    """Something that happens; it fires each time that `fired_at` changes."""

    event_types: tuple[str, ...]
    event_type: str | None = None
    """What happened last."""

    fired_at: datetime | None = None
    """When it did; None where nothing happened since the account was set up."""

    device_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera(Feature):
    """Something that sees; `HasCameras.async_get_image` returns what."""

    on: bool = True
    has_live_view: bool = False
    """Whether `ShowsLive.async_open_live_view` shows what it sees now; its image is of the last call then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A thing that a person can touch."""

    id: str
    name: str
    maker: str | None = None
    model: str | None = None
    serial_number: str | None = None
    software_version: str | None = None
    hardware_version: str | None = None
    parent: str | None = None
    """The id of the device that this one is reached through."""

    place: str | None = None
    """The id of the home or room that it is in, a key of `Snapshot.places`."""

    available: bool = True
    relay: RelayKind | None = None
    """As what its relay is shown, where that is a person's choice (`Settings.relays`)."""

    features: Mapping[str, Feature] = field(default_factory=dict)
    """By their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody rang at a door."""

    id: str
    """Names the call for ever."""

    device_id: str
    """The door phone that was rung at."""

    rang_at: datetime
    outcome: CallOutcome | None = None
    """None while it rings, and where the vendor does not say."""

    has_image: bool = False
    """Whether `HasDoors.async_get_call_image` returns what the door phone saw then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that a cloud knows of an account at one moment.

    A device that did not change is the same object from one snapshot to the next.
    """

    devices: Mapping[str, Device]
    places: Mapping[str, str] = field(default_factory=dict)
    """Names of homes or rooms by their ids."""

    calls: tuple[Call, ...] = ()
    """The last calls at all doors, newest first."""

    silent_places: frozenset[str] = frozenset()
    """The places of which the vendor's last answer lists nothing: what was there may be there still."""

    unchosen: frozenset[str] = frozenset()
    """The ids of devices that there are, but that a person chose not to be shown."""


def changed_features(before: Snapshot, after: Snapshot) -> list[FeatureId]:
    """Return the features of all devices that are not what they were."""
    return [
        (device.id, key)
        for device in after.devices.values()
        if before.devices.get(device.id) is not device
        for key in device.features
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Switchpoint:
    """A moment of the week from which on something else applies."""

    weekday: int
    """0 is Monday."""

    at: time
    """The local time of the home."""

    value: float | str
    """A target temperature, or for hot water on or off."""


type Schedule = tuple[Switchpoint, ...]
"""What a week looks like, from Monday on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IceServer:
    """A server by which two sides of a live view find each other (W3C WebRTC, RTCIceServer)."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IceCandidate:
    """A way on which one side of a live view may be reached (W3C WebRTC, RTCIceCandidateInit)."""

    candidate: str
    media_index: int
    """The index of the description's media line that it belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLight:
    """Turn a light on or off; what is None stays as it is."""

    on: bool
    brightness: int | None = None
    color_temperature: int | None = None
    rgb: tuple[int, int, int] | None = None
    white: bool = False
    """Shine with the white lamps of a coloured light."""

    effect: str | None = None
    """One of the light's effects, or "off" to end the running one."""

    transition: float | None = None
    """Seconds that the change takes."""

    flash: Literal["short", "long"] | None = None


@dataclass(frozen=True, slots=True)
class SetSwitch:
    """Turn a switch on or off."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFan:
    """Change a fan; what is None stays as it is."""

    on: bool | None = None
    percentage: int | None = None
    """Ends a preset too: who sets a speed wants that speed."""

    direction: str | None = None
    preset: str | None = None
    oscillating: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCover:
    """Have a cover do one of its actions; `position` is for set_position and set_tilt_position."""

    action: CoverAction
    position: int | None = None


@dataclass(frozen=True, slots=True)
class SetLock:
    """Lock or unlock a door."""

    locked: bool
    code: str | None = field(default=None, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLock:
    """Unlock a door and pull its latch."""

    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SetValve:
    """Open or close a valve."""

    open: bool


@dataclass(frozen=True, slots=True)
class SetValvePosition:
    """Open a valve so far."""

    position: int


@dataclass(frozen=True, slots=True)
class StopValve:
    """Leave a valve where it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClimate:
    """Change a climate device; what is None stays as it is."""

    on: bool | None = None
    mode: str | None = None
    target_temperature: float | None = None
    target_temperature_low: float | None = None
    target_temperature_high: float | None = None
    fan_mode: str | None = None
    swing_mode: str | None = None
    horizontal_swing_mode: str | None = None
    preset: str | None = None
    target_humidity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHumidifier:
    """Change a humidifier; what is None stays as it is."""

    on: bool | None = None
    mode: str | None = None
    target_humidity: float | None = None


@dataclass(frozen=True, slots=True)
class SetWaterHeater:
    """Bring a water heater to one of its modes."""

    mode: str


@dataclass(frozen=True, slots=True)
class SetWaterHeaterPower:
    """Turn a water heater on or off."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetWaterTemperature:
    """Set how hot the water shall be."""

    target_temperature: float


@dataclass(frozen=True, slots=True)
class SetWaterHeaterAway:
    """Tell a water heater whether its people are away."""

    away: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideSchedule:
    """Leave the schedule until a moment; where none is given, until it changes next."""

    value: float | str
    """A target temperature, or for hot water on or off."""

    until: datetime | None = None
    permanent: bool = False
    """Whether it never ends by itself."""


@dataclass(frozen=True, slots=True)
class FollowSchedule:
    """End whatever keeps a device, or all devices of a system, from its schedule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTemporaryPreset:
    """Choose a preset that ends by itself."""

    preset: str
    duration: timedelta
    """Where the vendor counts days, the first of them is today."""


@dataclass(frozen=True, slots=True)
class SetSchedule:
    """Replace the schedule of a device."""

    schedule: Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAlarm:
    """Bring an alarm system to a state: disarmed, triggered, or one of those in which it is armed."""

    state: str
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SetNumber:
    """Set a number."""

    value: float


@dataclass(frozen=True, slots=True)
class SelectOption:
    """Choose an option."""

    option: str


@dataclass(frozen=True, slots=True)
class PressButton:
    """Press a button."""


type Command = (
    SetLight
    | SetSwitch
    | SetFan
    | MoveCover
    | SetLock
    | OpenLock
    | SetValve
    | SetValvePosition
    | StopValve
    | SetClimate
    | SetHumidifier
    | SetWaterHeater
    | SetWaterHeaterPower
    | SetWaterTemperature
    | SetWaterHeaterAway
    | OverrideSchedule
    | FollowSchedule
    | SetTemporaryPreset
    | SetSchedule
    | SetAlarm
    | SetNumber
    | SelectOption
    | PressButton
)
