"""What a person can do about an issue, in the dialog of that issue."""

import json
import re
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
from homeassistant.components.repairs import DOMAIN as REPAIRS
from homeassistant.components.repairs import RepairsFlowResult, repairs_flow_manager
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.requirements import RequirementsNotFound
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import latchkey
from custom_components.latchkey.account.issues import MANNERS, AccountIssues
from custom_components.latchkey.clouds import load_vendors
from custom_components.latchkey.const import DOCUMENTATION, DOMAIN
from custom_components.latchkey.door_phone import installing
from custom_components.latchkey.repairs import FLOWS
from tests.simulators.hubspace import HubspaceSimulator

ROOT: Final = Path(latchkey.__file__).parents[2]
TEXTS: Final[dict[str, Any]] = json.loads(
    (ROOT / "custom_components/latchkey/translations/en.json").read_text()
)["issues"]


@pytest.fixture(autouse=True)
async def repairs(hass: HomeAssistant) -> None:
    """Set the repairs up."""
    assert await async_setup_component(hass, REPAIRS, {})


async def begin(hass: HomeAssistant, issue_id: str) -> RepairsFlowResult:
    """Open the dialog of an issue."""
    manager = repairs_flow_manager(hass)
    assert manager is not None
    return await manager.async_init(DOMAIN, data={"issue_id": issue_id})


async def submit(
    hass: HomeAssistant, form: RepairsFlowResult, choice: str | None = None
) -> RepairsFlowResult:
    """Submit a dialog, or choose from its menu."""
    manager = repairs_flow_manager(hass)
    assert manager is not None
    return await manager.async_configure(form["flow_id"], {"next_step_id": choice} if choice else {})


@pytest.mark.parametrize("kind", MANNERS)
def test_what_says_more_of_an_issue_is_there(kind: str, hass: HomeAssistant) -> None:
    manner = MANNERS[kind]  # type: ignore[index]  # the keys of a dictionary, as text
    with_predecessor = [name for name, vendor in load_vendors().items() if vendor.predecessor is not None]
    for page in {manner.page.format(kind=name.replace("_", "-")) for name in with_predecessor}:
        headings = re.findall(r"(?m)^#+ (.+)$", (ROOT / f"docs/{page}.md").read_text())
        anchors = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert manner.chapter in anchors


def test_an_issue_leads_to_what_says_more_of_it(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    AccountIssues(hass, entry).tell("no_devices", vendor="Hubspace")
    issue = ir.async_get(hass).issues[DOMAIN, f"no_devices_{entry.entry_id}"]
    anchor = "an-account-has-no-devices"
    assert issue.learn_more_url == f"{DOCUMENTATION}/blob/main/docs/troubleshooting.md#{anchor}"


def test_what_can_be_mended_has_a_flow_and_its_texts_and_all_else_a_description() -> None:
    fixable = {kind for kind, manner in MANNERS.items() if manner.is_fixable}
    assert fixable <= FLOWS.keys()
    assert {kind for kind, texts in TEXTS.items() if "fix_flow" in texts} >= fixable
    assert {kind for kind, texts in TEXTS.items() if "description" in texts} >= MANNERS.keys() - fixable


def tell(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Tell that an account was not reached for long, and return what names that."""
    AccountIssues(hass, entry).tell("not_reached", since="2026-11-19 12:00", vendor="Hubspace")
    return f"not_reached_{entry.entry_id}"


async def test_an_account_that_was_not_reached_is_tried_again_at_once(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(times=None)
    await loaded_entry.runtime_data.async_refresh()
    issue_id = tell(hass, loaded_entry)
    form = await begin(hass, issue_id)
    assert form["type"] is FlowResultType.FORM
    assert (form["description_placeholders"] or {})["vendor"] == "Hubspace"
    hubspace.faults.heal()
    assert (await submit(hass, form))["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_entry.runtime_data.last_update_success
    assert (DOMAIN, issue_id) not in ir.async_get(hass).issues


async def test_an_account_whose_set_up_failed_is_set_up(
    hass: HomeAssistant, hubspace: HubspaceSimulator, entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(times=None)
    await hass.config_entries.async_setup(entry.entry_id)
    form = await begin(hass, tell(hass, entry))
    hubspace.faults.heal()
    assert (await submit(hass, form))["type"] is FlowResultType.CREATE_ENTRY
    assert entry.state is ConfigEntryState.LOADED


async def test_what_is_tried_in_vain_can_be_tried_once_more(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    hubspace.faults.answer(times=None)
    form = await begin(hass, tell(hass, loaded_entry))
    again = await submit(hass, form)
    assert again["errors"] == {"base": "still_not_reached"}
    hubspace.faults.heal()
    assert (await submit(hass, again))["type"] is FlowResultType.CREATE_ENTRY


def tell_of_disuse(hass: HomeAssistant, entry: MockConfigEntry) -> str:
    """Tell that the key of an account is about to expire, and return what names that."""
    AccountIssues(hass, entry).tell("token_unused", since="2026-08-19 12:00", until="2026-11-19")
    return f"token_unused_{entry.entry_id}"


async def test_an_account_that_was_disabled_is_used_so_that_its_key_lives_on(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(loaded_entry.entry_id, ConfigEntryDisabler.USER)
    menu = await begin(hass, tell_of_disuse(hass, loaded_entry))
    assert menu["menu_options"] == ["confirm", "remove"]
    before = len(hubspace.requests)
    assert (await submit(hass, menu, "confirm"))["type"] is FlowResultType.CREATE_ENTRY
    assert loaded_entry.state is ConfigEntryState.LOADED
    assert len(hubspace.requests) > before


async def test_an_account_that_is_not_wanted_any_more_is_removed_after_a_yes(
    hass: HomeAssistant, hubspace: HubspaceSimulator, loaded_entry: MockConfigEntry
) -> None:
    menu = await begin(hass, tell_of_disuse(hass, loaded_entry))
    question = await submit(hass, menu, "remove")
    assert question["type"] is FlowResultType.FORM
    assert hass.config_entries.async_get_entry(loaded_entry.entry_id) is not None
    assert (await submit(hass, question))["type"] is FlowResultType.CREATE_ENTRY
    assert hass.config_entries.async_get_entry(loaded_entry.entry_id) is None
    assert not hubspace.tokens.live()


async def test_a_relay_that_could_not_be_installed_is_installed_when_a_person_says_so(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry
) -> None:
    loader = loaded_bticino_entry.runtime_data.door_phone.relay
    with patch.object(
        installing, "async_process_requirements", side_effect=RequirementsNotFound(DOMAIN, ["aiortc"])
    ):
        with pytest.raises(HomeAssistantError):
            await loader.async_get()
        form = await begin(hass, f"relay_unavailable_{loaded_bticino_entry.entry_id}")
        assert (form["description_placeholders"] or {})["package"] == "aiortc==1.16.0"
        again = await submit(hass, form)
        assert again["errors"] == {"base": "still_not_installed"}
    assert (await submit(hass, again))["type"] is FlowResultType.CREATE_ENTRY
    assert not [key for _, key in ir.async_get(hass).issues if key.startswith("relay")]
    assert (await loader.async_get()).__name__ == "Relay"


async def test_of_a_relay_nothing_is_told_any_more_where_the_account_is_not_set_up(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry
) -> None:
    with patch.object(
        installing, "async_process_requirements", side_effect=RequirementsNotFound(DOMAIN, ["aiortc"])
    ):
        with pytest.raises(HomeAssistantError):
            await loaded_bticino_entry.runtime_data.door_phone.relay.async_get()
        form = await begin(hass, f"relay_unavailable_{loaded_bticino_entry.entry_id}")
        assert await hass.config_entries.async_unload(loaded_bticino_entry.entry_id)
        assert not [key for _, key in ir.async_get(hass).issues if key.startswith("relay")]
        assert (await submit(hass, form))["errors"] == {"base": "still_not_installed"}


async def test_homes_that_are_gone_are_forgotten_after_a_yes(
    hass: HomeAssistant, loaded_entry: MockConfigEntry
) -> None:
    data = {**loaded_entry.data, "homes": {"1": "Cottage"}}
    hass.config_entries.async_update_entry(loaded_entry, data=data)
    AccountIssues(hass, loaded_entry).tell("home_gone", homes="Cottage")
    form = await begin(hass, f"home_gone_{loaded_entry.entry_id}")
    assert (form["description_placeholders"] or {})["homes"] == "Cottage"
    assert (await submit(hass, form))["type"] is FlowResultType.CREATE_ENTRY
    assert "homes" not in loaded_entry.data
