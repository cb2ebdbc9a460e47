"""Actions that no entity carries out."""

import voluptuous as vol
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.const import ATTR_CONFIG_ENTRY_ID, ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.service import async_get_config_entry, async_register_admin_service

from ..const import DOMAIN
from ..entities.sendable import as_json
from ..entry import LatchkeyConfigEntry
from .entities import async_setup_entity_services

SERVICE_SEND_STATE = "send_state"
SERVICE_REFRESH_DEVICES = "refresh_devices"
ATTR_VALUES = "values"

VALUE_SCHEMA = vol.Schema(
    {
        vol.Required("functionClass"): cv.string,
        vol.Optional("functionInstance", default=None): vol.Any(None, cv.string),
        vol.Required("value"): vol.Any(bool, int, float, str, dict, list, None),
    }
)
SEND_STATE_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
        vol.Required(ATTR_VALUES): vol.All(cv.ensure_list, vol.Length(min=1), [VALUE_SCHEMA]),
    }
)
REFRESH_DEVICES_SCHEMA = vol.Schema({vol.Required(ATTR_CONFIG_ENTRY_ID): cv.string})


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    # Raw values could do whatever any entity can, and more.
    async_register_admin_service(hass, DOMAIN, SERVICE_SEND_STATE, _async_send_state, SEND_STATE_SCHEMA)
    hass.services.async_register(
        DOMAIN, SERVICE_REFRESH_DEVICES, _async_refresh_devices, REFRESH_DEVICES_SCHEMA
    )
    async_setup_entity_services(hass)


async def _async_send_state(call: ServiceCall) -> None:
    """Send devices raw values in the vendor's own words."""
    values = as_json(call.data[ATTR_VALUES])
    for registry_id in call.data[ATTR_DEVICE_ID]:
        device = _find_device(call.hass, registry_id)
        entry: LatchkeyConfigEntry = async_get_config_entry(call.hass, DOMAIN, device.config_entry_id)
        device_id = entry.runtime_data.device_id(device)
        if device_id is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="unknown_device",
                translation_placeholders={"entity": _name(device)},
            )
        await entry.runtime_data.async_send_state(device_id, _name(device), values)


def _name(device: dr.DeviceEntry) -> str:
    """Return what people call a device."""
    return device.name_by_user or device.name or device.id


def _find_device(hass: HomeAssistant, registry_id: str) -> dr.DeviceEntry:
    """Return a device of an account; raises ServiceValidationError where it is none."""
    device = dr.async_get(hass).async_get(registry_id)
    if isinstance(device, dr.DeviceEntry):  # From 2026.9 on there are child devices, which none of ours is.
        owner = hass.config_entries.async_get_entry(device.config_entry_id)
        if owner is not None and owner.domain == DOMAIN:
            return device
    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="not_our_device")


async def _async_refresh_devices(call: ServiceCall) -> None:
    """Read anew which devices an account has."""
    entry: LatchkeyConfigEntry = async_get_config_entry(call.hass, DOMAIN, call.data[ATTR_CONFIG_ENTRY_ID])
    await _async_check_permission(call, entry)
    await entry.runtime_data.async_refresh_devices()


async def _async_check_permission(call: ServiceCall, entry: LatchkeyConfigEntry) -> None:
    """Raise Unauthorized unless the caller may control every entity of an account."""
    if call.context.user_id is None:
        return  # An automation, or Home Assistant itself.
    user = await call.hass.auth.async_get_user(call.context.user_id)
    if user is None:
        raise UnknownUser(context=call.context, permission=POLICY_CONTROL)
    for entity in er.async_entries_for_config_entry(er.async_get(call.hass), entry.entry_id):
        if not user.permissions.check_entity(entity.entity_id, POLICY_CONTROL):
            raise Unauthorized(
                context=call.context,
                entity_id=entity.entity_id,
                config_entry_id=entry.entry_id,
                permission=POLICY_CONTROL,
            )
