"""What helps to find a fault, and nothing secret or personal: ids, names and places are numbered instead."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED
from homeassistant.core import HomeAssistant

from .auth.errors import AuthError
from .clouds.model import Device, Feature, Sensor
from .const import CONF_HIDDEN_PLACES, CONF_KIND, CONF_POLL_INTERVAL
from .coordinator import LatchkeyConfigEntry, LatchkeyCoordinator

PERSONAL: Final = ("key", "index", "name", "place")
"""What may tell whose a feature is: what people call things, and where they have them."""


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
) -> dict[str, Any]:
    """Return the state of an account."""
    told = {
        "kind": entry.data[CONF_KIND],
        "state": entry.state.value,
        "poll_interval": entry.options.get(CONF_POLL_INTERVAL),
        "hidden_places": len(entry.options.get(CONF_HIDDEN_PLACES, ())),
    }
    # Home Assistant has removed it where the account is unloaded.
    coordinator: LatchkeyCoordinator | None = getattr(entry, "runtime_data", None)
    return told if coordinator is None else told | _describe_home(coordinator)


def _describe_home(coordinator: LatchkeyCoordinator) -> dict[str, Any]:
    """Return what the vendor said, and how well it answered."""
    snapshot = coordinator.data
    devices = _number("device", snapshot.devices)
    places = _number("place", snapshot.places)
    return {
        "pace": asdict(coordinator.vendor.pace),
        "health": _describe_health(coordinator),
        "places": len(places),
        "devices": {
            devices[device.id]: _describe_device(device, devices, places)
            for device in snapshot.devices.values()
        },
    }


def _number(word: str, ids: Iterable[str]) -> dict[str, str]:
    """Return what stands for each id: the same from one time to the next."""
    return {known: f"{word}_{number}" for number, known in enumerate(sorted(ids), start=1)}


def _describe_health(coordinator: LatchkeyCoordinator) -> dict[str, Any]:
    """Return whether the last poll went well, and what was wrong otherwise."""
    error = None if coordinator.last_update_success else coordinator.last_exception
    return {
        "last_update_success": coordinator.last_update_success,
        "error": getattr(error, "translation_key", None) or (type(error).__name__ if error else None),
        # What others put into their errors may be personal.
        "reason": str(error.__cause__) if error and isinstance(error.__cause__, AuthError) else None,
        "retry_after": getattr(error, "retry_after", None),
    }


def _describe_device(device: Device, devices: Mapping[str, str], places: Mapping[str, str]) -> dict[str, Any]:
    """Return a device without what tells whose it is."""
    return {
        "maker": device.maker,
        "model": device.model,
        "software_version": device.software_version,
        "hardware_version": device.hardware_version,
        "available": device.available,
        "parent": devices.get(device.parent or ""),
        "place": places.get(device.place or ""),
        "features": [_describe_feature(feature) for feature in device.features.values()],
    }


def _describe_feature(feature: Feature) -> dict[str, Any]:
    """Return a feature and its state; a text that is none of some known words may be personal."""
    fields = {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in asdict(feature).items()
    }
    described = {"type": type(feature).__name__, **fields}
    for key in PERSONAL:
        del described[key]
    if (
        isinstance(feature, Sensor)
        and isinstance(feature.value, str)
        and feature.value not in feature.options
    ):
        described["value"] = REDACTED
    return described
