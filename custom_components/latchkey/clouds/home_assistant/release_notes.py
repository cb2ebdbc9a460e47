"""What is new in the software of another Home Assistant."""

from typing import Final

from ..base import CommandRefused
from .client import Client
from .registry import Entity

MAX_LENGTH: Final = 100_000
"""Characters; the notes of a release of Home Assistant have a third."""


async def async_read_release_notes(client: Client, entity: Entity) -> str | None:
    """Return what is new, in Markdown. Raises CommandRefused, CommandFailed or TemporaryError."""
    answer = await client.async_do("update/release_notes", entity_id=entity.entity_id)
    if answer is not None and not isinstance(answer, str):
        raise CommandRefused("failed")
    return answer[:MAX_LENGTH] if answer else None
