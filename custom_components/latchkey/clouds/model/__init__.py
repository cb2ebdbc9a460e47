"""What a home is made of, whoever made it: devices, their features, and the commands these take.

Everything here is frozen and compares by value. Units, classes, modes and states are the plain strings
that Home Assistant uses, temperatures are in degrees Celsius unless their unit is another, and None is
"the vendor did not say".
"""

from .alarms import AlarmPanel, SetAlarm
from .cameras import Camera, IceCandidate, IceServer
from .climates import Climate, Humidifier, SetClimate, SetHumidifier
from .command import Command
from .controls import Number, Select, SelectOption, SetNumber
from .doors import (
    Cover,
    CoverAction,
    Lock,
    MoveCover,
    OpenLock,
    SetLock,
    SetValve,
    SetValvePosition,
    StopValve,
    Valve,
)
from .events import Event
from .fans import Fan, SetFan
from .feature import Category, Feature, FeatureId, JsonValue
from .home import Call, CallOutcome, Device, RelayKind, Snapshot, changed_features
from .lights import Light, SetLight
from .pictures import Image, Picture
from .readings import BinarySensor, Sensor
from .schedules import (
    FollowSchedule,
    OverrideSchedule,
    Schedule,
    SetSchedule,
    SetTemporaryPreset,
    Switchpoint,
)
from .switches import Button, PressButton, SetSwitch, Switch
from .water_heaters import (
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
    SetWaterTemperature,
    WaterHeater,
)

__all__ = [
    "AlarmPanel",
    "BinarySensor",
    "Button",
    "Call",
    "CallOutcome",
    "Camera",
    "Category",
    "Climate",
    "Command",
    "Cover",
    "CoverAction",
    "Device",
    "Event",
    "Fan",
    "Feature",
    "FeatureId",
    "FollowSchedule",
    "Humidifier",
    "IceCandidate",
    "IceServer",
    "Image",
    "JsonValue",
    "Light",
    "Lock",
    "MoveCover",
    "Number",
    "OpenLock",
    "OverrideSchedule",
    "Picture",
    "PressButton",
    "RelayKind",
    "Schedule",
    "Select",
    "SelectOption",
    "Sensor",
    "SetAlarm",
    "SetClimate",
    "SetFan",
    "SetHumidifier",
    "SetLight",
    "SetLock",
    "SetNumber",
    "SetSchedule",
    "SetSwitch",
    "SetTemporaryPreset",
    "SetValve",
    "SetValvePosition",
    "SetWaterHeater",
    "SetWaterHeaterAway",
    "SetWaterHeaterPower",
    "SetWaterTemperature",
    "Snapshot",
    "StopValve",
    "Switch",
    "Switchpoint",
    "Valve",
    "WaterHeater",
    "changed_features",
]
