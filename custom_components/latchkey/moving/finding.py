"""Finds what an old integration left in the registries that an account can take over, or give back."""

from collections.abc import Iterator
from typing import Any

from homeassistant.config import async_hass_config_yaml
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er

from ..account.watch import is_known
from ..clouds.model import FeatureId
from ..clouds.predecessor import Counterpart, MissingReason, OldEntity, Predecessor
from ..const import DOMAIN, PLATFORMS
from ..entry import LatchkeyConfigEntry
from .journal import Journal, Move, Record
from .plan import Plan, make_plan
from .steps import identifier, is_taken_over


@callback
def plan_for(hass: HomeAssistant, entry: LatchkeyConfigEntry, record: Record | None) -> Plan:
    """Return what the account can take over now; nothing where it is not known what it has."""
    if not is_known(entry):
        return Plan()
    coordinator, registry = entry.runtime_data, er.async_get(hass)
    predecessor = coordinator.vendor.predecessor
    if predecessor is None:
        return Plan()

    def counterpart(old: er.RegistryEntry) -> Counterpart | MissingReason:
        return coordinator.counterpart(_described(hass, predecessor, old))

    def registered(feature: FeatureId) -> list[er.RegistryEntry]:
        unique_id = f"{identifier(entry, feature[0])[1]}:{feature[1]}"
        ids = (registry.async_get_entity_id(platform, DOMAIN, unique_id) for platform in PLATFORMS)
        return [registry.entities[entity_id] for entity_id in ids if entity_id is not None]

    taken = {move.registry_id for move in record.moves} if record is not None else set()
    return make_plan(old_entities(hass, predecessor), counterpart, registered, taken)


def old_entities(hass: HomeAssistant, predecessor: Predecessor) -> Iterator[er.RegistryEntry]:
    """Return the entities of an integration, whether or not it is loaded, or even installed."""
    entities = er.async_get(hass).entities.values()
    return (entity for entity in entities if entity.platform == predecessor.domain)


def _described(hass: HomeAssistant, predecessor: Predecessor, old: er.RegistryEntry) -> OldEntity:
    """Return an old entity in the words of the clouds."""
    owner = find_owner(hass, predecessor, old)
    if owner is None:
        return OldEntity(domain=old.domain, unique_id=old.unique_id)
    return OldEntity(
        domain=old.domain,
        unique_id=old.unique_id,
        entry_id=old.config_entry_id,
        entry_unique_id=owner.unique_id,
        entry_data=owner.data,
        entry_options=owner.options,
    )


def find_owner(
    hass: HomeAssistant, predecessor: Predecessor, old: er.RegistryEntry
) -> ConfigEntry[Any] | None:
    """Return the config entry that brings an entity, also where the registry knows of none."""
    if old.config_entry_id is not None:
        return hass.config_entries.async_get_entry(old.config_entry_id)
    entries = hass.config_entries.async_entries(predecessor.domain, include_ignore=False)
    return next(
        (entry for entry in entries if predecessor.brings(entry.unique_id or "", old.unique_id)), None
    )


def must_go_first(hass: HomeAssistant, predecessor: Predecessor | None) -> list[str]:
    """Return the ids of the old config entries that are enabled, and must not be beside Latchkey."""
    if predecessor is None or not predecessor.must_go_first:
        return []
    entries = hass.config_entries.async_entries(
        predecessor.domain, include_ignore=False, include_disabled=False
    )
    return [entry.entry_id for entry in entries]


def enabled_again(hass: HomeAssistant, record: Record | None) -> list[str]:
    """Return the ids of the old config entries that are enabled although what they brought is ours."""
    if record is None or record.intent != "taken_over":
        return []
    owners = {move.owner_id for move in record.moves if move.owner_id and is_taken_over(hass, move)}
    entries = (hass.config_entries.async_get_entry(owner_id) for owner_id in sorted(owners))
    return [entry.entry_id for entry in entries if entry is not None and not entry.disabled_by]


async def async_is_in_yaml(hass: HomeAssistant, predecessor: Predecessor) -> bool:
    """Return whether an integration stands in configuration.yaml."""
    if not predecessor.in_yaml:
        return False
    try:
        return predecessor.domain in await async_hass_config_yaml(hass)
    except HomeAssistantError, FileNotFoundError:
        return predecessor.domain in hass.config.components


async def async_list_undoable(
    hass: HomeAssistant, entry: LatchkeyConfigEntry, predecessor: Predecessor
) -> list[Move]:
    """Return what can be given back: its integration is still configured."""
    record = await Journal(hass, entry.entry_id).async_load()
    if record is None:
        return []
    in_yaml = await async_is_in_yaml(hass, predecessor)
    return [move for move in record.moves if is_taken_over(hass, move) and is_wanted(hass, move, in_yaml)]


def is_wanted(hass: HomeAssistant, move: Move, in_yaml: bool) -> bool:
    """Return whether there is still something that an entity could be given back to."""
    if move.owner_id is None:
        return in_yaml
    return hass.config_entries.async_get_entry(move.owner_id) is not None
