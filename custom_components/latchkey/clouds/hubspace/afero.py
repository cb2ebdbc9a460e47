"""Checked metadevices in the form of the vendor's library, without what it stumbles over."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aioafero.device import AferoCapability, AferoDevice, AferoState
from aioafero.v1.controllers.climate import TARGET_INSTANCE_MAPPING

from .metadevice import Function, Metadevice

_CLIMATE_CLASSES: Final = {"portable-air-conditioner", "thermostat"}
_CURRENT_TEMPERATURE: Final = "current-temp"
_NO_SPEED: Final = "-000"
_OF_SENSOR: Final = ("sensor-config", "sensor-state")
_SYSTEM_TYPE: Final[Function] = ("system-type", None)
_ANY_SYSTEM: Final = "heat-pump"
"""The type of system that can do everything: what a thermostat that does not tell its type may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Modelled:
    """A metadevice and the library's models of it; it has none of a class that it does not know."""

    metadevice: Metadevice
    afero_device: AferoDevice
    models: Sequence[Any] = ()
    changed: Collection[Function] | None = None
    """The functions whose values are not those of the last time; None where anything may be another."""


def to_afero_device(metadevice: Metadevice) -> AferoDevice:
    """Return a metadevice as the library knows it; its children are found by other means."""
    return AferoDevice(
        id=metadevice.id,
        device_id=metadevice.device_id,
        model=metadevice.model or "",
        device_class=metadevice.device_class,
        default_name=metadevice.default_name or "",
        default_image=metadevice.image or "",
        friendly_name=metadevice.name,
        capabilities=list(_capabilities(metadevice)),
        functions=list(metadevice.functions.values()),
        states=to_afero_states(metadevice, metadevice.states),
        manufacturerName=metadevice.maker,
    )


def to_afero_states(metadevice: Metadevice, functions: Iterable[Function]) -> list[AferoState]:
    """Return how functions of a metadevice are, as the library knows it."""
    states = dict(_states(metadevice, functions))
    if metadevice.device_class == "thermostat" and _SYSTEM_TYPE not in metadevice.states:
        states[_SYSTEM_TYPE] = _ANY_SYSTEM
    return [
        AferoState(functionClass=function[0], functionInstance=function[1], value=value)
        for function, value in states.items()
    ]


def _states(metadevice: Metadevice, functions: Iterable[Function]) -> Iterator[tuple[Function, Any]]:
    """Yield the states of functions that the library can read."""
    zones = metadevice.zones
    powers = set(zones.values()) if zones and metadevice.is_off else ()
    for function in functions:
        value = metadevice.states[function]
        if function[0] == "fan-speed":
            value = _speed(metadevice, function, value)
        elif function in powers:
            # The library takes a zone for lit whose lamp is off.
            value = "off"
        if value is not None and _is_readable(metadevice, function):
            yield function, value
    for zone in zones:
        brightness: Function = ("brightness", zone)
        limits = metadevice.range(brightness)
        if brightness not in metadevice.states and limits is not None:
            # The library knows zones by their brightness, so it gets one where the vendor tells none.
            yield brightness, limits["max"]


def _speed(metadevice: Metadevice, function: Function, value: str) -> str | None:
    """Return a fan's speed; its lowest where it has none, which the library does not expect."""
    speeds = sorted(word for word in metadevice.options(function) if not word.endswith(_NO_SPEED))
    if metadevice.device_class in _CLIMATE_CLASSES or value in speeds:
        return value
    return next(iter(speeds), None)


def _is_readable(metadevice: Metadevice, function: Function) -> bool:
    """Return whether the library reads this function without a fault or a warning at every poll."""
    function_class, instance = function
    if function_class == "temperature" and instance != _CURRENT_TEMPERATURE:
        limits = metadevice.range(function) or _capability_ranges(metadevice).get(function)
        return instance in TARGET_INSTANCE_MAPPING and limits is not None
    if (instance or "").startswith("sensor-"):
        # A slot with half of what makes a sensor is none: the library asks every sensor for all of it.
        return function_class in _OF_SENSOR and all((of, instance) in metadevice.states for of in _OF_SENSOR)
    return True


def _capability_ranges(metadevice: Metadevice) -> Mapping[Function, Any]:
    """Return the limits that capabilities give."""
    return {capability["function"]: capability["range"] for capability in metadevice.capabilities}


def _capabilities(metadevice: Metadevice) -> Iterator[AferoCapability]:
    """Yield the names and the limits that capabilities give."""
    for capability in metadevice.capabilities:
        function_class, instance = capability["function"]
        if function_class != "temperature" or capability["range"] is not None:
            yield AferoCapability(
                functionClass=function_class,
                functionInstance=instance,
                type="object",
                schedulable=False,
                _opts={"name": capability["name"], "range": capability["range"]},
            )
