"""Linking an account with door phones: its login, its options, and how a door phone offers itself."""

from typing import Any

import pytest
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import DOMAIN
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.network import Network
from tests.simulators.vendors import EMAIL, PASSWORD

from ..home import Home

RIGHT = {"username": EMAIL, "password": PASSWORD}


async def open_options(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Return the form of the options."""
    return await hass.config_entries.options.async_init(entry.entry_id)


def options(**changed: Any) -> dict[str, Any]:
    """Return what a person submits who changes only this."""
    usual = {
        "poll_interval": 300,
        "relay_locks": [],
        "relay_buttons": [],
        "kept_calls": 20,
        "kept_days": 30,
        "video_relay": "automatic",
    }
    return usual | changed


# Linking


async def test_an_account_is_linked_and_only_the_chosen_home_appears(
    hass: HomeAssistant, vendors: Network, bticino: BticinoSimulator
) -> None:
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    await hass.config_entries.flow.async_configure(flow["flow_id"], {"next_step_id": "bticino"})
    form = await hass.config_entries.flow.async_configure(flow["flow_id"], RIGHT)
    assert form["step_id"] == "places"
    casa = bticino.home("Casa").id
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], {"shown_places": [casa]})
    await hass.async_block_till_done()
    entry = result["result"]
    assert (entry.title, entry.unique_id) == (f"BTicino – {EMAIL}", f"bticino:{bticino.accounts[EMAIL].id}")
    assert entry.data["refresh_token"] in bticino.tokens.live()
    assert "Portone" in Home(hass, entry).devices
    assert "Cancello" not in Home(hass, entry).devices
    await bticino.until_subscribed(1)
    assert await hass.config_entries.async_unload(entry.entry_id)


async def test_a_wrong_password_shows_the_same_form_and_is_sent_once(
    hass: HomeAssistant, vendors: Network, bticino: BticinoSimulator
) -> None:
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    await hass.config_entries.flow.async_configure(flow["flow_id"], {"next_step_id": "bticino"})
    form = await hass.config_entries.flow.async_configure(flow["flow_id"], RIGHT | {"password": "wrong"})
    assert (form["step_id"], form["errors"]) == ("credentials", {"base": "invalid_auth"})
    assert bticino.count(bticino.TOKEN) == 1


# Options


async def test_the_options_begin_with_what_is_usual(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry
) -> None:
    form = await open_options(hass, loaded_bticino_entry)
    assert form["step_id"] == "door_phones"
    fields = {str(key): key.default() for key in form["data_schema"].schema}
    homes = sorted(loaded_bticino_entry.runtime_data.data.places)
    assert fields == options(shown_places=homes)


async def test_a_staircase_light_can_be_a_lock(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    relay = bticino.module("Luci scale").id
    form = await open_options(hass, loaded_bticino_entry)
    typed = options(
        shown_places=[bticino.home("Casa").id],
        relay_locks=[relay],
        kept_calls=0,
        kept_days=7,
        video_relay="always",
    )
    result = await hass.config_entries.options.async_configure(form["flow_id"], typed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert loaded_bticino_entry.options == {
        "poll_interval": 300,
        "hidden_places": [bticino.home("Mare").id],
        "relays": {relay: "lock"},
        "kept_calls": 0,
        "kept_days": 7,
        "video_relay": "always",
    }
    assert set(Home(hass, loaded_bticino_entry)["Luci scale"]) == {"lock", "sensor Last unlocked"}
    form = await open_options(hass, loaded_bticino_entry)
    fields = {str(key): key.default() for key in form["data_schema"].schema}
    assert (fields["relay_locks"], fields["relay_buttons"]) == ([relay], [])


async def test_at_least_one_home_must_be_chosen(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    form = await open_options(hass, loaded_bticino_entry)
    typed = options(shown_places=[])
    form = await hass.config_entries.options.async_configure(form["flow_id"], typed)
    assert (form["step_id"], form["errors"]) == ("door_phones", {"base": "no_homes"})
    typed = options(shown_places=[bticino.home("Casa").id])
    result = await hass.config_entries.options.async_configure(form["flow_id"], typed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


async def test_a_staircase_light_cannot_be_two_things(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    relay = bticino.module("Luci scale").id
    homes = sorted(loaded_bticino_entry.runtime_data.data.places)
    form = await open_options(hass, loaded_bticino_entry)
    typed = options(shown_places=homes, relay_locks=[relay], relay_buttons=[relay])
    form = await hass.config_entries.options.async_configure(form["flow_id"], typed)
    assert form["errors"] == {"base": "relay_twice"}
    typed = options(shown_places=homes, relay_buttons=[relay])
    result = await hass.config_entries.options.async_configure(form["flow_id"], typed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_bticino_entry.options["relays"] == {relay: "button"}
    await hass.async_block_till_done()


async def test_the_only_home_that_is_left_can_be_shown_again(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    casa, mare = bticino.home("Casa").id, bticino.home("Mare").id
    hass.config_entries.async_update_entry(loaded_bticino_entry, options={"hidden_places": [mare]})
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    del bticino.accounts[EMAIL].homes[casa]
    await loaded_bticino_entry.runtime_data.async_refresh()
    form = await open_options(hass, loaded_bticino_entry)
    assert "shown_places" in {str(key) for key in form["data_schema"].schema}


async def test_an_account_without_staircase_lights_is_not_asked_about_them(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    bticino.remove_module("Luci scale")
    await loaded_bticino_entry.runtime_data.async_refresh()
    form = await open_options(hass, loaded_bticino_entry)
    assert "relay_locks" not in {str(key) for key in form["data_schema"].schema}


async def test_the_options_of_an_account_that_is_not_set_up_keep_what_was_chosen(
    hass: HomeAssistant, bticino_entry: MockConfigEntry
) -> None:
    chosen = {"hidden_places": ["attic"], "relays": {"gate": "lock"}}
    hass.config_entries.async_update_entry(bticino_entry, options=chosen)
    assert bticino_entry.state is ConfigEntryState.NOT_LOADED
    form = await open_options(hass, bticino_entry)
    typed = {"poll_interval": 600, "kept_calls": 5, "kept_days": 1, "video_relay": "never"}
    await hass.config_entries.options.async_configure(form["flow_id"], typed)
    assert bticino_entry.options == {**chosen, **typed}


@pytest.mark.parametrize(
    "wrong",
    [{"kept_calls": -1}, {"kept_calls": 201}, {"kept_days": 0}, {"kept_days": 366}, {"video_relay": "often"}],
)
async def test_the_options_keep_to_what_a_machine_bears(
    hass: HomeAssistant, bticino_entry: MockConfigEntry, wrong: dict[str, Any]
) -> None:
    form = await open_options(hass, bticino_entry)
    typed = {"poll_interval": 600, "kept_calls": 5, "kept_days": 1} | wrong
    with pytest.raises(InvalidData):
        await hass.config_entries.options.async_configure(form["flow_id"], typed)
