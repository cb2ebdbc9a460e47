"""Sirens and chimes."""

from typing import Any, override

from homeassistant.components.siren import (
    ATTR_DURATION,
    ATTR_TONE,
    ATTR_VOLUME_LEVEL,
    SirenEntity,
    SirenEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clouds.model import SetSiren, Siren
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
    """Add the account's sirens."""
    async_add_features(entry, async_add_entities, Siren, LatchkeySiren)


class LatchkeySiren(LatchkeyEntity[Siren], SirenEntity):
    """A siren or a chime."""

    @property
    @override
    def supported_features(self) -> SirenEntityFeature:
        """Return what it can do."""
        return as_flags(SirenEntityFeature, self.feature.abilities)

    @property
    @override
    def available_tones(self) -> list[int | str] | dict[int, str]:
        """Return its tones, or their names by what it takes for them."""
        tones = self.feature.tones
        # Home Assistant says that only numbers are named, and takes texts as well.
        return list(tones) if isinstance(tones, tuple) else {**tones}  # type: ignore[dict-item]

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it sounds."""
        return self.feature.on

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Have it sound."""
        command = SetSiren(
            on=True,
            tone=kwargs.get(ATTR_TONE),
            duration=kwargs.get(ATTR_DURATION),
            volume=kwargs.get(ATTR_VOLUME_LEVEL),
        )
        await self.async_send(command)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Have it be quiet."""
        await self.async_send(SetSiren(on=False))
