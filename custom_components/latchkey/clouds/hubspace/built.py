"""The devices that metadevices make: each is built again only when what it is made of changes."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from ..base import CommandRefused
from ..model import Device
from .afero import Modelled, to_afero_device
from .bridge import Bridge
from .mapping.devices import Mapped, has_controls, map_changes, map_devices
from .mapping.part import Part
from .metadevice import Metadevice, Version
from .warnings import Warnings

_WITHOUT_MODEL: Final = {"ceiling-fan", "freezer"}
"""Classes that are known here, though the vendor's library has no model of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """All that a physical device is made of."""

    group: tuple[Metadevice, ...]
    """Its metadevices, the leading one first."""

    version: Version
    place: str | None

    @property
    def device_id(self) -> str:
        """The id of the physical device."""
        return self.group[0].device_id


class Built:
    """The devices of a home as they were built last."""

    def __init__(self, warnings: Warnings) -> None:
        """Start with nothing; what is left out is told to the warnings."""
        self._warnings = warnings
        self._sources: dict[str, tuple[Source, list[str]]] = {}
        self._mapped: dict[str, Mapped] = {}
        self._devices: dict[str, Device] = {}

    @property
    def devices(self) -> Mapping[str, Device]:
        """The devices by their ids."""
        return dict(self._devices)

    def mapped(self, device_id: str) -> Mapped:
        """Return a device and its parts; raises CommandRefused where there is none."""
        mapped = self._mapped.get(device_id)
        if mapped is None:
            raise CommandRefused("unknown_device")
        return mapped

    def part(self, device_id: str, feature_key: str) -> Part:
        """Return a feature and where its commands go; raises CommandRefused where there is none."""
        part = self.mapped(device_id).parts.get(feature_key)
        if part is None:
            raise CommandRefused("not_supported")
        return part

    def keep(self, device_ids: AbstractSet[str]) -> None:
        """Forget the physical devices that are gone."""
        for device_id in self._sources.keys() - device_ids:
            _, built = self._sources.pop(device_id)
            self._replace(built, [])

    async def async_build(self, bridge: Bridge, device_id: str, source: Source) -> None:
        """Build a physical device and what is reached through it; what looks as before is the same object."""
        before, built = self._sources.get(device_id, (None, []))
        if before == source:
            return
        group = [await self._async_model(bridge, metadevice) for metadevice in source.group]
        mapped = [self._as_before(each) for each in self._map(before, source, group)]
        self._sources[device_id] = source, [each.device.id for each in mapped]
        self._replace(built, mapped)

    def _replace(self, before: Iterable[str], mapped: Iterable[Mapped]) -> None:
        """Put devices in the place of others."""
        after = {each.device.id: each for each in mapped}
        for device_id in set(before) - after.keys():
            del self._mapped[device_id], self._devices[device_id]
        self._mapped.update(after)
        self._devices.update({device_id: each.device for device_id, each in after.items()})

    def _as_before(self, mapped: Mapped) -> Mapped:
        """Return a device; the object of before where it looks the same."""
        before = self._mapped.get(mapped.device.id)
        if before is None or before.device != mapped.device:
            return mapped
        return replace(mapped, device=before.device)

    def _map(self, before: Source | None, source: Source, group: Sequence[Modelled]) -> list[Mapped]:
        """Return a physical device and what is reached through it."""
        try:
            return self._map_changes(before, source, group) or map_devices(
                group, source.version, source.place
            )
        except Exception as error:  # noqa: BLE001 - one odd device must not take the others along
            self._warnings.about(source.group[0])(f"all of it ({type(error).__name__})")
            return []

    def _map_changes(
        self, before: Source | None, source: Source, group: Sequence[Modelled]
    ) -> list[Mapped] | None:
        """Return a physical device that is one metadevice of which values alone changed; None for others."""
        mapped = self._mapped.get(source.device_id)
        if before is None or mapped is None or len(before.group) != 1 or group[0].changed is None:
            return None
        if (before.version, before.place) != (source.version, source.place):
            return None
        changed = map_changes(mapped, group[0], group[0].changed)
        return [changed] if changed is not None else None

    async def _async_model(self, bridge: Bridge, metadevice: Metadevice) -> Modelled:
        """Return a metadevice with the library's models; without them where the library stumbles."""
        try:
            modelled = await bridge.async_model(metadevice)
        except Exception as error:  # noqa: BLE001 - the library raises all sorts of things at odd answers
            self._warnings.about(metadevice)(f"its model ({type(error).__name__})")
            return Modelled(metadevice=metadevice, afero_device=to_afero_device(metadevice))
        is_new = modelled.changed is None and metadevice.device_class not in _WITHOUT_MODEL
        if is_new and not has_controls(modelled):
            self._warnings.about_class(metadevice.device_class)
        return modelled
