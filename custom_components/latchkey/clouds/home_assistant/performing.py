"""Performs actions at another Home Assistant in their order, none of which waits for the one before."""

import asyncio
from collections.abc import Iterable

from .client import Client
from .commands.action import Action
from .registry import Entity


async def async_perform(client: Client, entity: Entity, actions: Iterable[Action]) -> None:
    """Send all actions at once, and wait until all are performed.

    The other side begins them in the order in which they are sent; what is sent later, such as a stop, need
    not wait until they are over. Raises what the first raises that cannot be performed.
    """
    calls = (client.async_call(entity.domain, each.name, each.fields, entity.entity_id) for each in actions)
    for error in await asyncio.gather(*calls, return_exceptions=True):
        if error is not None:
            raise error
