"""What every cloud is: an account at a vendor that is read, and sent commands."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from ..auth.session import TokenSession
from .allowed import Sieve
from .model import Command, JsonValue, Snapshot
from .settings import Settings

type RefusalReason = Literal[
    "refused",
    "not_supported",
    "unknown_device",
    "wrong_pin",
    "sensors_open",
    "fan_off",
    "unknown_choice",
    "mode_not_temporary",
    "end_not_supported",
    "end_in_the_past",
    "duration_too_long_days",
    "duration_too_long_hours",
    "duration_not_in_days",
    "duration_not_in_hours",
    "duration_not_in_minutes",
    "temperature_out_of_range",
    "no_schedule",
    "schedule_value",
    "schedule_temperature",
    "schedule_time",
    "schedule_day",
    "schedule_twice",
    "not_reachable",
    "wrong_code",
    "no_picture",
    "live_view_refused",
    "busy",
    "call_over",
    "not_permitted",
    "failed",
]


class Celsius(float):
    """Degrees Celsius, which a person reads in their own unit."""

    __slots__ = ()


type Placeholder = str | Celsius
"""What fills a gap in a sentence; never words of any language."""


class CommandRefused(Exception):
    """The vendor, or the device, does not do what was asked; asking again does not help."""

    def __init__(self, reason: RefusalReason, **placeholders: Placeholder) -> None:
        """Take the reason, the key of the sentence that a person reads, and what fills its gaps.

        The gaps {entity} and {vendor} are filled for it.
        """
        super().__init__(reason)
        self.reason = reason
        self.placeholders = placeholders


class CommandFailed(Exception):
    """The vendor tried, and could not do what was asked; what it says of that is in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who the vendor says the account is."""

    id: str
    """Stable for ever, also when the email address changes."""

    name: str
    """What its owner calls it, such as the email address."""


class Cloud(ABC):
    """One account at a vendor. What it can beyond this is told by what else it is; see capabilities.py."""

    commands_at_once: ClassVar[int | None] = 4
    """How many commands are sent at a time: a scene is quick, and the vendor spared.

    Those to one device are sent one after the other: many are made of what the device is by then.
    None where any number may be sent at any time, since the other side begins them in their order by itself.
    """

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        """Take the session that every request of this account goes through, and what a person wants."""
        self._session = session
        self._settings = settings

    @abstractmethod
    async def async_identify(self) -> Account:
        """Return who the account is. Raises RefreshTokenRejected or TemporaryError."""

    @abstractmethod
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all devices; with `discover`, also read anew which devices there are.

        Raises RefreshTokenRejected or TemporaryError.
        """

    @abstractmethod
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Carry out a command and return the home as the vendor says it is now.

        Raises CommandRefused, CommandFailed, RefreshTokenRejected or TemporaryError.
        """

    @abstractmethod
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        """Return what the vendor says now in its own words, as far as others may see it: for diagnostics.

        Changes nothing, neither there nor here. Raises RefreshTokenRejected or TemporaryError.
        """
