"""The home of an account: what the vendor said last, and the devices that it makes."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from ...auth.errors import TemporaryError
from ..base import CommandRefused
from ..model import Device, Snapshot
from ..raw import read_mapping, read_text
from .afero import Modelled, to_afero_device
from .bridge import Bridge
from .mapping.devices import Mapped, has_controls, map_devices
from .mapping.part import Part, Values
from .metadevice import Function, Metadevice, Room, Version
from .parsing import Warn, parse_metadevice, parse_room, parse_states, update

_LOGGER = logging.getLogger(__name__)

DEVICE_TYPE: Final = "metadevice.device"
ROOM_TYPE: Final = "metadevice.room"
MAX_METADEVICES: Final = 5000
_WITHOUT_MODEL: Final = {"ceiling-fan", "freezer"}
"""Classes that are known here, though the vendor's library has no model of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """All that a physical device is made of; it is built again only when this changes."""

    group: tuple[Metadevice, ...]
    version: Version
    place: str | None


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
        self._rooms: list[Room] = []
        self._seen: Collection[str] = ()
        self._built: dict[str, tuple[_Source, list[Mapped]]] = {}
        self._warned: set[str] = set()
        self._unknown_classes: set[str] = set()
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
        return set(self.device_ids_by_metadevice.values())

    @property
    def device_ids_by_metadevice(self) -> Mapping[str, str]:
        """The ids of the physical devices by those of their metadevices."""
        return {key: metadevice.device_id for key, metadevice in self._metadevices.items()}

    @property
    def devices(self) -> Mapping[str, Device]:
        """The devices as they were built last."""
        return {mapped.device.id: mapped.device for _, built in self._built.values() for mapped in built}

    def discover(self, answer: list[Any], since: int) -> set[str]:
        """Take a full answer that was asked for at a moment; return the ids of the metadevices that are gone.

        Raises TemporaryError for an answer without devices where there were some.
        """
        devices = self._devices(answer)
        known = self._metadevices
        parsed = (self._parse(raw) for raw in devices.values())
        self._metadevices = {
            metadevice.id: self._settle(known.get(metadevice.id), metadevice, since)
            for metadevice in parsed
            if metadevice is not None
        }
        self._told_at = {key: at for key, at in self._told_at.items() if key[0] in self._metadevices}
        self._rooms = [room for raw in _items(answer, ROOM_TYPE) if (room := parse_room(raw)) is not None]
        self._seen = devices.keys()
        self._warned &= devices.keys()
        self.versions = {key: self.versions[key] for key in self.device_ids & self.versions.keys()}
        return known.keys() - self._metadevices.keys()

    def update(self, answer: list[Any], since: int) -> bool:
        """Take the answer of a poll that began at a moment; return whether it shows the devices of before.

        Raises TemporaryError for an answer without devices where there were some.
        """
        devices = self._devices(answer)
        for metadevice_id in devices.keys() & self._metadevices.keys():
            raw, metadevice = devices[metadevice_id], self._metadevices[metadevice_id]
            updated = update(metadevice, raw, self._warner(raw, metadevice))
            self._metadevices[metadevice_id] = self._settle(metadevice, updated, since)
        is_same = devices.keys() == self._seen
        self._seen = devices.keys()
        return is_same

    def answer(self, metadevice_id: str, values: list[Any]) -> None:
        """Take the vendor's answer to a command."""
        metadevice = self._metadevices.get(metadevice_id)
        if metadevice is not None:
            self.tell(metadevice_id, parse_states(values, metadevice.functions, self._warner({}, metadevice)))

    def group(self, device_id: str | None) -> list[Metadevice]:
        """Return the metadevices that a physical device is."""
        return [metadevice for metadevice in self._metadevices.values() if metadevice.device_id == device_id]

    def tell(self, metadevice_id: str, states: Mapping[Function, Any]) -> None:
        """Take states that are newer than those of any poll that is under way."""
        metadevice = self._metadevices[metadevice_id]
        self._tellings += 1
        self._told_at.update(
            dict.fromkeys(((metadevice_id, function) for function in states), self._tellings)
        )
        self._metadevices[metadevice_id] = metadevice.with_states({**metadevice.states, **states})

    def take_found(self) -> set[tuple[str, Function]]:
        """Return what polls alone have told since the last call, of what push should tell."""
        found, self._found = self._found, set()
        return found

    def part(self, device_id: str, feature_key: str) -> Part:
        """Return a feature and where its commands go; raises CommandRefused where there is none."""
        part = self._mapped(device_id).parts.get(feature_key)
        if part is None:
            raise CommandRefused("not_supported")
        return part

    def allot(self, device_id: str, values: Values) -> Mapping[str, Values]:
        """Return values by the metadevices of a device that take them; the first takes what none knows."""
        metadevice_ids = self._mapped(device_id).metadevice_ids
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
        """Return the home as it is now; what did not change is not built again."""
        sources = self._sources()
        for device_id in self._built.keys() - sources.keys():
            del self._built[device_id]
        for device_id, source in sources.items():
            before = self._built.get(device_id)
            if before is None or before[0] != source:
                built = await self._async_build(bridge, source)
                self._built[device_id] = source, _keep(built, before[1] if before is not None else ())
        return Snapshot(
            devices=self.devices,
            places={room.id: room.name for room in self._rooms},
        )

    def _settle(self, before: Metadevice | None, polled: Metadevice, since: int) -> Metadevice:
        """Return a metadevice as a poll tells it, with what was told of it since the poll began."""
        if before is None or before.states == polled.states:
            return polled
        newer = {
            function: value
            for function, value in before.states.items()
            if self._told_at.get((polled.id, function), 0) > since
        }
        self._found.update(
            (polled.id, function)
            for function in polled.pushed
            if function not in newer and before.states.get(function) != polled.states.get(function)
        )
        return polled.with_states({**polled.states, **newer}) if newer else polled

    def _parse(self, raw: Mapping[str, Any]) -> Metadevice | None:
        """Return what a full description says, with what is remembered of the device."""
        metadevice = parse_metadevice(raw, self._warner(raw), self._temperature_unit)
        before = self._metadevices.get(metadevice.id) if metadevice is not None else None
        if metadevice is None or before is None:
            return metadevice
        return replace(metadevice, plain_modes={**before.plain_modes, **metadevice.plain_modes})

    def _mapped(self, device_id: str) -> Mapped:
        """Return a device and its parts; raises CommandRefused where there is none."""
        for _, built in self._built.values():
            for mapped in built:
                if mapped.device.id == device_id:
                    return mapped
        raise CommandRefused("unknown_device")

    def _devices(self, answer: list[Any]) -> dict[str, dict[str, Any]]:
        """Return the devices of an answer by their ids."""
        items = _items(answer, DEVICE_TYPE)
        devices = {raw["id"]: raw for raw in items if isinstance(raw.get("id"), str)}
        if not devices and self._metadevices:
            raise TemporaryError("the vendor shows a home without devices")
        return devices

    def _sources(self) -> dict[str, _Source]:
        """Return what each physical device is made of, its leading metadevice first."""
        groups: dict[str, list[Metadevice]] = {}
        for metadevice in sorted(
            self._metadevices.values(), key=lambda item: (not item.has_children, item.id)
        ):
            groups.setdefault(metadevice.device_id, []).append(metadevice)
        return {
            device_id: _Source(
                group=tuple(group),
                version=self.versions.get(device_id, Version()),
                place=self._place(group),
            )
            for device_id, group in groups.items()
        }

    def _place(self, group: Iterable[Metadevice]) -> str | None:
        """Return the id of the room that a physical device is in."""
        ids = {metadevice.id for metadevice in group}
        return next((room.id for room in self._rooms if not ids.isdisjoint(room.children)), None)

    async def _async_build(self, bridge: Bridge, source: _Source) -> list[Mapped]:
        """Return a physical device and what is reached through it."""
        group = [await self._async_model(bridge, metadevice) for metadevice in source.group]
        try:
            return map_devices(group, source.version, source.place)
        except Exception as error:  # noqa: BLE001 - one odd device must not take the others along
            self._warn_about(source.group[0], f"all of it ({type(error).__name__})")
            return []

    async def _async_model(self, bridge: Bridge, metadevice: Metadevice) -> Modelled:
        """Return a metadevice with the library's models; without them where the library stumbles."""
        try:
            modelled = await bridge.async_model(metadevice)
        except Exception as error:  # noqa: BLE001 - the library raises all sorts of things at odd answers
            self._warn_about(metadevice, f"its model ({type(error).__name__})")
            return Modelled(metadevice=metadevice, afero_device=to_afero_device(metadevice))
        if not has_controls(modelled) and metadevice.device_class not in _WITHOUT_MODEL:
            self._warn_of_class(metadevice.device_class)
        return modelled

    def _warn_of_class(self, device_class: str) -> None:
        """Say once that devices of a class have no controls here."""
        if device_class not in self._unknown_classes:
            self._unknown_classes.add(device_class)
            _LOGGER.warning(
                "Not known: Hubspace devices of class %r; all but what every device tells is left out",
                device_class,
            )

    def _warner(self, raw: Mapping[str, Any], metadevice: Metadevice | None = None) -> Warn:
        """Return what warns about a device, known or yet unknown."""
        if metadevice is not None:
            return partial(self._warn_about, metadevice)
        device = read_mapping(read_mapping(raw.get("description")).get("device"))
        device_class = read_text(device.get("deviceClass")) or "unknown"
        return partial(self._warn, str(raw.get("id")), device_class)

    def _warn_about(self, metadevice: Metadevice, what: str) -> None:
        """Warn about a device."""
        self._warn(metadevice.id, metadevice.device_class, what)

    def _warn(self, metadevice_id: str, device_class: str, what: str) -> None:
        """Say once for each device that something of it is left out; nothing personal."""
        if metadevice_id not in self._warned:
            self._warned.add(metadevice_id)
            _LOGGER.warning(
                "Not understood of a Hubspace device of class %r, and left out: %s", device_class, what
            )


def _items(answer: list[Any], type_id: str) -> list[dict[str, Any]]:
    """Return the devices or the rooms of an answer."""
    return [raw for raw in answer[:MAX_METADEVICES] if isinstance(raw, dict) and raw.get("typeId") == type_id]


def _keep(built: list[Mapped], before: Iterable[Mapped]) -> list[Mapped]:
    """Return devices, those that look as before as the same objects."""
    old = {mapped.device.id: mapped.device for mapped in before}
    return [
        replace(mapped, device=old[mapped.device.id])
        if old.get(mapped.device.id) == mapped.device
        else mapped
        for mapped in built
    ]
