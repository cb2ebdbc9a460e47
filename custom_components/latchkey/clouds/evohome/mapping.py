"""The devices that a location has, and what they do and tell."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from statistics import fmean
from typing import Final

from ..model import BinarySensor, Climate, Device, Feature, JsonValue, Sensor, WaterHeater
from .installation import HotWater, Location, System, Zone
from .schedule import Programme
from .status import Fault, HotWaterStatus, Status, SystemStatus, ZoneStatus
from .words import (
    FOLLOW_SCHEDULE,
    NO_PRESET,
    PERMANENT,
    RESET,
    SYSTEM_MODES,
    SYSTEM_PRESETS,
    VACATION,
    WATER_STATES,
    WEB_PAGE,
    ZONE_PRESETS,
    first,
    word_of,
)

_MAKER: Final = "Honeywell"
_HOT_WATER: Final = "hot_water"
_MODELS: Final = {
    "EvoTouch": "evohome",
    "FocusProWifiRetail": "FocusPRO Wi-Fi",
    "HeatingZone": "evohome zone",
    "RoundModulation": "Round Thermostat",
    "RoundWireless": "Round Thermostat",
    "VisionProWifiRetail": "VisionPRO Wi-Fi",
}

type _IsOf = Callable[[Fault], bool]


def _is_communication_lost(fault: Fault) -> bool:
    return fault.kind.endswith("CommunicationLost")


_ANY: Final[tuple[str, str, _IsOf]] = ("fault", "problem", lambda _: True)
_COMMUNICATION: Final[tuple[str, str, _IsOf]] = ("communication_lost", "problem", _is_communication_lost)
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
        yield _map_system(location, system, known)
        for zone in system.zones:
            yield _map_zone(location, system, zone, known, programmes.get(zone.device_id))
        if system.hot_water is not None:
            hot_water = known.hot_waters.get(system.hot_water.id)
            programme = programmes.get(system.hot_water.device_id)
            yield _map_hot_water(location, system, system.hot_water, hot_water, programme)


def _map_system(location: Location, system: System, known: Status) -> Device:
    status = known.systems.get(system.id)
    presets = _system_presets(system)
    climate = Climate(
        key="climate",
        mode=_system_mode(status),
        modes=_system_modes(system),
        action=_system_action(system, known),
        current_temperature=_mean_temperature(system, known),
        has_target_temperature=False,
        preset=_system_preset(status) if presets else None,
        presets=presets,
        attributes=_until(status.until if status else None) | {"on_hold": list(_on_hold(system, known))},
    )
    return Device(
        id=system.device_id,
        name=location.name,
        maker=_MAKER,
        model=_model(system.model),
        page=WEB_PAGE,
        place=location.id,
        available=status is not None,
        features=_by_key(climate, *_faults(status, _ANY, _COMMUNICATION)),
    )


def _map_zone(
    location: Location,
    system: System,
    zone: Zone,
    known: Status,
    programme: Programme | None,
) -> Device:
    status = known.zones.get(zone.id)
    temperature = status.temperature if status else None
    mode = _zone_mode(system, zone, known)
    preset = word_of(ZONE_PRESETS | VACATION, status.mode if status else None)
    heats = mode != "cool"  # The vendor does not tell the target of cooling.
    climate = Climate(
        key="climate",
        mode=mode,
        modes=_system_modes(system) if system.is_thermostat else ("off", "heat"),
        action=_zone_action(system, zone, known),
        current_temperature=temperature,
        target_temperature=status.target if status and heats else None,
        has_target_temperature=heats,
        min_temperature=zone.minimum,
        max_temperature=zone.maximum,
        temperature_step=zone.step,
        preset=preset,
        presets=_zone_presets(zone, preset),
        attributes=_until(status.until if status else None) | _describe_programme(programme, "setpoint"),
    )
    return Device(
        id=zone.device_id,
        name=_name(zone, status),
        maker=_MAKER,
        model=_model(zone.model),
        parent=system.device_id,
        place=location.id,
        room=_name(zone, status),
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
    holds = {PERMANENT, FOLLOW_SCHEDULE} <= set(hot_water.modes) and set(WATER_STATES.values()) <= set(
        hot_water.states
    )
    heater = WaterHeater(
        key="water_heater",
        mode=_water_mode(status),
        modes=_water_modes(hot_water),
        has_power=holds or None,
        current_temperature=temperature,
        away=_is_away(status) if holds else None,
        has_away=holds,
        attributes=_until(status.until if status else None) | _describe_programme(programme, "state"),
    )
    return Device(
        id=hot_water.device_id,
        name="Hot water",
        label=_HOT_WATER,
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
    """Return whether the system heats or cools; None where the vendor's word is not known."""
    word = status.mode if status else None
    if word in SYSTEM_PRESETS.values():
        return "heat"
    return next((mode for mode, words in SYSTEM_MODES.items() if word in words), None)


def _system_modes(system: System) -> tuple[str, ...]:
    return tuple(mode for mode, words in SYSTEM_MODES.items() if first(words, system.modes) is not None)


def _mean_temperature(system: System, known: Status) -> float | None:
    """Return how warm it is on average, where at least one zone tells."""
    statuses = [known.zones.get(zone.id) for zone in system.zones]
    told = [status.temperature for status in statuses if status and status.temperature is not None]
    return round(fmean(told), 1) if told else None


def _system_action(system: System, known: Status) -> str | None:
    """Return what a system does, as far as it follows from what its zones want."""
    if _system_mode(known.systems.get(system.id)) == "off":
        return "off"
    actions = [_zone_action(system, zone, known) for zone in system.zones]
    if "heating" in actions:
        return "heating"
    return "idle" if "idle" in actions and None not in actions else None


def _zone_mode(system: System, zone: Zone, known: Status) -> str | None:
    """Return whether a zone heats: one whose target is the lowest is off, and so are all of a system that is.

    A thermostat that is its own system may have its lowest target, and heat to that.
    """
    mode = _system_mode(known.systems.get(system.id))
    if system.is_thermostat or mode == "off":
        return mode
    status = known.zones.get(zone.id)
    if status is None or status.target is None:
        return None
    return "off" if status.target <= zone.minimum else "heat"


def _zone_action(system: System, zone: Zone, known: Status) -> str | None:
    """Return whether a zone wants heat; None where it cannot be told.

    Readings come in half degrees, so that a zone at its target may want some or none. Where a sensor is not
    heard, the reading is an old one.
    """
    mode, status = _zone_mode(system, zone, known), known.zones.get(zone.id)
    if mode == "off":
        return "off"
    if mode != "heat" or status is None or any(_is_communication_lost(fault) for fault in status.faults):
        return None
    if status.temperature is None or status.target is None or status.temperature == status.target:
        return None
    return "heating" if status.temperature < status.target else "idle"


def _zone_presets(zone: Zone, preset: str | None) -> tuple[str, ...]:
    """Return the presets that a zone takes, and the one that it is in."""
    words = ZONE_PRESETS.items() if preset not in VACATION else (ZONE_PRESETS | VACATION).items()
    return tuple(word for word, mode in words if mode in zone.modes)


def _on_hold(system: System, known: Status) -> Iterable[str]:
    """Yield what a person has taken off its schedule: zones by their names, and hot water, which has none."""
    for part in system.followers:
        if isinstance(part, HotWater):
            if _is_held(known.hot_waters.get(part.id)):
                yield _HOT_WATER
        elif _is_held(status := known.zones.get(part.id)):
            yield _name(part, status)


def _is_held(status: ZoneStatus | HotWaterStatus | None) -> bool:
    return status is not None and status.mode not in (None, FOLLOW_SCHEDULE)


def _name(zone: Zone, status: ZoneStatus | None) -> str:
    """Return what a zone is called now."""
    return (status and status.name) or zone.name


def _system_preset(status: SystemStatus | None) -> str | None:
    if status is None or _system_mode(status) is None:
        return None
    return word_of(SYSTEM_PRESETS, status.mode) or NO_PRESET


def _system_presets(system: System) -> tuple[str, ...]:
    """Return the presets that the system allows, and the one that ends them; a reset may take steps."""
    modes = {*system.modes, RESET} if system.followers else system.modes
    presets = tuple(preset for preset, mode in SYSTEM_PRESETS.items() if mode in modes)
    return (NO_PRESET, *presets) if presets else ()


def _water_mode(status: HotWaterStatus | None) -> str | None:
    """Return auto while the schedule is followed, and else whether the water is heated."""
    if status is None:
        return None
    if status.mode == FOLLOW_SCHEDULE:
        return "auto"
    return word_of(WATER_STATES, status.state)


def _is_away(status: HotWaterStatus | None) -> bool | None:
    """Return whether it is off for good, which is what being away is for hot water."""
    return None if status is None else (status.mode, status.state) == (PERMANENT, WATER_STATES["off"])


def _water_modes(hot_water: HotWater) -> tuple[str, ...]:
    modes = tuple(mode for mode, state in WATER_STATES.items() if state in hot_water.states)
    return (*modes, "auto") if FOLLOW_SCHEDULE in hot_water.modes else modes


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
