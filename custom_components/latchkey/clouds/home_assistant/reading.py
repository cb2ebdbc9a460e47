"""Reads what another Home Assistant has: all of it, or what is not any more as it was read."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfoNotFoundError

from aiozoneinfo import async_get_time_zone

from ...auth.errors import TemporaryError
from ..raw import read_mapping, read_text
from ..together import async_together
from .client import Client
from .registry import (
    Entity,
    Registry,
    async_parse_devices,
    async_parse_registry,
    async_with_states,
    parse_entity,
    parse_names,
)
from .stale import Stale
from .states import State, async_parse_states

_REGISTRIES: Final = ("entity", "device", "area", "label")


async def async_read(client: Client) -> tuple[Registry, Mapping[str, State]]:
    """Return what there is, and how it is. Raises TemporaryError."""
    config, icons, raw_states, *lists = await async_together(
        client.async_ask("get_config"),
        _async_read_icons(client),
        client.async_ask("get_states"),
        *(_async_list(client, name) for name in _REGISTRIES),
    )
    time_zone = await _async_read_time_zone(config)
    states = await async_parse_states(raw_states)
    await asyncio.sleep(0)  # The last slice of this and the first of the next are no stretch; nor below.
    registry = await async_parse_registry(config, *lists)
    ahead = client.clock_ahead
    registry = replace(registry, icons=icons, time_zone=time_zone, clock_ahead=ahead)
    await asyncio.sleep(0)
    registry = await async_with_states(registry, states)
    await asyncio.sleep(0)
    return registry, states


async def async_read_anew(client: Client, registry: Registry, stale: Stale) -> Registry:
    """Return what there is now, where only some of it changed. Raises TemporaryError."""
    if "device" in stale.lists:
        devices = await async_parse_devices(await _async_list(client, "device"), registry.devices)
        registry = replace(registry, devices=devices)
    if "area" in stale.lists:
        registry = replace(registry, areas=parse_names(await _async_list(client, "area"), "area_id"))
    if "label" in stale.lists:
        registry = replace(registry, labels=parse_names(await _async_list(client, "label"), "label_id"))
    if not stale.entity_ids:
        return registry
    found = await _async_read_entities(client, sorted(stale.entity_ids))
    kept = {key: entity for key, entity in registry.entities.items() if key not in stale.entity_ids}
    known = {entity.platform for entity in kept.values()} | registry.icons.keys()
    new = {entity.platform for entity in found.values() if entity.platform} - known
    icons = await _async_read_icons(client, integration=sorted(new)) if new else {}
    return replace(registry, entities={**kept, **found}, icons={**registry.icons, **icons})


async def _async_list(client: Client, name: str) -> list[Any]:
    """Return all that a registry holds. Raises TemporaryError."""
    answer = await client.async_ask(f"config/{name}_registry/list")
    if not isinstance(answer, list):
        raise TemporaryError("the answer holds no registry")
    return answer


async def _async_read_entities(client: Client, entity_ids: list[str]) -> Mapping[str, Entity]:
    """Return some entities, as far as they are there. Raises TemporaryError."""
    answer = await client.async_ask("config/entity_registry/get_entries", entity_ids=entity_ids)
    parsed = (parse_entity(read_mapping(read_mapping(answer).get(each))) for each in entity_ids)
    return {entity.entity_id: entity for entity in parsed if entity is not None}


async def _async_read_icons(client: Client, **fields: Any) -> Mapping[str, Any]:
    """Return the icons that integrations give what they make; one that has no page knows none."""
    try:
        answer = await client.async_ask("frontend/get_icons", category="entity", **fields)
    except TemporaryError:
        return {}
    return read_mapping(read_mapping(answer).get("resources"))


async def _async_read_time_zone(config: Any) -> tzinfo:
    """Return the time zone there; UTC where none of that name is known here."""
    try:
        return await async_get_time_zone(read_text(read_mapping(config).get("time_zone")) or "")
    except ZoneInfoNotFoundError, ValueError, OSError:
        return UTC
