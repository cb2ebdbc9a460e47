"""What of the registries of another Home Assistant must be read anew."""

from dataclasses import dataclass, field
from typing import Any, Final

from ..raw import read_mapping, read_text
from .states import is_entity_id

EVENTS: Final = (
    "entity_registry_updated",
    "device_registry_updated",
    "area_registry_updated",
    "label_registry_updated",
    "core_config_updated",
)
"""What tells of it."""

MAX_ENTITIES: Final = 1000
"""Of which more changed, all are read."""

_LISTS: Final = {f"{name}_registry_updated": name for name in ("device", "area", "label")}


@dataclass(slots=True)
class Stale:
    """What is not any more as it was read."""

    everything: bool = False
    entity_ids: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    """Registries that are read as a whole, since single items cannot be."""

    def take(self, event: Any) -> None:
        """Take that something was added, renamed, moved or removed."""
        message = read_mapping(event)
        kind, data = message.get("event_type"), read_mapping(message.get("data"))
        told = (read_text(data.get(key)) for key in ("entity_id", "old_entity_id"))
        entity_ids = {entity_id for entity_id in told if entity_id and is_entity_id(entity_id)}
        if kind in _LISTS:
            self.lists.add(_LISTS[kind])
        elif kind == "entity_registry_updated" and entity_ids:
            self.entity_ids |= entity_ids
        else:
            self.everything = True
        self.everything = self.everything or len(self.entity_ids) > MAX_ENTITIES
