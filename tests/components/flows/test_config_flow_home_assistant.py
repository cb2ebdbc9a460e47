"""Linking another Home Assistant: its address, its login, what of it is shown, and how it offers itself."""

import dataclasses
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from homeassistant.config_entries import (
    SOURCE_IGNORE,
    SOURCE_USER,
    SOURCE_ZEROCONF,
    ConfigEntryState,
    ConfigFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import instance_id
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.auth.errors import (
    AddressBanned,
    AddressNotReached,
    AuthError,
    CertificateRejected,
    InvalidAddress,
    LoginBlocked,
    LoginExpired,
    MovedAddress,
    RefreshTokenRejected,
    TemporaryError,
    TooManyCodes,
    WrongAddress,
)
from custom_components.latchkey.clouds import home_assistant
from custom_components.latchkey.clouds.base import Account
from custom_components.latchkey.clouds.settings import Choice, Selection
from custom_components.latchkey.clouds.vendor import Vendor
from custom_components.latchkey.const import DOMAIN
from tests.components.other_home import ADDRESS, CODE, PASSWORD, OtherHome

LOGIN = {"username": "kid", "password": PASSWORD}
RIGHT_CODE = {"code": CODE}
NOTHING_CHOSEN: dict[str, Any] = {
    "places": [],
    "devices": [],
    "features": [],
    "labels": [],
    "kinds": [],
    "patterns": [],
    "excluded": [],
    "mirrored": False,
    "housekeeping": False,
}
WANTED = {"mirrored": False, "housekeeping": False}
WAYS = ["areas", "rules", "everything"]


@pytest.fixture
def other_home(monkeypatch: pytest.MonkeyPatch) -> OtherHome:
    """Return another Home Assistant; it is the only one that there is."""
    home = OtherHome()
    monkeypatch.setattr(home_assistant, "VENDOR", home.vendor_at("https://home-assistant.invalid"))
    return home


@pytest.fixture
def entry(hass: HomeAssistant, other_home: OtherHome) -> MockConfigEntry:
    """Return the entry of its user, who was linked before; it is not set up."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=other_home.account.name,
        unique_id="home_assistant:kid",
        data={
            "kind": "home_assistant",
            "account_name": other_home.account.name,
            "refresh_token": other_home.issue().refresh_token,
            "url": ADDRESS,
        },
        options={"selection": {**NOTHING_CHOSEN, "kinds": ["lock"]}},
    )
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def loaded_entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of its user, who is set up."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def start(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin to link a Home Assistant; return the form of the address."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    return await answer(hass, flow, {"next_step_id": "home_assistant"})


async def answer(hass: HomeAssistant, flow: ConfigFlowResult, user_input: dict[str, Any]) -> ConfigFlowResult:
    """Submit a form; return what comes next."""
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], user_input)
    if result["type"] in (FlowResultType.CREATE_ENTRY, FlowResultType.ABORT):
        await hass.async_block_till_done()
    return result


async def accept(hass: HomeAssistant, flow: ConfigFlowResult, url: str = ADDRESS) -> ConfigFlowResult:
    """Submit the address that was announced, and let it be used without encryption."""
    flow = await answer(hass, flow, {"url": url})
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "unencrypted")
    return await answer(hass, flow, {"next_step_id": "login"})


async def show_again(hass: HomeAssistant, flow: ConfigFlowResult) -> ConfigFlowResult:
    """Return the form that is open, as a browser that was closed asks for it."""
    return await hass.config_entries.flow.async_configure(flow["flow_id"])


async def start_to_login(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin to link a Home Assistant; return the form of the credentials."""
    return await answer(hass, await start(hass), {"url": ADDRESS})


async def start_to_code(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin to link a Home Assistant; return what follows the password."""
    return await answer(hass, await start_to_login(hass), LOGIN)


async def start_to_selection(hass: HomeAssistant) -> ConfigFlowResult:
    """Begin to link a Home Assistant; return what follows the code."""
    return await answer(hass, await start_to_code(hass), RIGHT_CODE)


async def choose(
    hass: HomeAssistant, flow: ConfigFlowResult, way: str, *forms: dict[str, Any]
) -> ConfigFlowResult:
    """Choose in one of the ways, with these forms one after the other; return what follows."""
    flow = await answer(hass, flow, {"next_step_id": way})
    for form in forms:
        flow = await answer(hass, flow, form)
    return flow


async def choose_all(hass: HomeAssistant, flow: ConfigFlowResult, **options: Any) -> ConfigFlowResult:
    """Choose everything, with the entity ids of there; return what asks whether to link the account."""
    return await choose(hass, flow, "everything", {**WANTED, **options}, {})


async def link_all(hass: HomeAssistant, flow: ConfigFlowResult) -> ConfigFlowResult:
    """Choose everything, and link the account."""
    return await answer(hass, await choose_all(hass, flow), {"next_step_id": "link"})


def menu(flow: ConfigFlowResult) -> tuple[str, Any]:
    """Return which menu is open, and what it offers."""
    assert flow["type"] is FlowResultType.MENU
    return flow["step_id"], flow["menu_options"]


def shown(flow: ConfigFlowResult) -> tuple[str | None, Mapping[str, str] | None]:
    """Return which form is open, and what it says went wrong."""
    return flow["step_id"], flow["errors"]


def suggested(flow: ConfigFlowResult) -> dict[str, Any]:
    """Return what the fields of a form are filled with."""
    schema = flow["data_schema"]
    assert schema is not None
    return {str(field): field.description["suggested_value"] for field in schema.schema if field.description}


def offered(flow: ConfigFlowResult, name: str) -> dict[str, str]:
    """Return among what a field lets a person choose: names by what they stand for."""
    schema = flow["data_schema"]
    assert schema is not None
    options = schema.schema[name].config["options"]
    return {each["value"]: each["label"] for each in options} if isinstance(options[0], dict) else options


# Steps


async def test_a_home_assistant_is_linked_with_address_password_code_and_choice(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await start(hass)
    assert shown(flow) == ("address", {})
    flow = await answer(hass, await accept(hass, flow, "parents.example"), LOGIN)
    assert shown(flow) == ("app_code", {})
    flow = await answer(hass, flow, RIGHT_CODE)
    assert menu(flow) == ("selection", WAYS)
    flow = await choose(hass, flow, "rules", {**WANTED, "kinds": ["light"], "excluded": ["light.attic_*"]})
    assert shown(flow) == ("entity_ids", {})
    flow = await answer(hass, flow, {})
    assert menu(flow) == ("confirm", ["link", "selection", "entity_ids"])
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    assert (placeholders["count"], placeholders["account"]) == ("2", "Parents – Kid")
    assert placeholders["come"] == "- Kitchen (2): Lamp, Stove"
    result = await answer(hass, flow, {"next_step_id": "link"})

    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert (entry.title, entry.unique_id) == ("Parents – Kid", "home_assistant:kid")
    assert entry.state is ConfigEntryState.LOADED
    assert dict(entry.data) == {
        "kind": "home_assistant",
        "account_name": "Parents – Kid",
        "refresh_token": other_home.live[0],
        "url": ADDRESS,
        "username": "kid",
        "provider": "homeassistant",
    }
    assert entry.options == {
        "selection": {**NOTHING_CHOSEN, "kinds": ["light"], "excluded": ["light.attic_*"]},
        "id_prefix": "",
    }
    assert other_home.typed == ["parents.example"]
    assert set(other_home.addresses) == {ADDRESS}


async def test_a_user_without_codes_is_linked_with_the_password_alone(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    other_home.asks_for_code = False
    assert menu(await start_to_code(hass)) == ("selection", WAYS)


async def test_what_was_chosen_is_what_the_account_is_set_up_with(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    rules = {
        "labels": ["share"],
        "kinds": ["light"],
        "patterns": ["lock.*"],
        "excluded": ["lock.safe"],
        "mirrored": True,
        "housekeeping": True,
    }
    flow = await choose(hass, await start_to_selection(hass), "rules", rules, {})
    await answer(hass, flow, {"next_step_id": "link"})
    chosen = Selection(
        labels=frozenset({"share"}),
        kinds=frozenset({"light"}),
        patterns=("lock.*",),
        excluded=("lock.safe",),
        mirrored=True,
        housekeeping=True,
    )
    assert other_home.selections == [chosen]
    assert other_home.settings[-1].selection == chosen


async def test_the_other_side_learns_the_ids_of_the_users_here_so_that_nothing_comes_back(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    user = await hass.auth.async_create_user("Owner")
    await link_all(hass, await start_to_selection(hass))
    assert other_home.settings
    assert all(user.id in settings.own_account_ids for settings in other_home.settings)


@pytest.mark.parametrize("step", ["address", "login", "app_code"])
async def test_a_form_that_is_asked_for_again_is_shown_again(
    hass: HomeAssistant, other_home: OtherHome, step: str
) -> None:
    begin = {
        "address": start,
        "login": start_to_login,
        "app_code": start_to_code,
    }
    flow = await begin[step](hass)
    asked = list(other_home.asked)
    assert shown(await show_again(hass, flow)) == (step, {})
    assert other_home.asked == asked


# Address


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (InvalidAddress(), "invalid_address"),
        (WrongAddress(), "wrong_address"),
        (CertificateRejected("the certificate of the vendor is not valid"), "certificate_rejected"),
        (AddressBanned(), "address_banned"),
        (AddressNotReached("refused", cause="connection_refused"), "connection_refused"),
        (AddressNotReached("no such name", cause="unknown_host"), "unknown_host"),
        (AddressNotReached("too late", cause="no_answer"), "no_answer"),
        (AddressNotReached("error", cause="error_status"), "error_status"),
        (AddressNotReached("nonsense", cause="not_understood"), "address_not_reached"),
    ],
)
async def test_an_address_where_no_home_assistant_can_be_linked_is_asked_for_again(
    hass: HomeAssistant, other_home: OtherHome, error: AuthError, key: str
) -> None:
    other_home.errors = {"find": error}
    flow = await answer(hass, await start(hass), {"url": "parents"})
    assert shown(flow) == ("address", {"base": key})
    assert suggested(flow) == {"url": "parents"}
    other_home.errors = {}
    assert shown(await answer(hass, flow, {"url": ADDRESS})) == ("login", {})


async def test_what_was_tried_is_told_where_an_address_is_not_reached(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    told = {"host": "parents", "tried": "http://parents:8123", "status": "502"}
    other_home.errors = {"find": AddressNotReached("error", None, "error_status", **told)}
    flow = await answer(hass, await start(hass), {"url": "parents"})
    assert flow["description_placeholders"] is not None
    assert told.items() <= flow["description_placeholders"].items()


@pytest.fixture
async def own_url(hass: HomeAssistant, local_auth: object) -> AsyncIterator[str]:
    """Return where this Home Assistant itself listens, an address that it does not know of."""
    assert await async_setup_component(hass, "auth", {})
    async with TestServer(hass.http.app, host="127.0.0.1") as server:
        yield str(server.make_url("")).rstrip("/")


async def test_the_address_of_this_home_assistant_is_refused_before_a_password_is_typed(
    hass: HomeAssistant, own_url: str
) -> None:
    typed = own_url.removeprefix("http://")
    flow = await answer(hass, await start(hass), {"url": typed})
    assert shown(flow) == ("address", {"base": "own_address"})
    assert suggested(flow) == {"url": typed}


async def test_a_user_of_this_home_assistant_is_refused_after_the_login_and_the_token_revoked(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    user = await hass.auth.async_create_user("Owner")
    other_home.account = Account(id=user.id, name="Here – Owner")
    flow = await start_to_selection(hass)
    assert shown(flow) == ("address", {"base": "own_address"})
    hass.config_entries.flow.async_abort(flow["flow_id"])
    await hass.async_block_till_done()
    assert not other_home.live


# Login


async def test_who_checks_the_password_is_asked_where_there_are_several(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    other_home.providers = {"homeassistant": "Home Assistant Local", "command_line": "Directory"}
    flow = await start_to_login(hass)
    assert offered(flow, "provider") == other_home.providers
    flow = await answer(hass, flow, {**LOGIN, "provider": "command_line"})
    assert other_home.logins[0].provider == "command_line"
    result = await link_all(hass, await answer(hass, flow, RIGHT_CODE))
    assert result["result"].data["provider"] == "command_line"


async def test_the_only_one_who_checks_passwords_is_not_asked_about(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await start_to_login(hass)
    assert flow["data_schema"] is not None
    assert set(flow["data_schema"].schema) == {"username", "password"}


async def test_a_wrong_password_shows_the_same_form(hass: HomeAssistant, other_home: OtherHome) -> None:
    flow = await answer(hass, await start_to_login(hass), {**LOGIN, "password": "wrong"})
    assert shown(flow) == ("login", {"base": "invalid_auth"})
    assert suggested(flow) == {"username": "kid"}
    assert other_home.logins[0].provider == "homeassistant"
    assert shown(await answer(hass, flow, LOGIN)) == ("app_code", {})


REFUSALS = [
    (LoginBlocked(), "login_blocked"),
    (AddressBanned(), "address_banned"),
    (TemporaryError("no answer"), "cannot_connect"),
]


@pytest.mark.parametrize(("error", "key"), [*REFUSALS, (LoginExpired(), "login_expired")])
async def test_a_password_that_is_refused_says_why(
    hass: HomeAssistant, other_home: OtherHome, error: AuthError, key: str
) -> None:
    other_home.errors = {"password": error}
    assert shown(await start_to_code(hass)) == ("login", {"base": key})


@pytest.mark.parametrize(("error", "key"), REFUSALS)
async def test_a_code_that_is_refused_says_why(
    hass: HomeAssistant, other_home: OtherHome, error: AuthError, key: str
) -> None:
    other_home.errors = {"code": error}
    flow = await answer(hass, await start_to_code(hass), RIGHT_CODE)
    assert shown(flow) == ("app_code", {"base": key})


async def test_a_code_that_comes_too_late_leads_back_to_the_credentials(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    other_home.errors = {"code": LoginExpired()}
    flow = await answer(hass, await start_to_code(hass), RIGHT_CODE)
    assert shown(flow) == ("login", {"base": "login_expired"})


@pytest.mark.parametrize(("method", "step"), [("totp", "app_code"), ("notify", "other_code")])
async def test_how_to_get_the_code_is_asked_where_there_are_several_ways(
    hass: HomeAssistant, other_home: OtherHome, method: str, step: str
) -> None:
    other_home.methods = {"totp": "Authenticator app", "notify": "Message"}
    flow = await start_to_code(hass)
    assert shown(flow) == ("method", {})
    assert offered(flow, "method") == other_home.methods
    assert shown(await show_again(hass, flow)) == ("method", {})
    assert shown(await answer(hass, flow, {"method": method})) == (step, {})
    assert other_home.chosen_methods == [method]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TemporaryError("no answer"), ("method", {"base": "cannot_connect"})),
        (LoginExpired(), ("login", {"base": "login_expired"})),
    ],
)
async def test_a_way_that_cannot_be_chosen_says_why(
    hass: HomeAssistant,
    other_home: OtherHome,
    error: AuthError,
    expected: tuple[str, dict[str, str]],
) -> None:
    other_home.methods = {"totp": "Authenticator app", "notify": "Message"}
    other_home.errors = {"method": error}
    assert shown(await answer(hass, await start_to_code(hass), {"method": "totp"})) == expected


async def test_a_code_of_an_app_cannot_be_sent_again(hass: HomeAssistant, other_home: OtherHome) -> None:
    assert list(offered(await start_to_code(hass), "instead")) == ["start_over"]


async def test_a_code_that_may_have_been_sent_is_not_said_to_be_of_an_app(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    other_home.has_app = False
    assert shown(await start_to_code(hass)) == ("other_code", {})


async def test_a_person_may_go_back_to_the_password(hass: HomeAssistant, other_home: OtherHome) -> None:
    flow = await answer(hass, await start_to_code(hass), {"instead": "start_over"})
    assert shown(flow) == ("login", {})
    assert suggested(flow) == {"username": "kid"}


async def test_a_wrong_code_shows_the_same_form(hass: HomeAssistant, other_home: OtherHome) -> None:
    flow = await start_to_code(hass)
    flow = await answer(hass, flow, {"code": "000000"})
    assert shown(flow) == ("app_code", {"base": "invalid_code"})
    flow = await answer(hass, flow, {"code": " "})
    assert shown(flow) == ("app_code", {"base": "code_missing"})
    assert other_home.asked.count("code") == 1  # An empty one would count as one of five.
    assert menu(await answer(hass, flow, RIGHT_CODE)) == ("selection", WAYS)


async def test_too_many_wrong_codes_start_over_and_say_so(hass: HomeAssistant, other_home: OtherHome) -> None:
    flow = await start_to_code(hass)
    other_home.errors = {"code": TooManyCodes()}
    flow = await answer(hass, flow, RIGHT_CODE)
    assert shown(flow) == ("login", {"base": "too_many_codes"})
    other_home.errors = {}
    assert shown(await answer(hass, flow, LOGIN)) == ("app_code", {})


@pytest.mark.parametrize("question", ["account", "choices"])
async def test_a_home_that_is_away_after_the_login_does_not_cost_the_login(
    hass: HomeAssistant, other_home: OtherHome, question: str
) -> None:
    other_home.errors = {question: TemporaryError("no answer")}
    flow = await start_to_selection(hass)
    assert shown(flow) == ("account", {"base": "cannot_connect"})
    other_home.errors = {}
    assert menu(await answer(hass, flow, {})) == ("selection", WAYS)
    assert other_home.asked.count("password") == 1


# Choice


async def test_the_choice_can_be_changed_before_the_account_is_linked(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    rules = {**WANTED, "kinds": ["lock"], "patterns": ["lock.*"]}
    flow = await choose(hass, await start_to_selection(hass), "rules", rules, {})
    flow = await answer(
        hass, await answer(hass, flow, {"next_step_id": "selection"}), {"next_step_id": "rules"}
    )
    assert suggested(flow) == {"labels": [], "kinds": ["lock"], "patterns": ["lock.*"], "excluded": []}
    flow = await answer(hass, flow, {**WANTED, "kinds": ["light"]})
    assert menu(flow) == (
        "confirm",
        ["link", "selection", "entity_ids"],
    )  # The entity ids are asked for once.
    result = await answer(hass, flow, {"next_step_id": "link"})
    assert result["result"].options["selection"] == {**NOTHING_CHOSEN, "kinds": ["light"]}


async def test_the_rules_are_about_names(hass: HomeAssistant, other_home: OtherHome) -> None:
    flow = await choose(hass, await start_to_selection(hass), "rules")
    assert offered(flow, "labels") == {"share": "Shared"}
    assert offered(flow, "kinds") == {"light": "Light (3)", "sensor": "Sensor (3)", "lock": "Lock (1)"}


@pytest.mark.parametrize(
    ("way", "chosen"),
    [("areas", {"places": ["attic"]}), ("rules", {"kinds": ["lock"]}), ("everything", {"excluded": ["a.*"]})],
)
async def test_a_home_that_is_away_when_it_counts_keeps_the_choice(
    hass: HomeAssistant, other_home: OtherHome, way: str, chosen: dict[str, list[str]]
) -> None:
    other_home.errors = {"count": TemporaryError("no answer")}
    flow = await choose(hass, await start_to_selection(hass), way, {**WANTED, **chosen})
    assert shown(flow) == (way, {"base": "cannot_connect"})
    assert chosen.items() <= suggested(flow).items()


async def test_a_login_that_is_revoked_while_a_person_chooses_leads_back_to_the_credentials(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await start_to_selection(hass)
    other_home.errors = {"count": RefreshTokenRejected()}
    assert shown(await choose(hass, flow, "everything", WANTED)) == ("login", {"base": "login_expired"})


async def test_who_logs_in_as_a_linked_user_after_a_choice_that_was_lost_is_asked_for_none(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    linked, other_home.account = other_home.account, Account(id="visitor", name="Parents – Visitor")
    flow = await start_to_selection(hass)
    other_home.errors = {"count": RefreshTokenRejected()}
    flow = await choose(hass, flow, "everything", WANTED)
    other_home.account = linked
    result = await answer(hass, await answer(hass, flow, LOGIN), RIGHT_CODE)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "relinked")


async def test_a_token_is_revoked_when_the_choice_is_closed(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await choose_all(hass, await start_to_selection(hass))
    assert other_home.live
    hass.config_entries.flow.async_abort(flow["flow_id"])
    await hass.async_block_till_done()
    assert not other_home.live


async def test_a_token_is_revoked_when_the_choice_is_closed_while_it_is_counted(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await start_to_selection(hass)
    flow = await choose(hass, flow, "everything")
    other_home.meanwhile = lambda: hass.config_entries.flow.async_abort(flow["flow_id"])
    result = await answer(hass, flow, WANTED)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "cancelled")
    assert not other_home.live


async def test_a_token_is_revoked_when_a_changed_choice_is_closed_while_it_is_counted(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await choose_all(hass, await start_to_selection(hass))
    flow = await choose(hass, await answer(hass, flow, {"next_step_id": "selection"}), "everything")
    other_home.meanwhile = lambda: hass.config_entries.flow.async_abort(flow["flow_id"])
    result = await answer(hass, flow, WANTED)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "cancelled")
    assert not other_home.live


# The tree


async def walk(hass: HomeAssistant, flow: ConfigFlowResult, *forms: dict[str, Any]) -> ConfigFlowResult:
    """Choose along the tree; return what follows."""
    return await choose(hass, flow, "areas", {**WANTED, **forms[0]}, *forms[1:])


async def test_areas_are_shown_whole_or_in_part_by_names_with_how_many_and_how_they_are(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await choose(hass, await start_to_selection(hass), "areas")
    areas = {"attic": "Attic (1)", "kitchen": "Kitchen (3)", "-": "No area (1)"}
    assert offered(flow, "places") == offered(flow, "partial_places") == areas
    flow = await answer(hass, flow, {**WANTED, "places": ["attic"], "partial_places": ["kitchen"]})
    assert shown(flow) == ("area", {})
    assert flow["description_placeholders"] == {"vendor": "Home Assistant", "name": "Kitchen"}
    assert offered(flow, "whole_devices") == offered(flow, "partial_devices") == {"stove": "Stove (2)"}
    assert offered(flow, "features") == {"lamp": "Lamp · on"}
    flow = await answer(hass, flow, {"partial_devices": ["stove"], "features": ["lamp"]})
    assert shown(flow) == ("device", {})
    assert flow["description_placeholders"] == {"vendor": "Home Assistant", "name": "Stove"}
    assert offered(flow, "features") == {"hob": "Hob · off", "oven": "Oven · 180 °C"}
    flow = await answer(hass, await answer(hass, flow, {"features": ["oven"]}), {})
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    assert placeholders["come"] == "- Attic (1): Hatch\n- Kitchen (2): Lamp, Stove"
    result = await answer(hass, flow, {"next_step_id": "link"})
    assert result["result"].options["selection"] == {
        **NOTHING_CHOSEN,
        "places": ["attic"],
        "features": ["lamp", "oven"],
    }


async def test_what_was_chosen_of_the_tree_is_where_it_begins_next_time(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await walk(
        hass,
        await start_to_selection(hass),
        {"places": ["attic"], "partial_places": ["kitchen"]},
        {"partial_devices": ["stove"]},
        {"features": ["hob"]},
        {},
    )
    flow = await choose(hass, await answer(hass, flow, {"next_step_id": "selection"}), "areas")
    assert suggested(flow) == {"places": ["attic"], "partial_places": ["kitchen"]}
    flow = await answer(hass, flow, {**WANTED, "partial_places": ["kitchen", "attic"]})
    assert flow["description_placeholders"] == {"vendor": "Home Assistant", "name": "Attic"}
    assert suggested(flow) == {"features": ["hatch"]}  # All of what was whole.
    flow = await answer(hass, flow, {"features": []})
    assert suggested(flow) == {"whole_devices": [], "partial_devices": ["stove"], "features": []}
    flow = await answer(hass, flow, {"whole_devices": ["stove"]})
    result = await answer(hass, flow, {"next_step_id": "link"})
    assert result["result"].options["selection"] == {**NOTHING_CHOSEN, "devices": ["stove"]}


async def test_what_is_in_no_area_can_be_chosen(hass: HomeAssistant, other_home: OtherHome) -> None:
    flow = await walk(hass, await start_to_selection(hass), {"partial_places": ["-"]})
    assert flow["description_placeholders"] == {"vendor": "Home Assistant", "name": "No area"}
    assert offered(flow, "features") == {"tank": "Tank · 55 %"}
    flow = await answer(hass, await answer(hass, flow, {"features": ["tank"]}), {})
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    assert placeholders["come"] == "- No area (1): Tank"


async def test_only_what_there_is_can_be_chosen_of_an_area(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    features = other_home.choices.features[:2]
    other_home.choices = replace(other_home.choices, features=features)
    flow = await walk(hass, await start_to_selection(hass), {"partial_places": ["kitchen", "attic"]})
    assert flow["description_placeholders"] == {"vendor": "Home Assistant", "name": "Kitchen"}
    assert set(suggested(flow)) == {"whole_devices", "partial_devices"}
    flow = await answer(hass, flow, {"whole_devices": ["stove"]})
    assert shown(flow) == ("entity_ids", {})


@pytest.mark.parametrize("wanted", ["housekeeping", "mirrored"])
async def test_what_is_shown_only_if_a_person_wants_it_is_in_the_tree_only_then(
    hass: HomeAssistant, other_home: OtherHome, wanted: str
) -> None:
    where = {"housekeeping": "-", "mirrored": "attic"}[wanted]
    flow = await walk(hass, await start_to_selection(hass), {"partial_places": [where], wanted: True})
    found = {
        "housekeeping": lambda: offered(flow, "whole_devices") == {"system": "System (1)"},
        "mirrored": lambda: offered(flow, "features") == {"hatch": "Hatch · locked", "gate": "Gate · off"},
    }
    assert found[wanted]()


async def test_what_is_chosen_and_away_now_stays_chosen(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    away = {"places": ["cellar"], "devices": ["pump"], "features": ["valve"]}
    selection = {**NOTHING_CHOSEN, **away}
    hass.config_entries.async_update_entry(loaded_entry, options={"selection": selection})
    options = hass.config_entries.options
    flow = await options.async_init(loaded_entry.entry_id)
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "areas"})
    flow = await options.async_configure(flow["flow_id"], {**WANTED, "places": ["attic"]})
    await options.async_configure(flow["flow_id"], {"next_step_id": "save"})
    assert loaded_entry.options["selection"] == {**selection, "places": ["attic", "cellar"]}


async def test_a_list_is_no_longer_than_a_browser_bears_and_holds_what_is_chosen(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    numbers = [f"{number:04}" for number in range(3500)]
    many = tuple(Choice(id=number, name=number, word="1", kind="sensor") for number in numbers)
    other_home.choices = replace(other_home.choices, features=many[:10] + many[2000:])
    flow = await walk(hass, await start_to_selection(hass), {"partial_places": ["-"]})
    assert len(offered(flow, "features")) == 1000
    flow = await answer(hass, await answer(hass, flow, {"features": ["2001"]}), {})
    other_home.choices = replace(other_home.choices, features=many)
    result = await answer(hass, flow, {"next_step_id": "link"})
    options = hass.config_entries.options
    flow = await options.async_init(result["result"].entry_id)
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "areas"})
    flow = await options.async_configure(flow["flow_id"], {**WANTED, "partial_places": ["-"]})
    assert offered(flow, "features") == {key: f"{key} · 1" for key in [*numbers[:1000], "2001"]}
    flow = await options.async_configure(flow["flow_id"], {"features": ["2001", "0000"]})
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    assert placeholders["come"] == "- No area (1): 0000"


async def test_what_comes_is_named_as_far_as_a_person_reads_it(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    places = {f"{place:02}": f"Area {place:02}" for place in range(50)}
    many = tuple(
        Choice(id=f"{place}-{number}", name=f"Lamp {number}", word="on", kind="light", place=place)
        for place in places
        for number in range(10)
    )
    other_home.choices = replace(other_home.choices, features=many, places=places)
    flow = await choose_all(hass, await start_to_selection(hass))
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    lines = placeholders["come"].splitlines()
    lamps = ", ".join(f"Lamp {number}" for number in range(8))
    assert (len(lines), lines[0], lines[-1]) == (41, f"- Area 00 (10): {lamps}, …", "- … + 10")


@pytest.mark.parametrize(
    ("way", "forms"),
    [
        ("areas", [WANTED]),
        ("areas", [{**WANTED, "partial_places": ["kitchen"]}, {}]),
        ("rules", [{**WANTED, "kinds": ["camera"]}]),
        ("everything", [WANTED]),
    ],
)
async def test_a_choice_that_shows_nothing_says_so_and_is_not_kept(
    hass: HomeAssistant, other_home: OtherHome, way: str, forms: list[dict[str, Any]]
) -> None:
    flow = await start_to_selection(hass)
    if way == "everything":
        other_home.choices = replace(other_home.choices, features=())
    assert shown(await choose(hass, flow, way, *forms)) == (way, {"base": "nothing_shown"})


async def test_blank_rows_and_removed_patterns_are_no_patterns(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    rules = {**WANTED, "kinds": ["light"], "patterns": ["", " lock.* ", "  "], "excluded": [" "]}
    flow = await choose(hass, await start_to_selection(hass), "rules", rules, {})
    assert (other_home.selections[-1].patterns, other_home.selections[-1].excluded) == (("lock.*",), ())
    flow = await choose(hass, await answer(hass, flow, {"next_step_id": "selection"}), "rules")
    assert suggested(flow)["patterns"] == ["lock.*"]
    await answer(hass, flow, {**WANTED, "kinds": ["light"]})  # As a browser sends a list that was emptied.
    assert other_home.selections[-1].patterns == ()


# Entity ids


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [({}, ""), ({"id_prefix": "Parents "}, "parents_"), ({"id_prefix": "our_1_"}, "our_1_")],
)
async def test_entity_ids_are_those_of_the_other_side_or_have_a_prefix(
    hass: HomeAssistant, other_home: OtherHome, typed: dict[str, str], prefix: str
) -> None:
    flow = await choose(hass, await start_to_selection(hass), "everything", WANTED, typed)
    result = await answer(hass, flow, {"next_step_id": "link"})
    assert result["result"].options["id_prefix"] == prefix


async def test_a_prefix_can_be_changed_before_the_account_is_linked(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await choose(hass, await start_to_selection(hass), "everything", WANTED, {"id_prefix": "parnets"})
    flow = await answer(hass, flow, {"next_step_id": "entity_ids"})
    assert suggested(flow) == {"id_prefix": "parnets"}
    flow = await answer(hass, flow, {"id_prefix": "parents"})
    result = await answer(hass, flow, {"next_step_id": "link"})
    assert result["result"].options["id_prefix"] == "parents_"


@pytest.mark.parametrize("typed", ["_", "käse", "light.", "a" * 41])
async def test_what_is_no_part_of_an_entity_id_is_no_prefix(
    hass: HomeAssistant, other_home: OtherHome, typed: str
) -> None:
    flow = await choose(hass, await start_to_selection(hass), "everything", WANTED, {"id_prefix": typed})
    assert shown(flow) == ("entity_ids", {"base": "invalid_prefix"})
    assert suggested(flow) == {"id_prefix": typed}


# Discovery


def announcement(**properties: Any) -> ZeroconfServiceInfo:
    """Return what a Home Assistant says of itself on the network."""
    address = ip_address("192.0.2.7")
    return ZeroconfServiceInfo(
        ip_address=address,
        ip_addresses=[address],
        port=8123,
        hostname="parents.local.",
        type="_home-assistant._tcp.local.",
        name="Parents._home-assistant._tcp.local.",
        properties={
            "location_name": "Parents",
            "uuid": "the parents",
            "internal_url": ADDRESS,
            "external_url": "",
            "base_url": ADDRESS,
            **properties,
        },
    )


async def discover(hass: HomeAssistant, found: ZeroconfServiceInfo) -> ConfigFlowResult:
    """Find a Home Assistant on the network."""
    return await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_ZEROCONF}, data=found)


async def test_a_home_assistant_that_is_found_is_shown_as_the_host_that_says_so_and_nothing_else(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await discover(hass, announcement(location_name="Home Assistant Security Update"))
    assert shown(flow) == ("announced", {})
    assert suggested(flow) == {"url": ADDRESS}
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    assert placeholders["host"] == "parents.example"
    [progress] = hass.config_entries.flow.async_progress()
    assert progress["context"]["title_placeholders"] == {"name": "parents.example"}
    assert not other_home.asked  # Nothing is sent to who merely says to be one.


async def test_a_home_assistant_that_is_found_is_linked(hass: HomeAssistant, other_home: OtherHome) -> None:
    flow = await accept(hass, await discover(hass, announcement()))
    flow = await answer(hass, flow, LOGIN)
    result = await link_all(hass, await answer(hass, flow, RIGHT_CODE))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].unique_id == "home_assistant:kid"


async def test_a_home_assistant_at_another_address_is_not_taken_for_the_one_that_was_found(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    other_home.url = "http://neighbours.example:8123"
    flow = await answer(hass, await discover(hass, announcement()), {"url": other_home.url})
    result = await link_all(hass, await answer(hass, await answer(hass, flow, LOGIN), RIGHT_CODE))
    assert "instance_id" not in result["result"].data


@pytest.mark.parametrize("where", ["internal_url", "base_url", "external_url"])
async def test_an_announced_address_with_a_user_in_it_is_not_taken(
    hass: HomeAssistant, other_home: OtherHome, where: str
) -> None:
    urls = {"internal_url": "", "base_url": "", "external_url": ""}
    disguised = "https://homeassistant.local:8123@evil.example/"
    flow = await discover(hass, announcement(**{**urls, where: disguised}))
    assert suggested(flow) == {"url": "http://192.0.2.7:8123"}


async def test_an_announced_address_without_encryption_is_used_only_if_a_person_says_so(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await answer(hass, await discover(hass, announcement()), {"url": ADDRESS})
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "unencrypted")
    assert flow["description_placeholders"] == {"url": ADDRESS}
    flow = await answer(hass, flow, {"next_step_id": "address"})
    assert shown(flow) == ("announced", {})
    assert not other_home.logins


async def test_where_encryption_does_not_answer_a_person_is_asked_before_a_password_is_typed(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await answer(hass, await start(hass), {"url": "parents.example"})
    assert (flow["type"], flow["step_id"]) == (FlowResultType.MENU, "unencrypted")
    assert shown(await answer(hass, flow, {"next_step_id": "login"})) == ("login", {})


async def test_an_encrypted_address_needs_no_question(hass: HomeAssistant, other_home: OtherHome) -> None:
    other_home.url = "https://parents.example"
    assert shown(await answer(hass, await start(hass), {"url": "parents.example"})) == ("login", {})


async def test_an_address_that_redirects_is_not_followed_but_proposed(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    other_home.errors = {"find": MovedAddress("https://parents.example")}
    flow = await answer(hass, await start(hass), {"url": "http://parents.example"})
    assert shown(flow) == ("address", {"base": "moved_address"})
    assert suggested(flow) == {"url": "https://parents.example"}
    placeholders = flow["description_placeholders"]
    assert placeholders is not None
    assert placeholders["url"] == "https://parents.example"


async def test_an_account_that_was_reached_with_encryption_is_not_repaired_without(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, "url": "https://parents.example"})
    flow = await answer(hass, await entry.start_reconfigure_flow(hass), {"url": ADDRESS})
    assert shown(flow) == ("address", {"base": "encryption_lost"})
    assert not other_home.logins


async def test_an_account_that_was_linked_with_encryption_is_not_linked_again_without(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, "url": "https://parents.example"})
    before = dict(entry.data)
    result = await start_to_selection(hass)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "encryption_lost")
    assert entry.data == before
    assert other_home.live == [before["refresh_token"]]


async def test_a_question_about_encryption_is_over_with_its_dialog(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry
) -> None:
    flow = await entry.start_reconfigure_flow(hass)
    other_home.meanwhile = lambda: hass.config_entries.flow.async_abort(flow["flow_id"])
    result = await answer(hass, flow, {"url": "parents.example"})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "cancelled")


async def test_this_home_assistant_never_offers_itself(hass: HomeAssistant, other_home: OtherHome) -> None:
    result = await discover(hass, announcement(uuid=await instance_id.async_get(hass)))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "own_instance")


@pytest.mark.parametrize(
    "properties",
    [
        {},
        {"internal_url": "HTTP://Parents.Example:8123/", "base_url": ""},
        {"internal_url": "", "base_url": "", "external_url": ADDRESS},
    ],
)
async def test_a_home_assistant_that_is_linked_already_does_not_offer_itself(
    hass: HomeAssistant, entry: MockConfigEntry, properties: dict[str, str]
) -> None:
    result = await discover(hass, announcement(**properties))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_home_assistant_that_is_linked_by_its_number_does_not_offer_itself(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, data={**entry.data, "url": "http://192.0.2.7:8123"})
    result = await discover(hass, announcement())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_home_assistant_that_was_linked_where_it_was_found_is_known_wherever_it_is_later(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    flow = await accept(hass, await discover(hass, announcement()))
    flow = await answer(hass, flow, LOGIN)
    await link_all(hass, await answer(hass, flow, RIGHT_CODE))
    result = await discover(hass, announcement(internal_url="http://192.0.2.99:8123", base_url=""))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_home_assistant_that_a_person_ignores_does_not_offer_itself_again(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    await discover(hass, announcement())
    [progress] = hass.config_entries.flow.async_progress()
    unique_id = progress["context"]["unique_id"]
    await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_IGNORE}, data={"unique_id": unique_id, "title": "Parents"}
    )
    result = await discover(hass, announcement())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_a_home_assistant_that_is_found_twice_offers_itself_once(
    hass: HomeAssistant, other_home: OtherHome
) -> None:
    await discover(hass, announcement())
    result = await discover(hass, announcement())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_in_progress")


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7"])
async def test_a_home_assistant_that_says_no_address_is_offered_where_it_was_heard(
    hass: HomeAssistant, other_home: OtherHome, address: str
) -> None:
    found = announcement(internal_url="", base_url="")
    found.ip_address = ip_address(address)
    found.ip_addresses = [found.ip_address]
    flow = await discover(hass, found)
    host = f"[{address}]" if ":" in address else address
    assert suggested(flow) == {"url": f"http://{host}:8123"}


@pytest.mark.parametrize("nonsense", [None, "", "x" * 10_000, "http://[", "http://a:b"])
async def test_an_announcement_of_nonsense_does_no_harm(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry, nonsense: str | None
) -> None:
    found = announcement(
        location_name=nonsense, uuid=nonsense, internal_url=nonsense, external_url=nonsense, base_url=nonsense
    )
    flow = await discover(hass, found)
    if flow["type"] is FlowResultType.FORM:
        [progress] = hass.config_entries.flow.async_progress()
        assert 0 < len(progress["context"]["title_placeholders"]["name"]) <= 255
    else:
        assert flow["type"] is FlowResultType.ABORT


# A new address

NEW_ADDRESS = "http://192.0.2.99:8123"
GONE = AddressNotReached("refused", cause="connection_refused")


@pytest.fixture
async def known_entry(hass: HomeAssistant, loaded_entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of a user of whom it is known at which Home Assistant they are."""
    await discover(hass, announcement())
    assert loaded_entry.data["instance_id"] == "the parents"
    return loaded_entry


def moved(url: str = NEW_ADDRESS) -> ZeroconfServiceInfo:
    """Return what the same Home Assistant, or somebody else, says at another address."""
    return announcement(internal_url=url, base_url="")


def at(hass: HomeAssistant, entry: MockConfigEntry, url: str) -> None:
    """Have an account at an address."""
    hass.config_entries.async_update_entry(entry, data={**entry.data, "url": url})


@pytest.mark.parametrize("before", ["https://parents.example:8123", "http://parents.example:8123"])
async def test_a_home_assistant_that_has_a_certificate_for_the_name_it_had_is_followed(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry, before: str
) -> None:
    at(hass, known_entry, before)
    other_home.errors = {"find": GONE}
    result = await discover(hass, moved("https://parents.example/"))
    await hass.async_block_till_done()
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "moved")
    assert known_entry.data["url"] == "https://parents.example"
    assert known_entry.state is ConfigEntryState.LOADED
    assert other_home.addresses[-1] == "https://parents.example"


@pytest.mark.parametrize("url", [NEW_ADDRESS, "https://elsewhere.example"])
async def test_at_any_other_address_a_person_is_asked_before_the_token_is_sent(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry, url: str
) -> None:
    other_home.errors = {"find": GONE}
    flow = await discover(hass, moved(url))
    assert flow["step_id"] == "moved"
    assert flow["description_placeholders"] == {
        "account": "Parents – Kid",
        "old": ADDRESS,
        "url": url,
    }
    [progress] = hass.config_entries.flow.async_progress()
    assert progress["context"]["title_placeholders"] == {"name": "Parents – Kid"}
    assert url not in other_home.addresses
    result = await answer(hass, flow, {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "moved")
    assert known_entry.data["url"] == url
    assert known_entry.state is ConfigEntryState.LOADED
    assert other_home.logins == []


async def test_words_in_the_place_of_a_host_are_no_address(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry
) -> None:
    other_home.errors = {"find": GONE}
    flow = await discover(hass, moved("http://192.0.2.99` **Verified** `:8123"))
    assert flow["description_placeholders"] is not None
    assert flow["description_placeholders"]["url"] == "http://192.0.2.7:8123"  # From where it was heard.


async def test_a_token_that_is_given_at_the_new_address_is_kept_once_the_same_account_answers_there(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry
) -> None:
    other_home.errors = {"find": GONE}
    flow = await discover(hass, moved())
    other_home.rotated = "the next"
    other_home.live.append(other_home.rotated)
    result = await answer(hass, flow, {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "moved")
    assert known_entry.data["refresh_token"] == "the next"


@pytest.mark.parametrize("words", ["/`%20**Verified**`", "/?` **Verified** [Yes](x)", "/#`"])
async def test_nothing_but_the_host_of_an_announced_address_is_shown_or_used(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry, words: str
) -> None:
    other_home.errors = {"find": GONE}
    flow = await discover(hass, moved(f"{NEW_ADDRESS}{words}"))
    assert flow["description_placeholders"] is not None
    assert flow["description_placeholders"]["url"] == NEW_ADDRESS
    await answer(hass, flow, {})
    assert known_entry.data["url"] == NEW_ADDRESS


@pytest.mark.parametrize("trouble", ["another user", "another user's token", "a dead token", "no answer"])
async def test_an_account_that_does_not_answer_at_the_new_address_stays_where_it_was(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry, trouble: str
) -> None:
    before = dict(known_entry.data)
    other_home.errors = {"find": GONE}
    flow = await discover(hass, moved())
    live = list(other_home.live)
    if trouble.startswith("another user"):
        other_home.account = Account(id="stranger", name="Strangers – Bob")
        other_home.rotated = "a stranger's" if trouble == "another user's token" else None
    elif trouble == "a dead token":
        other_home.live.clear()
    else:
        other_home.errors["account"] = TemporaryError("no answer")
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], {})
    other_home.live[:], other_home.rotated = live, None
    await hass.async_block_till_done()
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_moved")
    assert known_entry.data == before
    assert known_entry.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()


@pytest.mark.parametrize("answers", [None, AddressBanned()])
async def test_a_home_assistant_that_still_answers_where_it_was_has_not_moved(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry, answers: AuthError | None
) -> None:
    other_home.errors = {"find": answers} if answers is not None else {}
    result = await discover(hass, moved())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert not other_home.addresses


async def test_an_account_that_was_reached_with_encryption_does_not_move_to_where_there_is_none(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry
) -> None:
    at(hass, known_entry, "https://parents.example")
    other_home.errors = {"find": GONE}
    result = await discover(hass, moved("http://parents.example:8124"))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_an_account_that_is_not_set_up_does_not_move(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(known_entry.entry_id)
    other_home.errors = {"find": GONE}
    result = await discover(hass, moved())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_an_account_that_is_removed_while_a_person_is_asked_does_not_move(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry
) -> None:
    other_home.errors = {"find": GONE}
    flow = await discover(hass, moved())
    await hass.config_entries.async_remove(known_entry.entry_id)
    result = await answer(hass, flow, {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "cancelled")
    assert NEW_ADDRESS not in other_home.addresses


async def test_which_home_assistant_it_is_is_noted_only_while_it_is_reached(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry
) -> None:
    await discover(hass, announcement())
    assert "instance_id" not in entry.data


async def test_an_account_of_a_vendor_that_is_at_no_address_of_its_own_does_not_move(
    hass: HomeAssistant, known_entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_addresses = home_assistant.VENDOR
    fields = {field.name: getattr(at_addresses, field.name) for field in dataclasses.fields(Vendor)}
    monkeypatch.setattr(home_assistant, "VENDOR", Vendor(**fields))
    result = await discover(hass, moved())
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


async def test_of_two_accounts_at_one_home_assistant_the_one_that_is_left_behind_follows(
    hass: HomeAssistant, other_home: OtherHome, known_entry: MockConfigEntry
) -> None:
    other = MockConfigEntry(
        domain=DOMAIN, unique_id="home_assistant:mum", data={**known_entry.data, "url": NEW_ADDRESS}
    )
    other.add_to_hass(hass)
    other_home.errors = {"find": GONE}
    assert (await discover(hass, moved()))["step_id"] == "moved"


# Logging in again


async def test_a_new_login_needs_no_address(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    other_home.live.clear()
    hass.config_entries.async_update_entry(loaded_entry, data={**loaded_entry.data, "username": "kid"})
    flow: ConfigFlowResult = await loaded_entry.start_reauth_flow(hass)
    assert shown(flow) == ("login_again", {})
    assert suggested(flow) == {"username": "kid"}
    flow = await answer(hass, flow, LOGIN)
    result = await answer(hass, flow, RIGHT_CODE)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert [loaded_entry.data["refresh_token"]] == other_home.live
    assert loaded_entry.options["selection"]["kinds"] == ["lock"]
    assert not other_home.typed
    assert set(other_home.addresses) == {ADDRESS}


async def test_another_user_is_refused_in_a_new_login(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    before = dict(loaded_entry.data)
    other_home.account = Account(id="somebody", name="Parents – Somebody")
    flow = await answer(hass, await loaded_entry.start_reauth_flow(hass), LOGIN)
    result = await answer(hass, flow, RIGHT_CODE)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "wrong_account")
    assert loaded_entry.data == before
    assert other_home.live == [before["refresh_token"]]


@pytest.fixture
def provider(hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry) -> str:
    """Return who checked the password of the user when the account was linked: not the first one."""
    other_home.providers = {"homeassistant": "Home Assistant Local", "command_line": "Directory"}
    hass.config_entries.async_update_entry(entry, data={**entry.data, "provider": "command_line"})
    return "command_line"


async def test_a_new_login_is_checked_by_who_checked_the_one_before(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry, provider: str
) -> None:
    await answer(hass, await entry.start_reauth_flow(hass), LOGIN)
    assert other_home.logins[0].provider == provider


async def test_who_checked_the_login_before_is_proposed_at_another_address(
    hass: HomeAssistant, entry: MockConfigEntry, provider: str
) -> None:
    flow = await answer(hass, await entry.start_reconfigure_flow(hass), {"url": ADDRESS})
    assert flow["data_schema"] is not None
    assert flow["data_schema"](LOGIN)["provider"] == provider


async def test_an_account_can_be_logged_in_again_at_another_address(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    flow = await loaded_entry.start_reconfigure_flow(hass)
    assert shown(flow) == ("address", {})
    assert suggested(flow) == {"url": ADDRESS}
    other_home.url = "https://parents.example"
    flow = await answer(hass, flow, {"url": "parents.example"})
    flow = await answer(hass, flow, LOGIN)
    result = await answer(hass, flow, RIGHT_CODE)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert loaded_entry.data["url"] == "https://parents.example"
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert [loaded_entry.data["refresh_token"]] == other_home.live


async def test_another_address_must_lead_to_the_same_user(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    before = dict(loaded_entry.data)
    other_home.url = "http://neighbours.example:8123"
    other_home.account = Account(id="neighbour", name="Neighbours – Bob")
    flow = await answer(hass, await loaded_entry.start_reconfigure_flow(hass), {"url": other_home.url})
    flow = await answer(hass, flow, LOGIN)
    result = await answer(hass, flow, RIGHT_CODE)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "wrong_account")
    assert loaded_entry.data == before


@pytest.mark.parametrize("is_found", [True, False])
async def test_a_user_who_is_added_again_is_repaired_and_keeps_the_choice(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry, is_found: bool
) -> None:
    other_home.url = "https://parents.example"
    elsewhere = announcement(internal_url="https://parents.example", base_url="")
    flow = await (discover(hass, elsewhere) if is_found else start(hass))
    flow = await answer(hass, flow, {"url": "parents.example"})
    flow = await answer(hass, flow, LOGIN)
    result = await answer(hass, flow, RIGHT_CODE)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "relinked")
    assert hass.config_entries.async_entries(DOMAIN) == [entry]
    assert entry.data["url"] == "https://parents.example"
    assert entry.options["selection"]["kinds"] == ["lock"]
    assert [entry.data["refresh_token"]] == other_home.live


async def test_a_token_is_revoked_at_its_address_when_the_account_is_removed(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(loaded_entry.entry_id)
    assert not other_home.live
    assert other_home.addresses[-1] == ADDRESS


# Options


async def test_the_options_change_the_choice_and_say_what_comes_and_goes(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(
        loaded_entry, options={**loaded_entry.options, "id_prefix": "p_", "poll_interval": 1200}
    )
    options = hass.config_entries.options
    flow = await options.async_init(loaded_entry.entry_id)
    assert menu(flow) == ("selection", [*WAYS, "events", "polling"])
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "rules"})
    assert suggested(flow)["kinds"] == ["lock"]
    flow = await options.async_configure(flow["flow_id"], {**WANTED, "kinds": ["light"]})
    assert menu(flow) == ("confirm", ["save", "selection"])
    assert flow["description_placeholders"] == {
        "count": "2",
        "account": "Parents – Kid",
        "come_count": "2",
        "come": "- Kitchen (2): Lamp, Stove",
        "go_count": "1",
        "go": "- Attic (1): Hatch",
    }
    assert loaded_entry.options["selection"]["kinds"] == ["lock"]
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "selection"})
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "rules"})
    assert suggested(flow)["kinds"] == ["light"]
    flow = await options.async_configure(flow["flow_id"], {**WANTED, "kinds": ["light"]})
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "save"})
    await hass.async_block_till_done()
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_entry.options == {
        "poll_interval": 1200,
        "id_prefix": "p_",
        "selection": {**NOTHING_CHOSEN, "kinds": ["light"]},
    }
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert other_home.settings[-1].selection == Selection(kinds=frozenset({"light"}), housekeeping=False)


async def test_what_was_chosen_before_housekeeping_could_be_left_out_still_shows_it(
    hass: HomeAssistant, other_home: OtherHome, entry: MockConfigEntry
) -> None:
    lists = ("places", "labels", "kinds", "patterns", "excluded")
    stored: dict[str, Any] = {**{key: [] for key in lists}, "mirrored": False}
    hass.config_entries.async_update_entry(entry, options={"selection": stored})
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert other_home.settings[-1].selection == Selection(housekeeping=True)
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    flow = await hass.config_entries.options.async_configure(flow["flow_id"], {"next_step_id": "everything"})
    assert flow["data_schema"] is not None
    assert flow["data_schema"]({})["housekeeping"] is True


async def test_the_options_change_how_often_missed_changes_are_looked_for(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    before = dict(loaded_entry.options)
    options = hass.config_entries.options
    flow = await options.async_init(loaded_entry.entry_id)
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "polling"})
    assert flow["data_schema"] is not None
    assert flow["data_schema"]({}) == {"poll_interval": 900}
    flow = await options.async_configure(flow["flow_id"], {"poll_interval": 1200})
    await hass.async_block_till_done()
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_entry.options == {**before, "poll_interval": 1200}


async def ask_for_events(hass: HomeAssistant, entry: MockConfigEntry, *types: str) -> Any:
    """Return what comes of asking for events."""
    options = hass.config_entries.options
    flow = await options.async_init(entry.entry_id)
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "events"})
    flow = await options.async_configure(flow["flow_id"], {"event_types": list(types)})
    await hass.async_block_till_done()
    return flow


async def test_the_options_have_events_told_here(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    before = dict(loaded_entry.options)
    flow = await ask_for_events(hass, loaded_entry, "zha_event", " doorbell ", "zha_event", "")
    assert flow["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_entry.options == {**before, "event_types": ["doorbell", "zha_event"]}
    assert other_home.settings[-1].event_types == {"doorbell", "zha_event"}
    options = hass.config_entries.options
    form = await options.async_init(loaded_entry.entry_id)
    form = await options.async_configure(form["flow_id"], {"next_step_id": "events"})
    assert form["data_schema"] is not None
    assert form["data_schema"]({}) == {"event_types": ["doorbell", "zha_event"]}
    assert (await ask_for_events(hass, loaded_entry))["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_entry.options == {**before, "event_types": []}


@pytest.mark.parametrize("own", ["homeassistant_stop", "state_changed", "area_registry_updated", "*"])
async def test_no_event_is_told_by_which_home_assistant_itself_runs(
    hass: HomeAssistant, loaded_entry: MockConfigEntry, own: str
) -> None:
    before = dict(loaded_entry.options)
    flow = await ask_for_events(hass, loaded_entry, own, "zha_event")
    assert flow["errors"] == {"event_types": "own_events"}
    assert flow["description_placeholders"] == {"vendor": "Home Assistant", "events": own}
    assert flow["data_schema"]({}) == {"event_types": [own, "zha_event"]}
    assert loaded_entry.options == before


async def test_events_that_only_administrators_are_told_are_named(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    other_home.administrative = {"zha_event", "doorbell"}
    flow = await ask_for_events(hass, loaded_entry, "zha_event", "mail", "doorbell")
    assert flow["errors"] == {"event_types": "forbidden_events"}
    assert flow["description_placeholders"]["events"] == "doorbell, zha_event"
    other_home.administrative = set()
    flow = await hass.config_entries.options.async_configure(flow["flow_id"], flow["data_schema"]({}))
    assert flow["type"] is FlowResultType.CREATE_ENTRY


async def test_events_of_a_home_that_is_away_wait_until_it_is_there(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry
) -> None:
    other_home.errors = {"events": TemporaryError("no answer")}
    flow = await ask_for_events(hass, loaded_entry, "zha_event")
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "not_loaded")


async def test_events_of_an_account_that_is_unloaded_meanwhile_wait_until_it_is_set_up(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    options = hass.config_entries.options
    flow = await options.async_init(loaded_entry.entry_id)
    assert await hass.config_entries.async_unload(loaded_entry.entry_id)
    flow = await options.async_configure(flow["flow_id"], {"next_step_id": "events"})
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "not_loaded")


async def test_the_options_of_an_account_that_is_not_set_up_wait_until_it_is(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "not_loaded")


@pytest.mark.parametrize("question", ["choices", "count"])
async def test_the_options_of_a_home_that_is_away_change_nothing(
    hass: HomeAssistant, other_home: OtherHome, loaded_entry: MockConfigEntry, question: str
) -> None:
    before = dict(loaded_entry.options)
    other_home.errors = {question: TemporaryError("no answer")}
    options = hass.config_entries.options
    flow = await options.async_init(loaded_entry.entry_id)
    if question == "count":
        flow = await options.async_configure(flow["flow_id"], {"next_step_id": "everything"})
        flow = await options.async_configure(flow["flow_id"], WANTED)
    assert (flow["type"], flow["reason"]) == (FlowResultType.ABORT, "not_loaded")
    assert loaded_entry.options == before
