"""What a cloud is told of its account."""

from homeassistant.const import UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..clouds.settings import Settings
from ..const import (
    CONF_ACCOUNT_NAME,
    CONF_EVENT_TYPES,
    CONF_HIDDEN_PLACES,
    CONF_RELAYS,
    CONF_SELECTION,
    DOMAIN,
)
from ..entry import LatchkeyConfigEntry
from .selection import parse_selection


async def async_read_settings(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> Settings:
    """Return which account it is, and what a person wants of it."""
    options = entry.options
    return Settings(
        account_id=(entry.unique_id or "").partition(":")[2],
        account_name=entry.data.get(CONF_ACCOUNT_NAME, ""),
        software_versions=_software_versions(hass, entry),
        hidden_places=frozenset(options.get(CONF_HIDDEN_PLACES, ())),
        selection=parse_selection(options.get(CONF_SELECTION, {})),
        own_account_ids=frozenset(user.id for user in await hass.auth.async_get_users()),
        fahrenheit=hass.config.units.temperature_unit == UnitOfTemperature.FAHRENHEIT,
        relays=options.get(CONF_RELAYS, {}),
        event_types=frozenset(options.get(CONF_EVENT_TYPES, ())),
    )


def _software_versions(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> dict[str, str]:
    """Return what the registry knows that the devices of an account run, by the vendor's ids."""
    return {
        identifier[1].removeprefix(f"{entry.unique_id}:"): device.sw_version
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
        for identifier in device.identifiers
        if identifier[0] == DOMAIN and device.sw_version is not None
    }
