"""The single steps of a takeover; each may be taken again, and changes nothing where it was taken before."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryDisabler,
    ConfigEntryState,
    OperationNotAllowed,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import entity_sources
from homeassistant.helpers.entity_platform import async_get_platforms

from ..const import CONF_RELAYS, DOMAIN
from ..entry import LatchkeyConfigEntry
from .journal import Look, Move, Record, Restyling
from .recorder import convert_statistics


class NotMoved(Exception):
    """Something holds on to what shall be moved; it lets go when Home Assistant restarts."""


def identifier(entry: LatchkeyConfigEntry, device_id: str) -> tuple[str, str]:
    """Return what names a device of an account in the registry."""
    return DOMAIN, f"{entry.unique_id}:{device_id}"


def new_unique_id(entry: LatchkeyConfigEntry, move: Move) -> str:
    """Return the unique id that an entity has here."""
    device_id, key = move.feature
    return f"{identifier(entry, device_id)[1]}:{key}"


def is_taken_over(hass: HomeAssistant, move: Move) -> bool | None:
    """Return whether an entity is ours; None where it is gone."""
    entity = er.async_get(hass).entities.get_entry(move.registry_id)
    return None if entity is None else entity.platform == DOMAIN


async def async_disable(hass: HomeAssistant, entry_ids: Collection[str]) -> None:
    """Disable old config entries. Raises NotMoved."""
    for entry_id in entry_ids:
        if (entry := hass.config_entries.async_get_entry(entry_id)) is not None:
            await _async_disable(hass, entry)


async def _async_disable(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Disable a config entry, whether or not its integration is still installed."""
    try:
        await hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
    except OperationNotAllowed as error:
        raise NotMoved from error
    if entry.state is ConfigEntryState.LOADED or not entry.state.recoverable:
        raise NotMoved


async def async_enable(hass: HomeAssistant, entry_ids: Collection[str]) -> None:
    """Enable old config entries, those that are not gone."""
    for entry_id in entry_ids:
        if hass.config_entries.async_get_entry(entry_id) is not None:
            await hass.config_entries.async_set_disabled_by(entry_id, None)


async def async_unload(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> bool:
    """Unload the account, and return whether it is to be set up again. Raises NotMoved."""
    if entry.state is ConfigEntryState.NOT_LOADED:
        return False
    try:
        unloaded = await hass.config_entries.async_unload(entry.entry_id)
    except OperationNotAllowed as error:
        raise NotMoved from error
    if not unloaded:
        raise NotMoved
    return True


async def async_take_out(hass: HomeAssistant, domain: str, entity_ids: Collection[str]) -> None:
    """Have an integration let go of entities that it loads without a config entry. Raises NotMoved."""
    for entity_id in entity_ids:
        for platform in async_get_platforms(hass, domain):
            if entity_id in platform.entities:
                await platform.async_remove_entity(entity_id)
        state = hass.states.get(entity_id)
        if entity_id in entity_sources(hass):
            raise NotMoved
        if state is not None and not state.attributes.get("restored"):
            # Some show states of which their registry entries know nothing.
            hass.states.async_remove(entity_id)


def take_over(hass: HomeAssistant, entry: LatchkeyConfigEntry, move: Move) -> None:
    """Make an old entity ours, with all that it has; ours of the same feature goes."""
    registry, devices = er.async_get(hass), dr.async_get(hass)
    old = registry.entities.get_entry(move.registry_id)
    device = devices.async_get_device_by_identifier(identifier(entry, move.feature[0]), entry.entry_id)
    if old is None or old.platform == DOMAIN or device is None:
        return
    unique_id = new_unique_id(entry, move)
    if ours := registry.async_get_entity_id(old.domain, DOMAIN, unique_id):
        registry.async_remove(ours)
    if move.unit is not None:
        convert_statistics(hass, old.entity_id, move.unit)
    registry.async_update_entity_platform(
        old.entity_id,
        DOMAIN,
        new_config_entry_id=entry.entry_id,
        new_config_subentry_id=None,  # type: ignore[arg-type]  # out of one, which its types do not know
        new_unique_id=unique_id,
        new_device_id=device.id,
    )
    registry.async_update_entity(old.entity_id, **_ours(move, old, device))


def _ours(move: Move, old: er.RegistryEntry, device: dr.DeviceEntry) -> dict[str, Any]:
    """Return what of an entity follows from us, since it followed from its old integration."""
    changes: dict[str, Any] = {}
    name = old.name
    if move.is_main and name == (device.name_by_user or device.name):
        name = changes["name"] = None  # Its device has it, and Home Assistant 2026.11 shows both.
    if move.disabled_by in _INTEGRATION_DISABLERS:
        changes["disabled_by"] = _disabler(move.first_disabled_by)
    if move.hidden_by == er.RegistryEntryHider.INTEGRATION:
        changes["hidden_by"] = er.RegistryEntryHider(move.first_hidden_by) if move.first_hidden_by else None
    if move.is_main and not name:
        changes["area_id"] = None  # Its device has it; see `restyle`.
    return changes


_INTEGRATION_DISABLERS = {
    er.RegistryEntryDisabler.DEVICE,
    er.RegistryEntryDisabler.HASS,
    er.RegistryEntryDisabler.INTEGRATION,
}
"""Who disables an entity without a person having asked for just that."""


def _disabler(stored: str | None) -> er.RegistryEntryDisabler | None:
    """Return who disabled an entity; of a config entry the registry knows better."""
    return er.RegistryEntryDisabler(stored) if stored and stored != "config_entry" else None


async def async_give_back(hass: HomeAssistant, domain: str, move: Move) -> None:
    """Make an entity one of its old integration again; what that has in its place goes. Raises NotMoved."""
    registry = er.async_get(hass)
    ours = registry.entities.get_entry(move.registry_id)
    if ours is None or ours.platform != DOMAIN:
        return
    await async_remove_fresh(hass, domain, move)
    if move.unit is not None:
        convert_statistics(hass, ours.entity_id, move.old_unit)
    is_known = move.device_id is not None and dr.async_get(hass).async_get(move.device_id) is not None
    registry.async_update_entity_platform(
        ours.entity_id,
        domain,
        new_config_entry_id=move.entry_id,  # type: ignore[arg-type]  # into none, which its types do not know
        new_config_subentry_id=move.subentry_id,  # type: ignore[arg-type]
        new_unique_id=move.unique_id,
        new_device_id=move.device_id if is_known else None,
    )
    registry.async_update_entity(ours.entity_id, **_theirs(move, ours))


async def async_remove_fresh(hass: HomeAssistant, domain: str, move: Move) -> None:
    """Remove what an old integration has made anew in the place of what is ours. Raises NotMoved."""
    registry = er.async_get(hass)
    ours = registry.entities.get_entry(move.registry_id)
    if ours is None or ours.platform != DOMAIN:
        return
    if fresh := registry.async_get_entity_id(ours.domain, domain, move.unique_id):
        await async_take_out(hass, domain, [fresh])
        registry.async_remove(fresh)


def _theirs(move: Move, ours: er.RegistryEntry) -> dict[str, Any]:
    """Return what of an entity was otherwise before; what a person changed since stays."""
    changes: dict[str, Any] = {}
    if move.disabled_by in _INTEGRATION_DISABLERS and ours.disabled_by != er.RegistryEntryDisabler.USER:
        changes["disabled_by"] = _disabler(move.disabled_by)
    if move.hidden_by == er.RegistryEntryHider.INTEGRATION and ours.hidden_by is None:
        changes["hidden_by"] = er.RegistryEntryHider.INTEGRATION
    if move.name is not None and ours.name is None:
        changes["name"] = move.name
    if move.area_id is not None and ours.area_id is None:
        changes["area_id"] = move.area_id
    return changes


def look_of(device: dr.DeviceEntry) -> Look:
    """Return what a person has given a device."""
    return Look(name_by_user=device.name_by_user, area_id=device.area_id, labels=sorted(device.labels))


def restyle(hass: HomeAssistant, restyling: Restyling, *, back: bool = False) -> None:
    """Give a device the look of its predecessor, or take that from it again, unless it was changed since."""
    if is_styled_as(hass, restyling.device_id, restyling.after if back else restyling.before):
        look = restyling.before if back else restyling.after
        changes = {**asdict(look), "labels": set(look.labels)}
        dr.async_get(hass).async_update_device(restyling.device_id, **changes)


def is_styled_as(hass: HomeAssistant, device_id: str, look: Look) -> bool:
    """Return whether a device looks just so."""
    device = dr.async_get(hass).async_get(device_id)
    return isinstance(device, dr.DeviceEntry) and look_of(device) == look


def show_relays(
    hass: HomeAssistant, entry: LatchkeyConfigEntry, record: Record, *, back: bool = False
) -> None:
    """Have relays shown as what they were at the old integration, or as what they were before."""
    kinds: Mapping[str, str] = record.relays
    if not back:
        kinds = {move.feature[0]: move.relay for move in record.moves if move.relay is not None}
    relays = {**entry.options.get(CONF_RELAYS, {}), **kinds}
    shown = {device_id: kind for device_id, kind in relays.items() if kind != "light"}
    if shown != entry.options.get(CONF_RELAYS, {}):
        hass.config_entries.async_update_entry(entry, options={**entry.options, CONF_RELAYS: shown})
