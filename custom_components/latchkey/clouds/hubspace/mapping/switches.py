"""What is on or off, open or closed, locked or unlocked."""

from collections.abc import Iterator, Mapping
from typing import Final

from aioafero.v1.models import Lock as VendorLock
from aioafero.v1.models import Switch as VendorSwitch
from aioafero.v1.models import Valve as VendorValve
from aioafero.v1.models.features import CurrentPositionEnum

from ...model import Category, Lock, Switch, Valve
from ..metadevice import Function, Metadevice
from .part import Part, Target, key, numbered, on_off, spell

_LOCK_STATES: Final = {
    CurrentPositionEnum.LOCKED: "locked",
    CurrentPositionEnum.LOCKING: "locking",
    CurrentPositionEnum.UNLOCKED: "unlocked",
    CurrentPositionEnum.UNLOCKING: "unlocking",
}
_TOGGLES: Final[Mapping[str, tuple[str, Category | None]]] = {
    "humidity-detection-enabled": ("humidity_detection", "config"),
    "humidity-sensor-led": ("humidity_sensor_led", "config"),
    "motion-detection-enabled-exhaust-fan": ("motion_detection", "config"),
    "motion-sensor-led": ("motion_sensor_led", "config"),
    "speaker-power": ("speaker", None),
}
"""What is known to be switched beside a fan or a light: its label, and whether that sets the device up."""

_NOT_SWITCHES: Final = {"portable-air-conditioner"}
"""What the vendor's library splits off as a switch, and is a mode of its climate device here."""


def switch_parts(metadevice: Metadevice, switch: VendorSwitch) -> Iterator[Part]:
    """Yield a switch for each outlet or zone, and for what is split off a light or a fan."""
    if metadevice.device_class in _NOT_SWITCHES:
        return
    for instance, power in (switch.on or {}).items():
        function: Function = (power.function_class, instance)
        yield Part(
            feature=_switch(metadevice, function, on=power.on, is_split=switch.split is not None),
            target=Target(metadevice_id=metadevice.id, options={"on": on_off(function)}),
        )


def _switch(metadevice: Metadevice, function: Function, *, on: bool, is_split: bool) -> Switch:
    """Return a switch; one that is split off, and of which nothing is known, sets its device up."""
    label, index = _name(function[1] if function[0] == "toggle" else None, "switch_named")
    category: Category | None = "config" if is_split else None
    known = _TOGGLES.get(function[1] or "") if is_split else None
    if known is not None:
        (label, category), index = known, None
    return Switch(
        key=key(metadevice.id, *function),
        label=label,
        index=index,
        category=category,
        on=on,
        device_class="outlet" if metadevice.device_class == "power-outlet" else None,
    )


def valve_parts(metadevice: Metadevice, valve: VendorValve) -> Iterator[Part]:
    """Yield a valve for each spigot; the power of all of them is none where there are spigots."""
    functions = {(opened.function_class, instance): opened for instance, opened in valve.open.items()}
    spigots = {function: opened for function, opened in functions.items() if function[0] == "toggle"}
    for function, opened in (spigots or functions).items():
        label, index = _name(function[1], "valve_named")
        feature = Valve(
            key=key(metadevice.id, *function),
            label=label,
            index=index,
            open=opened.open,
            device_class="water",
        )
        yield Part(
            feature=feature, target=Target(metadevice_id=metadevice.id, options={"open": on_off(function)})
        )


def lock_parts(metadevice: Metadevice, lock: VendorLock) -> Iterator[Part]:
    """Yield a lock."""
    if lock.position is None:
        return
    function: Function = (lock.position.function_class, lock.position.function_instance)
    feature = Lock(key=key(metadevice.id, "lock"), state=_LOCK_STATES.get(lock.position.position))
    options = {"locked": on_off(function, "locking", "unlocking")}
    yield Part(feature=feature, target=Target(metadevice_id=metadevice.id, options=options))


def _name(instance: str | None, otherwise: str) -> tuple[str | None, str | None]:
    """Return the label and the index of an outlet, a spigot, a zone or another switch."""
    if instance is None:
        return None, None
    label, index = numbered(None, instance)
    return (otherwise, spell(instance)) if label is None else (label, index)
