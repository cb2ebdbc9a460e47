"""What helps to find a fault, and nothing secret or personal: what may be told is listed, all else is not."""

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from homeassistant.components.diagnostics import REDACTED
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
from homeassistant.loader import async_get_integration

from .account.coordinator import LatchkeyCoordinator
from .account.selection import parse_selection
from .auth.errors import AuthError
from .clouds import allowed
from .clouds.allowed import OTHER_KEYS, Sieve
from .clouds.base import Cloud
from .clouds.capabilities import Pushing
from .clouds.model import Device, Feature, JsonValue
from .clouds.vocabulary import ATTRIBUTES, DEVICE_CLASSES, DOMAINS, MODES, STATES, UNITS
from .const import (
    CONF_HIDDEN_PLACES,
    CONF_KEPT_CALLS,
    CONF_KEPT_DAYS,
    CONF_KIND,
    CONF_POLL_INTERVAL,
    CONF_RELAYS,
    CONF_SELECTION,
    DOMAIN,
)
from .entry import LatchkeyConfigEntry

MAX_DEVICES: Final = 500

RAW_TIMEOUT: Final = 30.0
"""Seconds that a vendor has to say how things are; what it does not say is missing in the file."""

UNTOLD: Final = ("key", "index", "name", "place", "icon", "event")
"""What people call things, where they have them, and what they do."""

PLACES: Final = allowed.listed(
    "azimuth coordinates elevation gps gps_accuracy lat latitude location lon longitude"
)
"""Attributes that tell where somebody lives or is, if only by where the sun stands."""

MODEL_WORDS: Final = allowed.listed(
    """
    close close_tilt config diagnostic open_tilt set_position set_tilt_position stop stop_tilt
    """
)
"""Categories and the actions of covers."""


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
) -> dict[str, Any]:
    """Return the state of an account."""
    sieve = Sieve()
    # Home Assistant has removed it where the account is unloaded.
    coordinator: LatchkeyCoordinator | None = getattr(entry, "runtime_data", None)
    if coordinator is not None:
        _name_devices(coordinator, sieve)
    integration = await async_get_integration(hass, DOMAIN)
    told = {
        "kind": entry.data[CONF_KIND],
        "state": entry.state.value,
        "options": _describe_options(entry.options, sieve),
        "libraries": await hass.async_add_executor_job(_read_versions, integration.requirements),
    }
    if coordinator is None:
        return told
    known = await _async_known_words(hass)
    return {
        **told,
        "pace": asdict(coordinator.vendor.pace),
        "health": _describe_health(coordinator),
        **_describe_home(coordinator, known, sieve),
        **await _async_describe_link(coordinator, sieve),
    }


def _name_devices(coordinator: LatchkeyCoordinator, sieve: Sieve) -> None:
    """Have each device and place stand under the same name from one time to the next."""
    for word, ids in (("device", coordinator.data.devices), ("place", coordinator.data.places)):
        for known in sorted(ids):
            sieve.name(word, known)


def _describe_options(options: Mapping[str, Any], sieve: Sieve) -> dict[str, Any]:
    """Return what a person chose; of what names something, how much it is."""
    selection = parse_selection(options.get(CONF_SELECTION, {}))
    return {
        **{key: options.get(key) for key in (CONF_POLL_INTERVAL, CONF_KEPT_CALLS, CONF_KEPT_DAYS)},
        CONF_HIDDEN_PLACES: len(options.get(CONF_HIDDEN_PLACES, ())),
        CONF_RELAYS: {
            sieve.name("device", device_id): kind for device_id, kind in options.get(CONF_RELAYS, {}).items()
        },
        CONF_SELECTION: {
            "places": len(selection.places),
            "devices": len(selection.devices),
            "features": len(selection.features),
            "labels": len(selection.labels),
            "kinds": sorted(kind for kind in selection.kinds if kind in DOMAINS),
            "patterns": len(selection.patterns),
            "excluded": len(selection.excluded),
            "mirrored": selection.mirrored,
            "housekeeping": selection.housekeeping,
        },
    }


def _read_versions(requirements: Iterable[str]) -> dict[str, str | None]:
    """Return the versions of the vendors' libraries that are installed. Reads files."""
    return {name: _read_version(name) for name in (re.split("[<>=]", each)[0] for each in requirements)}


def _read_version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


async def _async_known_words(hass: HomeAssistant) -> frozenset[str]:
    """Return all words that a feature may have without telling anything personal."""
    translations = await async_get_translations(hass, "en", "entity", [DOMAIN])
    own = (part for key in translations for part in key.split("."))
    return frozenset({*own, *MODEL_WORDS, *STATES, *MODES, *DEVICE_CLASSES, *UNITS})


def _describe_health(coordinator: LatchkeyCoordinator) -> dict[str, Any]:
    """Return whether the last poll went well, what was wrong otherwise, and whether there was one at all."""
    error = None if coordinator.last_update_success else coordinator.last_exception
    return {
        "last_update_success": coordinator.last_update_success,
        "restored": not coordinator.known.is_set(),
        "error": getattr(error, "translation_key", None) or (type(error).__name__ if error else None),
        # What others put into their errors may be personal.
        "reason": str(error.__cause__) if error and isinstance(error.__cause__, AuthError) else None,
        "retry_after": getattr(error, "retry_after", None),
    }


def _describe_home(coordinator: LatchkeyCoordinator, known: frozenset[str], sieve: Sieve) -> dict[str, Any]:
    """Return what became of what the vendor said."""
    devices = sorted(coordinator.data.devices.items())
    return {
        "places": len(coordinator.data.places),
        "devices": {
            sieve.name("device", device_id): _describe_device(device, known, sieve)
            for device_id, device in devices[:MAX_DEVICES]
        },
    }


def _describe_device(device: Device, known: frozenset[str], sieve: Sieve) -> dict[str, Any]:
    """Return a device without what tells whose it is."""
    return {
        "maker": sieve.sift(device.maker, allowed.product),
        "model": sieve.sift(device.model, allowed.product),
        "software_version": sieve.sift(device.software_version, allowed.version),
        "hardware_version": sieve.sift(device.hardware_version, allowed.version),
        "available": device.available,
        "parent": sieve.sift(device.parent, allowed.an_id("device")),
        "place": sieve.sift(device.place, allowed.an_id("place")),
        "features": [_describe_feature(feature, known, sieve) for feature in device.features.values()],
    }


def _describe_feature(feature: Feature, known: frozenset[str], sieve: Sieve) -> dict[str, Any]:
    """Return a feature and its state; of texts only known words."""

    def show(raw: Any, sieve: Sieve) -> JsonValue:
        match raw:
            case str():
                return raw if raw in known else REDACTED
            case int() | float():
                return allowed.number(raw, sieve)
            case list() | tuple():
                return [sieve.sift(item, show) for item in raw[: allowed.MAX_ITEMS]]
            case frozenset():
                return show(sorted(raw), sieve)
            case dict():
                told = {
                    key: REDACTED if key in PLACES else sieve.sift(value, show)
                    for key, value in raw.items()
                    if key in ATTRIBUTES
                }
                others = len(raw) - len(told)
                return {**told, OTHER_KEYS: others} if others else told
            case _:
                return REDACTED

    private = {each.name for each in fields(feature) if each.metadata.get("private")}
    told = {
        key: REDACTED if key in private and value is not None else value
        for key, value in asdict(feature).items()
        if key not in UNTOLD
    }
    return {"type": type(feature).__name__, **{key: sieve.sift(value, show) for key, value in told.items()}}


async def _async_describe_link(coordinator: LatchkeyCoordinator, sieve: Sieve) -> dict[str, Any]:
    """Return how the vendor is reached, and what it says now in its own words."""
    if coordinator.link is None:
        return {"token": None, "pushes": None, "raw_words": None}
    session, cloud = coordinator.link
    raw_words = await _async_read_raw_words(cloud, sieve)
    return {
        "token": {
            "age": _round(session.token_age),
            "bearer_life": _round(session.bearer_life),
            "rejected": session.is_rejected,
        },
        "pushes": cloud.pushes.describe(sieve) if isinstance(cloud, Pushing) else None,
        "raw_words": raw_words,
    }


async def _async_read_raw_words(cloud: Cloud, sieve: Sieve) -> JsonValue:
    """Return what the vendor says, or why it says nothing."""
    try:
        async with asyncio.timeout(RAW_TIMEOUT):
            return await cloud.async_raw_words(sieve)
    except AuthError as error:
        return {"error": str(error)}
    except Exception as error:  # noqa: BLE001 - the file is worth more than what is missing in it
        return {"error": type(error).__name__}


def _round(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)
