"""Reads all that another Home Assistant has."""

from collections.abc import Mapping
from typing import Final

from .client import Client
from .registry import Registry, parse_registry, with_states
from .states import State, parse_states

_REGISTRIES: Final = ("entity", "device", "area", "label")


async def async_read(client: Client) -> tuple[Registry, Mapping[str, State]]:
    """Return what there is, and how it is. Raises TemporaryError."""
    config = await client.async_ask("get_config")
    lists = [await client.async_ask(f"config/{name}_registry/list") for name in _REGISTRIES]
    states = parse_states(await client.async_ask("get_states"))
    return with_states(parse_registry(config, *lists), states), states
