"""What any device may tell or take, whatever its class: tables of the vendor's functions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ...model import BinarySensor, Category, Number, Select, Sensor, Switch
from ..metadevice import Function, Metadevice
from .part import Part, Target, choose, key, numbered, on_off, slug, slugs, spell


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
    "door-state": _Alert(label="door", word="open", device_class="door", category=None),
    "filter-replacement": _Alert(label="filter_replacement", word="replacement-needed"),
    "humidity-threshold-met": _Alert(
        label="humidity_threshold", word="above-threshold", device_class="moisture", category=None
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
    "freezer-high-temperature-alert",
    "fridge-high-temperature-alert",
    "indoor-coil-temperature-sensor-failed",
    "indoor-temperature-sensor-failed",
    "mcu-communication-failure",
    "storage-error",
    "temperature-sensor-failure",
    "water-tray-full",
}

_NAMED_TEMPERATURES: Final = {
    "current-temp": "temperature",
    "freezer-target": "freezer_target_temperature",
    "fridge-target": "fridge_target_temperature",
}

_CLIMATE_CLASSES: Final = {"portable-air-conditioner", "thermostat"}

_SETTINGS: Final[Mapping[Function, _Setting]] = {
    ("arm-exit-delay", "away"): _Setting(label="exit_delay_away", unit="s"),
    ("arm-exit-delay", "stay"): _Setting(label="exit_delay_home", unit="s"),
    ("auto-lock-delay", None): _Setting(label="auto_lock_delay", unit="s"),
    ("auto-off-timer", "auto-off"): _Setting(label="auto_off_timer", unit="s"),
    ("disarm-entry-delay", None): _Setting(label="entry_delay", unit="s"),
    ("siren-alarm-timeout", None): _Setting(label="siren_timeout", unit="s"),
    ("speed", "color-sequence"): _Setting(label="effect_speed", device_class=None),
    ("temperature", "safety-mode-max-temp"): _Setting(
        label="safety_max_temperature", unit="°C", device_class="temperature"
    ),
    ("temperature", "safety-mode-min-temp"): _Setting(
        label="safety_min_temperature", unit="°C", device_class="temperature"
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

_SWITCHES: Final[Mapping[Function, str]] = {("continuous-fan", None): "continuous_fan"}
"""Functions that are on or off, and their labels."""


def state_parts(metadevice: Metadevice) -> Iterator[Part]:
    """Yield what the tables know of a device."""
    for function in metadevice.states:
        for make in (_reading, _temperature, _alert, _error, _number, _select, _switch):
            part = make(metadevice, function)
            if part is not None:
                yield part


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
    instance = function[1] or "current-temp"
    label = _NAMED_TEMPERATURES.get(instance)
    return Part(
        feature=Sensor(
            key=key(metadevice.id, *function),
            label=label or "temperature_named",
            index=None if label else spell(instance),
            value=metadevice.states[function],
            unit="°C",
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
    limits = metadevice.range(function)
    if row is None or limits is None:
        return None
    label, index = numbered(row.label, function[1])
    number = Number(
        key=key(metadevice.id, *function),
        label=label,
        index=index,
        category="config",
        value=metadevice.states[function],
        minimum=limits["min"],
        maximum=limits["max"],
        step=limits["step"],
        unit=row.unit,
        device_class=row.device_class,
    )
    return Part(feature=number, target=Target(metadevice_id=metadevice.id, numbers={"value": function}))


def _select(metadevice: Metadevice, function: Function) -> Part | None:
    """Return a word that can be set."""
    label = _CHOICES.get(function)
    words = slugs(metadevice.options(function))
    if label is None or not words:
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
    label = _SWITCHES.get(function)
    if label is None or function not in metadevice.functions:
        return None
    switch = Switch(
        key=key(metadevice.id, *function),
        label=label,
        category="config",
        on=metadevice.states[function] == "on",
    )
    return Part(feature=switch, target=Target(metadevice_id=metadevice.id, options={"on": on_off(function)}))
