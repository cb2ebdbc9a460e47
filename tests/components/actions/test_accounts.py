"""Actions that no entity covers."""

from typing import Any

import pytest
import voluptuous as vol
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import DOMAIN
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator

POWER = {"functionClass": "power", "value": "on"}


def lamp(hass: HomeAssistant, entry: MockConfigEntry) -> dr.DeviceEntry:
    """Return the registry's entry of the lamp in the hall."""
    entries = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return next(device for device in entries if device.name == "Hall light")


async def send_state(hass: HomeAssistant, device_id: str | list[str], values: Any) -> None:
    """Call the action."""
    data = {"device_id": device_id, "values": values}
    await hass.services.async_call(DOMAIN, "send_state", data, blocking=True)


async def test_raw_values_are_sent_to_a_device(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    values = [POWER, {"functionClass": "brightness", "functionInstance": None, "value": 42}]
    await send_state(hass, lamp(hass, loaded_entry).id, values)
    metadevice = hubspace.find("Hall light").id
    assert hubspace.state(metadevice, "power") == "on"
    assert hubspace.state(metadevice, "brightness") == 42
    shown = hass.states.get("light.hall_light")
    assert shown is not None
    assert (shown.state, shown.attributes["brightness"]) == ("on", 107)


@pytest.mark.parametrize("values", [[], [{"functionClass": "power"}], [{"value": 1}], ["on"]])
async def test_values_of_another_form_are_refused(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, values: list[Any]
) -> None:
    with pytest.raises(vol.Invalid):
        await send_state(hass, lamp(hass, loaded_entry).id, values)


def nested(levels: int) -> list[Any]:
    """Return lists in lists."""
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    ["\ud800", {"\udfff": 1}, 10**400, nested(3000), "x" * 5_000_000, [0] * 100_000],
    ids=["half a character", "half a character as a name", "a number", "levels", "a text", "a list"],
)
async def test_values_that_no_vendor_could_read_are_refused(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry, value: Any
) -> None:
    asked = len(hubspace.requests)
    with pytest.raises(ServiceValidationError, match=r"not valid JSON|Allowed: up to 64 KiB"):
        await send_state(hass, lamp(hass, loaded_entry).id, [{**POWER, "value": value}])
    assert len(hubspace.requests) == asked


async def test_a_vendor_that_takes_no_raw_values_is_sent_none(
    hass: HomeAssistant, evohome: EvohomeSimulator, evohome_entry: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_setup(evohome_entry.entry_id)
    device, *_ = dr.async_entries_for_config_entry(dr.async_get(hass), evohome_entry.entry_id)
    asked = len(evohome.requests)
    with pytest.raises(ServiceValidationError, match="does not support this"):
        await send_state(hass, device.id, [POWER])
    assert len(evohome.requests) == asked


async def test_values_that_the_vendor_does_not_take_are_an_error(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API, status=400)
    with pytest.raises(ServiceValidationError, match="Hubspace refused to do this for Hall light"):
        await send_state(hass, lamp(hass, loaded_entry).id, [POWER])


async def test_a_device_of_another_integration_is_refused(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hass)
    stranger = dr.async_get(hass).async_get_or_create(
        config_entry_id=other.entry_id, identifiers={("other", "1")}
    )
    for device_id in (stranger.id, "unknown"):
        with pytest.raises(ServiceValidationError, match="does not belong to an account"):
            await send_state(hass, device_id, [POWER])


async def test_a_device_that_the_vendor_does_not_list_is_refused(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    ghost = dr.async_get(hass).async_get_or_create(
        config_entry_id=loaded_entry.entry_id, identifiers={(DOMAIN, "hubspace:ghost")}
    )
    with pytest.raises(ServiceValidationError, match="is no longer part of this account"):
        await send_state(hass, ghost.id, [POWER])


async def test_a_device_of_an_account_that_is_not_set_up_is_refused(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    device = lamp(hass, loaded_entry)
    await hass.config_entries.async_unload(loaded_entry.entry_id)
    with pytest.raises(ServiceValidationError, match="not loaded"):
        await send_state(hass, device.id, [POWER])


async def test_devices_are_read_anew_on_request(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.rename(hubspace.find("Hall light").id, "Stairs light")
    data = {"config_entry_id": loaded_entry.entry_id}
    await hass.services.async_call(DOMAIN, "refresh_devices", data, blocking=True)
    names = {
        device.name for device in dr.async_entries_for_config_entry(dr.async_get(hass), loaded_entry.entry_id)
    }
    assert "Stairs light" in names
