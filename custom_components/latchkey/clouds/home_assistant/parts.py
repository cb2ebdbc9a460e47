"""What one entity of another Home Assistant is here: a feature, and for some kinds several."""

from dataclasses import dataclass

from .origin import feature_key
from .registry import Entity


@dataclass(frozen=True, slots=True)
class Part:
    """An entity as one of the features that it is."""

    entity: Entity
    name: str = ""
    """Which one; empty is the entity itself."""

    @property
    def key(self) -> str:
        """Return what names it within its device, for ever."""
        return f"{feature_key(self.entity)}:{self.name}" if self.name else feature_key(self.entity)

    @property
    def object_id(self) -> str:
        """Return what its entity may be called here: as the entity there, with what part of it that is."""
        object_id = self.entity.entity_id.partition(".")[2]
        return f"{object_id}_{self.name}" if self.name else object_id
