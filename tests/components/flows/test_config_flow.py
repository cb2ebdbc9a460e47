"""Linking accounts: the steps, the bad input and the bad luck."""

import asyncio
import gc
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, override

import aiohttp
import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from custom_components.latchkey.auth import http
from custom_components.latchkey.clouds import hubspace as hubspace_cloud
from custom_components.latchkey.clouds import load_vendors
from custom_components.latchkey.clouds.capabilities import HasHomes
from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.config_flow import LatchkeyConfigFlow
from custom_components.latchkey.const import CONF_HIDDEN_PLACES, CONF_POLL_INTERVAL, DOMAIN
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.faults import Faults
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.vendors import EMAIL, PASSWORD

CREDENTIALS = {"username": EMAIL, "password": PASSWORD}


async def start(hass: HomeAssistant, kind: str = "hubspace") -> ConfigFlowResult:
    """Begin to link an account; return the form of the credentials."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    return await answer(hass, flow, {"next_step_id": kind})


async def answer(hass: HomeAssistant, flow: ConfigFlowResult, user_input: dict[str, Any]) -> ConfigFlowResult:
    """Submit a form; return what comes next."""
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], user_input)
    if result["type"] is not FlowResultType.FORM:
        await hass.async_block_till_done()
    return result


async def start_to_code(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin to link a Hubspace account; return the form of the code that is mailed."""
    return await answer(hass, await start(hass), CREDENTIALS)


def code(hubspace: HubspaceSimulator) -> dict[str, str]:
    """Return the answer with the code that was mailed last."""
    return {"code": hubspace.mailed[-1].code}


def suggested(result: ConfigFlowResult) -> dict[str, Any]:
    """Return what the fields of a form are filled with."""
    schema = result["data_schema"]
    assert schema is not None
    return {str(field): field.description["suggested_value"] for field in schema.schema if field.description}


async def test_an_account_is_linked_with_password_and_code(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "user")
    flow = await answer(hass, flow, {"next_step_id": "hubspace"})
    assert (flow["step_id"], flow["errors"]) == ("credentials", {})
    flow = await answer(hass, flow, CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("code", {})
    result = await answer(hass, flow, code(hubspace))

    assert result["type"] is FlowResultType.CREATE_ENTRY
    account = hubspace.accounts[EMAIL]
    entry = result["result"]
    assert (entry.title, entry.unique_id) == (f"Hubspace – {EMAIL}", f"hubspace:{account.id}")
    assert entry.state is ConfigEntryState.LOADED
    assert {key: value for key, value in entry.data.items() if key != "rooms"} == {
        "kind": "hubspace",
        "account_name": EMAIL,
        "refresh_token": hubspace.tokens.live()[0],
    }


async def test_each_kind_of_account_is_one_click_away_by_the_names_of_its_brand_and_its_app(
    hass: HomeAssistant,
) -> None:
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    kinds = menu["menu_options"]
    assert isinstance(kinds, dict)
    assert list(kinds.items()) == [
        ("bticino", "BTicino (Home + Security)"),
        ("evohome", "evohome (Total Connect Comfort)"),
        ("home_assistant", "Home Assistant"),
        ("hubspace", "Hubspace"),
    ]
    for kind in kinds:
        assert (await start(hass, kind))["type"] is FlowResultType.FORM


@pytest.mark.parametrize(
    ("kind", "app", "host"),
    [
        ("bticino", "Home + Security", "home.netatmo.com"),
        ("evohome", "Total Connect Comfort", "international.mytotalconnectcomfort.com"),
        ("hubspace", "Hubspace", "play.google.com"),
    ],
)
async def test_the_login_speaks_of_the_app_of_its_kind_and_links_to_where_a_password_is_replaced(
    hass: HomeAssistant, kind: str, app: str, host: str
) -> None:
    told = (await start(hass, kind))["description_placeholders"]
    assert told is not None
    assert (told["app"], URL(told["app_url"]).scheme, URL(told["app_url"]).host) == (app, "https", host)


@pytest.mark.parametrize("kind", load_vendors())
def test_no_kind_of_account_is_called_like_a_step(kind: str) -> None:
    assert not hasattr(LatchkeyConfigFlow, f"async_step_{kind}")


async def test_an_account_without_codes_is_linked_with_the_password_alone(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    hubspace.accounts[EMAIL].asks_for_code = False
    result = await answer(hass, await start(hass), CREDENTIALS)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_wrong_password_shows_the_same_form(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    flow = await answer(hass, await start(hass), {"username": EMAIL, "password": "wrong"})
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": "invalid_auth"})
    assert suggested(flow) == {"username": EMAIL}
    assert hubspace.count(HubspaceSimulator.LOGIN) == 1
    assert not hass.config_entries.async_entries(DOMAIN)

    flow = await answer(hass, flow, CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_wrong_code_shows_the_same_form_and_another_may_be_tried(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await start_to_code(hass)
    flow = await answer(hass, flow, {"code": "nonsense"})
    assert (flow["step_id"], flow["errors"]) == ("code", {"base": "invalid_code"})
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_empty_code_is_asked_for_and_not_said_to_be_wrong(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await start_to_code(hass)
    asked = hubspace.count()
    flow = await answer(hass, flow, {})
    assert (flow["step_id"], flow["errors"]) == ("code", {"base": "code_missing"})
    assert hubspace.count() == asked


async def test_a_code_that_comes_too_late_leads_back_to_the_credentials(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await start_to_code(hass)
    hubspace.expire_logins()
    flow = await answer(hass, flow, code(hubspace))
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": "login_expired"})
    flow = await answer(hass, flow, CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_form_that_is_asked_for_again_is_shown_again(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await start(hass)
    again = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert (again["step_id"], again["errors"]) == ("credentials", {})
    flow = await answer(hass, flow, CREDENTIALS)
    again = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert (again["step_id"], again["errors"]) == ("code", {})
    assert len(hubspace.mailed) == 1


async def test_a_new_code_is_sent_on_request(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    flow = await start_to_code(hass)
    flow = await answer(hass, flow, {"instead": "resend"})
    assert (flow["step_id"], flow["errors"]) == ("new_code", {})
    assert len(hubspace.mailed) == 2
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_person_may_start_over(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    flow = await start_to_code(hass)
    flow = await answer(hass, flow, {"instead": "start_over"})
    assert (flow["step_id"], flow["errors"]) == ("credentials", {})
    assert suggested(flow) == {"username": EMAIL}
    flow = await answer(hass, flow, CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_code_with_spaces_and_an_address_with_capitals_and_blanks_are_accepted(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    typed = f"  {EMAIL.upper()} "
    flow = await answer(hass, await start(hass), {"username": typed, "password": "wrong"})
    assert suggested(flow) == {"username": typed}
    flow = await answer(hass, flow, {**CREDENTIALS, "username": typed})
    digits = hubspace.mailed[-1].code
    result = await answer(hass, flow, {"code": f" {digits[:3]} {digits[3:]} "})
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("locked_for", "shown"),
    [
        (600, ("login_locked_until", "12:11")),
        (60_000, ("login_locked_until", "2026-11-22 04:41")),
        ("soon", ("login_locked", "")),
    ],
)
async def test_a_locked_account_shows_until_when(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    freezer: FrozenDateTimeFactory,
    locked_for: str | float,
    shown: tuple[str, str],
) -> None:
    freezer.move_to("2026-11-21 12:00:30-08:00")
    flow = await start(hass)
    hubspace.accounts[EMAIL].locked_for = locked_for
    flow = await answer(hass, flow, CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": shown[0]})
    assert flow["description_placeholders"] is not None
    assert flow["description_placeholders"]["until"] == shown[1]


async def test_an_account_that_is_locked_at_its_code_goes_on_from_there(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await start_to_code(hass)
    hubspace.accounts[EMAIL].locked_for = 600
    flow = await answer(hass, flow, code(hubspace))
    assert (flow["step_id"], flow["errors"]) == ("code", {"base": "login_locked_until"})
    hubspace.accounts[EMAIL].locked_for = None
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


FAULTS: list[Callable[[Faults], None]] = [
    lambda faults: faults.answer(status=503),
    lambda faults: faults.answer(status=200, body="<html>maintenance</html>"),
    lambda faults: faults.answer(status=200, body="{", content_type="application/json"),
    lambda faults: faults.drop(times=None),
]


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_vendor_that_is_away_at_the_credentials_loses_nothing(
    hass: HomeAssistant, hubspace: HubspaceSimulator, fault: Callable[[Faults], None]
) -> None:
    flow = await start(hass)
    fault(hubspace.faults)
    flow = await answer(hass, flow, CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": "cannot_connect"})
    assert suggested(flow) == {"username": EMAIL}
    hubspace.faults.heal()
    flow = await answer(hass, flow, CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_vendor_that_is_away_at_the_code_takes_the_same_code_later(
    hass: HomeAssistant, hubspace: HubspaceSimulator, fault: Callable[[Faults], None]
) -> None:
    flow = await start_to_code(hass)
    fault(hubspace.faults)
    typed = code(hubspace)
    flow = await answer(hass, flow, typed)
    assert (flow["step_id"], flow["errors"]) == ("code", {"base": "cannot_connect"})
    assert suggested(flow) == typed
    hubspace.faults.heal()
    result = await answer(hass, flow, typed)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(hubspace.mailed) == 1


async def test_a_token_endpoint_that_is_away_does_not_cost_the_code(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await start_to_code(hass)
    hubspace.faults.answer(HubspaceSimulator.TOKEN)
    flow = await answer(hass, flow, code(hubspace))
    assert (flow["step_id"], flow["errors"]) == ("code", {"base": "cannot_connect"})
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_vendor_that_grants_no_bearer_is_one_that_cannot_be_reached(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await start_to_code(hass)
    body = '{"refresh_token": "a token without a bearer"}'
    hubspace.faults.answer(HubspaceSimulator.TOKEN, status=200, body=body, times=2)
    flow = await answer(hass, flow, code(hubspace))
    assert (flow["step_id"], flow["errors"]) == ("code", {"base": "cannot_connect"})


async def test_a_vendor_that_never_answers_is_one_that_cannot_be_reached(
    hass: HomeAssistant, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    flow = await start(hass)
    for step in ("credentials", "code"):
        typed = CREDENTIALS if step == "credentials" else code(hubspace)
        hubspace.faults.hang()
        with monkeypatch.context() as impatient:
            impatient.setattr(http, "REQUEST_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.01))
            flow = await answer(hass, flow, typed)
        assert (flow["step_id"], flow["errors"]) == (step, {"base": "cannot_connect"})
        hubspace.faults.heal()
        flow = await answer(hass, flow, typed)
    assert flow["type"] is FlowResultType.CREATE_ENTRY


@pytest.fixture
async def unidentified(hass: HomeAssistant, hubspace: HubspaceSimulator) -> ConfigFlowResult:
    """Return a flow that is logged in, but whose vendor did not yet say whose account it is."""
    flow = await start_to_code(hass)
    hubspace.faults.answer(HubspaceSimulator.API)
    flow = await answer(hass, flow, code(hubspace))
    assert (flow["step_id"], flow["errors"]) == ("account", {"base": "cannot_connect"})
    return flow


async def test_a_vendor_that_is_away_after_the_login_does_not_cost_the_login(
    hass: HomeAssistant, hubspace: HubspaceSimulator, unidentified: ConfigFlowResult
) -> None:
    asked = hubspace.count(HubspaceSimulator.LOGIN)
    result = await answer(hass, unidentified, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hubspace.count(HubspaceSimulator.LOGIN) == asked


async def test_a_login_that_is_revoked_meanwhile_leads_back_to_the_credentials(
    hass: HomeAssistant, hubspace: HubspaceSimulator, unidentified: ConfigFlowResult
) -> None:
    hubspace.tokens.revoke_all()
    flow = await answer(hass, unidentified, {})
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": "login_expired"})


async def test_a_token_is_revoked_when_the_dialog_is_closed(
    hass: HomeAssistant, hubspace: HubspaceSimulator, unidentified: ConfigFlowResult
) -> None:
    assert hubspace.tokens.live()
    hass.config_entries.flow.async_abort(unidentified["flow_id"])
    await hass.async_block_till_done()
    assert not hubspace.tokens.live()


async def test_a_token_is_revoked_when_the_dialog_is_closed_while_the_vendor_is_asked(
    hass: HomeAssistant, hubspace: HubspaceSimulator, unidentified: ConfigFlowResult
) -> None:
    hubspace.faults.hang(HubspaceSimulator.API)
    asked = hubspace.count(HubspaceSimulator.API)
    last_step = hass.async_create_task(answer(hass, unidentified, {}))
    await hubspace.until_asked(HubspaceSimulator.API, times=asked + 1)
    hass.config_entries.flow.async_abort(unidentified["flow_id"])
    hubspace.faults.heal()  # The client asks again by itself, and then the vendor answers.
    assert (await last_step)["reason"] == "cancelled"
    await hass.async_block_till_done()
    assert not hubspace.tokens.live()
    assert not hass.config_entries.async_entries(DOMAIN)


async def test_a_login_that_is_dropped_for_another_one_is_revoked(
    hass: HomeAssistant, hubspace: HubspaceSimulator, unidentified: ConfigFlowResult
) -> None:
    hubspace.tokens.expire_bearers()
    hubspace.faults.answer(HubspaceSimulator.TOKEN, status=400, body='{"error": "invalid_grant"}')
    flow = await answer(hass, unidentified, {})
    assert flow["step_id"] == "credentials"
    flow = await answer(hass, flow, CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(hubspace.tokens.live()) == 1


async def test_a_token_that_cannot_be_revoked_does_not_hold_up_anything(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    unidentified: ConfigFlowResult,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hubspace.faults.answer(HubspaceSimulator.REVOKE)
    hass.config_entries.flow.async_abort(unidentified["flow_id"])
    await hass.async_block_till_done()
    assert "A refresh token could not be revoked at Hubspace: the vendor answered 503" in caplog.messages


async def test_a_flow_leaves_no_client_session_open(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    before = open_client_sessions()
    flow = await answer(hass, await start(hass), {"username": EMAIL, "password": "wrong"})
    flow = await answer(hass, flow, CREDENTIALS)
    assert open_client_sessions() == before + 1
    hass.config_entries.flow.async_abort(flow["flow_id"])
    await hass.async_block_till_done()
    assert open_client_sessions() == before


def open_client_sessions() -> int:
    """Return how many client sessions are neither closed nor detached."""
    return sum(isinstance(item, aiohttp.ClientSession) and not item.closed for item in gc.get_objects())


async def test_the_second_of_two_accounts_does_not_get_the_login_of_the_first(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    other = hubspace.add_account("bob@example.com", "another password")
    for username, password in ((EMAIL, PASSWORD), (other.email, other.password)):
        flow = await answer(hass, await start(hass), {"username": username, "password": password})
        result = await answer(hass, flow, code(hubspace))
    assert result["result"].unique_id == f"hubspace:{other.id}"


@pytest.fixture
def homes(hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Let the rooms of the account be homes; return their ids by their names."""

    class HomesCloud(HubspaceCloud, HasHomes):
        @override
        async def async_list_homes(self) -> Mapping[str, str]:
            return (await self.async_fetch()).places

    vendor = replace(hubspace_cloud.VENDOR, load_cloud=lambda: HomesCloud)
    monkeypatch.setattr(hubspace_cloud, "VENDOR", vendor)
    hubspace.accounts[EMAIL].asks_for_code = False
    return {name: hubspace.find(name).id for name in ("Bedroom", "Garden")}


def device_names(hass: HomeAssistant, entry: ConfigEntry) -> set[str | None]:
    """Return the names of the devices of an account."""
    return {device.name for device in dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)}


async def test_of_several_homes_those_are_shown_that_the_person_chose(
    hass: HomeAssistant, homes: dict[str, str]
) -> None:
    flow = await answer(hass, await start(hass), CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("places", {})
    assert flow["data_schema"] is not None
    assert flow["data_schema"]({}) == {"shown_places": list(homes.values())}
    result = await answer(hass, flow, {"shown_places": [homes["Garden"]]})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].options == {CONF_HIDDEN_PLACES: [homes["Bedroom"]]}
    names = device_names(hass, result["result"])
    assert "Garden plug" in names
    assert "Bedroom ceiling fan" not in names


async def test_who_chooses_all_homes_hides_none(hass: HomeAssistant, homes: dict[str, str]) -> None:
    flow = await answer(hass, await start(hass), CREDENTIALS)
    result = await answer(hass, flow, {"shown_places": list(homes.values())})
    assert result["result"].options == {}


async def test_a_choice_of_homes_that_is_asked_for_again_is_shown_again(
    hass: HomeAssistant, homes: dict[str, str]
) -> None:
    flow = await answer(hass, await start(hass), CREDENTIALS)
    again = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert (again["step_id"], again["errors"]) == ("places", {})


async def test_at_least_one_home_must_be_chosen(hass: HomeAssistant, homes: dict[str, str]) -> None:
    flow = await answer(hass, await start(hass), CREDENTIALS)
    flow = await answer(hass, flow, {"shown_places": []})
    assert (flow["step_id"], flow["errors"]) == ("places", {"base": "no_homes"})
    schema = flow["data_schema"]
    assert schema is not None
    assert schema({}) == {"shown_places": []}  # It is shown as it was chosen.
    result = await answer(hass, flow, {"shown_places": [homes["Garden"]]})
    assert result["result"].options == {CONF_HIDDEN_PLACES: [homes["Bedroom"]]}


async def test_at_least_one_home_must_be_chosen_in_the_options(
    hass: HomeAssistant, entry: MockConfigEntry, homes: dict[str, str]
) -> None:
    assert await hass.config_entries.async_setup(entry.entry_id)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    flow = await hass.config_entries.options.async_configure(
        flow["flow_id"], {"poll_interval": 60, "shown_places": []}
    )
    assert (flow["step_id"], flow["errors"]) == ("homes", {"base": "no_homes"})
    assert suggested(flow)["poll_interval"] == 60
    await hass.config_entries.options.async_configure(
        flow["flow_id"], {"poll_interval": 60, "shown_places": [homes["Bedroom"]]}
    )
    assert entry.options == {CONF_POLL_INTERVAL: 60, CONF_HIDDEN_PLACES: [homes["Garden"]]}


async def test_the_only_home_is_not_asked_about(
    hass: HomeAssistant, hubspace: HubspaceSimulator, homes: dict[str, str]
) -> None:
    hubspace.remove(homes["Garden"])
    result = await answer(hass, await start(hass), CREDENTIALS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].options == {}


@pytest.mark.usefixtures("homes")
async def test_an_account_without_a_home_is_linked(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    hubspace.empty()
    result = await answer(hass, await start(hass), CREDENTIALS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].state is ConfigEntryState.LOADED


@pytest.mark.usefixtures("homes")
async def test_a_vendor_that_is_away_when_it_is_asked_for_the_homes_does_not_cost_the_login(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer("/v1/accounts/*", times=None)
    flow = await answer(hass, await start(hass), CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("account", {"base": "cannot_connect"})
    hubspace.faults.heal()
    flow = await answer(hass, flow, {})
    assert flow["step_id"] == "places"


@pytest.mark.usefixtures("homes")
async def test_a_token_is_revoked_when_the_choice_of_homes_is_closed(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    flow = await answer(hass, await start(hass), CREDENTIALS)
    hass.config_entries.flow.async_abort(flow["flow_id"])
    await hass.async_block_till_done()
    assert not hubspace.tokens.live()


async def test_an_account_that_is_linked_already_keeps_its_choice_of_homes(
    hass: HomeAssistant, entry: MockConfigEntry, homes: dict[str, str]
) -> None:
    options = {CONF_HIDDEN_PLACES: [homes["Bedroom"]]}
    hass.config_entries.async_update_entry(entry, options=options)
    for flow in (await start(hass), await entry.start_reconfigure_flow(hass)):
        result = await answer(hass, flow, CREDENTIALS)
        assert result["type"] is FlowResultType.ABORT
        assert entry.options == options


async def test_the_options_speak_of_homes_where_the_places_are_homes(
    hass: HomeAssistant, entry: MockConfigEntry, homes: dict[str, str]
) -> None:
    assert await hass.config_entries.async_setup(entry.entry_id)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["step_id"] == "homes"
    await hass.config_entries.options.async_configure(
        flow["flow_id"], {"poll_interval": 60, "shown_places": [homes["Bedroom"]]}
    )
    assert entry.options == {CONF_POLL_INTERVAL: 60, CONF_HIDDEN_PLACES: [homes["Garden"]]}


async def test_an_evohome_account_is_linked_with_the_password_alone_and_the_homes_that_are_chosen(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    flow = await answer(hass, await start(hass, "evohome"), CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("places", {})
    result = await answer(hass, flow, {"shown_places": [evohome.location("Cottage").id]})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.unique_id == f"evohome:{evohome.accounts[EMAIL].id}"
    assert device_names(hass, entry) == {"Cottage", "Cottage thermostat"}
    assert evohome.tokens.live() == [entry.data["refresh_token"]]


@pytest.mark.parametrize("status", [400, 429])
async def test_an_evohome_account_that_may_not_log_in_for_now_says_until_when(
    hass: HomeAssistant, evohome: EvohomeSimulator, freezer: FrozenDateTimeFactory, status: int
) -> None:
    freezer.move_to("2026-11-21 12:00:30-08:00")
    evohome.limit_status = status
    evohome.accounts[EMAIL].logins_left = 0
    evohome.retry_after = 600
    flow = await answer(hass, await start(hass, "evohome"), CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": "login_locked_until"})
    assert flow["description_placeholders"] is not None
    assert flow["description_placeholders"]["until"] == "12:11"


@pytest.mark.parametrize("status", [400, 429])
async def test_an_evohome_account_that_may_not_log_in_for_now_says_so_where_the_vendor_names_no_end(
    hass: HomeAssistant, evohome: EvohomeSimulator, status: int
) -> None:
    evohome.limit_status = status
    evohome.accounts[EMAIL].logins_left = 0
    flow = await answer(hass, await start(hass, "evohome"), CREDENTIALS)
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": "login_locked"})


async def test_a_wrong_password_of_an_evohome_account_is_sent_once_and_shows_the_same_form(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    wrong = {"username": EMAIL, "password": "wrong"}
    flow = await answer(hass, await start(hass, "evohome"), wrong)
    assert (flow["step_id"], flow["errors"]) == ("credentials", {"base": "invalid_auth"})
    assert suggested(flow) == {"username": EMAIL}
    assert evohome.count(EvohomeSimulator.TOKEN) == 1


async def test_an_evohome_account_without_a_location_is_linked_and_goes_on_without_an_error(
    hass: HomeAssistant, evohome: EvohomeSimulator
) -> None:
    evohome.empty()
    result = await answer(hass, await start(hass, "evohome"), CREDENTIALS)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    asked = evohome.count()
    for _ in range(3):
        await entry.runtime_data.async_refresh()
        assert entry.runtime_data.last_update_success
    assert evohome.count() == asked
    assert evohome.count(EvohomeSimulator.TOKEN) == 2


async def reauthenticate(hass: HomeAssistant, entry: MockConfigEntry) -> ConfigFlowResult:
    """Begin to log in again; return the form of the credentials."""
    flow: ConfigFlowResult = await entry.start_reauth_flow(hass)
    assert (flow["step_id"], flow["errors"]) == ("credentials_again", {})
    assert suggested(flow) == {"username": EMAIL}
    return flow


async def test_a_new_login_gives_the_account_a_new_token(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.tokens.revoke_all()
    flow = await answer(hass, await reauthenticate(hass, loaded_entry), CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert [loaded_entry.data["refresh_token"]] == hubspace.tokens.live()


async def test_a_new_login_is_asked_for_by_name_with_what_the_vendor_says_and_since_when(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry, noon: None
) -> None:
    hubspace.tokens.revoke_all()
    await loaded_entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["title_placeholders"] == {"name": f"Hubspace – {EMAIL}"}
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    told = form["description_placeholders"]
    assert told is not None
    assert (told["name"], told["vendor"], told["since"]) == (f"Hubspace – {EMAIL}", "Hubspace", "04:00")
    assert suggested(form) == {"username": EMAIL}


async def test_a_new_login_that_is_asked_for_again_after_a_restart_says_since_when(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    noon: None,
    freezer: FrozenDateTimeFactory,
) -> None:
    hubspace.tokens.revoke_all()
    await loaded_entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    freezer.move_to("2026-11-20T12:00:00Z")
    await hass.config_entries.async_reload(loaded_entry.entry_id)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["description_placeholders"] is not None
    assert form["description_placeholders"]["since"] == "2026-11-19 04:00"


async def test_a_new_login_is_asked_for_although_another_dialog_of_the_account_is_open(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    left_open = await loaded_entry.start_reconfigure_flow(hass)
    hubspace.tokens.revoke_all()
    for _ in range(2):
        await loaded_entry.runtime_data.async_refresh()
        await hass.async_block_till_done()
    (request,) = loaded_entry.async_get_active_flows(hass, {SOURCE_REAUTH})
    assert request["context"]["title_placeholders"] == {"name": f"Hubspace – {EMAIL}"}
    issue = ("homeassistant", f"config_entry_reauth_{DOMAIN}_{loaded_entry.entry_id}")
    assert issue in ir.async_get(hass).issues

    flow = await answer(hass, left_open, CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()
    assert issue not in ir.async_get(hass).issues


async def test_another_account_is_refused_in_a_new_login(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    other = hubspace.add_account("bob@example.com", "another password")
    before = dict(loaded_entry.data)
    flow = await reauthenticate(hass, loaded_entry)
    flow = await answer(hass, flow, {"username": other.email, "password": other.password})
    result = await answer(hass, flow, code(hubspace))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "wrong_account")
    # Escaped, since the page would make a link of it.
    assert result["description_placeholders"] == {"account": r"bob\@example\.com"}
    assert loaded_entry.data == before
    assert not hubspace.tokens.live(other.id)
    assert loaded_entry.state is ConfigEntryState.LOADED


async def test_an_account_can_be_logged_in_again_at_any_time(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    before = loaded_entry.data["refresh_token"]
    flow = await loaded_entry.start_reconfigure_flow(hass)
    flow = await answer(hass, flow, CREDENTIALS)
    result = await answer(hass, flow, code(hubspace))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert loaded_entry.data["refresh_token"] != before
    assert hubspace.count(HubspaceSimulator.REVOKE) == 1
    assert [loaded_entry.data["refresh_token"]] == hubspace.tokens.live()
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def test_a_new_login_while_the_old_session_refreshes_leaves_the_new_token_alone(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    flow = await answer(hass, await loaded_entry.start_reconfigure_flow(hass), CREDENTIALS)
    hubspace.tokens.expire_bearers()
    hubspace.requests.clear()
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    hass.async_create_background_task(loaded_entry.runtime_data.async_refresh(), "a poll")
    await hubspace.until_asked(HubspaceSimulator.TOKEN)
    await hass.config_entries.flow.async_configure(flow["flow_id"], code(hubspace))
    assert hubspace.count(HubspaceSimulator.REVOKE) == 0
    hubspace.faults.heal()
    await hass.async_block_till_done()
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert [loaded_entry.data["refresh_token"]] == hubspace.tokens.live()
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


@pytest.mark.parametrize("is_loaded", [True, False])
async def test_two_new_logins_that_finish_at_once_leave_one_token(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry, is_loaded: bool
) -> None:
    if is_loaded:
        assert await hass.config_entries.async_setup(entry.entry_id)
    last_steps = []
    for flow in (await start(hass), await entry.start_reconfigure_flow(hass)):
        await answer(hass, flow, CREDENTIALS)
        last_steps.append(answer(hass, flow, code(hubspace)))
    await asyncio.gather(*last_steps)
    assert entry.state is ConfigEntryState.LOADED
    assert [entry.data["refresh_token"]] == hubspace.tokens.live()


@pytest.mark.parametrize("start_again", ["start_reauth_flow", "start_reconfigure_flow"])
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
async def test_a_new_login_into_an_account_that_is_removed_meanwhile_is_cancelled_and_revoked(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    entry: MockConfigEntry,
    start_again: str,
    password: str,
) -> None:
    hubspace.accounts[EMAIL].asks_for_code = False
    flow: ConfigFlowResult = await getattr(entry, start_again)(hass)
    hubspace.faults.hold(HubspaceSimulator.LOGIN)
    login = hass.async_create_task(answer(hass, flow, {"username": EMAIL, "password": password}))
    await hubspace.until_asked(HubspaceSimulator.LOGIN)
    await hass.config_entries.async_remove(entry.entry_id)
    hubspace.faults.heal()
    result = await login
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "cancelled")
    assert not hubspace.tokens.live()


async def test_an_account_that_is_removed_while_it_is_repaired_leaves_no_token(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    flow = await start_to_code(hass)
    hubspace.faults.hold(HubspaceSimulator.REVOKE)
    last_step = hass.async_create_task(answer(hass, flow, code(hubspace)))
    await hubspace.until_asked(HubspaceSimulator.REVOKE)
    await hass.config_entries.async_remove(entry.entry_id)
    hubspace.faults.heal()
    assert (await last_step)["reason"] == "cancelled"
    assert not hubspace.tokens.live()


@pytest.mark.parametrize(
    ("title", "new_title"),
    [
        (f"Hubspace – {EMAIL}", "Hubspace – carol@example.com"),
        ("Our house", "Our house"),
        (EMAIL, EMAIL),
    ],
)
async def test_a_changed_address_is_the_same_account(
    hass: HomeAssistant,
    hubspace: HubspaceSimulator,
    loaded_entry: MockConfigEntry,
    title: str,
    new_title: str,
) -> None:
    hass.config_entries.async_update_entry(loaded_entry, title=title)
    hubspace.change_email(EMAIL, "carol@example.com")
    flow = await loaded_entry.start_reconfigure_flow(hass)
    flow = await answer(hass, flow, {"username": "carol@example.com", "password": PASSWORD})
    result = await answer(hass, flow, code(hubspace))
    assert result["reason"] == "reconfigure_successful"
    assert loaded_entry.data["account_name"] == "carol@example.com"
    assert loaded_entry.title == new_title


async def test_an_account_that_is_added_again_gives_the_token_back_that_it_lived_on(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(HubspaceSimulator.API)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    result = await answer(hass, await start_to_code(hass), code(hubspace))
    assert result["reason"] == "relinked"
    assert [entry.data["refresh_token"]] == hubspace.tokens.live()


async def test_an_account_that_is_added_again_is_repaired(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.tokens.revoke_all()
    assert not await hass.config_entries.async_setup(entry.entry_id)

    result = await answer(hass, await start_to_code(hass), code(hubspace))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "relinked")
    assert hass.config_entries.async_entries(DOMAIN) == [entry]
    assert entry.state is ConfigEntryState.LOADED
    assert [entry.data["refresh_token"]] == hubspace.tokens.live()
    assert not hass.config_entries.flow.async_progress_by_handler(DOMAIN)


async def test_the_options_keep_to_what_the_vendor_bears(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    flow = await hass.config_entries.options.async_init(loaded_entry.entry_id)
    with pytest.raises(InvalidData):
        await hass.config_entries.options.async_configure(
            flow["flow_id"], {"poll_interval": 1, "shown_places": []}
        )


async def test_the_options_say_how_often_to_poll_and_which_rooms_to_show(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    rooms = {name: hubspace.find(name).id for name in ("Bedroom", "Garden")}
    flow = await hass.config_entries.options.async_init(loaded_entry.entry_id)
    assert flow["data_schema"] is not None
    assert flow["data_schema"]({}) == {"poll_interval": 30, "shown_places": list(rooms.values())}
    assert flow["description_placeholders"] == {"minimum": "15", "maximum": "600"}

    result = await hass.config_entries.options.async_configure(
        flow["flow_id"], {"poll_interval": 60, "shown_places": [rooms["Garden"]]}
    )
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_entry.options == {"poll_interval": 60, "hidden_places": [rooms["Bedroom"]]}
    assert loaded_entry.state is ConfigEntryState.LOADED
    names = device_names(hass, loaded_entry)
    assert "Garden plug" in names
    assert "Bedroom ceiling fan" not in names


async def test_the_options_of_an_account_that_is_not_set_up_keep_the_rooms(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_HIDDEN_PLACES: ["attic"]})
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    await hass.config_entries.options.async_configure(flow["flow_id"], {"poll_interval": 60})
    assert entry.options == {CONF_POLL_INTERVAL: 60, CONF_HIDDEN_PLACES: ["attic"]}
