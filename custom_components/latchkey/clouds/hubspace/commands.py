"""Commands in the vendor's words."""

import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, Final

from aioafero.errors import AferoError, SecuritySystemError
from aioafero.util import percentage_to_ordered_list_item

from ...auth.errors import AuthError, TemporaryError
from ..base import CommandRefused, RefusalReason
from ..model import (
    AlarmPanel,
    Climate,
    Command,
    Fan,
    Feature,
    Humidifier,
    Light,
    Lock,
    Number,
    Select,
    SelectOption,
    SetAlarm,
    SetClimate,
    SetFan,
    SetHumidifier,
    SetLight,
    SetLock,
    SetNumber,
    SetSwitch,
    SetValve,
    Switch,
    Valve,
)
from .bridge import Bridge
from .mapping.lights import light_arguments
from .mapping.part import Part, Target, Values
from .mapping.security import ORDERS
from .metadevice import Function

type Sender = Callable[[Bridge, Target, Any, Any], Awaitable[None]]

_SECURITY_REFUSALS: Final[Mapping[str, RefusalReason]] = {
    "Disarm PIN was not accepted": "wrong_pin",
    "Sensors are open or unavailable": "sensors_open",
}
"""How the vendor's library words why it does not arm or disarm."""


async def async_send(bridge: Bridge, part: Part, command: Command) -> None:
    """Carry out a command. Raises CommandRefused, RefreshTokenRejected or TemporaryError."""
    known = _SENDERS.get(type(command))
    if known is None or part.target is None or not isinstance(part.feature, known[0]):
        raise CommandRefused("not_supported")
    _, sender = known
    try:
        await sender(bridge, part.target, part.feature, command)
    except AuthError, CommandRefused:
        raise
    except SecuritySystemError as error:
        raise CommandRefused(_security_refusal(str(error))) from None
    except Exception as error:  # noqa: BLE001 - the library raises all sorts of things at odd answers
        raise TemporaryError(f"the vendor's library failed ({type(error).__name__})") from None


def values_of(target: Target, command: Command) -> Values:
    """Return what a command sets; raises CommandRefused where the device does not know one of its values."""
    values: dict[Any, Any] = {}
    for field in fields(command):
        wanted = getattr(command, field.name)
        if wanted is None:
            continue
        if field.name in target.numbers:
            values[target.numbers[field.name]] = _number(target, target.numbers[field.name], wanted)
        elif wanted in target.options.get(field.name, {}):
            values.update(target.options[field.name][wanted])
        else:
            raise CommandRefused("not_supported")
    return values


def climate_values_of(target: Target, climate: Climate, command: SetClimate) -> Values:
    """Return what a command sets; the mode decides which target temperature is meant."""
    if command.target_temperature is None:
        return values_of(target, command)
    setpoint = target.setpoints.get(command.mode or climate.mode or "")
    if setpoint is None:
        raise CommandRefused("not_supported")
    others = values_of(target, replace(command, target_temperature=None))
    return {**others, setpoint: _number(target, setpoint, command.target_temperature)}


def _number(target: Target, function: Function, value: float) -> float:
    """Return the number nearest to one that the device has, as the vendor writes it: 30, not 30.0."""
    limits = target.ranges.get(function)
    if limits is not None:
        steps = round((value - limits["min"]) / limits["step"])
        value = min(max(limits["min"] + steps * limits["step"], limits["min"]), limits["max"])
    return int(value) if float(value).is_integer() else round(value, 2)


def _security_refusal(message: str) -> RefusalReason:
    """Return why a security system refuses."""
    reasons = (reason for start, reason in _SECURITY_REFUSALS.items() if message.startswith(start))
    return next(reasons, "refused")


async def _async_set(bridge: Bridge, target: Target, _feature: Feature, command: Command) -> None:
    """Send what the tables say."""
    await bridge.async_put(target.metadevice_id, values_of(target, command))


async def _async_set_climate(bridge: Bridge, target: Target, climate: Climate, command: SetClimate) -> None:
    """Send what the tables say."""
    await bridge.async_put(target.metadevice_id, climate_values_of(target, climate, command))


async def _async_set_fan(bridge: Bridge, target: Target, fan: Fan, command: SetFan) -> None:
    """Send what the tables say, and the vendor's word for a speed."""
    if command.direction is not None and not (fan.on or command.on):
        raise CommandRefused("fan_off")
    if command.percentage == 0:
        command = replace(command, on=False, percentage=None)
    elif command.on is None and (command.percentage, command.preset) != (None, None):
        command = replace(command, on=True)
    values = values_of(target, replace(command, percentage=None))
    if command.percentage is not None:
        values = {**values, **_speed_values(target, command.percentage)}
    await bridge.async_put(target.metadevice_id, values)


def _speed_values(target: Target, percentage: int) -> Values:
    """Return what sets a fan's speed; raises CommandRefused where it has none."""
    speeds = target.options.get("speed")
    if speeds is None:
        raise CommandRefused("not_supported")
    return speeds[percentage_to_ordered_list_item(list(speeds), percentage)]


async def _async_set_light(bridge: Bridge, target: Target, light: Light, command: SetLight) -> None:
    """Send what the library makes of it; it knows the colour modes and the channels of lamps."""
    if command.effect not in (None, "off", *light.effects):
        raise CommandRefused("not_supported")
    if not target.item_id:
        await _async_set(bridge, target, light, SetSwitch(command.on))
        return
    lamp = bridge.controller("lights").get_device(target.item_id)
    arguments = light_arguments(lamp, target, command)
    for values in await bridge.async_light_values(target.item_id, arguments):
        await bridge.async_put(target.metadevice_id, {**values, **(target.wake if command.on else {})})


async def _async_set_alarm(bridge: Bridge, target: Target, _panel: AlarmPanel, command: SetAlarm) -> None:
    """Have the library look at the sensors before, and at the system after."""
    systems = bridge.controller("security_systems")
    if command.state == "disarmed":
        if command.code is None or not re.fullmatch("[0-9]{1,16}", command.code):
            raise CommandRefused("wrong_pin")
        # The library asks for a number, which would lose leading zeros, and writes it as text anyway.
        await systems.set_state(target.item_id, disarm_pin=command.code)
        return
    values = values_of(target, replace(command, code=None))
    if command.state != "triggered":
        await systems.validate_arm_state(target.item_id, ORDERS[command.state])
    await bridge.async_put(target.metadevice_id, values)
    # The order is carried out, whether or not the vendor says so at once.
    with suppress(TemporaryError, AferoError):
        await systems.refresh_alarm_state(target.item_id)


_SENDERS: Final[Mapping[type[Command], tuple[type[Feature], Sender]]] = {
    SelectOption: (Select, _async_set),
    SetAlarm: (AlarmPanel, _async_set_alarm),
    SetClimate: (Climate, _async_set_climate),
    SetFan: (Fan, _async_set_fan),
    SetHumidifier: (Humidifier, _async_set),
    SetLight: (Light, _async_set_light),
    SetLock: (Lock, _async_set),
    SetNumber: (Number, _async_set),
    SetSwitch: (Switch, _async_set),
    SetValve: (Valve, _async_set),
}
