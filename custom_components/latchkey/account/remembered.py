"""What an account showed last, kept on this machine: it is shown again while Home Assistant starts."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.json import json_bytes
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.loader import async_get_loaded_integration
from homeassistant.util.json import JSON_ENCODE_EXCEPTIONS, json_loads

from ..clouds import model
from ..clouds.model import LASTING, Device, Feature, Snapshot, lasts
from ..const import CONF_REJECTED, CONF_URL, DOMAIN
from ..entry import LatchkeyConfigEntry
from .serialization import UNREADABLE, describe, parse

DELAY: Final = 15 * 60.0
"""Seconds after which a change is written, unless Home Assistant or the account stops before."""

MAX_SIZE: Final = 64 * 1024 * 1024
"""Bytes of a file that is read."""

_VERSION: Final = 1


class Remembered:
    """Keeps what one account shows."""

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
        """Take the account as it is set up now: what was shown otherwise is not shown again."""
        self._hass = hass
        self._entry = entry
        self._store = _store(hass, entry.entry_id)
        self._basis = _basis(hass, entry)
        self._shown: Snapshot | None = None
        self._is_due = False
        self._has_ended = False

    async def async_load(self) -> Snapshot | None:
        """Return what was shown last; None where that is not known, or would be no help."""
        if CONF_REJECTED in self._entry.data:
            return None  # Its vendor will not tell how things are now.
        path = Path(self._hass.config.path(STORAGE_DIR, self._store.key))
        self._shown = await self._hass.async_add_executor_job(_read, path, self._basis)
        return self._shown

    @callback
    def note(self, shown: Snapshot | None) -> None:
        """Take what is shown now; None where the vendor is not reached: it is all unavailable then."""
        if self._has_ended:
            return  # The account may be about to be removed.
        before, self._shown = self._shown, shown
        if not self._is_due and not _is_same(before, shown):
            self._is_due = True
            self._store.async_delay_save(self._describe, DELAY)

    async def async_close(self) -> None:
        """Write what is not written yet; when Home Assistant stops, it does that itself in the end."""
        self._has_ended = True
        if self._is_due and not self._hass.is_stopping:
            await self._store.async_save(await self._hass.async_add_executor_job(self._describe))

    def _describe(self) -> dict[str, Any]:
        """Return what is written. Computes for long: never on the event loop."""
        self._is_due = False
        shown = self._shown or Snapshot(devices={})
        devices = map(_describe_device, list(shown.devices.values()))
        return {
            "basis": self._basis,
            "places": {**shown.places},
            "devices": [device for device in devices if device is not None],
        }


async def async_forget(hass: HomeAssistant, entry_id: str) -> None:
    """Delete what an account showed."""
    await _store(hass, entry_id).async_remove()


def _store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    """Return the file of an account."""
    key = f"{DOMAIN}.{entry_id}.remembered"
    return Store(hass, _VERSION, key, private=True, atomic_writes=True, serialize_in_event_loop=False)


def _basis(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> str:
    """Return what is the same as long as the same is shown in the same way."""
    version = str(async_get_loaded_integration(hass, DOMAIN).version)
    units = hass.config.units.as_dict()
    told = [version, entry.unique_id, entry.data.get(CONF_URL), {**entry.options}, units]
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _is_same(before: Snapshot | None, after: Snapshot | None) -> bool:
    """Return whether the same is shown; what did not change is the same object."""
    if before is None or after is None or before is after:
        return before is after
    return before.devices == after.devices and before.places == after.places


def _describe_device(device: Device) -> dict[str, Any] | None:
    """Return a device with those of its features that last; None where it cannot be written."""
    described = _storable("device", replace(device, features={}))
    features = [_storable(type(each).__name__, each) for each in device.features.values() if lasts(each)]
    return described and {**described, "features": [each for each in features if each is not None]}


def _storable(kind: str, thing: Device | Feature) -> dict[str, Any] | None:
    """Return the fields of a thing; None where they hold what is no JSON."""
    with suppress(*JSON_ENCODE_EXCEPTIONS, RecursionError):
        described = {"kind": kind, "fields": describe(thing)}
        json_bytes(described)
        return described
    return None


def _read(path: Path, basis: str) -> Snapshot | None:
    """Return what a file holds, as far as it is what was written. Reads, and computes for long."""
    with suppress(OSError, *UNREADABLE):
        if path.stat().st_size > MAX_SIZE:
            return None
        stored: Any = json_loads(path.read_bytes())
        written = stored["data"]
        if (stored["version"], written["basis"]) == (_VERSION, basis):
            return _parse(written)
    return None


def _parse(written: Mapping[str, Any]) -> Snapshot | None:
    """Return what was written; None where that is nothing."""
    devices = {device.id: device for raw in written["devices"] if (device := _parse_device(raw)) is not None}
    places = {str(key): str(name) for key, name in written["places"].items()}
    return Snapshot(devices=devices, places=places) if devices else None


def _parse_device(raw: Mapping[str, Any]) -> Device | None:
    with suppress(*UNREADABLE):
        device = parse(Device, raw["fields"])
        features = [each for each in map(_parse_feature, raw["features"]) if each is not None]
        return replace(device, features={each.key: each for each in features})
    return None


def _parse_feature(raw: Mapping[str, Any]) -> Feature | None:
    with suppress(*UNREADABLE):
        if raw["kind"] in LASTING:
            kind: type[Feature] = getattr(model, raw["kind"])
            return parse(kind, raw["fields"])
    return None
