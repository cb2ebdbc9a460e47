"""Thermostats and portable air conditioners."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from aioafero.v1.models import PortableAC, Thermostat
from aioafero.v1.models.features import TargetTemperatureFeature

from ...model import Climate
from ..metadevice import Function, Metadevice
from .part import Part, Target, Values, choose, key, on_off, slugs

_MODES: Final = {
    "off": "off",
    "heat": "heat",
    "cool": "cool",
    "auto": "heat_cool",
    "auto-cool": "auto",
    "dehumidify": "dry",
    "fan": "fan_only",
}
"""Home Assistant's modes by the vendor's."""

_ACTIONS: Final = {"heating": "heating", "cooling": "cooling"}
_SPEED_NAMES: Final = {1: ("high",), 2: ("low", "high"), 3: ("low", "medium", "high")}
"""Home Assistant's names of fan modes, by how many there are."""

_POWER: Final[Function] = ("power", None)
_MODE: Final[Function] = ("mode", None)
_FAN_MODE: Final[Function] = ("fan-mode", None)
_FAN_SPEED: Final[Function] = ("fan-speed", "ac-fan-speed")
_SWING: Final[Function] = ("air-swing", None)
_RUN_MODE: Final[Function] = ("run-mode", None)
_PRESETS: Final[Mapping[str, Function]] = {"sleep": ("sleep", None), "eco": ("eco-mode", None)}
"""What an air conditioner switches on for a preset."""

type Setpoints = Mapping[str, TargetTemperatureFeature]
"""Target temperatures, by the modes or the fields that they are of."""


def thermostat_parts(metadevice: Metadevice, thermostat: Thermostat) -> Iterator[Part]:
    """Yield a thermostat."""
    if thermostat.hvac_mode is None:
        return
    modes = _modes(thermostat.hvac_mode.supported_modes)
    fan_modes = slugs(metadevice.options(_FAN_MODE))
    presets = slugs(metadevice.options(_RUN_MODE))
    mode = choose(modes, thermostat.hvac_mode.mode)
    setpoints, limits = _setpoints(thermostat, modes), _range(thermostat)
    feature = Climate(
        key=key(metadevice.id, "climate"),
        mode=mode,
        modes=tuple(modes),
        action=_action(thermostat, mode),
        current_temperature=thermostat.temperature,
        fan_mode=choose(fan_modes, metadevice.states.get(_FAN_MODE)),
        fan_modes=tuple(fan_modes),
        preset=choose(presets, metadevice.states.get(_RUN_MODE)),
        presets=tuple(presets),
        temperature_unit=metadevice.temperature_unit,
        **_targets(setpoints, limits, mode),
    )
    target = Target(
        metadevice_id=metadevice.id,
        options={
            "mode": _set(_MODE, modes),
            "fan_mode": _set(_FAN_MODE, fan_modes),
            "preset": _set(_RUN_MODE, presets),
        },
        numbers=_functions(limits),
        setpoints=_functions(setpoints),
        ranges=_ranges([*setpoints.values(), *limits.values()]),
    )
    yield Part(feature=feature, target=target)


def air_conditioner_parts(metadevice: Metadevice, air_conditioner: PortableAC) -> Iterator[Part]:
    """Yield a portable air conditioner; its power is one of its modes."""
    if air_conditioner.hvac_mode is None:
        return
    modes = _modes(air_conditioner.hvac_mode.supported_modes)
    speeds = speed_names(metadevice.options(_FAN_SPEED))
    swings = slugs(metadevice.options(_SWING))
    presets = _preset_options(metadevice)
    mode = choose(modes, air_conditioner.hvac_mode.mode)
    setpoints, limits = _setpoints(air_conditioner, modes), _range_of_both(air_conditioner, modes)
    is_off = metadevice.states.get(_POWER) == "off"
    feature = Climate(
        key=key(metadevice.id, "climate"),
        mode="off" if is_off else mode,
        modes=("off", *modes),
        can_turn_on=True if _POWER in metadevice.functions else None,
        current_temperature=air_conditioner.temperature,
        fan_mode=choose(speeds, metadevice.states.get(_FAN_SPEED)),
        fan_modes=tuple(speeds),
        swing_mode=choose(swings, metadevice.states.get(_SWING)),
        swing_modes=tuple(swings),
        preset=_preset(metadevice, presets),
        presets=tuple(presets),
        temperature_unit=metadevice.temperature_unit,
        **_targets(setpoints, limits, mode),
    )
    with_power = {ours: {_POWER: "on", **values} for ours, values in _set(_MODE, modes).items()}
    target = Target(
        metadevice_id=metadevice.id,
        options={
            "on": on_off(_POWER),
            "mode": {"off": {_POWER: "off"}, **with_power},
            "fan_mode": _set(_FAN_SPEED, speeds),
            "swing_mode": _set(_SWING, swings),
            "preset": presets,
        },
        numbers=_functions(limits),
        setpoints=_functions({**setpoints, "off": setpoints.get(mode or "")}),
        ranges=_ranges([*setpoints.values(), *limits.values()]),
    )
    yield Part(feature=feature, target=target)


def _modes(words: Iterable[str]) -> dict[str, str]:
    """Return the vendor's modes by Home Assistant's, in the table's order."""
    supported = set(words)
    return {ours: theirs for theirs, ours in _MODES.items() if theirs in supported}


def _set(function: Function, words: Mapping[str, str]) -> dict[Any, Values]:
    """Return what sets a function to each of its words."""
    return {ours: {function: theirs} for ours, theirs in words.items()}


def _action(thermostat: Thermostat, mode: str | None) -> str | None:
    """Return what a thermostat does right now."""
    if thermostat.hvac_action in _ACTIONS:
        return _ACTIONS[thermostat.hvac_action]
    if thermostat.fan_running:
        return "fan"
    return "off" if mode == "off" else "idle"


def _targets(setpoints: Setpoints, limits: Setpoints, mode: str | None) -> dict[str, Any]:
    """Return the target temperatures of a mode, those of others left out, and what they may be."""
    targets: dict[str, Any] = {"has_target_temperature": bool(setpoints), "has_target_range": bool(limits)}
    if mode == "heat_cool" and limits:
        return (
            targets | {name: setpoint.value for name, setpoint in limits.items()} | _limits(limits.values())
        )
    setpoint = setpoints.get(mode or "")
    if setpoint is None:
        return targets | _limits(setpoints.values())
    return targets | {"target_temperature": setpoint.value} | _limits([setpoint])


def _setpoints(device: Thermostat | PortableAC, modes: Collection[str]) -> Setpoints:
    """Return the target temperature of each mode that has one.

    Where a device only heats, or only cools, that target is the one in all modes.
    """
    cooling = device.target_temperature_cooling
    table = {"heat": device.target_temperature_heating, "cool": cooling, "auto": cooling}
    setpoints = {mode: setpoint for mode, setpoint in table.items() if mode in modes and setpoint is not None}
    functions = set(_functions(setpoints).values())
    if len(functions) == 1:
        return dict.fromkeys(modes, next(iter(setpoints.values())))
    return setpoints


def _range(thermostat: Thermostat) -> Setpoints:
    """Return the target temperatures between which a thermostat neither heats nor cools."""
    low, high = thermostat.target_temperature_auto_heating, thermostat.target_temperature_auto_cooling
    if low is None or high is None or not thermostat.supports_temperature_range:
        return {}
    return {"target_temperature_low": low, "target_temperature_high": high}


def _range_of_both(air_conditioner: PortableAC, modes: Collection[str]) -> Setpoints:
    """Return both targets of an air conditioner that chooses by itself whether it heats or cools."""
    low, high = air_conditioner.target_temperature_heating, air_conditioner.target_temperature_cooling
    if low is None or high is None or "heat_cool" not in modes:
        return {}
    return {"target_temperature_low": low, "target_temperature_high": high}


def _limits(setpoints: Iterable[TargetTemperatureFeature]) -> dict[str, Any]:
    """Return the limits and the step of target temperatures."""
    known = list(setpoints)
    if not known:
        return {}
    return {
        "min_temperature": min(setpoint.min for setpoint in known),
        "max_temperature": max(setpoint.max for setpoint in known),
        "temperature_step": min(setpoint.step for setpoint in known),
    }


def _functions(setpoints: Mapping[str, TargetTemperatureFeature | None]) -> dict[str, Function]:
    """Return the functions that take target temperatures."""
    return {
        name: (setpoint.function_class, setpoint.function_instance)
        for name, setpoint in setpoints.items()
        if setpoint is not None
    }


def _ranges(setpoints: Iterable[TargetTemperatureFeature]) -> dict[Function, Mapping[str, float]]:
    """Return what target temperatures may be, by the functions that take them."""
    return {
        (setpoint.function_class, setpoint.function_instance): {
            "min": setpoint.min,
            "max": setpoint.max,
            "step": setpoint.step,
        }
        for setpoint in setpoints
    }


def speed_names(words: Collection[str]) -> dict[str, str]:
    """Return the vendor's fan speeds ("fan-speed-2-050") by Home Assistant's names of fan modes."""
    automatic = next((word for word in words if word.endswith("-auto")), None)
    steps = sorted(word for word in words if word != automatic and not word.endswith("-000"))
    names = _SPEED_NAMES.get(len(steps), [f"speed_{number}" for number in range(1, len(steps) + 1)])
    speeds = dict(zip(names, steps, strict=True))
    return speeds if automatic is None else {"auto": automatic, **speeds}


def _preset_options(metadevice: Metadevice) -> dict[Any, Values]:
    """Return what each preset sets: these exclude each other, as Home Assistant has one at a time."""
    functions = {name: function for name, function in _PRESETS.items() if function in metadevice.states}
    if not functions:
        return {}
    return {
        preset: {function: "on" if name == preset else "off" for name, function in functions.items()}
        for preset in ("none", *functions)
    }


def _preset(metadevice: Metadevice, presets: Collection[str]) -> str | None:
    """Return the preset that is on."""
    running = (name for name, function in _PRESETS.items() if metadevice.states.get(function) == "on")
    return next(running, "none" if presets else None)
