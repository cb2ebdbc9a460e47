"""Homes and how their modules are, as the model has them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..model import (
    BinarySensor,
    Button,
    Camera,
    Device,
    Event,
    Feature,
    Light,
    Lock,
    RelayKind,
    Sensor,
)
from .calls import EVENT_TYPES, Calls
from .installation import Home, Kind, Module
from .status import UNKNOWN, Status

MAKER: Final = "BTicino"

SECONDS_PER_HOUR: Final = 3600
"""An uptime in seconds would be another with each poll."""

_MODELS: Final = {"BNC1": "Classe 300X", "BNCX": "Classe 100X"}
"""By the vendor's types; other bridges are told by these."""


def map_home(
    home: Home, statuses: Mapping[str, Status], calls: Calls, relays: Mapping[str, RelayKind]
) -> Iterator[Device]:
    """Yield the devices of a home."""
    for module in home.modules.values():
        status = statuses.get(module.id, UNKNOWN)
        relay = relays.get(module.id, "light") if module.kind is Kind.STAIRCASE_LIGHT else None
        yield Device(
            id=module.id,
            name=module.name,
            maker=MAKER,
            model=_model(module),
            software_version=module.firmware or status.firmware,
            parent=module.bridge_id if module.bridge_id != module.id else None,
            place=home.id,
            available=status.reachable is not False,
            relay=relay,
            features={feature.key: feature for feature in _features(module, status, calls, relay)},
        )


def _model(module: Module) -> str:
    if module.kind is Kind.BRIDGE:
        return _MODELS.get(module.type, module.type)
    return module.kind.capitalize()


def _features(module: Module, status: Status, calls: Calls, relay: RelayKind | None) -> Iterable[Feature]:
    """Return what a module does and tells."""
    match module.kind:
        case Kind.BRIDGE:
            return _bridge_features(module, status)
        case Kind.EXTERNAL_UNIT:
            return _unit_features(module.id, calls)
        case Kind.DOOR_LOCK:
            return [_lock(status.locked)]
        case Kind.STAIRCASE_LIGHT:
            return [_relay(relay, status.on)]


def _bridge_features(module: Module, status: Status) -> Iterator[Feature]:
    """Yield how a bridge is connected."""
    is_connected = status.reachable if status.connected is not False else False
    yield BinarySensor(
        key="connectivity",
        device_class="connectivity",
        on=is_connected,
        category="diagnostic",
        told_without_device=True,
    )
    strength = status.wifi_strength
    yield Sensor(
        key="wifi_strength",
        label="wifi_strength",
        device_class="signal_strength",
        state_class="measurement",
        unit="dBm",
        value=-strength if strength is not None else None,
        category="diagnostic",
    )
    yield Sensor(
        key="uptime",
        label="uptime",
        device_class="duration",
        unit="h",
        value=None if status.uptime is None else status.uptime // SECONDS_PER_HOUR,
        decimals=0,
        category="diagnostic",
    )
    yield Sensor(
        key="firmware", label="firmware", value=module.firmware or status.firmware, category="diagnostic"
    )
    yield Sensor(key="address", label="address", value=status.address, category="diagnostic")


def _unit_features(unit_id: str, calls: Calls) -> Iterator[Feature]:
    """Yield what an external unit tells; a ring is told, whether or not it is thought to be reached."""
    doorbell = calls.doorbell(unit_id)
    last, pictured = doorbell.last_call, doorbell.pictured_call
    yield Camera(
        key="camera",
        has_live_view=True,
        attributes={"snapshot_at": pictured.rang_at.isoformat()} if pictured else {},
    )
    yield Event(
        key="doorbell",
        label="doorbell",
        device_class="doorbell",
        event_types=EVENT_TYPES,
        event_type=doorbell.event_type,
        fired_at=doorbell.fired_at,
        attributes={"call_id": doorbell.call_id} if doorbell.call_id else {},
        told_without_device=True,
    )
    yield BinarySensor(key="ringing", label="ringing", on=calls.is_ringing(unit_id), told_without_device=True)
    yield Sensor(
        key="last_call",
        label="last_call",
        device_class="timestamp",
        value=last.rang_at if last else None,
        told_without_device=True,
    )


def _lock(locked: bool | None) -> Lock:
    state = None if locked is None else "locked" if locked else "unlocked"
    return Lock(key="lock", state=state, can_open=True)


def _relay(kind: RelayKind | None, on: bool | None) -> Feature:
    """Return a relay as a person wants it: as a lock, it is unlocked while it is on."""
    if kind == "lock":
        return _lock(None if on is None else not on)
    if kind == "button":
        return Button(key="button")
    return Light(key="light", on=on)
