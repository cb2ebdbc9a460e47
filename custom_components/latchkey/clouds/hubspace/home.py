"""The home of an account: what the vendor said last, and the devices that it makes."""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from ...auth.errors import TemporaryError
from ..items import Item, Items, decode
from ..model import Device, Snapshot
from ..slices import in_slices
from .bridge import Bridge
from .built import Built, Source
from .definitions import DefinitionsByModel
from .mapping.part import Part, Values
from .metadevice import Function, Metadevice, Room, Version
from .parsing import parse_metadevice, parse_room, parse_states, update
from .warnings import Warnings

DEVICE_TYPE: Final = "metadevice.device"
ROOM_TYPE: Final = "metadevice.room"
MAX_METADEVICES: Final = 5000
_NO_VERSION: Final = Version()


class Home:
    """The home of an account."""

    def __init__(
        self, temperature_unit: str = "°C", versions: Mapping[str, Version] = MappingProxyType({})
    ) -> None:
        """Start with nothing but what firmware devices had; temperatures come in that unit."""
        self._temperature_unit = temperature_unit
        self.versions = dict(versions)
        """The firmware by the id of the physical device."""
        self._metadevices: dict[str, Metadevice] = {}
        self._groups: dict[str, list[str]] = {}
        self._rooms: list[Room] = []
        self._places: dict[str, str] = {}
        """The ids of the rooms that physical devices are in."""

        self._definitions = DefinitionsByModel()
        self._items = Items(_device_id, MAX_METADEVICES)
        self._unpolled: set[str] = set()
        """The metadevices that are, or may be, something else than what the last poll told."""

        self._seen: frozenset[str] = frozenset()
        self._warnings = Warnings()
        self._built = Built(self._warnings)
        self._stale: dict[str, None] = {}
        self._snapshot = Snapshot(devices={})
        self._is_shown = True
        self._tellings = 0
        self._told_at: dict[tuple[str, Function], int] = {}
        self._found: set[tuple[str, Function]] = set()

    @property
    def moment(self) -> int:
        """Grows with each telling but polls: what is told after a poll began is newer than its answer."""
        return self._tellings

    @property
    def told(self) -> Collection[tuple[str, Function]]:
        """The functions of metadevices that something but polls has told of."""
        return self._told_at.keys()

    @property
    def device_ids(self) -> set[str]:
        """The ids of the physical devices."""
        return set(self._groups)

    @property
    def device_ids_by_metadevice(self) -> Mapping[str, str]:
        """The ids of the physical devices by those of their metadevices."""
        return {key: metadevice.device_id for key, metadevice in self._metadevices.items()}

    @property
    def devices(self) -> Mapping[str, Device]:
        """The devices as they were built last."""
        return self._built.devices

    async def async_discover(self, body: bytes, since: int) -> set[str]:
        """Take a full answer that was asked for at a moment; return the ids of the metadevices that are gone.

        Raises TemporaryError for what is no answer, and for one without devices where there were some.
        """
        found: dict[str, Metadevice | None] = {}
        rooms: list[Room | None] = []
        self._definitions.begin()
        async for item, raw in _async_read(Items(_device_id, MAX_METADEVICES), _decode(body)):
            if item.kept is not None:
                warn = self._warnings.about_raw(raw)
                found[item.kept] = parse_metadevice(raw, warn, self._definitions, self._temperature_unit)
            elif raw.get("typeId") == ROOM_TYPE:
                rooms.append(parse_room(raw))
        self._see(found)
        known = self._metadevices
        self._metadevices = {
            key: self._take(known.get(key), metadevice, since)
            for key, metadevice in found.items()
            if metadevice is not None
        }
        self._rooms = [room for room in rooms if room is not None]
        self._put_in_order()
        return known.keys() - self._metadevices.keys()

    async def async_update(self, body: bytes, since: int) -> bool:
        """Take the answer of a poll that began at a moment; return whether it shows the devices of before.

        Raises TemporaryError for what is no answer, and for one without devices where there were some.
        """
        read = _async_read(self._items, _decode(body), self._unpolled)
        told = {item.kept: raw async for item, raw in read if item.kept is not None}
        self._unpolled.update(told)
        before = self._seen
        self._see(item.kept for item in self._items.found if item.kept is not None)
        async for metadevice_id, raw in in_slices(told.items()):
            self._poll(metadevice_id, raw, since)
        return self._seen == before

    def answer(self, metadevice_id: str, values: list[Any]) -> None:
        """Take the vendor's answer to a command."""
        metadevice = self._metadevices.get(metadevice_id)
        if metadevice is not None:
            warn = self._warnings.about(metadevice)
            self.tell(metadevice_id, parse_states(values, metadevice.functions, warn))

    def group(self, device_id: str | None) -> list[Metadevice]:
        """Return the metadevices that a physical device is, the leading one first."""
        return [self._metadevices[key] for key in self._groups.get(device_id or "", ())]

    def tell(self, metadevice_id: str, states: Mapping[Function, Any]) -> None:
        """Take states that are newer than those of any poll that is under way."""
        metadevice = self._metadevices[metadevice_id]
        self._tellings += 1
        self._told_at.update(
            dict.fromkeys(((metadevice_id, function) for function in states), self._tellings)
        )
        self._unpolled.add(metadevice_id)
        self._set(metadevice.with_states({**metadevice.states, **states}))

    def tell_version(self, device_id: str, version: Version) -> None:
        """Take which firmware a physical device runs."""
        self.versions[device_id] = version
        self._mark(device_id)

    def take_found(self) -> set[tuple[str, Function]]:
        """Return what polls alone have told since the last call, of what push should tell."""
        found, self._found = self._found, set()
        return found

    def part(self, device_id: str, feature_key: str) -> Part:
        """Return a feature and where its commands go; raises CommandRefused where there is none."""
        return self._built.part(device_id, feature_key)

    def allot(self, device_id: str, values: Values) -> Mapping[str, Values]:
        """Return values by the metadevices of a device that take them; the first takes what none knows."""
        metadevice_ids = self._built.mapped(device_id).metadevice_ids
        allotted: dict[str, dict[Function, Any]] = {}
        for function, value in values.items():
            takers = (
                metadevice_id
                for metadevice_id in metadevice_ids
                if function in self._metadevices[metadevice_id].functions
            )
            allotted.setdefault(next(takers, metadevice_ids[0]), {})[function] = value
        return allotted

    async def async_snapshot(self, bridge: Bridge) -> Snapshot:
        """Return the home as it is now: the same object where nothing changed."""
        if self._is_shown:
            return self._snapshot
        async for device_id in in_slices(self._take_stale()):
            await self._built.async_build(bridge, device_id, self._source(device_id))
        devices, places = self._built.devices, {room.id: room.name for room in self._rooms}
        if (devices, places) != (self._snapshot.devices, self._snapshot.places):
            self._snapshot = Snapshot(devices=devices, places=places)
        self._is_shown = not self._stale
        return self._snapshot

    def _see(self, metadevice_ids: Iterable[str]) -> None:
        """Note which devices an answer shows; raises TemporaryError where there are none any more."""
        seen = frozenset(metadevice_ids)
        if not seen and self._metadevices:
            raise TemporaryError("the vendor shows a home without devices")
        self._seen = seen

    def _poll(self, metadevice_id: str, raw: Any, since: int) -> None:
        """Take what a poll tells of a metadevice."""
        metadevice = self._metadevices.get(metadevice_id)
        if metadevice is None:
            return
        polled = update(metadevice, raw, self._warnings.about(metadevice))
        settled = self._settle(metadevice, polled, since)
        self._unpolled.discard(metadevice.id)
        if settled is not polled:
            self._unpolled.add(metadevice.id)
        if settled is not metadevice:
            self._set(settled)

    def _take(self, before: Metadevice | None, metadevice: Metadevice, since: int) -> Metadevice:
        """Return what a full answer, and what is remembered, say of a metadevice; as before if it may be."""
        if before is None:
            return metadevice
        modes = {**before.plain_modes, **metadevice.plain_modes}
        settled = self._settle(before, replace(metadevice, plain_modes=modes), since)
        return before if settled == before else settled

    def _settle(self, before: Metadevice, polled: Metadevice, since: int) -> Metadevice:
        """Return a metadevice as a poll tells it, with what was told of it since the poll began."""
        changed = polled.changes_since(before)
        newer = {function for function in changed if self._told_at.get((polled.id, function), 0) > since}
        self._found.update(
            (polled.id, function)
            for function in changed
            if function in polled.pushed and function not in newer
        )
        if not newer:
            return polled
        told = {function: before.states[function] for function in newer}
        return polled.with_states({**polled.states, **told})

    def _set(self, metadevice: Metadevice) -> None:
        """Put a metadevice in the place of what it was."""
        self._metadevices[metadevice.id] = metadevice
        self._mark(metadevice.device_id)

    def _mark(self, device_id: str) -> None:
        """Have a physical device built again."""
        self._stale[device_id] = None
        self._is_shown = False

    def _put_in_order(self) -> None:
        """Find what belongs together, and forget what is gone."""
        self._groups = {}
        for metadevice in sorted(
            self._metadevices.values(), key=lambda item: (not item.has_children, item.id)
        ):
            self._groups.setdefault(metadevice.device_id, []).append(metadevice.id)
        self._places = self._find_places()
        self._told_at = {key: at for key, at in self._told_at.items() if key[0] in self._metadevices}
        self._unpolled = set(self._metadevices)
        self._warnings.keep(self._seen)
        self.versions = {key: self.versions[key] for key in self.device_ids & self.versions.keys()}
        self._built.keep(self._groups.keys())
        self._stale = dict.fromkeys(self._groups)
        self._is_shown = False

    def _take_stale(self) -> Iterator[str]:
        """Yield the physical devices that may have changed; what changes meanwhile, too."""
        while self._stale:
            device_id = next(iter(self._stale))
            del self._stale[device_id]
            if device_id in self._groups:
                yield device_id

    def _source(self, device_id: str) -> Source:
        """Return what a physical device is made of."""
        return Source(
            group=tuple(self.group(device_id)),
            version=self.versions.get(device_id, _NO_VERSION),
            place=self._places.get(device_id),
        )

    def _find_places(self) -> dict[str, str]:
        """Return the ids of the rooms that physical devices are in: of several, the first one."""
        return {
            self._metadevices[child].device_id: room.id
            for room in reversed(self._rooms)
            for child in room.children
            if child in self._metadevices
        }


def _device_id(raw: Mapping[str, Any]) -> str | None:
    """Return the id of a device; None where it is none."""
    device_id = raw.get("id")
    return device_id if raw.get("typeId") == DEVICE_TYPE and isinstance(device_id, str) else None


def _decode(body: bytes) -> str:
    """Return the text of an answer; raises TemporaryError where it is none."""
    try:
        return decode(body)
    except ValueError:
        raise TemporaryError("the vendor's answer is no text") from None


async def _async_read(
    items: Items[str | None], text: str, again: Collection[str | None] = ()
) -> AsyncIterator[tuple[Item[str | None], Any]]:
    """Yield what is new, or to be read again, in slices; raises TemporaryError where it is no answer."""
    try:
        async for item, raw in in_slices(items.read(text, again)):
            yield item, raw
    except ValueError:
        raise TemporaryError("the vendor's answer holds no devices") from None
