"""What must not get out, and answers that have it everywhere."""

from collections.abc import Callable, Iterator
from typing import Any, Final

CANARIES: Final = (
    "Alice Canary",
    "alice.canary@example.com",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl",
    "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "00:03:50:CA:4A:17",
    "000350CA4A17",
    "12 Canary Street",
    "47.376888, 8.541694",
    "192.0.2.77",
    "+41791234567",
    "+Kx7/canary==",
)
"""A name, an email address, tokens, hardware addresses, where somebody lives, how they are reached."""

PLACE: Final = 47.376888
"""A latitude, as a number."""


def poisoned(raw: Any, replace: Callable[[str, Any], Any], key: str = "") -> Any:
    """Return an answer with each of its values as `replace` returns it, told its key."""
    if isinstance(raw, dict):
        return {name: poisoned(value, replace, name) for name, value in raw.items()}
    if isinstance(raw, list):
        return [poisoned(item, replace, key) for item in raw]
    return replace(key, raw)


def keys_of(raw: Any) -> Iterator[str]:
    """Yield the keys of an answer, at any depth."""
    if isinstance(raw, dict):
        yield from raw
        raw = list(raw.values())
    for item in raw if isinstance(raw, list) else []:
        yield from keys_of(item)


def found(text: str) -> list[str]:
    """Return what of all this is in a text."""
    return [each for each in (*CANARIES, "47.37688") if each.lower() in text.lower()]
