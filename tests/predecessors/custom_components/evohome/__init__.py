"""Stands in for Home Assistant's own integration "evohome", which knows YAML alone."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.discovery import async_load_platform
from homeassistant.helpers.typing import ConfigType

DOMAIN = "evohome"


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Make the entities that the YAML lists."""
    listed = config[DOMAIN]["entities"]
    for domain in sorted({each["domain"] for each in listed}):
        entities = [each for each in listed if each["domain"] == domain]
        hass.async_create_task(async_load_platform(hass, domain, DOMAIN, {"entities": entities}, config))
    return True
