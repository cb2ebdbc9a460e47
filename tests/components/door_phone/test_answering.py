"""Answering who rings: by looking, by an action, by a button; and all that may go wrong with it."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.clouds.model import Snapshot
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.door_phone.relay import relay as relay_module
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.sound import Silence, Tone

from ..actions.test_permissions import person
from ..home import state
from .browser import CAMERA, PATIENCE, TALKATIVE, Browser
from .conftest import Browsers
from .test_conversations import choose, look, units, until

BELL = "event.strada_doorbell"
ANSWER, REJECT = "button.strada_answer", "button.strada_reject"

UNHEARD = 0.001


@pytest.fixture(autouse=True)
async def answerable(
    hass: HomeAssistant, webrtc: None, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> AsyncGenerator[None]:
    """Have rings that can be answered, and see that nothing of them is left open at the door."""
    bticino.answerable = True
    yield
    assert await hass.config_entries.async_unload(loaded_bticino_entry.entry_id)
    assert bticino.live_sessions == 0


def told(hass: HomeAssistant) -> str:
    """Return what the bell told last."""
    kind: str = state(hass, BELL).attributes["event_type"]
    return kind


async def ring(hass: HomeAssistant, bticino: BticinoSimulator) -> str:
    """Ring, and wait until that is known here."""
    call_id = await bticino.ring("Strada")
    await until(lambda: state(hass, "binary_sensor.strada_ringing").state == "on")
    return call_id


async def act(hass: HomeAssistant, action: str, context: Context | None = None) -> None:
    """Perform an action at the door."""
    await hass.services.async_call(DOMAIN, action, {"entity_id": CAMERA}, blocking=True, context=context)


async def answer(browser: Browser) -> str:
    """Look, which answers, and wait for pictures; return what the browser was told."""
    description = await look(browser)
    if "a=candidate:" not in description:
        candidate = (await browser.told())["candidate"]
        await browser.peer.add_candidate(candidate["candidate"], candidate["sdpMLineIndex"])
    await browser.see()
    return description


# Looking


async def test_who_looks_while_it_rings_answers_directly(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    call_id = await ring(hass, bticino)
    browser = await browsers("chromium", Tone(440))
    await answer(browser)
    assert told(hass) == "answered_here"
    assert call_id in bticino._talks
    (unit,) = units(bticino)
    await until(lambda: unit.heard.level > 0.01)
    await browser.leave()
    await bticino.until_live(0)
    await until(lambda: told(hass) == "ended")


async def test_who_looks_while_it_rings_answers_by_the_relay(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    call_id = await ring(hass, bticino)
    browser = await browsers("firefox", Tone(440))
    await answer(browser)
    assert told(hass) == "answered_here"
    assert call_id in bticino._talks
    (unit,) = units(bticino)
    await until(lambda: unit.heard.level > 0.01)
    async with asyncio.timeout(PATIENCE):
        await browser.peer.until_heard()
    await browser.leave()
    await bticino.until_live(0)
    await until(lambda: told(hass) == "ended")


async def test_who_may_not_control_the_camera_looks_while_it_rings_on(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, hass_read_only_access_token: str
) -> None:
    call_id = await ring(hass, bticino)
    browser = await browsers("chromium", Tone(), hass_read_only_access_token)
    await answer(browser)
    assert told(hass) == "ring"
    assert call_id not in bticino._talks
    (unit,) = units(bticino)
    assert unit.heard.level < UNHEARD
    owner = await browsers("chromium", Silence())
    await answer(owner)
    assert told(hass) == "answered_here"


async def test_a_ring_while_somebody_looks_by_the_relay_is_answered_for_all_who_look(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    early, late = await browsers("firefox"), await browsers("iphone", Silence())
    await answer(early)
    call_id = await ring(hass, bticino)
    await answer(late)
    assert told(hass) == "answered_here"
    await bticino.until_live(1)
    assert call_id in bticino._talks
    await early.see(3)
    await late.leave()
    await early.see(3)


async def test_a_ring_while_somebody_looks_directly_is_answered_beside_that(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    early, late = await browsers("chromium", Silence()), await browsers("firefox", Silence())
    await answer(early)
    await ring(hass, bticino)
    await answer(late)
    assert told(hass) == "answered_here"
    assert bticino.live_sessions == 2
    await early.see(3)


async def test_without_a_relay_a_browser_that_can_answers_and_another_reads_why_it_does_not(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await choose(hass, loaded_bticino_entry, "never")
    await bticino.until_subscribed(2)
    await ring(hass, bticino)
    firefox = await browsers("firefox", Silence())
    await firefox.look()
    assert (await firefox.told())["type"] == "error"
    with pytest.raises(ServiceValidationError, match="Open the live view to answer"):
        await act(hass, "answer")
    await answer(await browsers("chromium"))
    assert told(hass) == "answered_here"


async def test_a_call_that_is_answered_elsewhere_meanwhile_is_over(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = await ring(hass, bticino)
    cloud: Any = hass.config_entries.async_loaded_entries(DOMAIN)[0].runtime_data._cloud
    ringing = cloud.ringing_call(bticino.module("Strada").id)
    await bticino.answer(call_id)
    await until(lambda: told(hass) == "answered_elsewhere")
    monkeypatch.setattr(cloud, "ringing_call", lambda device_id: ringing)
    for kind in ("chromium", "firefox"):
        browser = await browsers(kind, Silence())
        await browser.look()
        said = await browser.told()
        if said["type"] == "answer":
            said = await browser.told()
        assert "Nobody is waiting at Strada" in said["message"]


# Actions


async def test_an_answer_without_anybody_who_looks_is_held_for_them(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    call_id = await ring(hass, bticino)
    await act(hass, "answer")
    assert told(hass) == "answered_here"
    assert call_id in bticino._talks
    browser = await browsers("chromium", Tone())
    await answer(browser)
    (unit,) = units(bticino)
    await until(lambda: unit.heard.level > 0.01)
    await browser.leave()
    await bticino.until_live(0)


async def test_an_answer_that_nobody_comes_for_hangs_up(
    hass: HomeAssistant, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert relay_module.WAIT_FOR_VIEWER == 30
    monkeypatch.setattr(relay_module, "WAIT_FOR_VIEWER", 0.5)
    await ring(hass, bticino)
    await act(hass, "answer")
    await bticino.until_live(0)
    await until(lambda: told(hass) == "ended")


async def test_an_answer_while_somebody_looks_lets_them_talk(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    browser = await browsers("firefox", Tone())
    await answer(browser)
    call_id = await ring(hass, bticino)
    await act(hass, "answer")
    await bticino.until_live(1)
    assert call_id in bticino._talks
    (unit,) = units(bticino)
    await until(lambda: unit.heard.level > 0.01)
    await browser.see(3)


async def test_an_offer_that_makes_no_sense_does_not_hang_up_on_who_is_held(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, hass_read_only_access_token: str
) -> None:
    await ring(hass, bticino)
    await act(hass, "answer")
    guest = await browsers("firefox", None, hass_read_only_access_token)
    await guest.look("v=0")
    assert (await guest.told())["type"] == "error"
    assert told(hass) == "answered_here"
    await answer(await browsers("firefox", Silence()))


async def test_who_rings_is_rejected(hass: HomeAssistant, bticino: BticinoSimulator) -> None:
    await ring(hass, bticino)
    await act(hass, "reject")
    await until(lambda: told(hass) == "rejected")
    with pytest.raises(ServiceValidationError, match="Nobody is waiting"):
        await act(hass, "reject")


@pytest.mark.parametrize("kind", ["chromium", "firefox"])
async def test_who_was_answered_here_is_hung_up_on(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, kind: str
) -> None:
    await ring(hass, bticino)
    browser = await browsers(kind, Silence())
    await answer(browser)
    await act(hass, "reject")
    await until(lambda: told(hass) == "ended")
    await bticino.until_live(0)
    while (said := await browser.told())["type"] == "candidate":
        pass
    assert said["code"] == "live_view_ended"


@pytest.mark.parametrize("action", ["answer", "reject"])
async def test_where_nobody_rings_there_is_nobody_to_answer(hass: HomeAssistant, action: str) -> None:
    with pytest.raises(ServiceValidationError, match="Nobody is waiting at Strada"):
        await act(hass, action)


@pytest.mark.parametrize("action", ["answer", "reject"])
async def test_who_may_not_control_the_camera_neither_answers_nor_rejects(
    hass: HomeAssistant, bticino: BticinoSimulator, action: str
) -> None:
    await ring(hass, bticino)
    with pytest.raises(Unauthorized):
        await act(hass, action, await person(hass, GROUP_ID_READ_ONLY))
    assert told(hass) == "ring"


# Buttons


async def press(hass: HomeAssistant, button: str) -> None:
    """Press a button."""
    await hass.services.async_call("button", "press", {"entity_id": button}, blocking=True)


def can_be_pressed(hass: HomeAssistant) -> tuple[bool, bool]:
    """Return whether the buttons can be pressed: that which answers, and that which rejects."""
    return state(hass, ANSWER).state != STATE_UNAVAILABLE, state(hass, REJECT).state != STATE_UNAVAILABLE


async def test_a_button_answers_and_another_hangs_up(hass: HomeAssistant, bticino: BticinoSimulator) -> None:
    assert can_be_pressed(hass) == (False, False)
    await ring(hass, bticino)
    assert can_be_pressed(hass) == (True, True)
    await press(hass, ANSWER)
    await until(lambda: told(hass) == "answered_here")
    assert can_be_pressed(hass) == (False, True)
    await press(hass, REJECT)
    await bticino.until_live(0)
    await until(lambda: told(hass) == "ended")
    assert can_be_pressed(hass) == (False, False)


async def test_a_button_rejects_who_rings(hass: HomeAssistant, bticino: BticinoSimulator) -> None:
    await ring(hass, bticino)
    await press(hass, REJECT)
    await until(lambda: told(hass) == "rejected")


async def test_a_button_of_an_account_that_is_closed_says_so(
    hass: HomeAssistant, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    button = hass.data["button"].get_entity(ANSWER)
    assert button is not None
    await loaded_bticino_entry.runtime_data.async_close()
    with pytest.raises(HomeAssistantError) as caught:
        await button.async_press()
    assert caught.value.translation_key == "closed"


async def test_where_there_is_no_camera_nobody_can_be_let_in_to_a_call(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry
) -> None:
    button = hass.data["button"].get_entity(ANSWER)
    assert button is not None
    coordinator = loaded_bticino_entry.runtime_data
    coordinator.data = Snapshot(devices={})
    with pytest.raises(ServiceValidationError) as caught:
        await button.async_press()
    assert caught.value.translation_key == "not_supported"


# Bad luck


async def test_an_account_that_is_unloaded_hangs_up_on_who_is_held(
    hass: HomeAssistant, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await ring(hass, bticino)
    await act(hass, "answer")
    await loaded_bticino_entry.runtime_data.async_close()
    assert bticino.live_sessions == 0


@pytest.mark.parametrize("step", ["offer", "ack", "answer"])
@pytest.mark.parametrize("kind", ["chromium", "firefox"])
async def test_who_hangs_up_at_any_step_leaves_nothing_open(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, kind: str, step: Any
) -> None:
    await ring(hass, bticino)
    bticino.hangs_up_at = step
    browser = await browsers(kind, Silence())
    await browser.look()
    while (await browser.told())["type"] != "error":
        pass
    await bticino.until_live(0)
    bticino.hangs_up_at = "never"
    await answer(await browsers(kind, Silence()))


async def test_a_key_that_dies_during_a_call_ends_nothing(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    await ring(hass, bticino)
    browser = await browsers("firefox", Silence())
    await answer(browser)
    bticino.tokens.expire_bearers()
    await browser.see(3)
    await browser.leave()
    await bticino.until_live(0)


async def test_a_key_that_is_revoked_asks_to_log_in_when_somebody_answers(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    await ring(hass, bticino)
    bticino.tokens.revoke_all()
    with pytest.raises(HomeAssistantError, match="Log in"):
        await act(hass, "answer")
    browser = await browsers("chromium", Silence())
    await browser.look(TALKATIVE)
    assert (await browser.told())["type"] == "error"


async def test_an_account_that_is_reloaded_hangs_up_and_answers_the_next(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await ring(hass, bticino)
    await answer(await browsers("firefox", Silence()))
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    assert bticino.live_sessions == 0
    await hass.async_block_till_done()
    await bticino.until_subscribed(2)
    await ring(hass, bticino)
    await answer(await browsers("firefox", Silence()))
