"""A relay: one connection to a camera, handed on to all who look, packet by packet."""

from typing import TYPE_CHECKING

from ...auth.redaction import mask_loggers

if TYPE_CHECKING:
    from .relay import Relay


def load() -> type[Relay]:
    """Return what relays, in an executor: its libraries take a second to import, and may not be installed.

    Raises ImportError, also where they are of another version.
    """
    from .relay import Relay  # noqa: PLC0415  # not before somebody wants it

    mask_loggers("aiortc")  # It logs descriptions, and the passwords that are in them.
    return Relay
