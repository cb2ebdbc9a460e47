"""What a home is made of, whoever made it: devices, their features, and the commands these take.

Everything here is frozen and compares by value. Units, classes, modes and states are the plain strings
that Home Assistant uses, temperatures are in degrees Celsius unless their unit is another, and None is
"the vendor did not say".

No account needs all of it: a family is imported when something of it is first asked for. As everybody names
what they need where their own file begins, that is while they are imported themselves.
"""

# ruff: noqa: F403

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .alarms import *
    from .calendars import *
    from .cameras import *
    from .climates import *
    from .command import *
    from .controls import *
    from .doors import *
    from .events import *
    from .fans import *
    from .feature import *
    from .home import *
    from .lasting import *
    from .lights import *
    from .media_players import *
    from .notifiers import *
    from .pictures import *
    from .readings import *
    from .remotes import *
    from .robots import *
    from .scenes import *
    from .schedules import *
    from .sirens import *
    from .switches import *
    from .timers import *
    from .todo_lists import *
    from .trackers import *
    from .updates import *
    from .values import *
    from .water_heaters import *
    from .weather import *

_NAMES: Final = {
    "alarms": "AlarmPanel SetAlarm",
    "calendars": "Calendar CalendarAbility CalendarEvent EventId",
    "cameras": "Camera IceCandidate IceServer LiveViewConfig SetCamera SetMotionDetection",
    "climates": "Climate Humidifier SetClimate SetHumidifier",
    "command": "Command",
    "controls": "Number Select SelectOption SetNumber",
    "doors": (
        "CallButton Cover CoverAction Lock MoveCover OpenLock SetLock SetValve SetValvePosition StopValve "
        "Valve"
    ),
    "events": "Event",
    "fans": "Fan SetFan",
    "feature": "Category Feature FeatureId JsonValue",
    "home": (
        "Call CallOutcome Device RelayKind RingingCall Snapshot changed_features differing_features "
        "has_same_features replaced"
    ),
    "lasting": "LASTING lasts",
    "lights": "Light SetLight",
    "media_players": (
        "ControlPlayer JoinPlayers Media MediaId MediaItem MediaPlayer MediaSearch PlayerAction PlayMedia "
        "SetPlayer"
    ),
    "notifiers": "Notifier SendMessage",
    "pictures": "Image Picture",
    "readings": "BinarySensor Sensor",
    "remotes": "DeleteRemoteCommands LearnRemoteCommands Remote SendRemoteCommands SetRemote",
    "robots": (
        "CleanAreas LawnMower LawnMowerMove MoveLawnMower MoveVacuum SendVacuumCommand SetVacuumFanSpeed "
        "Vacuum VacuumMove"
    ),
    "scenes": "ActivateScene Scene",
    "schedules": "FollowSchedule OverrideSchedule Schedule SetSchedule SetTemporaryPreset Switchpoint",
    "sirens": "SetSiren Siren",
    "switches": "Button PressButton SetSwitch Switch",
    "timers": "ChangeTimer StartTimer Timer",
    "todo_lists": "AddTodoItem RemoveTodoItems TodoAbility TodoField TodoItem TodoList UpdateTodoItem",
    "trackers": "Tracker",
    "updates": "InstallUpdate SkipUpdate UnskipUpdate Update",
    "values": "Date DateTime SetDate SetDateTime SetText SetTime Text Time",
    "water_heaters": "SetWaterHeater SetWaterHeaterAway SetWaterHeaterPower SetWaterTemperature WaterHeater",
    "weather": "Forecast ForecastKind Weather",
}
"""What each family has to offer."""

_FAMILIES: Final = {name: family for family, names in _NAMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Return something of a family that was not asked for yet."""
    if name not in _FAMILIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f".{_FAMILIES[name]}", __name__), name)
    return found


def __dir__() -> list[str]:
    """Return the names of all that can be asked for."""
    return sorted(_FAMILIES)
