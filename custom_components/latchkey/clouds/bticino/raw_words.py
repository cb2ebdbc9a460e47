"""What diagnostics show of an account in the vendor's own words: modules, how they are, calls and pushes."""

from typing import Final

from ...auth.errors import TemporaryError
from ..allowed import Sieve, an_id, each, fields, form, hidden, keyed, number, version, words
from ..model import JsonValue
from ..raw import read_mapping, read_mappings, read_text
from .api import Api

_MAX_HOMES: Final = 5
"""Whose status and history are read: two requests each."""

_HISTORY_SIZE: Final = 30

_HOME: Final = an_id("home")
_ROOM: Final = an_id("room")
_MODULE: Final = an_id("device")
_CALL: Final = an_id("call")

_MODULE_TYPE: Final = form("BN[A-Z0-9]{2}")
_VARIANT: Final = form("BN[A-Z0-9]{2}:bn[a-z0-9]{2}_[a-z_]{1,32}")
_MODEL: Final = form(r"Classe [0-9]{3}[A-Z][0-9]{0,2}[A-Z]?")
"""What a door phone is called until a person calls it otherwise: its type does not tell that much."""

_CALL_TYPE: Final = words(
    """
    accepted_call connection disconnection end_recording incoming_call missed_call outdoor rtc answer call
    candidate offer rescind terminate
    """
)


HOMES: Final = each(
    fields(
        {
            "id": _HOME,
            **keyed("name country timezone coordinates", hidden),
            "gone_after": number,
            "events_ttl": form("(one|two|three|six)_months?"),
            "rooms": each(
                fields(
                    {
                        "id": _ROOM,
                        "name": hidden,
                        "type": words("lobby other"),
                        "module_ids": each(_MODULE),
                    }
                )
            ),
            "modules": each(
                fields(
                    {
                        "id": _MODULE,
                        "type": _MODULE_TYPE,
                        "variant": _VARIANT,
                        "name": _MODEL,
                        "room_id": _ROOM,
                        "bridge": _MODULE,
                        "modules_bridged": each(_MODULE),
                        "firmware_name": version,
                        "firmware_revision": number,
                        "reachable": number,
                        "setup_date": hidden,
                    }
                )
            ),
        }
    )
)

_MODULE_STATUS: Final = fields(
    {
        "id": _MODULE,
        "type": _MODULE_TYPE,
        "variant": _VARIANT,
        "bridge": _MODULE,
        "appliance_type": form("dots_[0-9]{1,2}"),
        "connection": words("ethernet wifi"),
        "firmware_name": version,
        "status": words("on off"),
        **keyed("aps_key_pair_amount busy configure configured firmware_revision", number),
        **keyed("firmware_revision_factory hardware_version lock oauth2_user_authenticated", number),
        **keyed("offload open_zigbee otau_downloads reachable sequence_id spi_alive", number),
        **keyed("uptime websocket_connected wifi_strength", number),
        **keyed("last_configs_update last_seen last_user_interaction local_ipv4 name", hidden),
        **keyed("offload_meters timestamp", hidden),
    }
)
HOME_STATUS: Final = fields(
    {
        "id": _HOME,
        "modules": each(_MODULE_STATUS),
        "rooms": each(fields({"id": _ROOM, "name": hidden})),
    }
)

_PICTURE: Final = fields(keyed("id key url expires_at", hidden))
_SUBEVENT: Final = fields(
    {
        "id": an_id("event"),
        "type": _CALL_TYPE,
        "session_id": _CALL,
        "verified": number,
        "offset": number,
        "snapshot": _PICTURE,
        "vignette": _PICTURE,
        "video_status": words("available deleted recording"),
        **keyed("time message video_id", hidden),
    }
)
HISTORY: Final = fields(
    {
        "id": _HOME,
        "events": each(
            fields(
                {
                    "id": an_id("event"),
                    "type": _CALL_TYPE,
                    "module_id": _MODULE,
                    "session_id": _CALL,
                    "subevents": each(_SUBEVENT),
                    "video_status": words("available deleted recording"),
                    **keyed("time message video_id", hidden),
                }
            )
        ),
    }
)

_DESCRIPTION: Final = fields(
    {"type": _CALL_TYPE, "module_id": _MODULE, "modules": each(_MODULE), "sdp": hidden}
)
PUSH: Final = fields(
    {
        "type": words("Websocket"),
        "push_type": form("BN[A-Z0-9]{2}-[a-z_]{1,32}|embedded_json"),
        "category": _CALL_TYPE,
        "voip_call": number,
        "expiry": number,
        "extra_params": fields(
            {
                "event_type": _CALL_TYPE,
                "session_id": _CALL,
                "device_id": _MODULE,
                "camera_id": _MODULE,
                "module_id": _MODULE,
                "home_id": _HOME,
                "home": HOME_STATUS,
                "data": fields({"type": _CALL_TYPE, "session_description": _DESCRIPTION}),
                **keyed("tag_id correlation_id home_name snapshot_url vignette_url", hidden),
                **keyed("snapshot_id vignette_id message time", hidden),
            }
        ),
    }
)
"""What is pushed."""


async def async_read(api: Api, sieve: Sieve) -> JsonValue:
    """Return what the vendor says of all homes, as far as it may be seen.

    Raises RefreshTokenRejected or TemporaryError.
    """
    homes = read_mapping((await api.async_read_homes()).get("body")).get("homes")
    ids = [each_id for home in read_mappings(homes) if (each_id := read_text(home.get("id"))) is not None]
    return {
        "homesdata": sieve.sift(homes, HOMES),
        "homes": [await _async_read_home(api, each_id, sieve) for each_id in ids[:_MAX_HOMES]],
    }


async def _async_read_home(api: Api, home_id: str, sieve: Sieve) -> JsonValue:
    """Return what the vendor says of how a home is, and of the calls at it, or why it does not."""
    try:
        status = await api.async_get_home_status(home_id)
        history = await api.async_get_events(home_id, _HISTORY_SIZE)
    except TemporaryError as error:
        return str(error)
    return {
        "homestatus": sieve.sift(read_mapping(status.get("body")).get("home"), HOME_STATUS),
        "getevents": sieve.sift(read_mapping(history.get("body")).get("home"), HISTORY),
    }
