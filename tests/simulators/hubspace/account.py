"""An account at Hubspace and the home that belongs to it."""

from dataclasses import dataclass, field

from .metadevice import Metadevice


@dataclass(slots=True, kw_only=True)
class Account:
    """All fields may be changed at any time; the id never changes at the real vendor."""

    id: str
    email: str
    password: str
    asks_for_code: bool = True
    """Whether a right password is followed by a code by mail."""

    locked_for: str | float | None = None
    """While not None, logins are answered 429 with this Retry-After: seconds or an HTTP date."""

    metadevices: dict[str, Metadevice] = field(default_factory=dict)
    """Devices and rooms by their ids."""
