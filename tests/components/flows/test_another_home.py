"""Linking a real Home Assistant from its first form on: what is chosen, how it is called, a new address."""

from collections.abc import AsyncGenerator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_USER, SOURCE_ZEROCONF, ConfigEntryState, ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import DOMAIN
from tests.clouds.home_assistant.remote import PASSWORD, USERNAME, Remote

from ..mirror import another_home, have_linked, until

NOWHERE = "http://127.0.0.1:9"
WANTED = {"housekeeping": False, "mirrored": False}


@pytest.fixture
async def remote(hass: HomeAssistant, tmp_path: Path, socket_enabled: None) -> AsyncGenerator[Remote]:
    """Serve another Home Assistant with a kitchen."""
    async with another_home(hass, tmp_path / "other") as remote:
        kitchen = remote.areas.async_create("Kitchen")
        remote.devices.async_update_device(remote.device("Stove").id, area_id=kitchen.id)
        remote.add_entity("light.hob", "off", device="Stove")
        remote.add_entity("sensor.oven", "180", device="Stove", unit_of_measurement="°C")
        remote.add_entity("light.hall", "on")
        backup = remote.entities.async_get_or_create("sensor", "backup", "1", suggested_object_id="backup")
        remote.hass.states.async_set(backup.entity_id, "idle")
        yield remote


def shown(hass: HomeAssistant) -> set[str]:
    """Return the ids of the entities that are here."""
    return {each.entity_id for each in er.async_get(hass).entities.values() if each.platform == DOMAIN}


async def submit(hass: HomeAssistant, flow: ConfigFlowResult, **fields: Any) -> ConfigFlowResult:
    """Submit a form."""
    return await hass.config_entries.flow.async_configure(flow["flow_id"], fields)


async def log_in(hass: HomeAssistant, remote: Remote) -> ConfigFlowResult:
    """Begin to link it, up to what is chosen."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    flow = await submit(hass, flow, next_step_id="home_assistant")
    flow = await submit(hass, flow, url=remote.url)
    return await submit(hass, flow, username=USERNAME, password=PASSWORD)


@pytest.mark.parametrize(
    ("prefix", "entity_ids"),
    [
        ({}, {"light.hob", "sensor.oven", "light.hall"}),
        ({"id_prefix": "far"}, {"light.far_hob", "sensor.far_oven", "light.far_hall"}),
    ],
)
async def test_everything_but_housekeeping_is_called_here_as_there_or_with_a_prefix(
    hass: HomeAssistant, remote: Remote, prefix: dict[str, str], entity_ids: set[str]
) -> None:
    flow = await submit(hass, await log_in(hass, remote), next_step_id="everything")
    flow = await submit(hass, await submit(hass, flow, **WANTED), **prefix)
    assert flow["description_placeholders"] is not None
    assert flow["description_placeholders"]["count"] == "3"
    await submit(hass, flow, next_step_id="link")
    await until(lambda: shown(hass) == entity_ids)


async def test_a_part_of_a_device_is_chosen_by_name_and_state(hass: HomeAssistant, remote: Remote) -> None:
    kitchen = remote.areas.async_get_area_by_name("Kitchen")
    assert kitchen is not None
    stove = remote.device("Stove").id
    flow = await submit(hass, await log_in(hass, remote), next_step_id="areas")
    flow = await submit(hass, flow, **WANTED, partial_places=[kitchen.id])
    flow = await submit(hass, flow, partial_devices=[stove])
    schema = flow["data_schema"]
    assert schema is not None
    options = {each["label"]: each["value"] for each in schema.schema["features"].config["options"]}
    assert set(options) == {"Hob · off", "Oven · 180 °C"}
    flow = await submit(hass, await submit(hass, flow, features=[options["Oven · 180 °C"]]))
    await submit(hass, flow, next_step_id="link")
    await until(lambda: shown(hass) == {"sensor.oven"})


async def test_a_choice_that_changes_takes_away_what_it_said_to(hass: HomeAssistant, remote: Remote) -> None:
    entry = await have_linked(hass, remote)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    for fields in ({"next_step_id": "rules"}, {**WANTED, "patterns": ["light.*", ""]}):
        flow = await hass.config_entries.options.async_configure(flow["flow_id"], fields)
    assert flow["description_placeholders"] is not None
    assert flow["description_placeholders"]["go"] == "- Kitchen (1): Stove\n- No area (1): sensor\\.backup"
    await hass.config_entries.options.async_configure(flow["flow_id"], {"next_step_id": "save"})
    await until(lambda: {each.partition(".")[0] for each in shown(hass)} == {"light"})
    await until(lambda: entry.state is ConfigEntryState.LOADED)


async def test_an_area_that_is_renamed_there_is_renamed_here(hass: HomeAssistant, remote: Remote) -> None:
    await have_linked(hass, remote)
    areas = ar.async_get(hass)
    await until(lambda: areas.async_get_area_by_name("Kitchen") is not None)
    remote.areas.async_update("kitchen", name="Galley")
    await until(lambda: [area.name for area in areas.async_list_areas()] == ["Galley"])


async def test_an_account_follows_to_the_address_that_is_announced_after_a_yes(
    hass: HomeAssistant, remote: Remote
) -> None:
    entry = await have_linked(hass, remote)
    where = {**entry.data, "url": NOWHERE, "instance_id": "the parents"}
    hass.config_entries.async_update_entry(entry, data=where)
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announcement(remote.url)
    )
    assert flow["step_id"] == "moved"
    result = await submit(hass, flow)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "moved")
    await until(lambda: entry.state is ConfigEntryState.LOADED)
    assert entry.data["url"] == remote.url


async def test_who_merely_says_to_be_a_known_home_assistant_gets_nothing_that_is_kept(
    hass: HomeAssistant, remote: Remote
) -> None:
    entry: MockConfigEntry = await have_linked(hass, remote)
    where = {**entry.data, "url": NOWHERE, "instance_id": "the parents"}
    hass.config_entries.async_update_entry(entry, data=where)
    await hass.config_entries.async_reload(entry.entry_id)
    remote.revoke_all()
    flow = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_ZEROCONF}, data=announcement(remote.url)
    )
    result = await submit(hass, flow)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_moved")
    await until(lambda: entry.state is ConfigEntryState.SETUP_RETRY)
    assert entry.data == where


def announcement(url: str) -> ZeroconfServiceInfo:
    """Return what the other Home Assistant says of itself on the network."""
    address = ip_address("127.0.0.1")
    return ZeroconfServiceInfo(
        ip_address=address,
        ip_addresses=[address],
        port=8123,
        hostname="parents.local.",
        type="_home-assistant._tcp.local.",
        name="Parents._home-assistant._tcp.local.",
        properties={"uuid": "the parents", "internal_url": url, "external_url": "", "base_url": url},
    )
