"""What diagnostics show of an account in the vendor's own words: capabilities, and how they are."""

from typing import Final

from ...auth.errors import TemporaryError
from ..allowed import Sieve, an_id, each, fields, form, hidden, keyed, number, words
from ..model import JsonValue
from ..raw import read_mapping, read_mappings
from .bridge import Bridge
from .installation import parse_id

_MAX_LOCATIONS: Final = 10
"""Whose status is read: a request each."""

_LOCATION_ID: Final = an_id("location")
_GATEWAY_ID: Final = an_id("gateway")
_SYSTEM_ID: Final = an_id("system")
_ZONE_ID: Final = an_id("zone")
_HOT_WATER_ID: Final = an_id("hot_water")

_DURATION: Final = form(r"([0-9]{1,3}\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}")
_MOMENT: Final = form(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?Z?")

_MODEL: Final = words(
    """
    EvoTouch FocusProWifiRetail HeatingZone RoundModulation RoundWireless Saratoga Sydney Unknown
    VisionProWifiRetail
    """
)
_ZONE_TYPE: Final = words(
    """
    ElectricHeat MixingValve RadiatorZone Thermostat UnderfloorHeating Unknown ZoneTemperatureControl
    ZoneValves
    """
)
_MODE: Final = words(
    """
    Auto AutoWithEco AutoWithReset Away Cool Custom DayOff EmergencyHeat Heat HeatingOff Off
    FollowSchedule PermanentOverride TemporaryOverride VacationHold Circulate On Duration Period
    """
)
_FAULT: Final = words(
    """
    BoilerCommunicationLost BoilerInternalFault BoilerServiceRequired ChValveCommunicationLost
    DHWActuatorCommunicationLost DHWActuatorFailure DHWSensorCommunicationLost DHWSensorFailure
    DHWSensorLowBattery GatewayCommunicationLost NeedToRegisterOnline ReminderTimerHumPad
    TempZoneActuatorCommunicationLost TempZoneActuatorLowBattery TempZoneSensorCommunicationLost
    TempZoneSensorLowBattery
    """
)


_SETPOINTS: Final = fields(
    {
        **keyed("maxHeatSetpoint minHeatSetpoint maxCoolSetpoint minCoolSetpoint", number),
        **keyed("setpointDeadband valueResolution canControlHeat canControlCool", number),
        "allowedSetpointModes": each(_MODE),
        "maxDuration": _DURATION,
        "timingResolution": _DURATION,
        "vacationHoldCapabilities": fields(
            {
                **keyed("isChangeable isCancelable", number),
                **keyed("minDuration maxDuration timingResolution", _DURATION),
            }
        ),
    }
)
_SCHEDULE: Final = fields(
    {
        **keyed("maxSwitchpointsPerDay minSwitchpointsPerDay setpointValueResolution", number),
        "timingResolution": _DURATION,
    }
)
_ZONE: Final = fields(
    {
        "zoneId": _ZONE_ID,
        "name": hidden,
        "modelType": _MODEL,
        "zoneType": _ZONE_TYPE,
        "setpointCapabilities": _SETPOINTS,
        "scheduleCapabilities": _SCHEDULE,
        "allowedFanModes": each(fields({"fanMode": _MODE})),
    }
)
_HOT_WATER: Final = fields(
    {
        "dhwId": _HOT_WATER_ID,
        "dhwStateCapabilitiesResponse": fields(
            {
                "allowedStates": each(_MODE),
                "allowedModes": each(_MODE),
                "maxDuration": _DURATION,
                "timingResolution": _DURATION,
            }
        ),
        "scheduleCapabilitiesResponse": _SCHEDULE,
    }
)
_SYSTEM: Final = fields(
    {
        "systemId": _SYSTEM_ID,
        "modelType": _MODEL,
        "zones": each(_ZONE),
        "dhw": _HOT_WATER,
        "allowedSystemModes": each(
            fields(
                {
                    "systemMode": _MODE,
                    **keyed("canBePermanent canBeTemporary", number),
                    "maxDuration": _DURATION,
                    "timingResolution": _DURATION,
                    "timingMode": _MODE,
                }
            )
        ),
    }
)
INSTALLATION: Final = each(
    fields(
        {
            "locationInfo": fields(
                {
                    "locationId": _LOCATION_ID,
                    "locationType": words("Commercial Residential"),
                    "useDaylightSaveSwitching": number,
                    **keyed("name streetAddress city country postcode timeZone locationOwner", hidden),
                }
            ),
            "gateways": each(
                fields(
                    {
                        "gatewayInfo": fields(
                            {"gatewayId": _GATEWAY_ID, "isWiFi": number, "mac": hidden, "crc": hidden}
                        ),
                        "temperatureControlSystems": each(_SYSTEM),
                    }
                )
            ),
        }
    )
)

_FAULTS: Final = each(fields({"faultType": _FAULT, "since": _MOMENT}))
_TEMPERATURE: Final = fields(keyed("temperature isAvailable", number))
_ZONE_STATUS: Final = fields(
    {
        "zoneId": _ZONE_ID,
        "name": hidden,
        "temperatureStatus": _TEMPERATURE,
        "activeFaults": _FAULTS,
        "setpointStatus": fields(
            {
                **keyed("targetHeatTemperature targetCoolTemperature", number),
                "setpointMode": _MODE,
                "until": _MOMENT,
            }
        ),
        "fanStatus": fields({"fanMode": _MODE, "canBeChanged": number}),
    }
)
_HOT_WATER_STATUS: Final = fields(
    {
        "dhwId": _HOT_WATER_ID,
        "temperatureStatus": _TEMPERATURE,
        "activeFaults": _FAULTS,
        "stateStatus": fields({"state": _MODE, "mode": _MODE, "until": _MOMENT}),
    }
)
_SYSTEM_STATUS: Final = fields(
    {
        "systemId": _SYSTEM_ID,
        "activeFaults": _FAULTS,
        "systemModeStatus": fields({"mode": _MODE, "isPermanent": number, "timeUntil": _MOMENT}),
        "zones": each(_ZONE_STATUS),
        "dhw": _HOT_WATER_STATUS,
    }
)
_GATEWAY_STATUS: Final = fields(
    {
        "gatewayId": _GATEWAY_ID,
        "activeFaults": _FAULTS,
        "temperatureControlSystems": each(_SYSTEM_STATUS),
    }
)
STATUS: Final = fields({"locationId": _LOCATION_ID, "gateways": each(_GATEWAY_STATUS)})


async def async_read(bridge: Bridge, user_id: str, sieve: Sieve) -> JsonValue:
    """Return what the vendor says of all locations, as far as it may be seen.

    Raises RateLimited, RefreshTokenRejected or TemporaryError.
    """
    raw = await bridge.async_read_raw(
        f"location/installationInfo?userId={user_id}&includeTemperatureControlSystems=True"
    )
    infos = (read_mapping(location.get("locationInfo")) for location in read_mappings(raw))
    ids = [each_id for info in infos if (each_id := parse_id(info.get("locationId"))) is not None]
    return {
        "installationInfo": sieve.sift(raw, INSTALLATION),
        "status": [await _async_read_status(bridge, each_id, sieve) for each_id in ids[:_MAX_LOCATIONS]],
    }


async def _async_read_status(bridge: Bridge, location_id: str, sieve: Sieve) -> JsonValue:
    """Return what the vendor says of how a location is, or why it does not."""
    url = f"location/{location_id}/status?includeTemperatureControlSystems=True"
    try:
        return sieve.sift(await bridge.async_read_raw(url), STATUS)
    except TemporaryError as error:
        return str(error)
