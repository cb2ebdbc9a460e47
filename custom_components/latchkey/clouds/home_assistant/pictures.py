"""The pictures of another Home Assistant: fetched with the bearer, from there and from nowhere else."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from ...auth.http import raise_for_status
from ...auth.session import TokenSession
from ..base import CommandRefused
from ..model import Picture
from .keys import public_address
from .registry import Entity
from .states import State

CONTENT_TYPES: Final = frozenset(
    {
        "image/avif",
        "image/bmp",
        "image/gif",
        "image/jpeg",
        "image/jpg",  # no kind that there is, but what some cameras say
        "image/png",
        "image/webp",
        "image/x-icon",
    }
)
"""What is passed on. A drawing (SVG) is not: it may hold a program, which would run here."""

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_ADDRESS: Final = 2048


def name_picture(address: Any) -> str | None:
    """Return what names the picture at an address, without telling that; None where it is none of there."""
    path = _read_path(address)
    return hashlib.sha256(path.encode()).hexdigest()[:16] if path is not None else None


def find_picture(attributes: Mapping[str, Any]) -> str | None:
    """Return the path of the picture that an entity has at the other side; None where it is somewhere else.

    What is being played may have one elsewhere, and the other side shows it to those who cannot reach that.
    """
    paths = (_read_path(attributes.get(name)) for name in ("entity_picture", "entity_picture_local"))
    return next((path for path in paths if path is not None), None)


def find_elsewhere(attributes: Mapping[str, Any]) -> str | None:
    """Return the address of the picture that an entity has on the internet, where no key opens it.

    Without a certificate none is taken: in a home's network a mere question may switch something.
    """
    address = attributes.get("entity_picture")
    if not isinstance(address, str) or len(address) > MAX_ADDRESS or not address.isprintable():
        return None
    return public_address(address) if address.startswith("https:") else None


async def async_get_picture(session: TokenSession, url: str, entity: Entity, state: State | None) -> Picture:
    """Return the picture of an entity: what an image shows, or else its `entity_picture`.

    Raises CommandRefused, RefreshTokenRejected or TemporaryError.
    """
    if entity.domain == "image":
        return await async_fetch(session, f"{url}/api/image_proxy/{entity.entity_id}")
    path = find_picture(state.attributes) if state is not None else None
    if path is None:
        raise CommandRefused("no_picture")
    return await async_fetch(session, f"{url}{path}")


async def async_fetch(session: TokenSession, address: str) -> Picture:
    """Return the picture at an address of the other side.

    Raises CommandRefused, RefreshTokenRejected or TemporaryError.
    """
    response = await session.async_request("GET", address)
    if 300 <= response.status < 500:  # noqa: PLR2004 - RFC 9110, section 15: it is elsewhere, or nowhere
        raise CommandRefused("no_picture")
    raise_for_status(response)
    content = await response.read()
    if response.content_type not in CONTENT_TYPES or not 0 < len(content) <= MAX_BYTES:
        raise CommandRefused("no_picture")
    return Picture(content_type=response.content_type, content=content)


def _read_path(address: Any) -> str | None:
    """Return a path at the other side; None where a picture is somewhere else."""
    if not isinstance(address, str) or not 1 < len(address) <= MAX_ADDRESS or not address.isprintable():
        return None
    return address if address[0] == "/" and address[1] != "/" else None
