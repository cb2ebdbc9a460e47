"""What all entities have in common: each shows one feature of one device."""

from collections.abc import Callable, Mapping
from typing import Any, override

from homeassistant.const import EntityCategory
from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import UndefinedType
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .clouds.model import Command, Device, Feature, Schedule
from .coordinator import LatchkeyConfigEntry, LatchkeyCoordinator


class LatchkeyEntity[FeatureT: Feature](CoordinatorEntity[LatchkeyCoordinator]):
    """A feature of a device."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: FeatureT) -> None:
        """Take the feature as it is now."""
        super().__init__(coordinator)
        self.feature = feature
        self._device_id = device.id
        self._attr_available = device.available or feature.told_without_device
        identifier = coordinator.identifier(device.id)
        self._attr_unique_id = f"{identifier[1]}:{feature.key}"
        # The coordinator keeps the rest of the device up to date.
        self._attr_device_info = DeviceInfo(identifiers={identifier})
        self._attr_entity_category = EntityCategory(feature.category) if feature.category else None
        self._attr_entity_registry_enabled_default = feature.enabled
        if feature.label is None:
            self._attr_name = None
        else:
            self._attr_translation_key = feature.label
        if feature.index is not None:
            self._attr_translation_placeholders = {"index": feature.index}

    @property
    @override
    def name(self) -> str | UndefinedType | None:
        """Return its translated name, with what tells it apart from others of that name."""
        name = super().name
        return f"{name} {self.feature.suffix}" if self.feature.suffix else name

    @property
    @override
    def available(self) -> bool:
        """Return whether the vendor answers, tells this feature, and if need be reaches the device."""
        return self._attr_available

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return what it tells beside its state."""
        return self.feature.attributes

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state only if the feature, or whether it is there, changed."""
        before = self.feature, self._attr_available
        device = self.coordinator.data.devices.get(self._device_id)
        feature = device.features.get(self.feature.key) if device is not None else None
        told = isinstance(feature, type(self.feature))
        if isinstance(feature, type(self.feature)):
            self.feature = feature
        reached = device is not None and (device.available or self.feature.told_without_device)
        self._attr_available = self.coordinator.last_update_success and reached and told
        if (self.feature, self._attr_available) != before:
            super()._handle_coordinator_update()

    async def async_send(self, command: Command) -> None:
        """Have the device carry out a command."""
        await self.coordinator.async_send(self._device_id, self.feature.key, command)

    async def async_get_schedule(self) -> Schedule:
        """Return the device's schedule as the vendor has it now."""
        return await self.coordinator.async_get_schedule(self._device_id)


@callback
def async_add_features[FeatureT: Feature](
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    feature_type: type[FeatureT],
    entity_class: Callable[[LatchkeyCoordinator, Device, FeatureT], LatchkeyEntity[FeatureT]],
) -> None:
    """Add an entity for each feature of a type, also for those that appear later."""
    coordinator = entry.runtime_data
    known: set[tuple[str, str]] = set()

    @callback
    def add_new() -> None:
        devices = coordinator.data.devices
        # What is gone may come back: its entities went with its device.
        known.intersection_update({(device_id, key) for device_id, key in known if device_id in devices})
        new = [
            (device, feature)
            for device in devices.values()
            for feature in device.features.values()
            if isinstance(feature, feature_type) and (device.id, feature.key) not in known
        ]
        known.update((device.id, feature.key) for device, feature in new)
        async_add_entities(entity_class(coordinator, device, feature) for device, feature in new)

    add_new()
    entry.async_on_unload(coordinator.async_add_listener(add_new))
