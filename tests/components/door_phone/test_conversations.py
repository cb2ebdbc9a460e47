"""Conversations at a door: who looks and talks there directly, and who by the relay."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock, patch

import pytest
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.requirements import RequirementsNotFound
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey import camera
from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.door_phone import conversations, installing, relay
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.unit import Unit
from tests.simulators.sound import Silence, Tone

from ..home import state
from .browser import PATIENCE, TALKATIVE, Browser
from .conftest import Browsers

UNHEARD = 0.001


def units(bticino: BticinoSimulator) -> list[Unit]:
    """Return the connections of units that are open."""
    return [talk.peer for talk in bticino._talks._open.values() if isinstance(talk.peer, Unit)]


async def until(condition: Any) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what packets do, nobody tells
            await asyncio.sleep(0.02)


async def choose(hass: HomeAssistant, entry: MockConfigEntry, when: str) -> None:
    """Choose when video passes through Home Assistant."""
    hass.config_entries.async_update_entry(entry, options={"video_relay": when})
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()


def is_whole(description: str) -> bool:
    """Return whether an answer holds all ways to whoever gave it: none follows."""
    return "a=candidate:" in description


async def look(browser: Browser) -> str:
    """Look, and return the answer."""
    await browser.look()
    told = await browser.told()
    assert told["type"] == "answer", told
    await browser.peer.accept(told["answer"])
    answer: str = told["answer"]
    return answer


# Which way


@pytest.mark.parametrize("kind", ["firefox", "iphone"])
async def test_a_browser_with_other_numbers_for_codecs_sees_hears_and_talks_by_the_relay(
    browsers: Browsers, bticino: BticinoSimulator, kind: str
) -> None:
    browser = await browsers(kind, Tone(440))
    assert is_whole(await look(browser))
    await browser.see(3)
    (unit,) = units(bticino)
    await until(lambda: unit.heard.level > 0.01)
    async with asyncio.timeout(PATIENCE):
        await browser.peer.until_heard()
    await browser.leave()
    await bticino.until_live(0)


async def test_a_browser_that_takes_what_the_door_sends_meets_it_directly(
    browsers: Browsers, bticino: BticinoSimulator
) -> None:
    browser = await browsers("chromium", Silence())
    await browser.look()
    await browser.connect()
    await browser.see()
    await browser.leave()
    await bticino.until_live(0)


async def test_a_browser_whose_offer_does_not_fit_that_of_the_door_answers_by_the_relay(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "glue", lambda *_: None)
    bticino.answerable = True
    browser = await browsers("chromium", Silence())
    await bticino.ring("Strada")
    await until(lambda: state(hass, "binary_sensor.strada_ringing").state == "on")
    assert is_whole(await look(browser))
    await browser.see()
    assert state(hass, "event.strada_doorbell").attributes["event_type"] == "answered_here"
    await browser.leave()
    await bticino.until_live(0)


async def test_a_player_that_sends_no_sound_has_the_door_send_some_all_the_same(
    browsers: Browsers, bticino: BticinoSimulator
) -> None:
    browser = await browsers("chromium")
    assert is_whole(await look(browser))
    await browser.see()
    (unit,) = units(bticino)
    await until(lambda: unit.sent_sound)
    await browser.leave()
    await bticino.until_live(0)


async def test_whoever_comes_later_shares_one_connection(
    browsers: Browsers, bticino: BticinoSimulator
) -> None:
    first = await browsers("chromium", Silence())
    await first.look()
    await first.connect()
    others = [await browsers("chromium", Silence()), await browsers("firefox")]
    for other in others:
        assert is_whole(await look(other))
        await other.see()
    assert bticino.live_sessions == 2
    await first.leave()
    await bticino.until_live(1)
    await others[0].leave()
    await others[1].see(2)
    await others[1].leave()
    await bticino.until_live(0)


async def test_two_who_come_at_once_share_one_connection(
    browsers: Browsers, bticino: BticinoSimulator
) -> None:
    both = [await browsers("firefox"), await browsers("iphone")]
    await asyncio.gather(*(look(browser) for browser in both))
    await asyncio.gather(*(browser.see() for browser in both))
    assert bticino.live_sessions == 1
    for browser in both:
        await browser.leave()
    await bticino.until_live(0)


async def test_a_person_can_have_all_video_pass_through_home_assistant(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await choose(hass, loaded_bticino_entry, "always")
    browser = await browsers("chromium", Silence())
    assert is_whole(await look(browser))
    await browser.see()


async def test_a_person_can_have_no_video_pass_through_home_assistant(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await choose(hass, loaded_bticino_entry, "never")
    for browser in (await browsers("chromium"), await browsers("firefox")):
        assert not is_whole(await look(browser))


# Who may


async def test_who_may_not_control_the_camera_sees_and_is_not_heard(
    browsers: Browsers, bticino: BticinoSimulator, hass_read_only_access_token: str
) -> None:
    browser = await browsers("chromium", Tone(), hass_read_only_access_token)
    assert is_whole(await look(browser))
    await browser.see(5)
    (unit,) = units(bticino)
    await until(lambda: unit.sent_sound > 25)
    assert unit.heard.level < UNHEARD


async def test_who_may_not_control_the_camera_is_not_heard_without_a_relay_either(
    hass: HomeAssistant,
    browsers: Browsers,
    bticino: BticinoSimulator,
    loaded_bticino_entry: MockConfigEntry,
    hass_read_only_access_token: str,
) -> None:
    await choose(hass, loaded_bticino_entry, "never")
    browser = await browsers("chromium", Tone(), hass_read_only_access_token)
    await browser.look()
    await browser.connect()
    await browser.see(5)
    (unit,) = units(bticino)
    assert unit.heard.level < UNHEARD


async def test_no_more_people_look_than_there_is_room_for_and_the_others_are_told(
    browsers: Browsers, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "MAX_VIEWERS", 2)
    seated = [await browsers("firefox"), await browsers("chromium", Silence())]
    for browser in seated:
        await look(browser)
    late = await browsers("firefox")
    for _ in range(48):
        await late.look(TALKATIVE)
        assert "Too many people are looking through Strada" in (await late.told())["message"]
    assert bticino.live_sessions == 1
    for browser in seated:
        await browser.see()


# What a relay takes


@pytest.fixture
def not_installable() -> Iterator[None]:
    """Let nothing be installed."""
    with patch.object(
        installing, "async_process_requirements", side_effect=RequirementsNotFound(DOMAIN, ["aiortc"])
    ):
        yield


def issue(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    """Return what the repairs say of the relay."""
    return ir.async_get(hass).async_get_issue(DOMAIN, f"relay_unavailable_{entry.entry_id}")


async def test_without_a_relay_everybody_sees_who_can_and_a_repair_says_why_others_do_not(
    hass: HomeAssistant,
    browsers: Browsers,
    bticino: BticinoSimulator,
    loaded_bticino_entry: MockConfigEntry,
    not_installable: None,
) -> None:
    firefox, player = await browsers("firefox"), await browsers("chromium")
    await firefox.look()
    assert "could not be installed" in (await firefox.told())["message"]
    told = issue(hass, loaded_bticino_entry)
    assert told is not None
    assert told.translation_placeholders == {
        "account": loaded_bticino_entry.title,
        "package": "aiortc==1.16.0",
    }
    await player.look()
    await player.connect()
    await player.see()
    await player.leave()
    await bticino.until_live(0)


async def test_the_repair_goes_away_when_the_relay_can_be_had(
    hass: HomeAssistant, browsers: Browsers, loaded_bticino_entry: MockConfigEntry
) -> None:
    browser = await browsers("firefox")
    with patch.object(relay, "load", side_effect=ImportError("another version")):
        await browser.look()
        assert (await browser.told())["type"] == "error"
    assert issue(hass, loaded_bticino_entry) is not None
    browser = await browsers("firefox")
    await look(browser)
    assert issue(hass, loaded_bticino_entry) is None


async def test_while_the_relay_is_installed_those_meet_the_door_directly_who_can(
    browsers: Browsers, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed, load = threading.Event(), relay.load

    def load_late() -> Any:
        installed.wait()
        return load()

    monkeypatch.setattr(relay, "load", load_late)
    monkeypatch.setattr(installing, "PATIENCE", 0.05)
    firefox, player = await browsers("firefox"), await browsers("chromium")
    try:
        await firefox.look()
        assert "still being installed" in (await firefox.told())["message"]
        await player.look()
        await player.connect()
        await player.see()
    finally:
        installed.set()
    monkeypatch.setattr(installing, "PATIENCE", PATIENCE)
    another = await browsers("firefox")
    assert is_whole(await look(another))


# The end


async def test_a_unit_that_hangs_up_ends_it_for_all_who_look(
    browsers: Browsers, bticino: BticinoSimulator
) -> None:
    both = [await browsers("firefox"), await browsers("iphone")]
    for browser in both:
        await look(browser)
        await browser.see()
    await bticino.end_live_views()
    for browser in both:
        assert (await browser.told())["code"] == "live_view_ended"
    await bticino.until_live(0)


async def test_a_unit_out_of_reach_says_so(browsers: Browsers, bticino: BticinoSimulator) -> None:
    bticino.module("Strada").reachable = False
    browser = await browsers("firefox")
    await browser.look()
    assert (await browser.told())["type"] == "error"
    bticino.module("Strada").reachable = True
    await look(await browsers("firefox"))


async def test_an_offer_that_makes_no_sense_leaves_nothing_open(
    browsers: Browsers, bticino: BticinoSimulator
) -> None:
    browser = await browsers("firefox")
    await browser.look("v=0")
    assert (await browser.told())["type"] == "error"
    await bticino.until_live(0)


async def test_an_account_that_is_unloaded_hangs_up(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await see_both_ways(browsers)
    assert await hass.config_entries.async_unload(loaded_bticino_entry.entry_id)
    assert bticino.live_sessions == 0


async def test_home_assistant_hangs_up_when_it_stops(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await see_both_ways(browsers)
    conversations = loaded_bticino_entry.runtime_data.door_phone.conversations
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await bticino.until_live(0)
    strada = bticino.module("Strada").id, "camera"
    with pytest.raises(TemporaryError):
        await conversations.async_view(strada, TALKATIVE, Mock(), may_control=True)
    with pytest.raises(TemporaryError):
        await conversations.async_answer(strada)
    assert bticino.live_sessions == 0


async def see_both_ways(browsers: Browsers) -> list[Browser]:
    """Look directly and by the relay."""
    direct, relayed = await browsers("chromium", Silence()), await browsers("firefox")
    await direct.look()
    await direct.connect()
    await look(relayed)
    await direct.see()
    await relayed.see()
    return [direct, relayed]
