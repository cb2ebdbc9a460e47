"""The card that comes with the integration: served by Home Assistant, and loaded by its dashboards."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import add_extra_js_url, remove_extra_js_url
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.singleton import singleton
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN

CARD: Final = Path(__file__).parent / "latchkey-door.js"
PATH: Final = f"/{DOMAIN}/{CARD.name}"

FRONTEND: Final = "frontend"

_ADDRESS: Final = HassKey[str](f"{DOMAIN}_card")


@callback
def async_offer_card(hass: HomeAssistant) -> None:
    """Have dashboards load the card, once there are any: Home Assistant runs without as well."""
    async_when_setup(hass, FRONTEND, _async_offer_card)


async def async_withdraw_card(hass: HomeAssistant) -> None:
    """Have no dashboard load the card any more."""
    if FRONTEND not in hass.config.components:
        return
    remove_extra_js_url(hass, await _async_serve(hass))
    resources = hass.data[LOVELACE_DATA].resources
    if isinstance(resources, ResourceStorageCollection):
        for item_id in await _async_listed(resources):
            await resources.async_delete_item(item_id)


async def _async_offer_card(hass: HomeAssistant, _frontend: str) -> None:
    """List the card where dashboards wait for it; who lists all in YAML gets it with the page instead."""
    address = await _async_serve(hass)
    resources = hass.data[LOVELACE_DATA].resources
    if isinstance(resources, ResourceStorageCollection):
        await _async_list(resources, address)
    else:
        add_extra_js_url(hass, address)


async def _async_list(resources: ResourceStorageCollection, address: str) -> None:
    """List the card once, at the place where it is if it is."""
    listed = await _async_listed(resources)
    if not listed:
        await resources.async_create_item({"res_type": "module", "url": address})
    for number, (item_id, url) in enumerate(listed.items()):
        if number:
            await resources.async_delete_item(item_id)
        elif url != address:
            await resources.async_update_item(item_id, {"url": address})


async def _async_listed(resources: ResourceStorageCollection) -> dict[str, str]:
    """Return the addresses at which the card is listed by the ids of these, whatever its version was."""
    await resources.async_get_info()  # What is stored is read when it is first asked for.
    return {item["id"]: item["url"] for item in resources.async_items() if item["url"].split("?")[0] == PATH}


@singleton(_ADDRESS, async_=True)
async def _async_serve(hass: HomeAssistant) -> str:
    """Serve the card for as long as Home Assistant runs; return its address, which changes with the file."""
    card = await hass.async_add_executor_job(CARD.read_bytes)
    await hass.http.async_register_static_paths([StaticPathConfig(PATH, str(CARD), cache_headers=True)])
    return f"{PATH}?v={sha256(card).hexdigest()[:12]}"
