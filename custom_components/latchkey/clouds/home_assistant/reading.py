"""Reads all that another Home Assistant has."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ...auth.errors import TemporaryError
from ..raw import read_mapping
from .client import Client
from .registry import Registry, parse_registry, with_states
from .states import State, parse_states

_REGISTRIES: Final = ("entity", "device", "area", "label")


async def async_read(client: Client) -> tuple[Registry, Mapping[str, State]]:
    """Return what there is, and how it is. Raises TemporaryError."""
    config = await client.async_ask("get_config")
    lists = [await client.async_ask(f"config/{name}_registry/list") for name in _REGISTRIES]
    icons = await _async_read_icons(client)
    states = parse_states(await client.async_ask("get_states"))
    registry = replace(parse_registry(config, *lists), icons=icons)
    return with_states(registry, states), states


async def _async_read_icons(client: Client) -> Mapping[str, Any]:
    """Return the icons that integrations give what they make; one that has no page knows none."""
    try:
        answer = await client.async_ask("frontend/get_icons", category="entity")
    except TemporaryError:
        return {}
    return read_mapping(read_mapping(answer).get("resources"))
