"""A home and its modules, as they are and as the vendor tells of them."""

from dataclasses import dataclass
from typing import Any, Final

TOPOLOGY: Final = ("id", "type", "name", "variant", "bridge", "firmware_name")
STATUS: Final = (
    "id",
    "type",
    "reachable",
    "wifi_strength",
    "uptime",
    "websocket_connected",
    "local_ipv4",
    "firmware_revision",
    "last_seen",
    "configured",
    "lock",
    "status",
    "last_user_interaction",
    "bridge",
)


@dataclass(slots=True, kw_only=True)
class Module:
    """All fields may be changed at any time; what is None is not told."""

    id: str
    type: str
    name: str
    variant: str | None
    bridge: str | None = None
    reachable: bool = True
    firmware_name: str | None = None
    firmware_revision: int | None = None
    lock: bool | None = None
    """Whether a door is locked."""

    status: str | None = None
    """Whether a light is on or off."""

    wifi_strength: int | None = None
    uptime: int | None = None
    websocket_connected: bool | None = None
    local_ipv4: str | None = None
    last_seen: int | None = None
    configured: bool | None = None
    last_user_interaction: int | None = None

    def tell(self, *fields: str) -> dict[str, Any]:
        """Return these of its fields, but not those that are None."""
        told = {field: getattr(self, field) for field in fields}
        return {field: value for field, value in told.items() if value is not None}


@dataclass(slots=True, kw_only=True)
class Home:
    """The modules of one address; the first one of a door phone is its bridge."""

    id: str
    name: str
    timezone: str
    modules: list[Module]

    def information(self, *, has_modules: bool) -> dict[str, Any]:
        """Return what it is, as `homesdata` tells it."""
        modules = [module.tell(*TOPOLOGY) for module in self.modules] if has_modules else []
        return {
            "id": self.id,
            "name": self.name,
            "timezone": self.timezone,
            "country": "IT",
            "modules": modules,
        }

    def state(self) -> dict[str, Any]:
        """Return how it is, as `homestatus` tells it."""
        return {"id": self.id, "modules": [module.tell(*STATUS) for module in self.modules]}

    def find(self, module_id: str) -> Module | None:
        """Return the module of that id."""
        return next((module for module in self.modules if module.id == module_id), None)
