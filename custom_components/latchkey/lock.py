"""Door locks."""

from typing import Any, override

from homeassistant.components.lock import LockEntity, LockEntityFeature, LockState
from homeassistant.const import ATTR_CODE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import Lock, OpenLock, SetLock
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's door locks."""
    async_add_features(entry, async_add_entities, Lock, LatchkeyLock)


class LatchkeyLock(LatchkeyEntity[Lock], LockEntity):
    """A door lock."""

    @property
    @override
    def supported_features(self) -> LockEntityFeature:
        """Return whether it can also pull the latch."""
        return LockEntityFeature.OPEN if self.feature.can_open else LockEntityFeature(0)

    @property
    @override
    def code_format(self) -> str | None:
        """Return what its codes look like; None where it takes none."""
        return self.feature.code_format

    @property
    @override
    def is_locked(self) -> bool | None:
        """Return whether it is locked."""
        return None if self.feature.state is None else self.feature.state == LockState.LOCKED

    @property
    @override
    def is_locking(self) -> bool:
        """Return whether the bolt is on its way out."""
        return self.feature.state == LockState.LOCKING

    @property
    @override
    def is_unlocking(self) -> bool:
        """Return whether the bolt is on its way in."""
        return self.feature.state == LockState.UNLOCKING

    @property
    @override
    def is_open(self) -> bool:
        """Return whether the latch is pulled."""
        return self.feature.state == LockState.OPEN

    @property
    @override
    def is_opening(self) -> bool:
        """Return whether the latch is being pulled."""
        return self.feature.state == LockState.OPENING

    @property
    @override
    def is_jammed(self) -> bool:
        """Return whether the bolt is stuck."""
        return self.feature.state == LockState.JAMMED

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        """Lock the door."""
        await self.async_send(SetLock(locked=True, code=kwargs.get(ATTR_CODE)))

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        """Unlock the door."""
        await self.async_send(SetLock(locked=False, code=kwargs.get(ATTR_CODE)))

    @override
    async def async_open(self, **kwargs: Any) -> None:
        """Unlock the door and pull its latch."""
        await self.async_send(OpenLock(code=kwargs.get(ATTR_CODE)))
