"""Constants of the Home Assistant layer."""

import logging
from typing import Final

from homeassistant.const import Platform

DOMAIN: Final = "latchkey"
LOGGER: Final = logging.getLogger(__package__)
DOCUMENTATION: Final = "https://github.com/latchkey-ha/latchkey"

CONF_KIND: Final = "kind"
CONF_ACCOUNT_NAME: Final = "account_name"
CONF_REFRESH_TOKEN: Final = "refresh_token"  # noqa: S105 - the name of a field

CONF_REJECTED: Final = "rejected"
CONF_REJECTED_SINCE: Final = "rejected_since"
CONF_OUTDATED: Final = "outdated"

CONF_LAST_CONTACT: Final = "last_contact"
CONF_HOMES: Final = "homes"
CONF_MISSING_HOMES: Final = "missing_homes"
CONF_ROOMS: Final = "rooms"

CONF_URL: Final = "url"
CONF_PROVIDER: Final = "provider"
CONF_INSTANCE_ID: Final = "instance_id"

CONF_POLL_INTERVAL: Final = "poll_interval"
CONF_HIDDEN_PLACES: Final = "hidden_places"
CONF_SELECTION: Final = "selection"
CONF_ID_PREFIX: Final = "id_prefix"
CONF_RELAYS: Final = "relays"
CONF_EVENT_TYPES: Final = "event_types"
CONF_KEPT_CALLS: Final = "kept_calls"
CONF_KEPT_DAYS: Final = "kept_days"
CONF_VIDEO_RELAY: Final = "video_relay"

KEPT_CALLS: Final = 20
KEPT_DAYS: Final = 30
"""How many calls are kept on this machine, and for how long, unless a person chooses otherwise."""

VIDEO_RELAY: Final = "automatic"
"""When live views of doors go through this machine, unless a person chooses otherwise."""

PLATFORMS: Final = [
    Platform.ALARM_CONTROL_PANEL,
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CALENDAR,
    Platform.CAMERA,
    Platform.CLIMATE,
    Platform.COVER,
    Platform.DATE,
    Platform.DATETIME,
    Platform.DEVICE_TRACKER,
    Platform.EVENT,
    Platform.FAN,
    Platform.HUMIDIFIER,
    Platform.IMAGE,
    Platform.LAWN_MOWER,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.MEDIA_PLAYER,
    Platform.NOTIFY,
    Platform.NUMBER,
    Platform.REMOTE,
    Platform.SCENE,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SIREN,
    Platform.SWITCH,
    Platform.TEXT,
    Platform.TIME,
    Platform.TODO,
    Platform.UPDATE,
    Platform.VACUUM,
    Platform.VALVE,
    Platform.WATER_HEATER,
    Platform.WEATHER,
]
