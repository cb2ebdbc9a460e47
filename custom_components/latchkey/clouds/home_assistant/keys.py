"""What in an address opens something to whoever reads it."""

import re
from typing import Final

_KEY: Final = re.compile(r"(?<=[?&])(?:auth_?sig|api_?key|[\w-]*token)=[^&#]*&?", re.IGNORECASE)


def without_keys(address: str) -> str:
    """Return an address without its keys."""
    without = _KEY.sub("", address)
    return address if without == address else without.rstrip("?&")
