"""The dialogs in which a person takes over, and undoes it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from homeassistant.components.frontend.storage import async_user_store
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components import latchkey
from custom_components.latchkey.clouds.predecessor import Counterpart, MissingReason, Predecessor
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.flows import taking_over
from custom_components.latchkey.flows.taking_over import MOST_LINES
from custom_components.latchkey.moving.plan import Reason
from custom_components.latchkey.moving.steps import NotMoved
from custom_components.latchkey.moving.taking_over import async_take_over
from tests.components.memory import MemoryCloud

from .world import LIGHT, RESET, World

TEXTS = json.loads((Path(latchkey.__file__).parent / "translations" / "en.json").read_text())


class Dialogs:
    """A person in front of one of the two: the repair, or the options."""

    def __init__(self, world: World, begun_in: str) -> None:
        self._world = world
        self._begun_in = begun_in

    async def begin(self) -> Any:
        """Open it where what can be taken over is shown."""
        if self._begun_in == "repair":
            assert await async_setup_component(self._world.hass, "repairs", {})
            issue_id = f"predecessor_found_{self._world.entry.entry_id}"
            return await self._repairs.async_init(DOMAIN, data={"issue_id": issue_id})
        return await self.choose("take_over")

    async def choose(self, step: str) -> Any:
        """Open the options and choose something in their menu."""
        options = self._world.hass.config_entries.options
        menu = await options.async_init(self._world.entry.entry_id)
        assert menu["type"] is FlowResultType.MENU
        return await options.async_configure(menu["flow_id"], {"next_step_id": step})

    async def submit(self, form: Any) -> Any:
        """Say yes."""
        assert form["type"] is FlowResultType.FORM
        manager = self._repairs if self._begun_in == "repair" else self._world.hass.config_entries.options
        result = await manager.async_configure(form["flow_id"], {})
        await self._world.hass.async_block_till_done()
        return result

    @property
    def _repairs(self) -> Any:
        """What opens the dialogs of repairs."""
        return repairs_flow_manager(self._world.hass)


@pytest.fixture(params=["repair", "options"])
def dialogs(request: pytest.FixtureRequest, world: World) -> Dialogs:
    """Return the repair or the options."""
    return Dialogs(world, request.param)


@pytest.fixture
def options(world: World) -> Dialogs:
    """Return the options alone."""
    return Dialogs(world, "options")


async def test_what_is_found_is_shown_and_taken_over_after_a_yes(
    hass: HomeAssistant, world: World, dialogs: Dialogs
) -> None:
    await world.have_old()
    await world.link()
    form = await dialogs.begin()
    assert form["step_id"] == "take_over"
    shown = form["description_placeholders"]
    assert (shown["predecessor"], shown["count"], shown["missing_count"]) == ("Hubspace", "2", "1")
    lamp, signal = shown["pairs"].splitlines()
    assert lamp == r"- Kitchen lamp (light\.kitchen\_lamp) → Thing (light\.thing)"
    assert signal.startswith(r"- Kitchen lamp signal (sensor\.kitchen\_lamp\_signal) → ")
    assert signal.endswith(r"Thing Signal strength (sensor\.thing\_signal\_strength)")
    assert shown["missing"] == (
        r"- Kitchen lamp night light (switch\.kitchen\_lamp\_night\_light): Latchkey has nothing like it"
    )
    assert world.platform(LIGHT) == "hubspace"

    done = await dialogs.submit(form)
    assert (done["step_id"], done["description_placeholders"]["count"]) == ("taken_over", "2")
    assert world.platform(LIGHT) == DOMAIN

    end = await dialogs.submit(done)
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert not ir.async_get(hass).issues.get((DOMAIN, f"predecessor_found_{world.entry.entry_id}"))


async def test_the_title_of_the_account_becomes_no_link(
    hass: HomeAssistant, world: World, dialogs: Dialogs
) -> None:
    await world.have_old()
    await world.link()
    hass.config_entries.async_update_entry(world.entry, title="Hubspace – alice@example.com")
    form = await dialogs.begin()
    assert form["description_placeholders"]["account"] == r"Hubspace – alice\@example\.com"


async def test_of_an_integration_in_yaml_it_is_said_what_to_delete(world: World, dialogs: Dialogs) -> None:
    await world.have_yaml()
    await world.link()
    form = await dialogs.begin()
    assert form["step_id"] == "take_over_yaml"
    done = await dialogs.submit(form)
    assert (done["step_id"], done["description_placeholders"]["domain"]) == ("taken_over_yaml", "evohome")


async def test_what_must_go_first_is_disabled_after_a_yes(world: World, dialogs: Dialogs) -> None:
    world.predecessor = Predecessor(domain="hubspace", name="Hubspace", must_go_first=True)
    await world.have_old()
    await world.link()
    form = await dialogs.begin()
    assert form["step_id"] == "must_go_first"
    assert world.old.disabled_by is None

    form = await dialogs.submit(form)
    assert form["step_id"] == "take_over_exclusive"
    assert world.old.disabled_by is ConfigEntryDisabler.USER
    assert (await dialogs.submit(form))["step_id"] == "taken_over_exclusive"


async def test_what_must_go_first_and_does_not_let_go_is_told_of(
    hass: HomeAssistant, world: World, dialogs: Dialogs
) -> None:
    world.predecessor = Predecessor(domain="hubspace", name="Hubspace", must_go_first=True)
    await world.have_old()
    await world.link()
    form = await dialogs.begin()
    world.old.mock_state(hass, ConfigEntryState.FAILED_UNLOAD)
    form = await dialogs.submit(form)
    assert (form["step_id"], form["errors"]) == ("must_go_first", {"base": "not_moved"})


async def test_an_account_that_is_not_set_up_takes_nothing_over(
    world: World, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise ImportError

    world.predecessor = Predecessor(domain="hubspace", name="Hubspace", must_go_first=True)
    await world.have_old()
    monkeypatch.setattr(MemoryCloud, "async_fetch", fail)
    await world.link(expect=ConfigEntryState.SETUP_RETRY)
    end = await dialogs.submit(await dialogs.begin())
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "not_loaded")
    assert world.old.disabled_by is ConfigEntryDisabler.USER


async def test_what_was_taken_over_meanwhile_is_not_taken_over_again(
    hass: HomeAssistant, world: World, dialogs: Dialogs
) -> None:
    await world.have_old()
    await world.link()
    form = await dialogs.begin()
    await hass.config_entries.async_remove(world.old.entry_id)
    end = await dialogs.submit(form)
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "nothing_to_take_over")


@pytest.mark.parametrize(("error", "key"), [(NotMoved, "not_moved"), (OSError, "not_saved")])
async def test_what_goes_wrong_is_told_and_can_be_tried_again(
    world: World, dialogs: Dialogs, monkeypatch: pytest.MonkeyPatch, error: type[Exception], key: str
) -> None:
    async def fail(*_: object) -> int:
        raise error

    await world.have_old()
    await world.link()
    form = await dialogs.begin()
    with monkeypatch.context() as patched:
        patched.setattr(taking_over, "async_take_over", fail)
        form = await dialogs.submit(form)
    assert (form["step_id"], form["errors"]) == ("take_over", {"base": key})
    assert (await dialogs.submit(form))["step_id"] == "taken_over"


async def test_a_take_over_is_undone_in_the_options(
    hass: HomeAssistant, world: World, options: Dialogs
) -> None:
    await world.have_old()
    await world.link()
    await options.submit(await options.begin())
    form = await options.choose("give_back")
    assert (form["step_id"], form["description_placeholders"]["count"]) == ("give_back", "2")
    done = await options.submit(form)
    assert (done["step_id"], done["description_placeholders"]["count"]) == ("given_back", "2")
    assert world.platform(LIGHT) == "hubspace"
    assert (await options.submit(done))["type"] is FlowResultType.CREATE_ENTRY


async def test_what_cannot_run_beside_the_account_stays_disabled_after_an_undo(
    world: World, options: Dialogs
) -> None:
    world.predecessor = Predecessor(domain="hubspace", name="Hubspace", must_go_first=True)
    await world.have_old()
    await world.link()
    await options.submit(await options.submit(await options.begin()))
    form = await options.choose("give_back")
    assert form["step_id"] == "give_back_exclusive"
    done = await options.submit(form)
    assert (done["step_id"], world.platform(LIGHT)) == ("given_back_exclusive", "hubspace")
    assert world.old.disabled_by is ConfigEntryDisabler.USER


async def have_enabled_again(world: World) -> Any:
    """Have an old integration that shows states of its own enabled again, and open the repair."""
    assert await async_setup_component(world.hass, "repairs", {})
    await world.have_states()
    await world.link()
    await async_take_over(world.hass, world.entry)
    await world.hass.config_entries.async_set_disabled_by(world.old.entry_id, None)
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=5))
    await world.hass.async_block_till_done()
    assert world.hass.states.get(LIGHT).name == "kitchen_lamp"  # type: ignore[union-attr]
    issue_id = f"predecessor_enabled_{world.entry.entry_id}"
    manager = repairs_flow_manager(world.hass)
    assert manager is not None
    return await manager.async_init(DOMAIN, data={"issue_id": issue_id})


async def test_what_is_enabled_again_is_disabled_again_after_a_yes(hass: HomeAssistant, world: World) -> None:
    form = await have_enabled_again(world)
    end = await Dialogs(world, "repair").submit(form)
    assert end["type"] is FlowResultType.CREATE_ENTRY
    assert world.old.disabled_by is ConfigEntryDisabler.USER
    assert hass.states.get(LIGHT).name == "Thing"  # type: ignore[union-attr]


async def test_what_is_enabled_again_and_does_not_let_go_is_told_of(
    hass: HomeAssistant, world: World
) -> None:
    form = await have_enabled_again(world)
    world.old.mock_state(hass, ConfigEntryState.FAILED_UNLOAD)
    form = await Dialogs(world, "repair").submit(form)
    assert (form["step_id"], form["errors"]) == ("confirm", {"base": "not_moved"})


async def test_an_undo_of_what_is_in_yaml_asks_for_a_restart(world: World, options: Dialogs) -> None:
    await world.have_yaml()
    await world.link()
    await options.submit(await options.begin())
    done = await options.submit(await options.choose("give_back"))
    assert done["step_id"] == "given_back_yaml"
    assert world.platform(RESET) == "evohome"


async def test_nothing_is_undone_once_the_old_integration_is_deleted(
    hass: HomeAssistant, world: World, options: Dialogs
) -> None:
    await world.have_old()
    await world.link()
    await options.submit(await options.begin())
    form = await options.choose("give_back")
    await hass.config_entries.async_remove(world.old.entry_id)
    end = await options.submit(form)
    assert (end["type"], end["reason"]) == (FlowResultType.ABORT, "nothing_to_give_back")


async def test_the_options_are_behind_the_menu_where_there_is_one(world: World, options: Dialogs) -> None:
    await world.have_old()
    await world.link()
    form = await options.choose("settings")
    assert form["step_id"] == "init"
    assert (await options.submit(form))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("predecessor", [None, Predecessor(domain="hubspace", name="Hubspace")])
async def test_there_is_no_menu_where_there_is_nothing_to_choose(
    hass: HomeAssistant, world: World, predecessor: Predecessor | None
) -> None:
    world.predecessor = predecessor
    await world.link()
    form = await hass.config_entries.options.async_init(world.entry.entry_id)
    assert (form["type"], form["step_id"]) == (FlowResultType.FORM, "init")


async def test_names_are_no_markup_and_not_too_long_and_not_too_many(world: World, options: Dialogs) -> None:
    await world.have_old()
    world.registry.async_update_entity(LIGHT, name="1.\n[click](javascript:evil) <b>" + "x" * 100)
    for number in range(MOST_LINES + 1):
        world.registry.async_get_or_create("switch", "hubspace", f"old-{number}", config_entry=world.old)
    await world.link()
    shown = (await options.begin())["description_placeholders"]
    line, *_ = shown["pairs"].splitlines()
    assert line.startswith(r"- 1\. \[click\]\(javascript\:evil\) \<b\>xxx")
    assert "x…" in line
    assert len(shown["missing"].splitlines()) == MOST_LINES + 1
    assert shown["missing"].endswith("- … + 2")


async def test_an_entity_is_listed_by_the_name_that_its_page_shows(
    hass: HomeAssistant, world: World, options: Dialogs
) -> None:
    await world.have_old_device()
    world.registry.async_update_entity(LIGHT, name="Terrace")
    await hass.async_block_till_done()
    await world.link()
    shown = (await options.begin())["description_placeholders"]
    assert shown["pairs"].startswith(f"- {hass.states.get(LIGHT).name} (")  # type: ignore[union-attr]


async def test_a_relay_that_is_not_there_yet_is_named_by_what_it_will_be(
    world: World, options: Dialogs
) -> None:
    world.counterparts["old-light"] = Counterpart(feature=("thing", "gate"), relay="lock")
    await world.have_old()
    await world.link()
    shown = (await options.begin())["description_placeholders"]
    assert r"- Kitchen lamp (light\.kitchen\_lamp) → gate" in shown["pairs"]


def test_there_are_words_for_each_reason() -> None:
    reasons = {*get_args(MissingReason.__value__), *get_args(get_args(Reason.__value__)[1])}
    assert TEXTS["selector"]["missing_reason"]["options"].keys() == reasons


def test_the_repair_says_the_same_as_the_options() -> None:
    repair, options = TEXTS["issues"]["predecessor_found"]["fix_flow"], TEXTS["options"]
    for part, texts in repair.items():
        assert {key: options[part][key] for key in texts} == texts


@pytest.mark.parametrize(
    ("profile", "browser", "reason"),
    [
        ({"language": "de"}, "fr", "in Latchkey gibt es nichts Vergleichbares"),
        ({}, "de-CH,de;q=0.9,en;q=0.8", "in Latchkey gibt es nichts Vergleichbares"),
        ({}, "*", "Latchkey has nothing like it"),
        ({}, "", "Latchkey has nothing like it"),
    ],
    indirect=["profile"],
)
@pytest.mark.usefixtures("profile")
async def test_the_reasons_are_told_in_the_language_of_whoever_asks(
    world: World, hass_client: ClientSessionGenerator, browser: str, reason: str
) -> None:
    await world.have_old()
    await world.link()
    assert await async_setup_component(world.hass, "config", {})
    client = await hass_client()
    options, headers = "/api/config/config_entries/options/flow", {"Accept-Language": browser}
    menu = await (await client.post(options, json={"handler": world.entry.entry_id})).json()
    step = f"{options}/{menu['flow_id']}"
    answer = await client.post(step, json={"next_step_id": "take_over"}, headers=headers)
    shown = (await answer.json())["description_placeholders"]
    assert shown["missing"].endswith(reason)


@pytest.fixture
async def profile(
    hass: HomeAssistant, hass_admin_user: MockUser, request: pytest.FixtureRequest
) -> dict[str, str]:
    """Have the person choose this in their profile."""
    chosen: dict[str, str] = request.param
    await (await async_user_store(hass, hass_admin_user.id)).async_set_item("language", chosen)
    return chosen
