"""A home and its modules, as they are and as the vendor tells of them."""

from dataclasses import dataclass, field
from typing import Any, Final

BRIDGES: Final = frozenset({"BNC1", "BNC3", "BNCX", "BNMH"})
"""The types of a door phone inside a home: `homesdata` says what hangs on it, and whether it is reached."""

INFORMATION: Final = ("id", "type", "name", "setup_date", "room_id", "bridge")
STATUS: Final = (
    "id",
    "type",
    "variant",
    "bridge",
    "appliance_type",
    "reachable",
    "configured",
    "firmware_name",
    "firmware_revision",
    "hardware_version",
    "local_ipv4",
    "wifi_strength",
    "uptime",
    "websocket_connected",
    "last_user_interaction",
    "timestamp",
    "status",
)
BRIDGE_ALONE: Final[dict[str, Any]] = {
    "aps_key_pair_amount": 0,
    "busy": False,
    "configure": False,
    "connection": "wifi",
    "firmware_revision_factory": 1,
    "last_configs_update": 1_740_764_245,
    "last_seen": 0,
    "oauth2_user_authenticated": False,
    "offload": False,
    "offload_meters": [[]],
    "open_zigbee": False,
    "otau_downloads": 0,
    "sequence_id": 55,
    "spi_alive": False,
}
"""What the status of a bridge holds besides; what it means is not known, and nothing here turns it."""


@dataclass(slots=True, kw_only=True)
class Module:
    """All fields may be changed at any time; what is None is not told."""

    id: str
    type: str
    name: str
    variant: str | None = None
    bridge: str | None = None
    setup_date: int | None = None
    room_id: str | None = None
    appliance_type: str | None = None
    reachable: bool = True
    configured: bool | None = None
    firmware_name: str | None = None
    firmware_revision: int | None = None
    hardware_version: int | None = None
    lock: bool | None = None
    """Whether a door is locked; `Knobs.tells_locks` says whether anybody is told."""

    status: str | None = None
    """Whether a light is on or off."""

    wifi_strength: int | None = None
    uptime: int | None = None
    timestamp: int | None = None
    """When all this was so, by the vendor's clock."""

    websocket_connected: bool | None = None
    local_ipv4: str | None = None
    last_user_interaction: int | None = None

    def tell(self, *fields: str) -> dict[str, Any]:
        """Return these of its fields, but not those that are None."""
        told = {field: getattr(self, field) for field in fields}
        return {field: value for field, value in told.items() if value is not None}


@dataclass(slots=True, kw_only=True)
class Room:
    """Where modules are."""

    id: str
    name: str
    type: str = "lobby"


@dataclass(slots=True, kw_only=True)
class Home:
    """The modules of one address; the first one of a door phone is its bridge."""

    id: str
    name: str
    timezone: str
    modules: list[Module] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    events_ttl: str = "one_month"

    def information(self, *, has_modules: bool) -> dict[str, Any]:
        """Return what it is, as `homesdata` tells it; where nothing is installed, it does not speak of it."""
        modules = self.modules if has_modules else []
        told = {
            "id": self.id,
            "name": self.name,
            "country": "IT",
            "timezone": self.timezone,
            "rooms": [self._room(room, modules) for room in self.rooms],
            "gone_after": 14_400,
            "events_ttl": self.events_ttl,
        }
        return {**told, "modules": [self._module(module) for module in modules]} if modules else told

    def state(self, *, tells_locks: bool) -> dict[str, Any]:
        """Return how it is, as `homestatus` tells it."""
        told = (*STATUS, "lock") if tells_locks else STATUS
        modules = [
            {**module.tell(*told), **(BRIDGE_ALONE if module.type in BRIDGES else {})}
            for module in self.modules
        ]
        return {"id": self.id, "modules": modules, "rooms": [{"id": "0", "name": None}]}

    def find(self, module_id: str) -> Module | None:
        """Return the module of that id."""
        return next((module for module in self.modules if module.id == module_id), None)

    def _module(self, module: Module) -> dict[str, Any]:
        told = module.tell(*INFORMATION)
        if module.type not in BRIDGES:
            return told
        bridged = [each.id for each in self.modules if each.bridge == module.id]
        return {**told, "reachable": module.reachable, "modules_bridged": bridged}

    def _room(self, room: Room, modules: list[Module]) -> dict[str, Any]:
        told: dict[str, Any] = {"id": room.id, "name": room.name, "type": room.type}
        here = [module.id for module in modules if module.room_id == room.id]
        return {**told, "module_ids": here} if here else told
