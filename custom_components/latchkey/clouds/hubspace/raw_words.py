"""What diagnostics show of an account in Afero's own words: functions, values, ranges and states."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ...auth.errors import TemporaryError
from ...auth.http import parse_json
from ..allowed import (
    Rule,
    Sieve,
    an_id,
    each,
    fields,
    form,
    hidden,
    is_word,
    keyed,
    number,
    one_of,
    product,
    version,
    word,
    words,
)
from ..model import JsonValue
from ..raw import read_mapping, read_mappings, read_text
from .bridge import Bridge

_EXPANSIONS: Final = "state,capabilities,semantics"
_MAX_VERSIONS: Final = 3
"""Devices whose firmware is asked for: a request each, and all answers have one form."""

SECRETS: Final = {"disarm", "lock-admin-pin-set", "lock-pin", "pin", "pin-unlock"}
"""What people type to get in."""

_IN_DATABASE: Final = ("id", "createdTimestampMs", "updatedTimestampMs")
"""What only the vendor's database needs."""

type _Function = tuple[str | None, str | None]
"""A functionClass and a functionInstance."""

_ID: Final = an_id("metadevice")
_TYPE: Final = words("boolean category numeric object string attribute device")

_RANGE: Final = fields(keyed("min max step", number))

_ATTRIBUTE_VALUE: Final = form(r"-?[0-9]{1,5}|[0-9A-F]{18}|[0-9A-F]{24}")
"""A number, or the setting of an effect, as the device itself has it."""

_FUNCTION: Final = fields(
    {
        "functionClass": word,
        "functionInstance": word,
        "type": _TYPE,
        "schedulable": number,
        "values": each(
            fields(
                {
                    "name": word,
                    "range": _RANGE,
                    "hints": each(word),
                    "deviceValues": each(
                        fields(
                            {
                                "type": _TYPE,
                                "key": form("[0-9]{1,6}"),
                                "value": _ATTRIBUTE_VALUE,
                                "format": word,
                            },
                            *_IN_DATABASE,
                        )
                    ),
                },
                *_IN_DATABASE,
            )
        ),
    },
    *_IN_DATABASE,
)

_CAPABILITY: Final = fields(
    {
        "functionClass": word,
        "functionInstance": word,
        "name": word,
        "type": _TYPE,
        "schedulable": number,
        "range": _RANGE,
        "values": each(word),
        "categoryValues": each(
            fields({"name": word, "hints": each(word), "values": each(_ATTRIBUTE_VALUE)}, *_IN_DATABASE)
        ),
    },
    *_IN_DATABASE,
)

_DESCRIPTION: Final = fields(
    {
        "defaultImage": word,
        "device": fields(
            {
                "defaultName": product,
                "deviceClass": word,
                "manufacturerName": product,
                "model": product,
                "type": _TYPE,
            },
            "profileId",
        ),
        "functions": each(_FUNCTION),
        "hints": each(word),
    },
    "descriptions",
    "version",
    *_IN_DATABASE,
)

_CONNECTION: Final = words(
    """
    not-connected pending connected unknown-failure association-failure handshake-failed echo-failed
    ssid-not-found ntp-failed
    """
)

_UNDEFINED: Final[Mapping[str, Rule]] = {
    "available": number,
    "battery-level": number,
    "direct": number,
    "humidity": number,
    "scheduler-flags": number,
    "temperature": number,
    "visible": number,
    "watts": number,
    "wifi-rssi": number,
    "wifi-setup-state": _CONNECTION,
    "wifi-steady-state": _CONNECTION,
}
"""What devices tell without defining what it may be; all else that is so may be personal."""

_OBJECTS: Final = fields(
    {
        "color-rgb": fields(keyed("r g b", number)),
        "security-sensor-config-v2": fields(keyed("chirpMode triggerType bypassType", number)),
        "security-sensor-state": fields(
            keyed(
                "deviceType tampered triggered missing versionBuild versionMajor versionMinor batteryLevel",
                number,
            )
        ),
        "security-siren-action": fields(keyed("command resultCode", number)),
        "thermostat-presets": fields(
            keyed("mode fanMode autoTargetHeat autoTargetCool targetHeat targetCool", number)
        ),
        "lock-pin": hidden,
        "lock-admin-pin-set": hidden,
        "geo-coordinates": hidden,
        "schedule-pause-time-array": hidden,
    }
)
"""Records by the names of their formats; those of people, and places, are shown to be there."""


_METADEVICE: Final[Mapping[str, Rule]] = {
    "id": _ID,
    "deviceId": an_id("device"),
    "typeId": form(r"metadevice\.[a-z]{1,12}"),
    "friendlyName": hidden,
    "children": each(_ID),
    "description": _DESCRIPTION,
    "capabilities": each(_CAPABILITY),
}
_UNTOLD: Final = ("friendlyDescription", "version", "createdTimestampMs", "updatedTimestampMs")

_BY_TYPE: Final[Mapping[str, Rule]] = {"boolean": number, "numeric": number, "object": _OBJECTS}

PUSH: Final = fields(
    {
        "private": fields(
            {
                "event": words("attr_change status_change"),
                "data": fields(
                    {
                        "id": an_id("device"),
                        # Longer ones may be PINs, and hexadecimal data may be any text.
                        "attribute": fields(
                            {"id": number, "value": form("-?[0-9]{1,3}"), "data": hidden}, "updatedTimestamp"
                        ),
                        "status": fields(keyed("available visible direct", number), "updatedTimestamp"),
                    }
                ),
            }
        ),
        "public": fields(
            {
                "event": words("invalidate"),
                "data": fields(
                    {
                        "kind": words("add remove update"),
                        "target": words("devices metadevices"),
                        "values": each(fields({"metadeviceId": _ID, "deviceId": an_id("device")})),
                    }
                ),
            }
        ),
    }
)
"""What Conclave pushes."""


async def async_read(bridge: Bridge, sieve: Sieve) -> JsonValue:
    """Return what Afero says of all there is, as far as it may be seen.

    Raises RefreshTokenRejected or TemporaryError.
    """
    metadevices = parse_json(await bridge.async_metadevices(_EXPANSIONS))
    if not isinstance(metadevices, list):
        raise TemporaryError("the vendor's answer holds no devices")
    ids = (read_text(raw.get("deviceId")) for raw in read_mappings(metadevices))
    device_ids = [*dict.fromkeys(each_id for each_id in ids if each_id is not None)]
    return {
        "metadevices": sieve.sift(metadevices, METADEVICES),
        "versions": [
            await _async_read_version(bridge, device_id, sieve) for device_id in device_ids[:_MAX_VERSIONS]
        ],
    }


async def _async_read_version(bridge: Bridge, device_id: str, sieve: Sieve) -> JsonValue:
    """Return what Afero says of the firmware of a device, or why it does not."""
    try:
        return sieve.sift(await bridge.async_raw_version(device_id), _show_version)
    except TemporaryError as error:
        return str(error)


def _show_metadevice(raw: Any, sieve: Sieve) -> JsonValue:
    """Show a device or a room; what its states may be is what its own functions say."""
    functions = read_mappings(read_mapping(read_mapping(raw).get("description")).get("functions"))
    state = _state({_function(function): function for function in functions})
    return fields({**_METADEVICE, "state": fields({"metadeviceId": _ID, "values": each(state)})}, *_UNTOLD)(
        raw, sieve
    )


def _state(functions: Mapping[_Function, Mapping[str, Any]]) -> Rule:
    """Return what shows a state of a metadevice that has these functions."""

    def show(raw: Any, sieve: Sieve) -> JsonValue:
        function = _function(read_mapping(raw))
        value = _value(function[0], functions.get(function))
        rule = fields({"functionClass": word, "functionInstance": word, "value": value}, "lastUpdateTime")
        return rule(raw, sieve)

    return show


def _value(function_class: str | None, definition: Mapping[str, Any] | None) -> Rule:
    """Return what shows the value of a function."""
    if function_class is None or function_class in SECRETS:
        return hidden
    if definition is None:
        return _UNDEFINED.get(function_class, hidden)
    kind = read_text(definition.get("type")) or ""
    if kind != "category":
        return _BY_TYPE.get(kind, hidden)
    names = (read_text(value.get("name")) for value in read_mappings(definition.get("values")))
    return one_of(name for name in names if name is not None and is_word(name))


def _function(raw: Mapping[str, Any]) -> _Function:
    """Return what identifies a function or a state."""
    return read_text(raw.get("functionClass")), read_text(raw.get("functionInstance"))


def _show_version(raw: Any, sieve: Sieve) -> JsonValue:
    """Show the firmware of a device, whatever the vendor calls its parts."""
    names = (name for name in read_mapping(raw) if re.fullmatch("[a-z][A-Za-z]{0,24}Version(String)?", name))
    return fields(dict.fromkeys(names, version))(raw, sieve)


METADEVICES: Final = each(_show_metadevice)
"""All devices and rooms."""
