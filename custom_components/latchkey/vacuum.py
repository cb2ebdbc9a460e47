"""Vacuum robots."""

from typing import Any, override

from homeassistant.components.vacuum import (
    Segment,
    StateVacuumEntity,
    VacuumActivity,
    VacuumEntityFeature,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import (
    CleanAreas,
    MoveVacuum,
    SendVacuumCommand,
    SetVacuumFanSpeed,
    Vacuum,
)
from .entities.abilities import as_flags
from .entities.entity import LatchkeyEntity, async_add_features
from .entities.sendable import as_json
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's vacuum robots."""
    async_add_features(entry, async_add_entities, Vacuum, LatchkeyVacuum)


class LatchkeyVacuum(LatchkeyEntity[Vacuum], StateVacuumEntity):
    """A vacuum robot; each area that its vendor knows is a segment here."""

    @property
    @override
    def supported_features(self) -> VacuumEntityFeature:
        """Return what it can do."""
        return as_flags(VacuumEntityFeature, self.feature.abilities)

    @property
    @override
    def activity(self) -> VacuumActivity | None:
        """Return what it is doing."""
        return try_parse_enum(VacuumActivity, self.feature.activity)

    @property
    @override
    def fan_speed(self) -> str | None:
        """Return how strongly it sucks."""
        return self.feature.fan_speed

    @property
    @override
    def fan_speed_list(self) -> list[str]:
        """Return how strongly it can suck."""
        return list(self.feature.fan_speeds)

    @override
    async def async_added_to_hass(self) -> None:
        """Look whether the areas are those that a person has seen."""
        await super().async_added_to_hass()
        self._compare_segments()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Look whether the areas are still those that a person has seen."""
        before = self.feature.areas
        super()._handle_coordinator_update()
        if self.feature.areas != before:
            self._compare_segments()

    def _compare_segments(self) -> None:
        """Ask a person to look at the areas again where they are others now."""
        seen = self.last_seen_segments
        if seen is not None and {segment.id for segment in seen} != self.feature.areas.keys():
            self.async_create_segments_issue()

    @override
    async def async_start(self) -> None:
        """Start or go on cleaning."""
        await self.async_send(MoveVacuum("start"))

    @override
    async def async_pause(self) -> None:
        """Pause."""
        await self.async_send(MoveVacuum("pause"))

    @override
    async def async_stop(self, **kwargs: Any) -> None:
        """Stop."""
        await self.async_send(MoveVacuum("stop"))

    @override
    async def async_return_to_base(self, **kwargs: Any) -> None:
        """Go home."""
        await self.async_send(MoveVacuum("return_to_base"))

    @override
    async def async_clean_spot(self, **kwargs: Any) -> None:
        """Clean where it is."""
        await self.async_send(MoveVacuum("clean_spot"))

    @override
    async def async_locate(self, **kwargs: Any) -> None:
        """Say where it is."""
        await self.async_send(MoveVacuum("locate"))

    @override
    async def async_set_fan_speed(self, fan_speed: str, **kwargs: Any) -> None:
        """Choose how strongly it sucks."""
        await self.async_send(SetVacuumFanSpeed(fan_speed))

    @override
    async def async_send_command(
        self, command: str, params: dict[str, Any] | list[Any] | None = None, **kwargs: Any
    ) -> None:
        """Have it do something in the words of its maker."""
        await self.async_send(SendVacuumCommand(command=command, parameters=as_json(params)))

    @override
    async def async_get_segments(self) -> list[Segment]:
        """Return its areas."""
        return [Segment(id=key, name=name) for key, name in self.feature.areas.items()]

    @override
    async def async_clean_segments(self, segment_ids: list[str], **kwargs: Any) -> None:
        """Clean some of its areas."""
        await self.async_send(CleanAreas(tuple(segment_ids)))
