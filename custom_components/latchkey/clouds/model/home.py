"""What a home is made of: devices and their features, places, and the calls at its doors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .feature import Feature, FeatureId

type RelayKind = Literal["light", "lock", "button"]
"""As what the relay of a staircase light is shown: some houses open the gate with it."""

type CallOutcome = Literal["answered", "answered_here", "rejected", "missed", "ended"]
"""Where nothing else is said, it was answered elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A thing that a person can touch."""

    id: str
    name: str
    label: str | None = None
    """The translation key of its name, where its vendor has no name for it."""

    maker: str | None = None
    model: str | None = None
    serial_number: str | None = None
    software_version: str | None = None
    hardware_version: str | None = None
    page: str | None = None
    """Where a person sees it in a browser, and sets it up: an address of its vendor's."""

    parent: str | None = None
    """The id of the device that this one is reached through."""

    place: str | None = None
    """The id of the home or room that it is in, a key of `Snapshot.places`."""

    room: str | None = None
    """The name of the room that it is in, or that it heats, where its place is a whole home."""

    is_service: bool = False
    """Whether it is software, rather than a thing."""

    available: bool = True
    relay: RelayKind | None = None
    """As what its relay is shown, where that is a person's choice (`Settings.relays`)."""

    features: Mapping[str, Feature] = field(default_factory=dict)
    """By their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody rang at a door."""

    id: str
    """Names the call for ever."""

    device_id: str
    """The door phone that was rung at."""

    rang_at: datetime
    outcome: CallOutcome | None = None
    """None while it rings, and where the vendor does not say."""

    has_image: bool = False
    """Whether `HasDoors.async_get_call_image` returns what the door phone saw then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingingCall:
    """Somebody rings, and can be answered."""

    id: str
    """The same as that of its `Call`."""

    offer: str = field(repr=False)
    """What the door phone offers (SDP, RFC 8866)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All that a cloud knows of an account at one moment.

    A device that did not change is the same object from one snapshot to the next.
    """

    devices: Mapping[str, Device]
    places: Mapping[str, str] = field(default_factory=dict)
    """Names of homes or rooms by their ids."""

    calls: tuple[Call, ...] = ()
    """The last calls at all doors, newest first."""

    silent_places: frozenset[str] = frozenset()
    """The places of which the vendor's last answer lists nothing: what was there may be there still."""

    clock_ahead: float = 0.0
    """By how many seconds the vendor's clock is before ours, as far as that is known."""

    unchosen: frozenset[str] = frozenset()
    """The ids of devices that there are, but that a person chose not to be shown."""


def replaced(before: Snapshot, after: Snapshot) -> list[tuple[Device | None, Device]]:
    """Return the devices that are new or other objects than before, each with what it was."""
    known = before.devices
    return [(known.get(key), device) for key, device in after.devices.items() if known.get(key) is not device]


def changed_features(before: Snapshot, after: Snapshot) -> list[FeatureId]:
    """Return the features of all devices that are not what they were."""
    return [(device.id, key) for _, device in replaced(before, after) for key in device.features]


def has_same_features(before: Snapshot, after: Snapshot) -> bool:
    """Return whether no device and no feature came, went or became one of another kind."""
    return before.devices is after.devices or (
        before.devices.keys() == after.devices.keys()
        and all(old is not None and _kinds(old) == _kinds(new) for old, new in replaced(before, after))
    )


def _kinds(device: Device) -> Mapping[str, type[Feature]]:
    """Return which features a device has, in whatever order, and of what kind each is."""
    return dict(zip(device.features, map(type, device.features.values()), strict=True))


def differing_features(before: Snapshot, after: Snapshot) -> list[FeatureId]:
    """Return the features that are shown in another way than before, or that came or went."""
    if before.devices is after.devices:
        return []
    gone = before.devices.keys() - after.devices.keys()
    return [
        *((key, feature) for key in gone for feature in before.devices[key].features),
        *((new.id, key) for old, new in replaced(before, after) for key in _differing_keys(old, new)),
    ]


def _differing_keys(before: Device | None, after: Device) -> list[str]:
    """Return the keys of the features of a device that are shown in another way than before."""
    if before is None:
        return list(after.features)
    old, new = before.features, after.features
    is_as_reached = before.available == after.available
    return [key for key in {**old, **new} if not is_as_reached or old.get(key) != new.get(key)]
