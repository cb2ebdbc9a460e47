"""The devices that a location has, and what they do and tell."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from ..model import BinarySensor, Climate, Device, Feature, JsonValue, Sensor, WaterHeater
from .installation import HotWater, Location, System, Zone
from .schedule import Programme
from .status import Fault, HotWaterStatus, Status, SystemStatus, ZoneStatus
from .words import (
    HEAT_MODES,
    NO_PRESET,
    OFF_MODES,
    SYSTEM_PRESETS,
    WATER_STATES,
    ZONE_PRESETS,
    first,
    word_of,
)

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


def map_location(
    location: Location, status: Status | None, programmes: Mapping[str, Programme]
) -> Iterable[Device]:
    """Yield the devices of a location; None is the status of one that does not answer.

    `programmes` are what the schedules say now, by the devices whose they are.
    """
    known = status or Status()
    for system in location.systems:
        yield _map_system(location, system, known.systems.get(system.id))
        for zone in system.zones:
            programme = programmes.get(zone.device_id)
            yield _map_zone(location, system, zone, known.zones.get(zone.id), programme)
        if system.hot_water is not None:
            hot_water = known.hot_waters.get(system.hot_water.id)
            programme = programmes.get(system.hot_water.device_id)
            yield _map_hot_water(location, system, system.hot_water, hot_water, programme)


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


def _map_zone(
    location: Location,
    system: System,
    zone: Zone,
    status: ZoneStatus | None,
    programme: Programme | None,
) -> Device:
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
        preset=word_of(ZONE_PRESETS, status.mode if status else None),
        presets=tuple(preset for preset, mode in ZONE_PRESETS.items() if mode in zone.modes),
        attributes=_until(status.until if status else None) | _describe_programme(programme, "setpoint"),
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
            climate,
            _temperature(temperature),
            *_faults(status, _ANY, _BATTERY, _COMMUNICATION),
            *(_scheduled_temperatures(programme) if zone.schedule_limits else ()),
        ),
    )


def _map_hot_water(
    location: Location,
    system: System,
    hot_water: HotWater,
    status: HotWaterStatus | None,
    programme: Programme | None,
) -> Device:
    temperature = status.temperature if status else None
    heater = WaterHeater(
        key="water_heater",
        mode=_water_mode(status),
        modes=_water_modes(hot_water),
        current_temperature=temperature,
        attributes=_until(status.until if status else None) | _describe_programme(programme, "state"),
    )
    return Device(
        id=hot_water.device_id,
        name="Hot water",
        maker=_MAKER,
        model="evohome hot water",
        parent=system.device_id,
        place=location.id,
        available=status is not None,
        features=_by_key(
            heater,
            _temperature(temperature),
            *_faults(status, _ANY, _BATTERY, _COMMUNICATION),
            *(_scheduled_states(programme) if hot_water.schedule_limits else ()),
        ),
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
    return word_of(SYSTEM_PRESETS, status.mode) or NO_PRESET


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
    return word_of(WATER_STATES, status.state)


def _water_modes(hot_water: HotWater) -> tuple[str, ...]:
    modes = tuple(mode for mode, state in WATER_STATES.items() if state in hot_water.states)
    return (*modes, "auto") if "FollowSchedule" in hot_water.modes else modes


def _temperature(value: float | None) -> Sensor:
    return Sensor(
        key="temperature",
        label="temperature",
        value=value,
        unit="°C",
        device_class="temperature",
        state_class="measurement",
    )


def _scheduled_temperatures(programme: Programme | None) -> Iterable[Sensor]:
    """Yield what the schedule of a zone says."""
    for key, value in _scheduled(programme, "temperature").items():
        yield Sensor(key=key, label=key, enabled=False, value=value, unit="°C", device_class="temperature")
    yield _next_switchpoint(programme)


def _scheduled_states(programme: Programme | None) -> Iterable[Sensor]:
    """Yield what the schedule of hot water says."""
    for key, value in _scheduled(programme, "state").items():
        yield Sensor(
            key=key,
            label=key,
            enabled=False,
            value=value,
            device_class="enum",
            options=tuple(WATER_STATES),
        )
    yield _next_switchpoint(programme)


def _scheduled(programme: Programme | None, what: str) -> dict[str, float | str | None]:
    """Return what applies now and what comes next, by the keys of their features."""
    return {
        f"scheduled_{what}": programme.value if programme else None,
        f"next_scheduled_{what}": programme.next_value if programme else None,
    }


def _next_switchpoint(programme: Programme | None) -> Sensor:
    return Sensor(
        key="next_switchpoint",
        label="next_switchpoint",
        enabled=False,
        value=programme.next_at if programme else None,
        device_class="timestamp",
    )


def _describe_programme(programme: Programme | None, what: str) -> dict[str, JsonValue]:
    """Return what the schedule says, as attributes."""
    if programme is None:
        return {}
    return {
        f"scheduled_{what}": programme.value,
        f"next_{what}": programme.next_value,
        f"next_{what}_at": programme.next_at.isoformat(),
    }


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
