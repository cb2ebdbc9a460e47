"""Remote controls."""

from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.remote import (
    ATTR_ACTIVITY,
    ATTR_ALTERNATIVE,
    ATTR_COMMAND_TYPE,
    ATTR_DELAY_SECS,
    ATTR_DEVICE,
    ATTR_HOLD_SECS,
    ATTR_NUM_REPEATS,
    ATTR_TIMEOUT,
    RemoteEntity,
    RemoteEntityFeature,
)
from homeassistant.const import ATTR_COMMAND
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import (
    DeleteRemoteCommands,
    LearnRemoteCommands,
    Remote,
    SendRemoteCommands,
    SetRemote,
)
from .entities.abilities import as_flags
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's remote controls."""
    async_add_features(entry, async_add_entities, Remote, LatchkeyRemote)


class LatchkeyRemote(LatchkeyEntity[Remote], RemoteEntity):
    """A remote control."""

    @property
    @override
    def supported_features(self) -> RemoteEntityFeature:
        """Return what it can do."""
        return as_flags(RemoteEntityFeature, self.feature.abilities)

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether what it controls is on."""
        return self.feature.on

    @property
    @override
    def current_activity(self) -> str | None:
        """Return what is done with it now."""
        return self.feature.activity

    @property
    @override
    def activity_list(self) -> list[str]:
        """Return what can be done with it."""
        return list(self.feature.activities)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Turn it on, for an activity if one is given."""
        await self.async_send(SetRemote(on=True, activity=kwargs.get(ATTR_ACTIVITY)))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Turn it off."""
        await self.async_send(SetRemote(on=False, activity=kwargs.get(ATTR_ACTIVITY)))

    @override
    async def async_send_command(self, command: Iterable[str], **kwargs: Any) -> None:
        """Send commands."""
        sent = SendRemoteCommands(
            commands=tuple(command),
            device=kwargs.get(ATTR_DEVICE),
            repeats=kwargs.get(ATTR_NUM_REPEATS),
            delay=kwargs.get(ATTR_DELAY_SECS),
            hold=kwargs.get(ATTR_HOLD_SECS),
        )
        await self.async_send(sent)

    @override
    async def async_learn_command(self, **kwargs: Any) -> None:
        """Learn commands."""
        learned = LearnRemoteCommands(
            commands=tuple(kwargs.get(ATTR_COMMAND, ())),
            device=kwargs.get(ATTR_DEVICE),
            command_type=kwargs.get(ATTR_COMMAND_TYPE),
            alternative=kwargs.get(ATTR_ALTERNATIVE),
            timeout=kwargs.get(ATTR_TIMEOUT),
        )
        await self.async_send(learned)

    @override
    async def async_delete_command(self, **kwargs: Any) -> None:
        """Forget commands."""
        deleted = DeleteRemoteCommands(commands=tuple(kwargs[ATTR_COMMAND]), device=kwargs.get(ATTR_DEVICE))
        await self.async_send(deleted)
