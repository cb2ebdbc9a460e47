"""Updates of software."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.update import (
    UpdateDeviceClass,
    UpdateEntity,
    UpdateEntityFeature,
)
from homeassistant.components.update.const import ATTR_IN_PROGRESS, ATTR_SKIPPED_VERSION
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.capabilities import HasReleaseNotes
from .clouds.model import InstallUpdate, SkipUpdate, UnskipUpdate, Update
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's updates."""
    async_add_features(entry, async_add_entities, Update, LatchkeyUpdate)


class LatchkeyUpdate(LatchkeyEntity[Update], UpdateEntity):
    """Software; its vendor knows which version is skipped, and which is newer than another."""

    _shows_by_itself = True

    @override
    async def async_added_to_hass(self) -> None:
        """Forget what was skipped when Home Assistant ran last: the vendor may not skip it now."""
        await super().async_added_to_hass()
        await super().async_clear_skipped()

    @property
    @override
    def supported_features(self) -> UpdateEntityFeature:
        """Return what it can do."""
        able = {
            UpdateEntityFeature.INSTALL: self.feature.can_install,
            UpdateEntityFeature.SPECIFIC_VERSION: self.feature.can_install_any_version,
            UpdateEntityFeature.PROGRESS: self.feature.tells_progress,
            UpdateEntityFeature.BACKUP: self.feature.can_back_up,
            UpdateEntityFeature.RELEASE_NOTES: self.feature.has_release_notes,
        }
        return UpdateEntityFeature(sum(feature for feature, is_able in able.items() if is_able))

    @property
    @override
    def device_class(self) -> UpdateDeviceClass | None:
        """Return what kind of software it is."""
        return try_parse_enum(UpdateDeviceClass, self.feature.device_class)

    @property
    @override
    def title(self) -> str | None:
        """Return what the software is called."""
        return self.feature.title

    @property
    @override
    def installed_version(self) -> str | None:
        """Return the version that is installed."""
        return self.feature.installed_version

    @property
    @override
    def latest_version(self) -> str | None:
        """Return the newest version."""
        return self.feature.latest_version

    @override
    def version_is_newer(self, latest_version: str, installed_version: str) -> bool:
        """Return whether there is something to install: the vendor compares, and knows what is skipped."""
        return self.feature.pending is True

    @property
    @override
    def auto_update(self) -> bool:
        """Return whether it is installed by itself."""
        return self.feature.is_automatic

    @property
    @override
    def in_progress(self) -> bool:
        """Return whether it is being installed."""
        return self.feature.in_progress

    @property
    @override
    def update_percentage(self) -> float | None:
        """Return how far that is."""
        return self.feature.percentage

    @property
    @override
    def display_precision(self) -> int:
        """Return how many decimals of that are shown."""
        return self.feature.percentage_decimals

    @property
    @override
    def release_summary(self) -> str | None:
        """Return what is new, in a few words."""
        return self.feature.summary

    @property
    @override
    def release_url(self) -> str | None:
        """Return where what is new is told."""
        return self.feature.release_url

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return also what Home Assistant would know of installing and skipping from here alone."""
        return {
            **super().extra_state_attributes,
            ATTR_IN_PROGRESS: self.feature.in_progress,
            ATTR_SKIPPED_VERSION: self.feature.skipped_version,
        }

    @override
    async def async_install(self, version: str | None, backup: bool, **kwargs: Any) -> None:
        """Install it."""
        await self.async_send(InstallUpdate(version=version, backup=backup))

    @override  # type: ignore[misc]  # Home Assistant would skip it here alone
    async def async_skip(self) -> None:
        """Skip the newest version."""
        await self.async_send(SkipUpdate())

    @override  # type: ignore[misc]  # as above
    async def async_clear_skipped(self) -> None:
        """Skip no version any more."""
        await self.async_send(UnskipUpdate())

    @override
    async def async_release_notes(self) -> str | None:
        """Return what is new."""
        return await self.async_ask(
            HasReleaseNotes, lambda cloud: cloud.async_get_release_notes(*self.feature_id)
        )
