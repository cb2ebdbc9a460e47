"""The devices that a location has, and what they do and tell."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from ..model import BinarySensor, Climate, Device, Feature, JsonValue, Sensor, WaterHeater
from .installation import HotWater, Location, System, Zone
from .status import Fault, HotWaterStatus, Status, SystemStatus, ZoneStatus

HEAT_MODES: Final = ("Auto", "Heat")
OFF_MODES: Final = ("HeatingOff", "Off")
"""What a control system has for heating by the schedules, and for none: the first or the second of each."""

SYSTEM_PRESETS: Final = {
    "eco": "AutoWithEco",
    "away": "Away",
    "day_off": "DayOff",
    "custom": "Custom",
    "reset": "AutoWithReset",
}
NO_PRESET: Final = "none"

ZONE_PRESETS: Final = {
    "schedule": "FollowSchedule",
    "temporary": "TemporaryOverride",
    "permanent": "PermanentOverride",
}

_MAKER: Final = "Honeywell"
_MODELS: Final = {
    "EvoTouch": "evohome",
    "FocusProWifiRetail": "FocusPRO Wi-Fi",
    "HeatingZone": "evohome zone",
    "RoundModulation": "Round Thermostat",
    "RoundWireless": "Round Thermostat",
    "VisionProWifiRetail": "VisionPRO Wi-Fi",
}

type _IsOf = Callable[[Fault], bool]

_ANY: Final[tuple[str, str, _IsOf]] = ("fault", "problem", lambda _: True)
_COMMUNICATION: Final[tuple[str, str, _IsOf]] = (
    "communication_lost",
    "problem",
    lambda fault: fault.kind.endswith("CommunicationLost"),
)
_BATTERY: Final[tuple[str, str, _IsOf]] = (
    "battery_low",
    "battery",
    lambda fault: fault.kind.endswith("LowBattery"),
)


def map_location(location: Location, status: Status | None) -> Iterable[Device]:
    """Yield the devices of a location; None is the status of one that does not answer."""
    known = status or Status()
    for system in location.systems:
        yield _map_system(location, system, known.systems.get(system.id))
        for zone in system.zones:
            yield _map_zone(location, system, zone, known.zones.get(zone.id))
        if system.hot_water is not None:
            hot_water = known.hot_waters.get(system.hot_water.id)
            yield _map_hot_water(location, system, system.hot_water, hot_water)


def first(words: Iterable[str], allowed: Iterable[str]) -> str | None:
    """Return the first of these words that is allowed."""
    return next((word for word in words if word in allowed), None)


def _map_system(location: Location, system: System, status: SystemStatus | None) -> Device:
    presets = _system_presets(system)
    climate = Climate(
        key="climate",
        mode=_system_mode(status),
        modes=_system_modes(system),
        has_target_temperature=False,
        preset=_system_preset(status) if presets else None,
        presets=presets,
        attributes=_until(status.until if status else None),
    )
    return Device(
        id=system.device_id,
        name=location.name,
        maker=_MAKER,
        model=_model(system.model),
        place=location.id,
        available=status is not None,
        features=_by_key(climate, *_faults(status, _ANY, _COMMUNICATION)),
    )


def _map_zone(location: Location, system: System, zone: Zone, status: ZoneStatus | None) -> Device:
    temperature = status.temperature if status else None
    target = status.target if status else None
    climate = Climate(
        key="climate",
        mode=None if target is None else "off" if target <= zone.minimum else "heat",
        modes=("off", "heat"),
        current_temperature=temperature,
        target_temperature=target,
        min_temperature=zone.minimum,
        max_temperature=zone.maximum,
        temperature_step=zone.step,
        preset=_word_of(ZONE_PRESETS, status.mode if status else None),
        presets=tuple(preset for preset, mode in ZONE_PRESETS.items() if mode in zone.modes),
        attributes=_until(status.until if status else None),
    )
    return Device(
        id=zone.device_id,
        name=(status and status.name) or zone.name,
        maker=_MAKER,
        model=_model(zone.model),
        parent=system.device_id,
        place=location.id,
        available=status is not None,
        features=_by_key(
            climate, _temperature(temperature), *_faults(status, _ANY, _BATTERY, _COMMUNICATION)
        ),
    )


def _map_hot_water(
    location: Location, system: System, hot_water: HotWater, status: HotWaterStatus | None
) -> Device:
    temperature = status.temperature if status else None
    heater = WaterHeater(
        key="water_heater",
        mode=_water_mode(status),
        modes=_water_modes(hot_water),
        current_temperature=temperature,
        attributes=_until(status.until if status else None),
    )
    return Device(
        id=hot_water.device_id,
        name="Hot water",
        maker=_MAKER,
        model="evohome hot water",
        parent=system.device_id,
        place=location.id,
        available=status is not None,
        features=_by_key(heater, _temperature(temperature), *_faults(status, _ANY, _BATTERY, _COMMUNICATION)),
    )


def _system_mode(status: SystemStatus | None) -> str | None:
    """Return whether the system heats; None where the vendor's word is not known."""
    mode = status.mode if status else None
    if mode in OFF_MODES:
        return "off"
    return "heat" if mode in (*HEAT_MODES, *SYSTEM_PRESETS.values()) else None


def _system_modes(system: System) -> tuple[str, ...]:
    modes = {"off": OFF_MODES, "heat": HEAT_MODES}
    return tuple(mode for mode, words in modes.items() if first(words, system.modes) is not None)


def _system_preset(status: SystemStatus | None) -> str | None:
    if status is None or _system_mode(status) is None:
        return None
    return _word_of(SYSTEM_PRESETS, status.mode) or NO_PRESET


def _system_presets(system: System) -> tuple[str, ...]:
    """Return the presets that the system allows, and the one that ends them."""
    presets = tuple(preset for preset, mode in SYSTEM_PRESETS.items() if mode in system.modes)
    return (NO_PRESET, *presets) if presets else ()


def _water_mode(status: HotWaterStatus | None) -> str | None:
    """Return auto while the schedule is followed, and else whether the water is heated."""
    if status is None:
        return None
    if status.mode == "FollowSchedule":
        return "auto"
    return {"On": "on", "Off": "off"}.get(status.state or "")


def _water_modes(hot_water: HotWater) -> tuple[str, ...]:
    states = {"on": "On", "off": "Off"}
    modes = tuple(mode for mode, state in states.items() if state in hot_water.states)
    return (*modes, "auto") if "FollowSchedule" in hot_water.modes else modes


def _word_of(words: Mapping[str, str], vendors: str | None) -> str | None:
    """Return our word for one of the vendor's."""
    return next((word for word, other in words.items() if other == vendors), None)


def _temperature(value: float | None) -> Sensor:
    return Sensor(
        key="temperature",
        label="temperature",
        value=value,
        unit="°C",
        device_class="temperature",
        state_class="measurement",
    )


def _faults(
    status: SystemStatus | ZoneStatus | HotWaterStatus | None, *kinds: tuple[str, str, _IsOf]
) -> Iterable[BinarySensor]:
    """Yield whether there are faults of each kind, and which."""
    for label, device_class, is_of in kinds:
        faults = [fault for fault in status.faults if is_of(fault)] if status else []
        yield BinarySensor(
            key=label,
            label=label,
            category="diagnostic",
            on=bool(faults) if status else None,
            device_class=device_class,
            attributes={"active_faults": [_describe(fault) for fault in faults]},
        )


def _describe(fault: Fault) -> dict[str, JsonValue]:
    return {"fault": fault.kind, "since": fault.since.isoformat() if fault.since else None}


def _until(moment: datetime | None) -> dict[str, JsonValue]:
    return {} if moment is None else {"until": moment.isoformat()}


def _model(word: str | None) -> str | None:
    return None if word is None else _MODELS.get(word, word)


def _by_key(*features: Feature) -> Mapping[str, Feature]:
    return {feature.key: feature for feature in features}
