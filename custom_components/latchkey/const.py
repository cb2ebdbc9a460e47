"""Constants of the Home Assistant layer."""

import logging
from typing import Final

from homeassistant.const import Platform

DOMAIN: Final = "latchkey"
LOGGER: Final = logging.getLogger(__package__)

CONF_KIND: Final = "kind"
CONF_ACCOUNT_NAME: Final = "account_name"
CONF_REFRESH_TOKEN: Final = "refresh_token"  # noqa: S105 - the name of a field

CONF_REJECTED: Final = "rejected"

CONF_URL: Final = "url"
CONF_PROVIDER: Final = "provider"
CONF_INSTANCE_ID: Final = "instance_id"

CONF_POLL_INTERVAL: Final = "poll_interval"
CONF_HIDDEN_PLACES: Final = "hidden_places"
CONF_SELECTION: Final = "selection"
CONF_RELAYS: Final = "relays"

PLATFORMS: Final = [
    Platform.ALARM_CONTROL_PANEL,
    Platform.BINARY_SENSOR,
    Platform.BUTTON,
    Platform.CAMERA,
    Platform.CLIMATE,
    Platform.COVER,
    Platform.EVENT,
    Platform.FAN,
    Platform.LIGHT,
    Platform.LOCK,
    Platform.NUMBER,
    Platform.SELECT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.VALVE,
    Platform.WATER_HEATER,
]
