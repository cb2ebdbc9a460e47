"""Security systems, and the sensors that are reached through them."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from aioafero.v1.controllers.security_system import BYPASS_MODES, GENERIC_MODES, TRIGGER_MODES
from aioafero.v1.models import SecuritySystem, SecuritySystemSensor

from ...model import AlarmPanel, BinarySensor, Select, Sensor
from ..metadevice import Function, Metadevice
from .part import Part, Target, Values, key, slug

_STATES: Final = {
    "disarmed": "disarmed",
    "arm-stay": "armed_home",
    "arm-away": "armed_away",
    "arm-started-stay": "arming",
    "arm-started-away": "arming",
    "triggered": "pending",
    "alarming": "triggered",
    "alarming-sos": "triggered",
}
"""Home Assistant's states by the vendor's: "triggered" is the delay to disarm before the siren."""

_MODES: Final = {"armed_home": "arm-stay", "armed_away": "arm-away", "triggered": "alarming-sos"}
ORDERS: Final = {"armed_away": 2, "armed_home": 4, "triggered": 5}
"""The vendor's orders by the states that they lead to."""

_ORDER: Final[Function] = ("siren-action", None)

_DEVICE_CLASSES: Final = {1: "motion", 2: "door"}
MODELS: Final = {1: "Motion sensor", 2: "Door and window sensor"}
_SETTINGS: Final[Mapping[str, tuple[str, Mapping[int, str]]]] = {
    "chirp": ("chirpMode", GENERIC_MODES),
    "trigger_type": ("triggerType", TRIGGER_MODES),
    "bypass": ("bypassType", BYPASS_MODES),
}
"""By our label: the vendor's field, and its words by numbers."""


def panel_parts(metadevice: Metadevice, system: SecuritySystem) -> Iterator[Part]:
    """Yield the alarm panel of a security system."""
    if system.alarm_state is None:
        return
    can_be_armed = _ORDER in metadevice.functions
    modes = [ours for ours, theirs in _MODES.items() if can_be_armed and theirs in system.alarm_state.modes]
    panel = AlarmPanel(
        key=key(metadevice.id, "alarm"),
        state=_STATES.get(system.alarm_state.mode or ""),
        modes=tuple(modes),
        code_format="number",
    )
    orders: dict[str, Values] = {
        mode: {_ORDER: {"security-siren-action": {"resultCode": 0, "command": ORDERS[mode]}}}
        for mode in modes
    }
    target = Target(metadevice_id=metadevice.id, item_id=system.id, options={"state": orders})
    yield Part(feature=panel, target=target)


def sensor_parts(metadevice: Metadevice, sensor: SecuritySystemSensor) -> Iterator[Part]:
    """Yield what one sensor of a security system tells, and its settings."""
    function: Function = ("sensor-config", f"sensor-{sensor.instance}")
    for feature in _readings(metadevice.record(("sensor-state", function[1]))):
        yield Part(feature=feature)
    for label in _SETTINGS:
        yield _setting(metadevice, function, label)


def sensor_model(metadevice: Metadevice, sensor: SecuritySystemSensor) -> str:
    """Return which kind of sensor it is, as far as that is known."""
    state = metadevice.record(("sensor-state", f"sensor-{sensor.instance}"))
    return MODELS.get(state["deviceType"], "Sensor")


def _readings(state: Mapping[str, Any]) -> Iterator[BinarySensor | Sensor]:
    """Yield what a sensor tells."""
    yield BinarySensor(
        key="sensor", on=bool(state["triggered"]), device_class=_DEVICE_CLASSES.get(state["deviceType"])
    )
    yield BinarySensor(
        key="tamper",
        label="tamper",
        category="diagnostic",
        on=bool(state["tampered"]),
        device_class="tamper",
    )
    yield Sensor(
        key="battery",
        label="battery",
        category="diagnostic",
        value=state["batteryLevel"],
        unit="%",
        device_class="battery",
        state_class="measurement",
    )


def _setting(metadevice: Metadevice, function: Function, label: str) -> Part:
    """Return one setting of a sensor; the vendor takes all of them at a time."""
    name, words = _SETTINGS[label]
    config = metadevice.record(function)
    envelope = next(iter(metadevice.states[function]))
    settings: dict[str, Values] = {
        slug(word): {function: {envelope: {**_plain(config), name: number}}} for number, word in words.items()
    }
    select = Select(
        key=label,
        label=label,
        category="config",
        option=slug(words[config[name]]),
        options=tuple(settings),
    )
    return Part(feature=select, target=Target(metadevice_id=metadevice.id, options={"option": settings}))


def _plain(config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings, and nothing else that the vendor may have put beside them."""
    return {name: config[name] for name, _words in _SETTINGS.values()}
