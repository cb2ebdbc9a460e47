"""What a home was like that is worth showing until it is known what it is like."""

from typing import Final

from .alarms import AlarmPanel
from .climates import Climate, Humidifier
from .controls import Number, Select
from .doors import Cover, Lock, Valve
from .fans import Fan
from .feature import Feature
from .lights import Light
from .readings import BinarySensor, Sensor
from .remotes import Remote
from .robots import LawnMower, Vacuum
from .scenes import Scene
from .sirens import Siren
from .switches import Button, Switch
from .timers import Timer
from .values import Date, DateTime, Time
from .water_heaters import WaterHeater

LASTING: Final[tuple[type[Feature], ...]] = (
    AlarmPanel,
    BinarySensor,
    Button,
    Climate,
    Cover,
    Date,
    DateTime,
    Fan,
    Humidifier,
    LawnMower,
    Light,
    Lock,
    Number,
    Remote,
    Scene,
    Select,
    Sensor,
    Siren,
    Switch,
    Time,
    Timer,
    Vacuum,
    Valve,
    WaterHeater,
)
"""Readings and controls; not what happens, what is seen or played, and where somebody is."""

COUNTERS: Final = ("total", "total_increasing")
"""What was counted is never shown twice: statistics would take an older count for a new beginning."""


def lasts(feature: Feature) -> bool:
    """Return whether a feature is worth showing as it was."""
    match feature:
        case Sensor():
            return feature.state_class not in COUNTERS
        case BinarySensor():
            return not feature.is_bell
        case Button():
            return not feature.tells_presses
        case Scene():
            return feature.activated_at is None
    return isinstance(feature, LASTING)
