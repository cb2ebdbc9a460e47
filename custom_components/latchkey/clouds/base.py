"""What every cloud offers, and how a vendor presents itself."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import aiohttp

from ..auth.endpoint import TokenEndpoint
from ..auth.errors import TemporaryError
from ..auth.login import Login
from ..auth.session import TokenSession
from .allowed import Sieve
from .model import (
    Command,
    FeatureId,
    IceCandidate,
    IceServer,
    JsonValue,
    RelayKind,
    Schedule,
    Snapshot,
)
from .pushes import Pushes

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
    "not_reachable",
    "wrong_code",
    "no_picture",
    "live_view_refused",
    "said",
]


class CommandRefused(Exception):
    """The vendor, or the device, does not do what was asked; asking again does not help."""

    def __init__(self, reason: RefusalReason, **placeholders: str) -> None:
        """Take the reason, the key of the sentence that a person reads, and what fills its gaps."""
        super().__init__(reason)
        self.reason = reason
        self.placeholders = placeholders


class CommandFailed(Exception):
    """The vendor tried, and could not do what was asked; `message` is what it says of it."""

    def __init__(self, message: str) -> None:
        """Take the vendor's own words."""
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was found at an address that a person typed."""

    url: str
    """The address in one form, without a slash at its end: the account is reached there."""

    providers: Mapping[str, str]
    """The names of those who can check a password there, by their ids; at least one."""

    is_own: bool = False
    """Whether it is this very Home Assistant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Out of what a person may choose which of an account's features are shown."""

    places: Mapping[str, str]
    labels: Mapping[str, str]
    """Names by ids."""

    kinds: Mapping[str, int]
    """How many features there are of each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which features of an account are shown: what one of these names, and nothing that `excluded` does.

    Patterns are globs such as "light.kitchen_*". Where nothing is named, everything is shown.
    """

    places: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    mirrored: bool = False
    """Whether also what is there itself mirrored from somewhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person wants of an account."""

    hidden_places: frozenset[str] = frozenset()
    """Places whose devices are not shown: how they are need not be asked for."""

    selection: Selection = Selection()
    own_account_ids: frozenset[str] = frozenset()
    """The ids of the users of this Home Assistant: what is mirrored from here is not mirrored back."""

    fahrenheit: bool = False
    """Whether temperatures are read and set in degrees Fahrenheit, where the vendor has both units."""

    relays: Mapping[str, RelayKind] = field(default_factory=dict)
    """As what the relays of these devices are shown; all others are lights."""


class Listener(Protocol):
    """Who is told what changes."""

    def changed(self, snapshot: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Take the account as it is now; `features` are all that changed, None is anything."""

    def lost(self, error: TemporaryError) -> None:
        """Take that nothing is told until `changed` is called again."""

    def paced(self) -> None:
        """Take that `Cloud.poll_interval` is another one now."""


class Viewer(Protocol):
    """Who looks at a live view. All of it is called on the event loop, and must not raise."""

    def answered(self, description: str) -> None:
        """Take the other side's answer (SDP, RFC 8866) to one's own offer."""

    def found(self, candidate: IceCandidate) -> None:
        """Take a way on which the other side may be reached."""

    def ended(self) -> None:
        """Take that the other side ended the live view, or that the connection to it is lost."""


class LiveView(Protocol):
    """A live view that is open."""

    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        """Tell the other side a way on which the viewer may be reached. Raises TemporaryError."""

    async def async_close(self) -> None:
        """End it, once or several times; `Viewer.ended` is not called any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who the vendor says the account is."""

    id: str
    """Stable for ever, also when the e-mail address changes."""

    name: str
    """What its owner calls it, such as the e-mail address."""


class Cloud(ABC):
    """One account at a vendor."""

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        """Take the session that every request of this account goes through, and what a person wants."""
        self._session = session
        self._settings = settings
        self.pushes: Pushes | None = None
        """What becomes known of what the vendor pushes; None where it does not."""

    @abstractmethod
    async def async_identify(self) -> Account:
        """Return who the account is. Raises RefreshTokenRejected or TemporaryError."""

    async def async_list_homes(self) -> Mapping[str, str]:
        """Return the names of the homes that a person may choose among, by their ids as places.

        Empty where all of an account belongs to one home. Raises RefreshTokenRejected or TemporaryError.
        """
        return {}

    async def async_list_choices(self) -> Choices:
        """Return out of what a person may choose; where the vendor says so in `Vendor.selects`.

        Raises RefreshTokenRejected or TemporaryError.
        """
        raise NotImplementedError

    async def async_count(self, selection: Selection) -> int:
        """Return how many features a selection shows; see `async_list_choices`."""
        raise NotImplementedError

    async def async_listen(self, listener: Listener) -> None:  # noqa: ARG002 - only who pushes takes it
        """Tell what changes as it happens, until this is cancelled; return where the vendor tells nothing.

        Connects, and connects again, by itself. Raises RefreshTokenRejected.
        """
        return

    async def async_get_image(
        self,
        device_id: str,  # noqa: ARG002
        feature_key: str,  # noqa: ARG002
    ) -> bytes:
        """Return what a camera sees now, or saw at the last call where it has a live view, as JPEG.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """
        raise CommandRefused("not_supported")

    async def async_get_call_image(self, call_id: str) -> bytes:  # noqa: ARG002 - door phones take it
        """Return what a door phone saw at a call of the last snapshot, as JPEG.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """
        raise CommandRefused("no_picture")

    @property
    def ice_servers(self) -> Sequence[IceServer]:
        """The servers that help a live view along, as the vendor named them last."""
        return ()

    async def async_open_live_view(
        self,
        device_id: str,  # noqa: ARG002
        feature_key: str,  # noqa: ARG002
        offer: str,  # noqa: ARG002
        viewer: Viewer,  # noqa: ARG002
    ) -> LiveView:
        """Offer a camera a live view (SDP, RFC 8866); the viewer is told what comes of it.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """
        raise CommandRefused("not_supported")

    @abstractmethod
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all devices; with `discover`, also read anew which devices there are.

        Raises RefreshTokenRejected or TemporaryError.
        """

    @property
    def poll_interval(self) -> float | None:
        """The seconds between two polls that are enough now, since the vendor tells what changes.

        None where a person's choice counts.
        """
        return None

    @abstractmethod
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Carry out a command and return the home as the vendor says it is now.

        Raises CommandRefused, CommandFailed, RefreshTokenRejected or TemporaryError.
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

    async def async_raw_words(self, sieve: Sieve) -> JsonValue:  # noqa: ARG002 - every real vendor takes it
        """Return what the vendor says now in its own words, as far as others may see it: for diagnostics.

        Changes nothing, neither there nor here. Raises RefreshTokenRejected or TemporaryError.
        """
        return None

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
    load_cloud: Callable[[], Callable[[TokenSession, Settings], Cloud]]
    """Imports the vendor's library (slow: never on the event loop) and returns what makes the cloud."""

    pace: Pace
    places: Literal["rooms", "homes"] = "rooms"
    """What the places of a snapshot are: only rooms become areas."""

    find: Callable[[aiohttp.ClientSession, str, Callable[[str], bool]], Awaitable[Site]] | None = None
    """Looks what is at an address that a person typed; None where the vendor has one address for all.

    The last argument tells whether a login that was begun there is one at this very Home Assistant.
    Raises InvalidAddress, WrongAddress, AddressBanned or TemporaryError.
    """

    at: Callable[[str], Vendor] | None = None
    """Returns the vendor as it is at the URL of a site; None where it has one address for all."""

    resends: bool = True
    """Whether it can send another one-time code; an app on the person's phone cannot."""

    selects: bool = False
    """Whether a person chooses which features are shown."""

    door_phones: bool = False
    """Whether somebody may ring: the last calls can be kept here, and relays be shown as something else."""

    loggers: tuple[str, ...]
    """The loggers of the vendor's library: what they write is masked."""
