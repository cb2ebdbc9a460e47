"""Locations, control systems, zones and hot water in the vendor's words: what they are, and how they are."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

FOLLOW_SCHEDULE = "FollowSchedule"
SINCE = "2026-01-15T06:30:00"
"""When every fault began; the vendor tells local time without saying so."""

WINDOWS_ZONES = {
    "Europe/London": ("GMTStandardTime", "(UTC+00:00) Dublin, Edinburgh, Lisbon, London"),
    "Europe/Amsterdam": (
        "WEuropeStandardTime",
        "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
    ),
    "Europe/Brussels": ("RomanceStandardTime", "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"),
    "Europe/Helsinki": (
        "FLEStandardTime",
        "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius",
    ),
    "Australia/Sydney": ("AUSEasternStandardTime", "(UTC+10:00) Canberra, Melbourne, Sydney"),
}


@dataclass(slots=True, kw_only=True)
class Programmed:
    """What zones and hot water have in common."""

    id: str
    temperature: float | None
    """Where it is None the vendor tells `isAvailable: false`."""

    schedule: list[dict[str, Any]] | None
    """Its days, none where it is empty; None where it cannot have a schedule."""

    schedule_capabilities: dict[str, Any] | None
    faults: list[str] = field(default_factory=list)
    """The types of its active faults."""

    mode: str = FOLLOW_SCHEDULE
    until: datetime | None = None
    """When a temporary override ends."""

    def follow_schedule(self) -> None:
        """End every override."""
        self.mode, self.until = FOLLOW_SCHEDULE, None

    def settle(self) -> None:
        """End an override whose time is up."""
        if self.until is not None and self.until <= datetime.now(UTC):
            self.follow_schedule()

    def _status(self) -> dict[str, Any]:
        available = {"isAvailable": self.temperature is not None}
        reading = {} if self.temperature is None else {"temperature": float(self.temperature)}
        return {"temperatureStatus": {**reading, **available}, "activeFaults": _faults(self.faults)}


@dataclass(slots=True, kw_only=True)
class Zone(Programmed):
    """A room, or what a thermostat heats."""

    name: str
    model: str
    kind: str
    """The vendor's zoneType."""

    setpoint_capabilities: dict[str, Any]
    fan_modes: list[str] = field(default_factory=list)
    scheduled: float = 17.0
    """The set point that its schedule asks for now."""

    override: float = 17.0
    """The set point of its override, where it has one."""

    def target(self, system_mode: str) -> float:
        """Return the set point that is in force."""
        lowest = float(self.setpoint_capabilities["minHeatSetpoint"])
        if system_mode == "HeatingOff":
            return lowest  # Whatever a person has set.
        if self.mode != FOLLOW_SCHEDULE:
            return float(self.override)
        return lowest if system_mode == "Off" else float(self.scheduled)

    def information(self) -> dict[str, Any]:
        """Return what it is."""
        fan_modes = [{"fanMode": mode} for mode in self.fan_modes]
        return {
            "zoneId": self.id,
            "modelType": self.model,
            "setpointCapabilities": self.setpoint_capabilities,
            **({"scheduleCapabilities": self.schedule_capabilities} if self.schedule_capabilities else {}),
            **({"allowedFanModes": fan_modes} if fan_modes else {}),
            "name": self.name,
            "zoneType": self.kind,
        }

    def status(self, system_mode: str) -> dict[str, Any]:
        """Return how it is."""
        self.settle()
        fan = {"fanStatus": {"fanMode": self.fan_modes[0], "canBeChanged": True}} if self.fan_modes else {}
        return {
            "zoneId": self.id,
            **self._status(),
            "setpointStatus": {
                "targetHeatTemperature": self.target(system_mode),
                "setpointMode": self.mode,
                **_until("until", self.until),
            },
            **fan,
            "name": self.name,
        }


@dataclass(slots=True, kw_only=True)
class HotWater(Programmed):
    """A cylinder of hot water."""

    state_capabilities: dict[str, Any]
    scheduled: str = "On"
    """What its schedule asks for now: On or Off."""

    override: str = "On"
    """The state of its override, where it has one."""

    def information(self) -> dict[str, Any]:
        """Return what it is."""
        return {
            "dhwId": self.id,
            "dhwStateCapabilitiesResponse": self.state_capabilities,
            "scheduleCapabilitiesResponse": self.schedule_capabilities,
        }

    def status(self) -> dict[str, Any]:
        """Return how it is."""
        self.settle()
        state = self.scheduled if self.mode == FOLLOW_SCHEDULE else self.override
        return {
            "dhwId": self.id,
            **self._status(),
            "stateStatus": {"state": state, "mode": self.mode, **_until("until", self.until)},
        }


@dataclass(slots=True, kw_only=True)
class System:
    """A control system: a controller and all that it controls."""

    id: str
    model: str
    modes: list[dict[str, Any]]
    """The modes that it allows, in the vendor's words."""

    zones: list[Zone]
    mode: str
    hot_water: HotWater | None = None
    until: datetime | None = None
    """When a temporary mode ends; None where the mode is permanent."""

    faults: list[str] = field(default_factory=list)

    def set_mode(self, mode: str, until: datetime | None) -> None:
        """Change its mode; AutoWithReset ends every override and becomes Auto."""
        if mode == "AutoWithReset":
            for programmed in (*self.zones, *([self.hot_water] if self.hot_water else [])):
                programmed.follow_schedule()
            mode = "Auto"
        self.mode, self.until = mode, until

    def information(self) -> dict[str, Any]:
        """Return what it is."""
        return {
            "systemId": self.id,
            "modelType": self.model,
            "zones": [zone.information() for zone in self.zones],
            **({"dhw": self.hot_water.information()} if self.hot_water else {}),
            "allowedSystemModes": self.modes,
        }

    def status(self) -> dict[str, Any]:
        """Return how it is."""
        if self.until is not None and self.until <= datetime.now(UTC):
            self.mode, self.until = "Auto", None
        return {
            "systemId": self.id,
            "zones": [zone.status(self.mode) for zone in self.zones],
            **({"dhw": self.hot_water.status()} if self.hot_water else {}),
            "activeFaults": _faults(self.faults),
            "systemModeStatus": {
                "mode": self.mode,
                "isPermanent": self.until is None,
                **_until("timeUntil", self.until),
            },
        }


@dataclass(slots=True, kw_only=True)
class Gateway:
    """What connects a control system to the internet."""

    id: str
    mac: str
    system: System | None
    faults: list[str] = field(default_factory=list)

    def information(self) -> dict[str, Any]:
        """Return what it is."""
        return {
            "gatewayInfo": {"gatewayId": self.id, "mac": self.mac, "crc": "1234", "isWiFi": False},
            "temperatureControlSystems": [self.system.information()] if self.system else [],
        }

    def status(self) -> dict[str, Any]:
        """Return how it is."""
        return {
            "gatewayId": self.id,
            "temperatureControlSystems": [self.system.status()] if self.system else [],
            "activeFaults": _faults(self.faults),
        }


@dataclass(slots=True, kw_only=True)
class Location:
    """A home."""

    id: str
    name: str
    gateway: Gateway | None
    time_zone: str = "Europe/London"

    @property
    def system(self) -> System | None:
        """Return its control system."""
        return self.gateway.system if self.gateway else None

    def information(self, owner: dict[str, str]) -> dict[str, Any]:
        """Return what it is."""
        return {
            "locationInfo": {
                "locationId": self.id,
                "name": self.name,
                "streetAddress": "1 Main Street",
                "city": "London",
                "country": "UnitedKingdom",
                "postcode": "E1 1AA",
                "locationType": "Residential",
                "useDaylightSaveSwitching": True,
                "timeZone": _time_zone(self.time_zone),
                "locationOwner": owner,
            },
            "gateways": [self.gateway.information()] if self.gateway else [],
        }

    def status(self) -> dict[str, Any]:
        """Return how it is."""
        return {"locationId": self.id, "gateways": [self.gateway.status()] if self.gateway else []}


def _faults(types: list[str]) -> list[dict[str, str]]:
    return [{"faultType": fault, "since": SINCE} for fault in types]


def _until(key: str, until: datetime | None) -> dict[str, str]:
    return {} if until is None else {key: until.strftime("%Y-%m-%dT%H:%M:%SZ")}


def _time_zone(name: str) -> dict[str, Any]:
    windows_id, display_name = WINDOWS_ZONES[name]
    now = datetime.now(ZoneInfo(name))
    offset, saving = (now.utcoffset(), now.dst())
    assert offset is not None
    assert saving is not None
    return {
        "timeZoneId": windows_id,
        "displayName": display_name,
        "offsetMinutes": int((offset - saving).total_seconds() / 60),
        "currentOffsetMinutes": int(offset.total_seconds() / 60),
        "supportsDaylightSaving": True,
    }
