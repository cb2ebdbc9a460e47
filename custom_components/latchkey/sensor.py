"""Readings."""

from datetime import date, datetime
from typing import override

from homeassistant.components.sensor import RestoreSensor, SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .account.coordinator import LatchkeyCoordinator
from .clouds.model import Device, Sensor, Timer
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# Readings come from the coordinator and take no commands.
PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's readings."""
    async_add_features(entry, async_add_entities, Sensor, _make_sensor)
    async_add_features(entry, async_add_entities, Timer, LatchkeyTimer)


def _make_sensor(coordinator: LatchkeyCoordinator, device: Device, feature: Sensor) -> LatchkeySensor:
    """Return the entity of a reading."""
    sensor = LatchkeyKeptSensor if feature.is_kept else LatchkeySensor
    return sensor(coordinator, device, feature)


class LatchkeySensor(LatchkeyEntity[Sensor], SensorEntity):
    """A reading."""

    @property
    @override
    def device_class(self) -> SensorDeviceClass | None:
        """Return what is read."""
        return try_parse_enum(SensorDeviceClass, self.feature.device_class)

    @property
    @override
    def suggested_display_precision(self) -> int | None:
        """Return how many decimals are shown."""
        return self.feature.decimals

    @property
    @override
    def state_class(self) -> SensorStateClass | None:
        """Return what statistics can be made of it."""
        return try_parse_enum(SensorStateClass, self.feature.state_class)

    @property
    @override
    def native_unit_of_measurement(self) -> str | None:
        """Return its unit."""
        return self.feature.unit

    @property
    @override
    def options(self) -> list[str] | None:
        """Return the words that it can take, where it is one of some words."""
        return list(self.feature.options) if self.device_class is SensorDeviceClass.ENUM else None

    @property
    @override
    def native_value(self) -> str | float | date | None:
        """Return the reading."""
        return self.feature.value


class LatchkeyKeptSensor(LatchkeySensor, RestoreSensor):
    """A moment of which its vendor knows nothing after a restart."""

    _kept: datetime | None = None

    @override
    async def async_added_to_hass(self) -> None:
        """Take the last one that was known here."""
        await super().async_added_to_hass()
        stored = await self.async_get_last_sensor_data()
        if stored is not None and isinstance(stored.native_value, datetime):
            self._kept = stored.native_value

    @property
    @override
    def native_value(self) -> str | float | date | None:
        """Return the last moment that is known."""
        value = super().native_value
        return self._kept if value is None else value


class LatchkeyTimer(LatchkeyEntity[Timer], SensorEntity):
    """A timer, which is started and changed by actions and buttons."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = ["active", "idle", "paused"]  # noqa: RUF012 - as Home Assistant has it

    @property
    @override
    def native_value(self) -> str | None:
        """Return whether it runs."""
        return self.feature.state
