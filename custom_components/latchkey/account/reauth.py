"""Asks a person to log in again."""

from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_RECONFIGURE, ConfigFlowContext
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..entry import LatchkeyConfigEntry


@callback
def async_ask_to_log_in(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Ask a person to log in again, unless they are asked already.

    Home Assistant itself asks for nothing while an entry is reconfigured. But that dialog may have been left
    open in a tab that was closed long ago; the request comes beside it then, and ends with either login.
    """
    if any(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        return
    if not any(entry.async_get_active_flows(hass, {SOURCE_RECONFIGURE})):
        entry.async_start_reauth(hass)
        return
    hass.async_create_task(_async_ask_beside(hass, entry), f"{DOMAIN} reauth {entry.entry_id}")


async def _async_ask_beside(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Do what `ConfigEntry.async_start_reauth` does, whatever other dialog is open."""
    context = ConfigFlowContext(
        source=SOURCE_REAUTH,
        entry_id=entry.entry_id,
        title_placeholders={"name": entry.title},
        unique_id=entry.unique_id,
    )
    flow = await hass.config_entries.flow.async_init(DOMAIN, context=context, data=dict(entry.data))
    if flow["type"] is FlowResultType.FORM:
        # Home Assistant withdraws it when the flow is over.
        ir.async_create_issue(
            hass,
            HOMEASSISTANT_DOMAIN,
            f"config_entry_reauth_{DOMAIN}_{entry.entry_id}",
            data={"flow_id": flow["flow_id"]},
            is_fixable=False,
            issue_domain=DOMAIN,
            severity=ir.IssueSeverity.ERROR,
            translation_key="config_entry_reauth",
            translation_placeholders={"name": entry.title},
        )
