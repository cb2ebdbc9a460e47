"""Scenes."""

from typing import Any, override

from homeassistant.components.scene import ATTR_TRANSITION
from homeassistant.components.scene import Scene as SceneEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import ActivateScene, Scene
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's scenes."""
    async_add_features(entry, async_add_entities, Scene, LatchkeyScene)


class LatchkeyScene(LatchkeyEntity[Scene], SceneEntity):
    """A scene."""

    @property  # type: ignore[misc]  # final, as most scenes are activated here alone
    @override
    def state(self) -> str | None:
        """Return when it was activated last, wherever that was done."""
        moment = self.feature.activated_at
        return moment.isoformat() if moment is not None else None

    @override
    async def async_activate(self, **kwargs: Any) -> None:
        """Have things be as it says."""
        await self.async_send(ActivateScene(transition=kwargs.get(ATTR_TRANSITION)))
