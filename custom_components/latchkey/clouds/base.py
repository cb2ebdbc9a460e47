"""What every cloud offers, and how a vendor presents itself."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import aiohttp

from ..auth.endpoint import TokenEndpoint
from ..auth.login import Login
from ..auth.session import TokenSession
from .model import Command, JsonValue, Schedule, Snapshot

type RefusalReason = Literal[
    "refused",
    "not_supported",
    "unknown_device",
    "wrong_pin",
    "sensors_open",
    "fan_off",
    "mode_not_allowed",
    "mode_not_temporary",
    "end_in_the_past",
    "duration_too_long",
    "duration_not_in_steps",
    "temperature_out_of_range",
    "no_schedule",
    "schedule_value",
    "schedule_temperature",
    "schedule_time",
    "schedule_day",
    "schedule_twice",
]


class CommandRefused(Exception):
    """The vendor, or the device, does not do what was asked; asking again does not help."""

    def __init__(self, reason: RefusalReason, **placeholders: str) -> None:
        """Take the reason, the key of the sentence that a person reads, and what fills its gaps."""
        super().__init__(reason)
        self.reason = reason
        self.placeholders = placeholders


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who the vendor says the account is."""

    id: str
    """Stable for ever, also when the e-mail address changes."""

    name: str
    """What its owner calls it, such as the e-mail address."""


class Cloud(ABC):
    """One account at a vendor."""

    def __init__(self, session: TokenSession, hidden_places: Collection[str] = ()) -> None:
        """Take the session that every request of this account goes through.

        What is in `hidden_places` is not shown: how it is need not be asked for.
        """
        self._session = session
        self._hidden_places = hidden_places

    @abstractmethod
    async def async_identify(self) -> Account:
        """Return who the account is. Raises RefreshTokenRejected or TemporaryError."""

    async def async_list_homes(self) -> Mapping[str, str]:
        """Return the names of the homes that a person may choose among, by their ids as places.

        Empty where all of an account belongs to one home. Raises RefreshTokenRejected or TemporaryError.
        """
        return {}

    @abstractmethod
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all devices; with `discover`, also read anew which devices there are.

        Raises RefreshTokenRejected or TemporaryError.
        """

    @abstractmethod
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Carry out a command and return the home as the vendor says it is now.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """

    async def async_send_state(
        self,
        device_id: str,  # noqa: ARG002 - the clouds that can do it take these
        values: Sequence[Mapping[str, JsonValue]],  # noqa: ARG002
    ) -> Snapshot:
        """Send raw values in the vendor's own words and return the home as it is now.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """
        raise CommandRefused("not_supported")

    async def async_get_schedule(
        self,
        device_id: str,  # noqa: ARG002
    ) -> Schedule:
        """Return the schedule of a device as the vendor has it now.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """
        raise CommandRefused("not_supported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a vendor may be polled, in seconds."""

    default: int
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A kind of account: all that is known before an account of it is set up."""

    kind: str
    """The name of its folder; part of every account's unique id."""

    name: str
    """The brand, as its customers know it."""

    token_endpoint: TokenEndpoint
    login: Callable[[aiohttp.ClientSession], Login]
    load_cloud: Callable[[], type[Cloud]]
    """Imports the vendor's library (slow: never on the event loop) and returns the cloud's class."""

    pace: Pace
    places: Literal["rooms", "homes"] = "rooms"
    """What the places of a snapshot are: only rooms become areas."""

    loggers: tuple[str, ...]
    """The loggers of the vendor's library: what they write is masked."""
