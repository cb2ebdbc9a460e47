"""What a home is made of, whoever made it: devices, their features, and the commands these take.

Everything here is frozen and compares by value. Units, classes, modes and states are the plain strings
that Home Assistant uses, temperatures are in degrees Celsius unless their unit is another, and None is
"the vendor did not say".
"""

from .alarms import AlarmPanel, SetAlarm
from .calendars import Calendar, CalendarAbility, CalendarEvent, EventId
from .cameras import Camera, IceCandidate, IceServer, LiveViewConfig, SetCamera, SetMotionDetection
from .climates import Climate, Humidifier, SetClimate, SetHumidifier
from .command import Command
from .controls import Number, Select, SelectOption, SetNumber
from .doors import (
    CallButton,
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
from .home import (
    Call,
    CallOutcome,
    Device,
    RelayKind,
    RingingCall,
    Snapshot,
    changed_features,
    differing_features,
    has_same_features,
)
from .lasting import LASTING, lasts
from .lights import Light, SetLight
from .media_players import (
    ControlPlayer,
    JoinPlayers,
    Media,
    MediaId,
    MediaItem,
    MediaPlayer,
    MediaSearch,
    PlayerAction,
    PlayMedia,
    SetPlayer,
)
from .notifiers import Notifier, SendMessage
from .pictures import Image, Picture
from .readings import BinarySensor, Sensor
from .remotes import DeleteRemoteCommands, LearnRemoteCommands, Remote, SendRemoteCommands, SetRemote
from .robots import (
    CleanAreas,
    LawnMower,
    LawnMowerMove,
    MoveLawnMower,
    MoveVacuum,
    SendVacuumCommand,
    SetVacuumFanSpeed,
    Vacuum,
    VacuumMove,
)
from .scenes import ActivateScene, Scene
from .schedules import (
    FollowSchedule,
    OverrideSchedule,
    Schedule,
    SetSchedule,
    SetTemporaryPreset,
    Switchpoint,
)
from .sirens import SetSiren, Siren
from .switches import Button, PressButton, SetSwitch, Switch
from .timers import ChangeTimer, StartTimer, Timer
from .todo_lists import (
    AddTodoItem,
    RemoveTodoItems,
    TodoAbility,
    TodoField,
    TodoItem,
    TodoList,
    UpdateTodoItem,
)
from .trackers import Tracker
from .updates import InstallUpdate, SkipUpdate, UnskipUpdate, Update
from .values import Date, DateTime, SetDate, SetDateTime, SetText, SetTime, Text, Time
from .water_heaters import (
    SetWaterHeater,
    SetWaterHeaterAway,
    SetWaterHeaterPower,
    SetWaterTemperature,
    WaterHeater,
)
from .weather import Forecast, ForecastKind, Weather

__all__ = [
    "LASTING",
    "ActivateScene",
    "AddTodoItem",
    "AlarmPanel",
    "BinarySensor",
    "Button",
    "Calendar",
    "CalendarAbility",
    "CalendarEvent",
    "Call",
    "CallButton",
    "CallOutcome",
    "Camera",
    "Category",
    "ChangeTimer",
    "CleanAreas",
    "Climate",
    "Command",
    "ControlPlayer",
    "Cover",
    "CoverAction",
    "Date",
    "DateTime",
    "DeleteRemoteCommands",
    "Device",
    "Event",
    "EventId",
    "Fan",
    "Feature",
    "FeatureId",
    "FollowSchedule",
    "Forecast",
    "ForecastKind",
    "Humidifier",
    "IceCandidate",
    "IceServer",
    "Image",
    "InstallUpdate",
    "JoinPlayers",
    "JsonValue",
    "LawnMower",
    "LawnMowerMove",
    "LearnRemoteCommands",
    "Light",
    "LiveViewConfig",
    "Lock",
    "Media",
    "MediaId",
    "MediaItem",
    "MediaPlayer",
    "MediaSearch",
    "MoveCover",
    "MoveLawnMower",
    "MoveVacuum",
    "Notifier",
    "Number",
    "OpenLock",
    "OverrideSchedule",
    "Picture",
    "PlayMedia",
    "PlayerAction",
    "PressButton",
    "RelayKind",
    "Remote",
    "RemoveTodoItems",
    "RingingCall",
    "Scene",
    "Schedule",
    "Select",
    "SelectOption",
    "SendMessage",
    "SendRemoteCommands",
    "SendVacuumCommand",
    "Sensor",
    "SetAlarm",
    "SetCamera",
    "SetClimate",
    "SetDate",
    "SetDateTime",
    "SetFan",
    "SetHumidifier",
    "SetLight",
    "SetLock",
    "SetMotionDetection",
    "SetNumber",
    "SetPlayer",
    "SetRemote",
    "SetSchedule",
    "SetSiren",
    "SetSwitch",
    "SetTemporaryPreset",
    "SetText",
    "SetTime",
    "SetVacuumFanSpeed",
    "SetValve",
    "SetValvePosition",
    "SetWaterHeater",
    "SetWaterHeaterAway",
    "SetWaterHeaterPower",
    "SetWaterTemperature",
    "Siren",
    "SkipUpdate",
    "Snapshot",
    "StartTimer",
    "StopValve",
    "Switch",
    "Switchpoint",
    "Text",
    "Time",
    "Timer",
    "TodoAbility",
    "TodoField",
    "TodoItem",
    "TodoList",
    "Tracker",
    "UnskipUpdate",
    "Update",
    "UpdateTodoItem",
    "Vacuum",
    "VacuumMove",
    "Valve",
    "WaterHeater",
    "Weather",
    "changed_features",
    "differing_features",
    "has_same_features",
    "lasts",
]
