"""What any device may tell or take, whatever its class: tables of the vendor's functions."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from ...model import BinarySensor, Category, Number, Select, Sensor, Switch
from ..metadevice import Function, Metadevice
from .part import Part, Target, choose, key, numbered, on_off, slug, slugs, spell

type _Maker = Callable[[Metadevice, Function], Part | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A function that tells a number."""

    label: str | None = None
    unit: str | None = None
    device_class: str | None = None
    category: Category | None = None
    enabled: bool = True
    parse: Callable[[Any], float | None] = lambda value: value


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alert:
    """A function that tells yes or no, and its word for yes."""

    label: str
    word: Any
    device_class: str | None = "problem"
    category: Category | None = "diagnostic"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """A function that takes a number."""

    label: str
    unit: str | None = None
    device_class: str | None = "duration"
    category: Category | None = "config"


def _volts(value: Any) -> float | None:
    """Return the number of "12V"."""
    digits = str(value).removesuffix("V")
    return float(digits) if digits.isascii() and digits.isdecimal() else None


_READINGS: Final[Mapping[str, _Reading]] = {
    "battery-level": _Reading(label="battery", unit="%", device_class="battery", category="diagnostic"),
    "humidity": _Reading(label="humidity", unit="%", device_class="humidity"),
    "output-voltage-switch": _Reading(
        label="voltage", unit="V", device_class="voltage", category="diagnostic", parse=_volts
    ),
    "watts": _Reading(label="power", unit="W", device_class="power"),
    "wifi-rssi": _Reading(
        label="signal_strength",
        unit="dBm",
        device_class="signal_strength",
        category="diagnostic",
        enabled=False,
    ),
}

_TARGET: Final = "target"
"""The instance of what a device aims at, which is no reading: a dehumidifier has a humidity of both."""

_SHARED: Final = {"battery-level": "battery", "wifi-rssi": "signal_strength"}
"""What all metadevices of a physical device share, and its key."""

_ALERTS: Final[Mapping[str, _Alert]] = {
    "filter-replacement": _Alert(label="filter_replacement", word="replacement-needed"),
    "humidity-threshold-met": _Alert(
        label="high_humidity", word="above-threshold", device_class="moisture", category=None
    ),
    "max-temp-exceeded": _Alert(label="too_warm", word="alerting", device_class="safety"),
    "min-temp-exceeded": _Alert(label="too_cold", word="alerting", device_class="safety"),
    "motion-detection": _Alert(label="motion", word="motion-detected", device_class="motion", category=None),
    "overload-state": _Alert(label="overload", word="overloaded"),
    "tamper-detection": _Alert(label="tamper", word="tampered", device_class="tamper"),
}

_ERROR_WORDS: Final[Mapping[str, Any]] = {"error": "alerting", "error-flag": True}
"""Functions whose instances are all the errors that a device can have."""

_NAMED_ERRORS: Final = {
    "acz-error",
    "check-filter",
    "condenser-temp-sensor-failed",
    "eeprom",
    "evaporator-temp-sensor-failed",
    "evaporator-temperature-sensor-failed",
    "freezer-high-temperature-alert",
    "fridge-high-temperature-alert",
    "indoor-coil-temperature-sensor-failed",
    "indoor-temperature-sensor-failed",
    "mcu-communication-failure",
    "room-temp-sensor-failed",
    "storage-error",
    "temperature-sensor-failure",
    "water-tray-full",
    "water-tray-full-cool-dehumidify",
    "water-tray-full-heat",
}

_CURRENT_TEMPERATURE: Final = "current-temp"

_CLIMATE_CLASSES: Final = {"portable-air-conditioner", "thermostat"}

_SETTINGS: Final[Mapping[Function, _Setting]] = {
    ("arm-exit-delay", "away"): _Setting(label="exit_delay_away", unit="s"),
    ("arm-exit-delay", "stay"): _Setting(label="exit_delay_home", unit="s"),
    ("auto-lock-delay", None): _Setting(label="auto_lock_delay", unit="s"),
    ("auto-off-timer", "auto-off"): _Setting(label="auto_off_timer", unit="s"),
    ("disarm-entry-delay", None): _Setting(label="entry_delay", unit="s"),
    ("siren-alarm-timeout", None): _Setting(label="siren_timeout", unit="s"),
    ("speed", "color-sequence"): _Setting(label="effect_speed", device_class=None),
    ("temperature", "freezer-target"): _Setting(
        label="freezing_target", device_class="temperature", category=None
    ),
    ("temperature", "fridge-target"): _Setting(
        label="chilling_target", device_class="temperature", category=None
    ),
    ("temperature", "safety-mode-max-temp"): _Setting(
        label="safety_max_temperature", device_class="temperature"
    ),
    ("temperature", "safety-mode-min-temp"): _Setting(
        label="safety_min_temperature", device_class="temperature"
    ),
    ("temporary-bypass-time", None): _Setting(label="bypass_time", unit="s"),
}

_NUMBERED_SETTINGS: Final[Mapping[str, _Setting]] = {
    "max-on-time": _Setting(label="max_on_time", unit="min"),
    "timer": _Setting(label="timer", unit="min"),
}
"""Functions that have an instance for each outlet, spigot or zone."""

_CHOICES: Final[Mapping[Function, str]] = {
    ("bypass-allowed", None): "bypass_allowed",
    ("motion-action", "exhaust-fan"): "motion_action",
    ("sensitivity", "humidity-sensitivity"): "humidity_sensitivity",
    ("song-id", "alarm"): "alarm_sound",
    ("song-id", "chime"): "chime_sound",
    ("volume", "buzzer-volume"): "buzzer_volume",
    ("volume", "chime"): "chime_volume",
    ("volume", "entry-delay"): "entry_delay_volume",
    ("volume", "exit-delay-away"): "exit_delay_volume_away",
    ("volume", "exit-delay-stay"): "exit_delay_volume_home",
    ("volume", "siren"): "siren_volume",
}
"""Functions that take a word, and their labels."""

_FREEZER: Final = "freezer"
_MODE: Final[Function] = ("mode", None)
_MEANINGLESS: Final[Mapping[str, Collection[Function]]] = {
    "freezer": {("temperature", "fridge-target"), ("error", "fridge-high-temperature-alert")},
    "refrigerator": {("temperature", "freezer-target"), ("error", "freezer-high-temperature-alert")},
}
"""What a freezer tells in one of its modes, and is of the other."""

_SWITCHES: Final[Mapping[Function, tuple[str, Category | None]]] = {
    ("continuous-fan", None): ("continuous_fan", "config"),
    ("pump", None): ("pump", "config"),
    ("super-cold", "super-cold"): ("super_cold", None),
}
"""Functions that are on or off: their labels, and whether they set the device up."""

_OF_MODELS: Final = {
    "air-swing",
    "alarm-state",
    "available",
    "brightness",
    "color-mode",
    "color-rgb",
    "color-sequence",
    "color-temperature",
    "current-fan-state",
    "current-system-state",
    "eco-mode",
    "fan-mode",
    "fan-reverse",
    "fan-speed",
    "lock-control",
    "mode",
    "power",
    "run-mode",
    "sensor-config",
    "sensor-state",
    "siren-action",
    "sleep",
    "system-type",
    "temperature",
    "toggle",
}
"""The functions that lights, fans, climate devices and the like are made of."""

SHOWN: Final = frozenset(
    {
        *_OF_MODELS,
        *_READINGS,
        *_ALERTS,
        *_ERROR_WORDS,
        *_NUMBERED_SETTINGS,
        *(function_class for function_class, _ in (*_SETTINGS, *_CHOICES, *_SWITCHES)),
    }
)
"""The functions of which something is shown: nobody misses what is left out of the others."""


def state_parts(metadevice: Metadevice, functions: Iterable[Function]) -> Iterator[Part]:
    """Yield what the tables know of functions of a device."""
    for function in functions:
        for make in _MAKERS_BY_CLASS.get(function[0], ()):
            part = make(metadevice, function)
            if part is not None:
                yield _without_meaning(part) if _is_meaningless(metadevice, function) else part


def _is_meaningless(metadevice: Metadevice, function: Function) -> bool:
    """Return whether a freezer's mode makes nothing of what it tells."""
    mode = metadevice.states.get(_MODE) if metadevice.device_class == _FREEZER else None
    return function in _MEANINGLESS.get(str(mode), ())


def _without_meaning(part: Part) -> Part:
    """Return a part that is unavailable."""
    return replace(part, feature=replace(part.feature, available=False))


def _reading(metadevice: Metadevice, function: Function) -> Part | None:
    """Return a number that is told."""
    row = _READINGS.get(function[0])
    if row is None or function[1] == _TARGET:
        return None
    return Part(
        feature=Sensor(
            key=_SHARED.get(function[0]) or key(metadevice.id, *function),
            label=row.label,
            category=row.category,
            enabled=row.enabled,
            value=row.parse(metadevice.states[function]),
            unit=row.unit,
            device_class=row.device_class,
            state_class="measurement",
        )
    )


def _temperature(metadevice: Metadevice, function: Function) -> Part | None:
    """Return a temperature that no climate device shows."""
    if function[0] != "temperature" or metadevice.device_class in _CLIMATE_CLASSES:
        return None
    if function in _SETTINGS and metadevice.range(function) is not None:
        return None
    instance = function[1] or _CURRENT_TEMPERATURE
    is_current = instance == _CURRENT_TEMPERATURE
    return Part(
        feature=Sensor(
            key=key(metadevice.id, *function),
            label="temperature" if is_current else "temperature_named",
            index=None if is_current else spell(instance),
            value=metadevice.states[function],
            unit=metadevice.temperature_unit,
            device_class="temperature",
            state_class="measurement",
        )
    )


def _alert(metadevice: Metadevice, function: Function) -> Part | None:
    """Return something that is told with a word for yes."""
    row = _ALERTS.get(function[0])
    if row is None:
        return None
    return Part(
        feature=BinarySensor(
            key=key(metadevice.id, *function),
            label=row.label,
            category=row.category,
            on=metadevice.states[function] == row.word,
            device_class=row.device_class,
        )
    )


def _error(metadevice: Metadevice, function: Function) -> Part | None:
    """Return one of the errors that a device can have."""
    if function[0] not in _ERROR_WORDS or function[1] is None:
        return None
    is_named = function[1] in _NAMED_ERRORS
    return Part(
        feature=BinarySensor(
            key=key(metadevice.id, *function),
            label=slug(function[1]) if is_named else "error_named",
            index=None if is_named else spell(function[1]),
            category="diagnostic",
            on=metadevice.states[function] == _ERROR_WORDS[function[0]],
            device_class="problem",
        )
    )


def _number(metadevice: Metadevice, function: Function) -> Part | None:
    """Return a number that can be set."""
    row = _SETTINGS.get(function) or _NUMBERED_SETTINGS.get(function[0])
    limits = metadevice.range(function) if row is not None else None
    if row is None or limits is None:
        return None
    label, index = numbered(row.label, function[1])
    number = Number(
        key=key(metadevice.id, *function),
        label=label,
        index=index,
        category=row.category,
        value=metadevice.states[function],
        minimum=limits["min"],
        maximum=limits["max"],
        step=limits["step"],
        unit=metadevice.temperature_unit if row.device_class == "temperature" else row.unit,
        device_class=row.device_class,
    )
    target = Target(metadevice_id=metadevice.id, numbers={"value": function}, ranges={function: limits})
    return Part(feature=number, target=target)


def _select(metadevice: Metadevice, function: Function) -> Part | None:
    """Return a word that can be set."""
    is_mode_of_freezer = metadevice.device_class == _FREEZER and function == _MODE
    label = "freezer_mode" if is_mode_of_freezer else _CHOICES.get(function)
    words = slugs(metadevice.options(function)) if label is not None else {}
    if not words:
        return None
    select = Select(
        key=key(metadevice.id, *function),
        label=label,
        category="config",
        option=choose(words, metadevice.states[function]),
        options=tuple(words),
    )
    options = {"option": {ours: {function: theirs} for ours, theirs in words.items()}}
    return Part(feature=select, target=Target(metadevice_id=metadevice.id, options=options))


def _switch(metadevice: Metadevice, function: Function) -> Part | None:
    """Return something that can be turned on and off."""
    row = _SWITCHES.get(function)
    if row is None or function not in metadevice.functions:
        return None
    label, category = row
    switch = Switch(
        key=key(metadevice.id, *function),
        label=label,
        category=category,
        on=metadevice.states[function] == "on",
    )
    return Part(feature=switch, target=Target(metadevice_id=metadevice.id, options={"on": on_off(function)}))


def _classes(functions: Iterable[Function]) -> Iterator[str]:
    """Yield the classes of functions."""
    return (function_class for function_class, _ in functions)


_MAKERS: Final[Sequence[tuple[_Maker, Iterable[str]]]] = (
    (_reading, _READINGS),
    (_temperature, {"temperature"}),
    (_alert, _ALERTS),
    (_error, _ERROR_WORDS),
    (_number, {*_classes(_SETTINGS), *_NUMBERED_SETTINGS}),
    (_select, {*_classes(_CHOICES), _MODE[0]}),
    (_switch, {*_classes(_SWITCHES)}),
)
"""What makes parts of functions, and the classes of those that it may make one of."""

_MAKERS_BY_CLASS: Final[Mapping[str, Sequence[_Maker]]] = {
    function_class: tuple(make for make, classes in _MAKERS if function_class in classes)
    for _, all_classes in _MAKERS
    for function_class in all_classes
}
