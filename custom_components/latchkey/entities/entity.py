"""What all entities have in common: each shows one feature of one device."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from operator import attrgetter
from secrets import token_hex
from typing import Any, ClassVar, Final, override

from homeassistant.const import ATTR_ENTITY_PICTURE, EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback, EntityPlatform
from homeassistant.helpers.typing import UndefinedType
from homeassistant.helpers.update_coordinator import CoordinatorEntity
from homeassistant.util import slugify

from ..account.areas import find_area
from ..account.coordinator import LatchkeyCoordinator
from ..clouds.capabilities import HasPictures, HasSchedules
from ..clouds.model import Command, Device, Feature, FeatureId, Picture, Schedule
from ..const import CONF_ID_PREFIX, DOMAIN
from ..entry import LatchkeyConfigEntry
from .pictures import picture_address

UNTOUCHED: Final = timedelta(seconds=1)
"""Between the times at which an entity was registered and was changed, as long as nobody changed it."""


class LatchkeyEntity[FeatureT: Feature](CoordinatorEntity[LatchkeyCoordinator]):
    """A feature of a device."""

    # Home Assistant would work out each of these for each entity, and keep it there.
    attribution = None
    device_info = None  # What is registered is taken as it is.
    entity_registry_visible_default = True
    force_update = False
    has_entity_name = True
    should_poll = False

    _unrecorded_attributes = frozenset({ATTR_ENTITY_PICTURE})
    _room: str | None = None
    _shows_by_itself: ClassVar[bool] = False
    """Whether entities of its kind have a picture by themselves."""

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: FeatureT) -> None:
        """Take the feature as it is now."""
        super().__init__(coordinator, context=(device.id, feature.key))
        self.feature = feature
        self._attr_available = coordinator.last_update_success and _is_reached(device, feature)
        self._take_index()

    def _take_index(self) -> None:
        """Take what fills the gap in its name."""
        if self.feature.index is not None:
            self._attr_translation_placeholders = {"index": self.feature.index}

    @property
    def feature_id(self) -> FeatureId:
        """Return what names its feature."""
        feature_id: FeatureId = self.coordinator_context
        return feature_id

    @property
    def _device_id(self) -> str:
        """Return the vendor's id of its device."""
        return self.feature_id[0]

    # The attributes that Home Assistant has for these would be kept twice in each entity.
    @property
    @override
    def unique_id(self) -> str:
        """Return what names it in the registry."""
        return f"{self.coordinator.identifier(self._device_id)[1]}:{self.feature.key}"

    @property
    @override
    def entity_category(self) -> EntityCategory | None:
        """Return whether it is for setting its device up, or for looking after it."""
        return EntityCategory(self.feature.category) if self.feature.category else None

    @property
    @override
    def entity_registry_enabled_default(self) -> bool:
        """Return whether it is shown without anybody asking for it."""
        return self.feature.enabled

    @property
    @override
    def translation_key(self) -> str | None:
        """Return the key of its name, or where it has none, that of its kind."""
        return self.feature.label or super().translation_key

    @cached_property
    @override
    def name(self) -> str | UndefinedType | None:
        """Return its name: the vendor's, or a translated one with what tells it apart from others."""
        if self.feature.name is not None or self.feature.label is None:
            return self.feature.name
        name = super().name
        return f"{name} {self.feature.suffix}" if self.feature.suffix else name

    @property
    @override
    def available(self) -> bool:
        """Return whether the vendor answers, tells this feature, and if need be reaches the device."""
        return self._attr_available

    @property
    @override
    def assumed_state(self) -> bool:
        """Return whether its vendor does not know how it is, but what it was told."""
        return self.feature.assumed

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return what it tells beside its state."""
        return self.feature.attributes

    @property
    @override
    def icon(self) -> str | None:
        """Return the icon that it has at its vendor, if any."""
        return self.feature.icon

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return where the picture is that it has at its vendor, if any: served here, or on the internet."""
        if self.feature.picture is not None:
            return picture_address(self.entity_id, self.picture_token, self.feature.picture)
        own = super().entity_picture if self._shows_by_itself else None
        return self.feature.picture_elsewhere or own

    @cached_property
    def picture_token(self) -> str:
        """Return what opens its picture to whoever sees its state."""
        return token_hex(32)

    async def async_get_picture(self) -> Picture:
        """Return the picture that it has at its vendor."""
        return await self.async_ask(HasPictures, lambda cloud: cloud.async_get_picture(*self.feature_id))

    @override
    def add_to_platform_start(
        self, hass: HomeAssistant, platform: EntityPlatform, parallel_updates: asyncio.Semaphore | None
    ) -> None:
        """Take its device, and propose the entity id that it has at its vendor, where a person wants that."""
        super().add_to_platform_start(hass, platform, parallel_updates)
        # The coordinator has registered it, and keeps it up to date.
        self.device_entry = self.coordinator.registered(self._device_id)
        prefix = self.coordinator.config_entry.options.get(CONF_ID_PREFIX)
        if prefix is not None and self.feature.object_id is not None:
            self.entity_id = f"{platform.domain}.{slugify(f'{prefix}{self.feature.object_id}')}"

    @override
    async def async_added_to_hass(self) -> None:
        """Put it into its room, unless somebody has touched it since it was registered."""
        await super().async_added_to_hass()
        room, entry = self._find_room(), self.registry_entry
        if room is None:
            return
        self._room = room
        if entry is not None and entry.modified_at - entry.created_at < UNTOUCHED:
            self._move(None)

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Write the state only if the feature, or whether it is there, changed."""
        before, was_available = self.feature, self._attr_available
        device_id, key = self.feature_id
        device = self.coordinator.data.devices.get(device_id)
        feature = device.features.get(key) if device is not None else None
        if device is not None and isinstance(feature, type(before)):
            self.feature = feature
            self._attr_available = self.coordinator.last_update_success and _is_reached(device, feature)
        elif feature is not None and feature.available and self.coordinator.is_selectable:
            # It has become another kind of thing, which has an entity of its own.
            er.async_get(self.hass).async_remove(self.entity_id)
            return
        else:
            self._attr_available = False
        if self.feature is not before and _naming(self.feature) != _naming(before):
            self._rename()
        old_room, room = self._room, self._find_room()
        if room != old_room:
            self._room = room
            self._move(old_room)
        if self._attr_available != was_available or self.feature != before:
            self.async_write_ha_state()

    def _rename(self) -> None:
        """Tell what it is called now."""
        self._take_index()
        self.__dict__.pop("name", None)  # Home Assistant keeps it as it was filled first.
        er.async_get(self.hass).async_update_entity(self.entity_id, original_name=self.name)

    def _find_room(self) -> str | None:
        """Return the name of the room that it is in by itself; None is that of its device.

        Home Assistant takes no room of its own for what has no name of its own.
        """
        feature = self.feature
        if feature.place is None or (feature.name is None and feature.label is None):
            return None
        return self.coordinator.data.places.get(feature.place)

    @callback
    def _move(self, old_room: str | None) -> None:
        """Take it along to its room, unless a person put it elsewhere."""
        areas, entry = ar.async_get(self.hass), self.registry_entry
        old = find_area(areas, old_room) if old_room else None
        if entry is not None and entry.area_id == (old.id if old is not None else None):
            area = (find_area(areas, self._room) or areas.async_create(self._room)) if self._room else None
            er.async_get(self.hass).async_update_entity(self.entity_id, area_id=area.id if area else None)

    @property
    def friendly_name(self) -> str:
        """Return what people call it."""
        state = self.hass.states.get(self.entity_id)
        return state.name if state is not None else self.entity_id

    async def async_send(self, command: Command) -> None:
        """Have the device carry out a command."""
        await self.coordinator.async_send(*self.feature_id, self.friendly_name, command)

    async def async_ask[CapabilityT, AnswerT](
        self, capability: type[CapabilityT], ask: Callable[[CapabilityT], Awaitable[AnswerT]]
    ) -> AnswerT:
        """Return what a cloud that can do something answers."""
        return await self.coordinator.async_ask(capability, ask, self.friendly_name)

    async def async_get_schedule(self) -> Schedule:
        """Return the device's schedule as the vendor has it now."""
        return await self.async_ask(HasSchedules, lambda cloud: cloud.async_get_schedule(self._device_id))

    def check_choice(self, chosen: str, known: Sequence[str]) -> None:
        """Raise ServiceValidationError where something else was chosen than what is known."""
        if chosen not in known:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="unknown_choice",
                translation_placeholders={
                    "entity": self.friendly_name,
                    "chosen": chosen,
                    "known": ", ".join(known),
                },
            )


_naming: Final = attrgetter("name", "index", "suffix")
"""Returns what the name of an entity is made of, beside its label."""


def _is_reached(device: Device, feature: Feature) -> bool:
    """Return whether the vendor knows how a feature is."""
    return feature.available and (device.available or feature.told_without_device)


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
    def add(new: Sequence[tuple[Device, FeatureT]]) -> None:
        # What changed while they waited for their turn woke nobody. The first comes alone: once it is added,
        # Python knows the attributes of its class, whose names all others share.
        async_add_entities([entity_class(coordinator, *_as_now(coordinator, *each)) for each in new])

    @callback
    def add_new() -> None:
        devices = coordinator.data.devices
        # What is gone may come back: its entities went with it.
        known.difference_update([each for each in known if _went_along(coordinator, feature_type, *each)])
        new = [
            (device, feature)
            for device in devices.values()
            for feature in device.features.values()
            if isinstance(feature, feature_type) and (device.id, feature.key) not in known
        ]
        known.update((device.id, feature.key) for device, feature in new)
        if new:
            coordinator.work.begin(coordinator.work.async_batches(new, add))

    add_new()
    entry.async_on_unload(coordinator.async_add_listener(add_new))


def _as_now[FeatureT: Feature](
    coordinator: LatchkeyCoordinator, device: Device, feature: FeatureT
) -> tuple[Device, FeatureT]:
    """Return a device and a feature as they are now, if they are still there and of that kind."""
    now = coordinator.feature(device.id, feature.key)
    if not isinstance(now, type(feature)):
        return device, feature
    return coordinator.data.devices[device.id], now


def _went_along(
    coordinator: LatchkeyCoordinator, feature_type: type[Feature], device_id: str, key: str
) -> bool:
    """Return whether the entity of a feature is gone: with its device, or where features are chosen."""
    device = coordinator.data.devices.get(device_id)
    if device is None:
        return coordinator.registered(device_id) is None
    return coordinator.is_selectable and not isinstance(device.features.get(key), feature_type)
