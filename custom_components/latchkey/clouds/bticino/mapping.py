"""Homes and how their modules are, as the model has them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..model import (
    BinarySensor,
    Button,
    CallButton,
    Camera,
    Device,
    Event,
    Feature,
    Light,
    Lock,
    RelayKind,
    Sensor,
)
from .bells import units_of
from .calls import EVENT_TYPES, BellStatus
from .doors import Opened
from .installation import Home, Kind, Module
from .status import UNKNOWN, Status

MAKER: Final = "BTicino"
PRODUCT: Final = "Classe"
"""How the vendor's names of its door phones begin; their types do not tell these apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """All that the devices of a home are made of."""

    home: Home
    statuses: Mapping[str, Status]
    opened: Mapping[str, Opened]
    bells: Mapping[str, BellStatus]
    """By the modules, as the others are."""


def map_home(source: Source, relays: Mapping[str, RelayKind]) -> Iterator[Device]:
    """Yield the devices of a home."""
    home = source.home
    for module in home.modules.values():
        status, opened = source.statuses.get(module.id, UNKNOWN), source.opened.get(module.id)
        relay = relays.get(module.id, "light") if module.kind is Kind.STAIRCASE_LIGHT else None
        features: Iterable[Feature]
        match module.kind:
            case Kind.BRIDGE:
                features = _bridge_features(home, module, status, source.bells[module.id])
            case Kind.EXTERNAL_UNIT:
                features = _unit_features(source.bells[module.id])
            case Kind.DOOR_LOCK:
                is_open = status.locked is False or (opened is not None and opened.is_open)
                features = _lock_features(opened, unlocked=is_open)
            case Kind.STAIRCASE_LIGHT:
                features = _relay_features(relay, status.on, opened)
        yield Device(
            id=module.id,
            name=module.name,
            maker=MAKER,
            model=_model(module),
            software_version=status.firmware,
            parent=module.bridge_id if module.bridge_id != module.id else None,
            place=home.id,
            room=module.room,
            available=status.reachable is not False,
            relay=relay,
            features={feature.key: feature for feature in features},
        )


def _model(module: Module) -> str:
    if module.kind is Kind.BRIDGE:
        return module.name if module.name.startswith(PRODUCT) else module.type
    return module.kind.capitalize()


def _bridge_features(home: Home, module: Module, status: Status, bell: BellStatus) -> Iterator[Feature]:
    """Yield how a bridge is connected, and its own bell: with one external unit, that rings for it."""
    is_connected = status.reachable if status.connected is not False else False
    yield BinarySensor(
        key="connectivity",
        label="connection",
        device_class="connectivity",
        on=is_connected,
        category="diagnostic",
        told_without_device=True,
    )
    strength = status.wifi_strength
    yield Sensor(
        key="wifi_strength",
        label="signal_strength",
        device_class="signal_strength",
        state_class="measurement",
        unit="dBm",
        value=-strength if strength is not None else None,
        category="diagnostic",
        enabled=False,
    )
    yield Sensor(
        key="uptime",
        label="uptime",
        device_class="uptime",
        value=status.started_at,
        category="diagnostic",
        enabled=False,
    )
    yield Sensor(
        key="firmware", label="firmware", value=status.firmware, category="diagnostic", enabled=False
    )
    yield Sensor(key="address", label="address", value=status.address, category="diagnostic", enabled=False)
    # It rings at home whenever somebody opens it: a person must want that.
    yield Camera(
        key="call_home",
        label="call_home",
        has_picture=False,
        has_live_view=True,
        can_talk=True,
        enabled=False,
    )
    units = units_of(home, module)
    yield from _bell_features(bell, enabled=len(units) != 1)
    if not units:
        yield from _call_buttons(bell)


def _unit_features(bell: BellStatus) -> Iterator[Feature]:
    """Yield what an external unit sees and tells."""
    pictured = bell.doorbell.pictured_call
    yield Camera(
        key="camera",
        has_live_view=True,
        is_at_door=True,
        can_talk=True,
        attributes={"snapshot_at": pictured.rang_at.isoformat()} if pictured else {},
    )
    yield from _bell_features(bell, enabled=True)
    yield from _call_buttons(bell)


def _bell_features(bell: BellStatus, *, enabled: bool) -> Iterator[Feature]:
    """Yield what a bell tells; a ring is told, whether or not its module is thought to be reached."""
    doorbell, last = bell.doorbell, bell.doorbell.last_call
    yield Event(
        key="doorbell",
        label="doorbell",
        device_class="doorbell",
        event_types=EVENT_TYPES,
        event_type=doorbell.event_type,
        fired_at=doorbell.fired_at,
        attributes={"call_id": doorbell.call_id} if doorbell.call_id else {},
        enabled=enabled,
        told_without_device=True,
    )
    yield BinarySensor(
        key="ringing",
        label="ringing",
        on=bell.is_ringing,
        is_bell=True,
        enabled=enabled,
        told_without_device=True,
    )
    yield Sensor(
        key="last_call",
        label="last_call",
        device_class="timestamp",
        value=last.rang_at if last else None,
        enabled=enabled,
        told_without_device=True,
    )


def _call_buttons(bell: BellStatus) -> Iterator[Feature]:
    """Yield what is done with whoever rings, as long as that can be done."""
    rings = bell.can_be_answered
    yield CallButton(key="answer", label="answer", action="answer", available=rings, told_without_device=True)
    yield CallButton(
        key="reject",
        label="reject",
        action="reject",
        available=rings or bell.is_talking,
        told_without_device=True,
    )


def _lock_features(opened: Opened | None, *, unlocked: bool) -> Iterator[Feature]:
    """Yield a lock: a door with a strike is locked unless it is known to be open."""
    yield Lock(key="lock", state="unlocked" if unlocked else "locked", can_open=True)
    yield Sensor(
        key="last_unlocked",
        label="last_unlocked",
        device_class="timestamp",
        value=opened.at if opened else None,
        is_kept=True,
        told_without_device=True,
    )


def _relay_features(kind: RelayKind | None, on: bool | None, opened: Opened | None) -> Iterator[Feature]:
    """Yield a relay as a person wants it: as a lock, it is unlocked while it is on."""
    match kind:
        case "lock":
            yield from _lock_features(opened, unlocked=on is True)
        case "button":
            yield Button(key="button")
        case _:
            yield Light(key="light", on=on)
