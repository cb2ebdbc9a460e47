"""Where what this simulator serves comes from."""

from typing import Final

from ..evidence import Evidence, Shape
from .api import BASE
from .grants import TOKEN

_INSTALLATION: Final = f"GET {BASE}/location/installationInfo"
_STATUS: Final = f"GET {BASE}/location/{{id}}/status"
_SET_SYSTEM: Final = f"PUT {BASE}/temperatureControlSystem/{{id}}/mode"
_SET_ZONE: Final = f"PUT {BASE}/temperatureZone/{{id}}/heatSetpoint"
_SET_HOT_WATER: Final = f"PUT {BASE}/domesticHotWater/{{id}}/state"
_SCHEDULE: Final = f"GET {BASE}/{{kind}}/{{id}}/schedule"
_SET_SCHEDULE: Final = f"PUT {BASE}/{{kind}}/{{id}}/schedule"
_TASK: Final = f"GET {BASE}/commTasks"

SHAPES: Final = (
    Shape(
        f"POST {TOKEN}",
        "the fields of both grants, the application's id as basic authentication, the fields of a token",
        Evidence.LIBRARY,
        "evohomeasync2/auth.py",
    ),
    Shape(
        f"POST {TOKEN}",
        "a wrong password and a dead refresh token are 400 with invalid_grant; too many logins are "
        "attempt_limit_exceeded, with 400 or 429",
        Evidence.LIBRARY,
        "evohomeasync2/schemas/account.py: TccOAuthErrorResponseT; _evohome/auth.py",
    ),
    Shape(
        f"POST {TOKEN}",
        "each exchange brings a new refresh token, and the old one is dead at once; Retry-After tells when "
        "logins are looked at again",
        Evidence.ASSUMED,
        "let Latchkey run for an hour: the account stays linked; the form tells how long logins are refused",
    ),
    Shape(
        f"GET {BASE}/userAccount",
        "who the account is",
        Evidence.SEEN,
        "evohome/default/user_account.json",
    ),
    Shape(
        _INSTALLATION,
        "locations with and without gateway and system; the modes of systems, what zones and hot water take",
        Evidence.SEEN,
        "evohome/system_007/user_locations.json",
    ),
    Shape(
        _INSTALLATION,
        "a thermostat of the retail kind has the id of its system; a FocusPRO takes permanent overrides and "
        "vacation holds alone, and has no schedule; one that cools has a range for that",
        Evidence.SEEN,
        "evohome/hass_102815/user_locations.json",
    ),
    Shape(
        _INSTALLATION,
        "a zone that was removed is still listed, with the model and the type Unknown",
        Evidence.LIBRARY,
        "evohomeasync2/zone.py: GhostZoneError",
    ),
    Shape(
        _STATUS,
        "temperatures, or that there is none; targets and modes; faults; modes and overrides for good",
        Evidence.SEEN,
        "evohome/default/status_2738909.json",
    ),
    Shape(
        _STATUS,
        "a thermostat that is turned off keeps its mode and its target",
        Evidence.SEEN,
        "evohome/hass_094805/status_1111111.json",
    ),
    Shape(
        _STATUS,
        "a sensor that is not heard any more tells what it told last, beside its fault",
        Evidence.SEEN,
        "evohome/hass_139906/status_2727366.json",
    ),
    Shape(
        _STATUS,
        "the ends of temporary overrides and modes are in UTC, times of faults are local without saying so",
        Evidence.LIBRARY,
        "evohomeasync2/zone.py, hotwater.py and control_system.py: until; schemas/status.py: since",
    ),
    Shape(
        _STATUS,
        "HeatingOff brings all zones to their lowest target, whatever their override",
        Evidence.LIBRARY,
        "homeassistant/components/evohome/climate.py: EvoZone.async_set_hvac_mode",
    ),
    Shape(
        _STATUS,
        "a system that cools says Cool, and its zone still tells the target of heating alone",
        Evidence.ASSUMED,
        "choose Cool at a FocusPRO that cools: do the diagnostics hold a targetCoolTemperature?",
    ),
    Shape(
        _STATUS,
        "a zone on VacationHold tells until when, and takes a permanent override",
        Evidence.ASSUMED,
        "hold a vacation at a VisionPRO or a FocusPRO, download the diagnostics, then set its target here",
    ),
    Shape(
        _STATUS,
        "after AutoWithReset a system says Auto; a temporary mode ends in Auto",
        Evidence.ASSUMED,
        "choose the preset Reset of the house, and download the diagnostics",
    ),
    Shape(
        _STATUS,
        "economising, being away and a day off leave the targets of zones as they are",
        Evidence.ASSUMED,
        "wrong in all likelihood, and no matter: choose Eco, and compare the targets with those of the app",
    ),
    Shape(
        _SET_SYSTEM,
        "systemMode, permanent, and timeUntil in UTC where it is not permanent",
        Evidence.LIBRARY,
        "evohomeasync2/schemas/state.py: TccSetTcsModeT",
    ),
    Shape(
        _SET_SYSTEM,
        "Cool is set as any other mode",
        Evidence.ASSUMED,
        "choose Cool at a FocusPRO that cools",
    ),
    Shape(
        _SET_ZONE,
        "setpointMode, heatSetpointValue for overrides, timeUntil for temporary ones",
        Evidence.LIBRARY,
        "evohomeasync2/schemas/state.py: TccSetZonModeT",
    ),
    Shape(
        _SET_HOT_WATER,
        "mode, state for overrides, untilTime for temporary ones",
        Evidence.LIBRARY,
        "evohomeasync2/schemas/state.py: TccSetDhwModeT",
    ),
    *(
        Shape(
            resource,
            "the answer to what is accepted holds the id of a task, and nothing else",
            Evidence.LIBRARY,
            "evohomeasync2/schemas/account.py: TccTaskResponseT",
        )
        for resource in (_SET_SYSTEM, _SET_ZONE, _SET_HOT_WATER, _SET_SCHEDULE)
    ),
    *(
        Shape(
            resource,
            "what is not allowed is 400 with a list of codes and messages, what is accepted is 201",
            Evidence.ASSUMED,
            "nothing depends on it: any 400 is a refusal, any 2xx is not",
        )
        for resource in (_SET_SYSTEM, _SET_ZONE, _SET_HOT_WATER, _SET_SCHEDULE)
    ),
    Shape(
        _SCHEDULE,
        "seven days of switch points of zones, in tenths of a degree; an empty list where there are none",
        Evidence.SEEN,
        "evohome/default/schedule_zone.json, evohome/hass_139906/schedule_3454854.json",
    ),
    Shape(
        _SCHEDULE,
        "seven days of switch points of hot water",
        Evidence.SEEN,
        "evohome/default/schedule_dhw.json",
    ),
    Shape(
        _SCHEDULE,
        "what cannot have a schedule is 400",
        Evidence.LIBRARY,
        "evohomeasync2/zone.py: get_schedule",
    ),
    Shape(
        _SET_SCHEDULE,
        "takes what the GET of a schedule answers",
        Evidence.LIBRARY,
        "evohomeasync2/zone.py: set_schedule",
    ),
    Shape(
        _TASK,
        "commtaskId and state; Created, Running and Succeeded were observed, Failed is known of an older API",
        Evidence.LIBRARY,
        "evohomeasync2/schemas/account.py: TccCommTaskResponseT; schemas/const.py: TccCommTaskState",
    ),
    Shape(
        _TASK,
        "a task that has succeeded is in the status that is read after it",
        Evidence.ASSUMED,
        "set a target here: it must not jump back within the next minutes",
    ),
)
