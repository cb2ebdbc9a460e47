"""The live view of a door: a real peer looks through Home Assistant's own web socket."""

import asyncio
import logging
import re
from collections.abc import AsyncGenerator
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.latchkey import camera
from custom_components.latchkey.auth.redaction import REDACTED
from custom_components.latchkey.clouds.bticino import live_view as bticino_live_view
from custom_components.latchkey.clouds.live_views import MAX_DESCRIPTION
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.signalling import Line
from tests.simulators.bticino.unit import Unit
from tests.simulators.peer import without_candidates

from ..home import state
from .browser import CAMERA, TALKATIVE, Browser


@pytest.fixture
async def browser(
    webrtc: None, loaded_bticino_entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> AsyncGenerator[Browser]:
    """Return somebody who may look."""
    browser = Browser(await hass_ws_client())
    yield browser
    await browser.peer.close()


async def test_who_opens_the_camera_sees_the_door(browser: Browser, bticino: BticinoSimulator) -> None:
    await browser.look()
    await browser.connect()
    first, second = await browser.peer.frame(), await browser.peer.frame()
    assert bytes(first.planes[0]) != bytes(second.planes[0])
    await browser.leave()
    await bticino.until_live(0)


async def test_candidates_that_come_while_the_view_opens_reach_the_door_in_order(
    browser: Browser, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    added = Unit.add_candidate

    async def add(unit: Unit, candidate: str, index: int) -> None:
        reached.append(candidate)
        await added(unit, candidate, index)

    monkeypatch.setattr(Unit, "add_candidate", add)
    opened = asyncio.Event()
    offered = bticino_live_view.BticinoLiveView._async_offer

    async def offer_later(*arguments: Any) -> None:
        await opened.wait()
        await offered(*arguments)

    monkeypatch.setattr(bticino_live_view.BticinoLiveView, "_async_offer", offer_later)
    offer, candidates = without_candidates(await browser.peer.offer())
    await browser.look(offer)
    for index, candidate in candidates:
        await browser._socket.send_json_auto_id(
            {
                "type": "camera/webrtc/candidate",
                "entity_id": CAMERA,
                "session_id": browser.session_id,
                "candidate": {"candidate": candidate, "sdpMLineIndex": index},
            }
        )
    opened.set()
    told = [await browser._socket.receive_json() for _ in range(2 + len(candidates))]
    answer = next(message["event"] for message in told if message.get("event", {}).get("type") == "answer")
    found = next(message["event"] for message in told if message.get("event", {}).get("type") == "candidate")
    await browser.peer.accept(answer["answer"])
    await browser.peer.add_candidate(found["candidate"]["candidate"], 0)
    assert (await browser.peer.frame()).width == 640
    await browser.leave()
    await bticino.until_live(0)
    assert reached == [candidate for _, candidate in candidates]


async def test_a_browser_is_told_the_vendors_turn_servers(
    browser: Browser, bticino: BticinoSimulator
) -> None:
    config = (await browser.ask("get_client_config"))["result"]["configuration"]
    assert {
        "urls": ["turn:127.0.0.1:3478?transport=udp"],
        "username": config["iceServers"][0]["username"],
        "credential": bticino.turn_credentials[-1],
    } in config["iceServers"]


@pytest.fixture
def verbose(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Return the log, in which everything is, from before the browser connects."""
    caplog.set_level(logging.DEBUG)
    return caplog


async def test_what_a_browser_is_told_of_turn_servers_is_not_in_home_assistants_log(
    verbose: pytest.LogCaptureFixture, browser: Browser, bticino: BticinoSimulator
) -> None:
    await browser.ask("get_client_config")
    (sent,) = [line for line in verbose.messages if "Sending" in line and "iceServers" in line]
    assert bticino.turn_credentials[-1] not in sent
    assert REDACTED in sent


async def test_the_passwords_of_a_live_view_are_not_in_home_assistants_log(
    verbose: pytest.LogCaptureFixture, browser: Browser, bticino: BticinoSimulator
) -> None:
    await browser.look()
    await browser.connect()
    connection = browser.peer.connection
    descriptions = connection.localDescription.sdp + connection.remoteDescription.sdp
    passwords = set(re.findall("a=ice-pwd:(\\S+)", descriptions))
    of_sockets = [
        record.getMessage() for record in verbose.records if record.name.startswith(camera.SOCKET_LOGGER)
    ]
    assert len(passwords) > 1
    assert any("ice-pwd" in line for line in of_sockets)
    assert not [line for line in of_sockets for password in passwords if password in line]


async def test_a_door_that_ends_the_view_says_so(browser: Browser, bticino: BticinoSimulator) -> None:
    await browser.look()
    await browser.connect()
    await bticino.end_live_views()
    assert await browser.told() == {
        "type": "error",
        "code": "live_view_ended",
        "message": "The live view has ended",
    }


async def test_a_door_out_of_reach_says_so(
    hass: HomeAssistant, browser: Browser, bticino: BticinoSimulator
) -> None:
    bticino.module("Strada").reachable = False
    await browser.look()
    error = await browser.told()
    assert (error["type"], error["code"]) == ("error", "live_view_refused")


async def test_a_vendor_that_is_away_is_an_error_that_a_person_reads(
    browser: Browser, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.SIGNALLING, times=None)
    await browser.look(TALKATIVE)
    error = await browser.told()
    assert error["code"] == "webrtc_offer_failed"
    assert "cannot be reached" in error["message"]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Have the door open no view before this is set."""
    slow = asyncio.Event()
    opened = Line._open

    async def open_later(*arguments: Any) -> None:
        await slow.wait()
        await opened(*arguments)

    monkeypatch.setattr(Line, "_open", open_later)
    return slow


async def test_who_leaves_while_the_view_opens_leaves_nothing_open(
    browser: Browser, bticino: BticinoSimulator, slow: asyncio.Event
) -> None:
    await browser.look()
    await browser.leave()
    assert (await browser._socket.receive_json())["success"]
    slow.set()
    await bticino.until_live(1)
    await bticino.until_live(0)


async def test_an_account_that_is_unloaded_ends_its_views(
    hass: HomeAssistant, browser: Browser, bticino: BticinoSimulator, loaded_bticino_entry: MockConfigEntry
) -> None:
    await browser.look()
    await browser.connect()
    assert await hass.config_entries.async_unload(loaded_bticino_entry.entry_id)
    await bticino.until_live(0)


async def test_an_account_that_is_unloaded_ends_a_view_that_opens_although_nobody_looks_any_more(
    hass: HomeAssistant,
    browser: Browser,
    bticino: BticinoSimulator,
    loaded_bticino_entry: MockConfigEntry,
    slow: asyncio.Event,
) -> None:
    await browser.look()
    await browser.leave()
    assert (await browser._socket.receive_json())["success"]
    unloading = hass.async_create_task(hass.config_entries.async_unload(loaded_bticino_entry.entry_id))
    done, _ = await asyncio.wait([unloading], timeout=0.05)
    assert not done
    slow.set()
    await bticino.until_live(1)
    assert await unloading
    await bticino.until_live(0)


async def test_a_candidate_that_comes_after_the_end_is_nothing(browser: Browser) -> None:
    answer = await browser.ask("candidate", session_id="long gone", candidate={"candidate": "candidate:"})
    assert answer["success"]


async def test_an_offer_that_is_too_long_is_read_by_nobody(
    browser: Browser, bticino: BticinoSimulator
) -> None:
    await browser.look(f"{TALKATIVE}a={'x' * MAX_DESCRIPTION}\r\n")
    assert (await browser.told())["code"] == "webrtc_offer_failed"
    assert bticino.count(bticino.SIGNALLING) == 0


async def test_no_more_people_look_than_there_is_room_for(
    browser: Browser, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "MAX_VIEWERS", 1)
    await browser.look()
    await browser.connect()
    await browser.look(TALKATIVE)
    assert (await browser.told())["code"] == "webrtc_offer_failed"


async def test_views_that_have_ended_take_no_room(
    browser: Browser, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "MAX_VIEWERS", 1)
    bticino.module("Strada").reachable = False
    for _ in range(3):
        await browser.look(TALKATIVE)
        assert (await browser.told())["code"] == "live_view_refused"


async def test_views_that_never_opened_take_no_room(
    browser: Browser, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "MAX_VIEWERS", 1)
    bticino.faults.answer(bticino.SIGNALLING, times=None)
    await browser.look(TALKATIVE)
    await browser.told()
    bticino.faults.heal()
    await browser.look()
    await browser.connect()


async def test_a_camera_of_a_door_streams(hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry) -> None:
    assert state(hass, CAMERA).attributes["supported_features"] == 2
