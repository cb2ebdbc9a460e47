"""What in an address opens something to whoever reads it."""

import re
from typing import Final

from yarl import URL

_PASSWORD: Final = re.compile(r"(?<=://)[^/?#@]*@")
_KEY: Final = re.compile(r"(?<=[?&])(?:auth_?sig|api_?key|[\w-]*token)=[^&#]*&?", re.IGNORECASE)


def without_keys(address: str) -> str:
    """Return an address without its keys."""
    bare = _PASSWORD.sub("", address)
    without = _KEY.sub("", bare)
    return bare if without == bare else without.rstrip("?&")


def public_address(address: str) -> str | None:
    """Return an address where a browser may look by itself; None where that is no such, or holds a key."""
    try:
        url = URL(address)
    except ValueError:
        return None
    is_public = url.scheme in ("http", "https") and bool(url.host) and without_keys(address) == address
    return address if is_public else None
