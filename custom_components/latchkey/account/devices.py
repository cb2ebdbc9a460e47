"""Keeps the device registry in step with what a vendor says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from operator import attrgetter
from time import monotonic
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from ..clouds.model import Device, Snapshot, replaced
from ..clouds.slices import in_slices
from ..const import DOMAIN
from .areas import find_area

MISSING_LIFE: Final = timedelta(hours=1)
MISSING_ANSWERS: Final = 3
"""How long, and in how many answers, a device is missing until it is gone: an answer may be poor."""


@dataclass(slots=True)
class _Absence:
    """How long the vendor has not listed a device."""

    began_at: float
    answers: int = 0


class DeviceKeeper:
    """Keeps the devices of one account."""

    def __init__(self, hass: HomeAssistant, entry_id: str, account: str, *, places_are_rooms: bool) -> None:
        """Take the entry's id and its unique id, which every device of it is named after."""
        self._registry = dr.async_get(hass)
        self._entities = er.async_get(hass)
        self._areas = ar.async_get(hass)
        self._entry_id = entry_id
        self._account = account
        self._places_are_rooms = places_are_rooms
        self._places: dict[tuple[str, str], str | None] = {}
        """Where the devices are that were listed since the start."""

        self.missing: frozenset[str] = frozenset()
        """The ids in the registry of devices that are registered, and were not listed last."""

        self._absences: dict[str, _Absence] = {}
        """Of those, as far as the vendor's answers say anything of where they are."""

    @property
    def registered(self) -> list[dr.DeviceEntry]:
        """The devices of this account that the registry knows."""
        return dr.async_entries_for_config_entry(self._registry, self._entry_id)

    def identifier(self, device_id: str) -> tuple[str, str]:
        """Return what names a device in the registry."""
        return DOMAIN, f"{self._account}:{device_id}"

    def find(self, device_id: str) -> dr.DeviceEntry | None:
        """Return a device as the registry knows it."""
        return self._registry.async_get_device_by_identifier(self.identifier(device_id), self._entry_id)

    async def async_follow(self, before: Snapshot, after: Snapshot) -> None:
        """Add what is new and bring what changed up to date."""
        renamed = {
            place: old_name
            for place, old_name in before.places.items()
            if after.places.get(place, old_name) != old_name
        }
        if self._places_are_rooms:
            self._rename_areas(renamed, after)
        entries = {}
        async for device in in_slices(_described_anew(before, after, renamed)):
            entries[device.id] = self._register(device, after)
        if not entries:
            return
        # Only now is every parent there, in whatever order the vendor lists them.
        async for device in in_slices(after.devices.values()):
            entry = entries.get(device.id)
            if device.parent in entries and (entry is None or entry.via_device_id is None):
                self._link(device)
        async for device_id, registered in in_slices(entries.items()):
            device = after.devices[device_id]
            old = before.devices.get(device_id, device if device.place in renamed else None)
            if old is not None:
                self._move(registered, self.area(old, before), device, after)

    async def async_remove_stale(self, snapshot: Snapshot) -> None:
        """Remove what a person does not want, and what the vendor has not listed for long.

        That takes the entities along.
        """
        listed = {self.identifier(device_id) for device_id in snapshot.devices}
        unchosen = {self.identifier(device_id) for device_id in snapshot.unchosen}
        missing = [entry for entry in self.registered if not entry.identifiers & listed]
        self.missing = frozenset(entry.id for entry in missing)
        self._absences = {key: absence for key, absence in self._absences.items() if key in self.missing}
        async for entry in in_slices(missing):
            if entry.identifiers & unchosen or self._is_gone(entry, snapshot):
                self._registry.async_remove_device(entry.id)
                self.missing -= {entry.id}

    def _is_gone(self, entry: dr.DeviceEntry, snapshot: Snapshot) -> bool:
        """Take that an answer does not list a device; return whether that was so for long enough."""
        if snapshot.silent_places and self._place(entry) in (None, *snapshot.silent_places):
            return False  # The answer says nothing of where it is.
        absence = self._absences.setdefault(entry.id, _Absence(monotonic()))
        absence.answers += 1
        is_long = monotonic() - absence.began_at >= MISSING_LIFE.total_seconds()
        return is_long and absence.answers >= MISSING_ANSWERS

    def _place(self, entry: dr.DeviceEntry) -> str | None:
        """Return where a device is, or what it is reached through; None where that was not told yet."""
        through = self._registry.async_get(entry.via_device_id) if entry.via_device_id else None
        known = {*entry.identifiers, *(through.identifiers if through is not None else ())}
        return next((place for key in known if (place := self._places.get(key)) is not None), None)

    async def async_remove_stale_entities(self, snapshot: Snapshot) -> None:
        """Remove the entities of features that the vendor no longer lists, of devices that it does."""
        devices = tuple(f"{self.identifier(device_id)[1]}:" for device_id in snapshot.devices)
        listed = {
            f"{self.identifier(device.id)[1]}:{key}"
            for device in snapshot.devices.values()
            for key in device.features
        }
        async for entry in in_slices(er.async_entries_for_config_entry(self._entities, self._entry_id)):
            if entry.unique_id not in listed and entry.unique_id.startswith(devices):
                self._entities.async_remove(entry.entity_id)

    def _register(self, device: Device, snapshot: Snapshot) -> dr.DeviceEntry:
        """Add or update a device; the name and the area that a person gave it stay."""
        self._places[self.identifier(device.id)] = device.place
        return self._registry.async_get_or_create(
            config_entry_id=self._entry_id,
            identifiers={self.identifier(device.id)},
            name=device.name,
            translation_key=device.label,
            manufacturer=device.maker,
            model=device.model,
            serial_number=device.serial_number,
            sw_version=device.software_version,
            hw_version=device.hardware_version,
            configuration_url=device.page,
            entry_type=dr.DeviceEntryType.SERVICE if device.is_service else None,
            suggested_area=self.area(device, snapshot),
            via_device_id=self._parent_id(device),
        )

    def _link(self, device: Device) -> None:
        """Say which device this one is reached through."""
        self._registry.async_get_or_create(
            config_entry_id=self._entry_id,
            identifiers={self.identifier(device.id)},
            via_device_id=self._parent_id(device),
        )

    def _parent_id(self, device: Device) -> str | None:
        """Return the id in the registry of the device that this one is reached through, if it is there."""
        if device.parent is None or device.parent == device.id:
            return None
        parent = self.find(device.parent)
        return parent.id if parent is not None else None

    def _move(self, entry: dr.DeviceEntry, old_name: str | None, device: Device, snapshot: Snapshot) -> None:
        """Take a device that changed its room along, unless a person put it elsewhere."""
        new_name = self.area(device, snapshot)
        old = self._areas.async_get_area_by_name(old_name) if old_name else None
        if new_name == old_name or entry.area_id != (old.id if old is not None else None):
            return
        if new_name:
            area = self._areas.async_get_or_create(new_name)
            self._registry.async_update_device(entry.id, area_id=area.id)
        elif self._places_are_rooms and device.place is None:  # Not where its room merely was not told.
            self._registry.async_update_device(entry.id, area_id=None)

    def _rename_areas(self, renamed: Mapping[str, str], after: Snapshot) -> None:
        """Rename the areas of rooms that had these names; where that may not be, `_move` follows."""
        for place, old_name in renamed.items():
            new_name = after.places[place]
            area = self._areas.async_get_area_by_name(old_name)
            if area is not None and find_area(self._areas, new_name) in (None, area) and self._is_ours(area):
                self._areas.async_update(area.id, name=new_name)

    def _is_ours(self, area: ar.AreaEntry) -> bool:
        """Return whether an area holds only what is of this account, and has nothing but a name."""
        if area.aliases or area.floor_id or area.icon or area.labels or area.picture:
            return False
        devices = dr.async_entries_for_area(self._registry, area.id)
        entities = er.async_entries_for_area(self._entities, area.id)
        return all(self._entry_id in device.config_entries for device in devices) and all(
            entity.config_entry_id == self._entry_id for entity in entities
        )

    def area(self, device: Device, snapshot: Snapshot) -> str | None:
        """Return the name of the area that a device belongs to; a whole home is none."""
        if not self._places_are_rooms:
            return self._area_of_room(device, snapshot)
        room = snapshot.places.get(device.place) if device.place is not None else None
        area = find_area(self._areas, room) if room else None
        return area.name if area is not None else room

    def _area_of_room(self, device: Device, snapshot: Snapshot) -> str | None:
        """Return the area of a device's room where there is one, and no other home has such a room."""
        area = find_area(self._areas, device.room) if device.room else None
        if area is None:
            return None
        homes = {
            other.place
            for other in snapshot.devices.values()
            if other.room and find_area(self._areas, other.room) == area
        }
        return area.name if len(homes) == 1 else None


def is_described_anew(before: Snapshot, after: Snapshot, device_ids: Collection[str]) -> bool:
    """Return whether the registry shows anything of some devices, or of the rooms, that is another now."""
    return before.places != after.places or not all(
        _is_same(before.devices.get(key), after.devices[key]) for key in device_ids if key in after.devices
    )


def _described_anew(before: Snapshot, after: Snapshot, renamed: Collection[str]) -> list[Device]:
    """Return the devices of which the registry shows something that is another now, or whose room it does."""
    described = {device.id: device for old, device in replaced(before, after) if not _is_same(old, device)}
    if renamed:
        described |= {device.id: device for device in after.devices.values() if device.place in renamed}
    return list(described.values())


def _is_same(before: Device | None, after: Device) -> bool:
    """Return whether the registry shows the same of a device."""
    return before is after or (before is not None and _described(before) == _described(after))


_described: Final = attrgetter(
    *(each.name for each in fields(Device) if each.name not in ("available", "features"))
)
"""Returns what the registry shows of a device: all but its states."""
