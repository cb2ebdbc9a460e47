"""What in an address opens something to whoever reads it."""

import re
from typing import Final

_PASSWORD: Final = re.compile(r"(?<=://)[^/?#@]*@")
_KEY: Final = re.compile(r"(?<=[?&])(?:auth_?sig|api_?key|[\w-]*token)=[^&#]*&?", re.IGNORECASE)


def without_keys(address: str) -> str:
    """Return an address without its keys."""
    bare = _PASSWORD.sub("", address)
    without = _KEY.sub("", bare)
    return bare if without == bare else without.rstrip("?&")
