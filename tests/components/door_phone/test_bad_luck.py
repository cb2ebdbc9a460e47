"""Bad luck at the door: whatever goes wrong is told, and leaves no connection to a unit open.

Each row of bad luck is held by tests, here or where the code is that it strikes; `ROWS` says by which.
"""

import ast
import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pytest
from aioice.ice import StunProtocol
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import Unauthorized
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.door_phone import relay
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.sound import Silence, Tone

from ..actions.test_permissions import perform, person
from ..home import state
from .browser import PATIENCE, TALKATIVE, Browser
from .conftest import Browsers

TESTS: Final = Path(__file__).parents[2]
CAMERA: Final = "camera.strada"
DOORBELL: Final = "event.strada_doorbell"

HERE: Final = "components/door_phone/test_bad_luck.py"
CONVERSATIONS: Final = "components/door_phone/test_conversations.py"
CARD: Final = "card/test_live_view.py"
MICROPHONE: Final = "card/test_talking.py"

ROWS: Final = {
    "two viewers at once": {
        "test_two_who_come_at_once_share_one_connection": CONVERSATIONS,
        "test_whoever_comes_later_shares_one_connection": CONVERSATIONS,
    },
    "a ring while a live view is open": {
        "test_a_ring_while_somebody_looks_is_answered_by_who_comes_next": HERE,
    },
    "hung up by the other side at each step": {
        "test_a_door_that_hangs_up_at_any_step_is_told_of": HERE,
        "test_a_call_that_ends_at_any_step_of_its_answer_is_told_of": HERE,
        "test_a_unit_that_hangs_up_ends_it_for_all_who_look": CONVERSATIONS,
    },
    "no TURN": {"test_without_turn_servers_a_door_is_seen_at_home": HERE},
    "UDP blocked": {"test_where_udp_is_blocked_it_ends_and_is_told_of": HERE},
    "unit busy": {"test_a_door_phone_that_is_busy_says_so": HERE},
    "a microphone refused": {
        "test_why_there_is_no_microphone_is_told_and_the_rest_goes_on": MICROPHONE,
        "test_a_page_without_https_says_so_and_the_rest_goes_on": MICROPHONE,
    },
    "a token that dies during a call": {
        "test_a_call_whose_bearer_died_is_hung_up_all_the_same": HERE,
        "test_a_call_whose_line_is_lost_ends": HERE,
    },
    "a restart of Home Assistant during a call": {
        "test_a_restart_during_a_call_hangs_up": HERE,
        "test_home_assistant_hangs_up_when_it_stops": CONVERSATIONS,
    },
    "the card on an old browser": {"test_an_old_browser_says_that_it_cannot_show_it": CARD},
    "a viewer who may not control the door": {
        "test_who_may_not_control_a_door_sees_it_and_does_nothing_else": HERE,
        "test_who_may_not_control_the_camera_sees_and_is_not_heard": CONVERSATIONS,
    },
    "50 viewers": {
        "test_fifty_who_come_at_once_are_bounded_and_told": HERE,
        "test_no_more_people_look_than_there_is_room_for_and_the_others_are_told": CONVERSATIONS,
    },
}
"""The tests of each row, and where they are."""


@pytest.mark.parametrize("row", ROWS)
def test_each_row_has_its_tests(row: str) -> None:
    for test, path in ROWS[row].items():
        body = ast.parse((TESTS / path).read_text()).body
        assert test in {node.name for node in body if isinstance(node, ast.AsyncFunctionDef)}


@pytest.fixture(autouse=True)
async def nothing_left(bticino: BticinoSimulator) -> AsyncGenerator[None]:
    """See at the end of each test that no unit is connected to anybody."""
    bticino.answerable = True
    yield
    async with asyncio.timeout(PATIENCE):
        while bticino.peers:  # noqa: ASYNC110 - units that ring tell nobody when they are closed
            await asyncio.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody meets the door."""

    kind: str
    is_direct: bool


WAYS: Final = {"directly": Way("chromium", is_direct=True), "by the relay": Way("firefox", is_direct=False)}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """Return each way to a door."""
    return WAYS[request.param]


async def meet(browser: Browser, way: Way) -> None:
    """See the door."""
    await browser.look()
    await take(browser, way)


async def take(browser: Browser, way: Way) -> None:
    """Take what the door says, and see it."""
    await (browser.connect() if way.is_direct else browser.take_answer())
    await browser.see()


async def until_happened(hass: HomeAssistant, event_type: str) -> None:
    """Wait until that happened last at the doorbell."""
    async with asyncio.timeout(PATIENCE):
        while state(hass, DOORBELL).attributes["event_type"] != event_type:  # noqa: ASYNC110 - it comes soon
            await asyncio.sleep(0.01)


async def ring(hass: HomeAssistant, bticino: BticinoSimulator) -> str:
    """Ring, and return the id of the call once it can be answered."""
    session_id = await bticino.ring("Strada")
    await until_happened(hass, "ring")
    return session_id


async def leave(browser: Browser, bticino: BticinoSimulator) -> None:
    """Close the page; nothing is left."""
    await browser.leave()
    await bticino.until_live(0)


async def test_a_ring_while_somebody_looks_is_answered_by_who_comes_next(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, way: Way
) -> None:
    first = await browsers(way.kind, Silence())
    await meet(first, way)
    session_id = await ring(hass, bticino)
    second = await browsers("firefox", Silence())
    await meet(second, WAYS["by the relay"])
    await until_happened(hass, "answered_here")
    assert state(hass, DOORBELL).attributes["call_id"] == session_id
    await first.see()
    for browser in (first, second):
        await browser.leave()
    await until_happened(hass, "ended")


type Step = Literal["offer", "ack", "answer"]


@pytest.mark.parametrize("step", ["offer", "ack", "answer"])
async def test_a_door_that_hangs_up_at_any_step_is_told_of(
    browsers: Browsers, bticino: BticinoSimulator, way: Way, step: Step
) -> None:
    bticino.hangs_up_at = step
    browser = await browsers(way.kind, Silence())
    await browser.look()
    async with asyncio.timeout(PATIENCE):
        while (await browser.told())["type"] != "error":
            pass
    bticino.hangs_up_at = "never"
    await meet(await browsers(way.kind, Silence()), way)
    await bticino.end_live_views()


@pytest.mark.parametrize("step", ["offer", "ack", "answer"])
async def test_a_call_that_ends_at_any_step_of_its_answer_is_told_of(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, way: Way, step: Step
) -> None:
    await ring(hass, bticino)
    bticino.hangs_up_at = step
    browser = await browsers(way.kind, Silence())
    await browser.look()
    async with asyncio.timeout(PATIENCE):
        while (await browser.told())["type"] != "error":
            pass
    await bticino.until_live(0)


@pytest.fixture
def without_turn(bticino: BticinoSimulator) -> None:
    """Let the vendor hand out no TURN servers."""
    bticino.faults.answer(bticino.TURN, times=None)


async def test_without_turn_servers_a_door_is_seen_at_home(
    without_turn: None, browsers: Browsers, bticino: BticinoSimulator, way: Way
) -> None:
    browser = await browsers(way.kind, Silence())
    assert not bticino.turn_credentials
    await meet(browser, way)
    await leave(browser, bticino)


async def test_a_door_phone_that_is_busy_says_so(
    browsers: Browsers, bticino: BticinoSimulator, way: Way
) -> None:
    bticino.max_peers = 0
    browser = await browsers(way.kind, Silence())
    await browser.look()
    told = await browser.told()
    assert told["type"] == "error"
    assert "busy" in told["message"]


async def test_where_udp_is_blocked_it_ends_and_is_told_of(
    without_turn: None, browsers: Browsers, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    relay.load()
    from custom_components.latchkey.door_phone.relay import connection  # noqa: PLC0415 - aiortc comes late

    monkeypatch.setattr(connection, "CONNECT_TIMEOUT", 3.0)
    monkeypatch.setattr(StunProtocol, "datagram_received", lambda *_: None)
    browser = await browsers("firefox", Silence())
    await browser.look()
    await browser.take_answer()
    assert (await browser.told())["code"] == "live_view_ended"


async def test_a_call_whose_bearer_died_is_hung_up_all_the_same(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, way: Way
) -> None:
    await ring(hass, bticino)
    browser = await browsers(way.kind, Silence())
    await meet(browser, way)
    bticino.tokens.expire_bearers()
    await browser.see()
    await leave(browser, bticino)
    await until_happened(hass, "ended")


async def test_a_call_whose_line_is_lost_ends(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, way: Way
) -> None:
    await ring(hass, bticino)
    browser = await browsers(way.kind, Silence())
    await meet(browser, way)
    bticino.keeps_lost_calls = True
    bticino.drop_signalling()
    async with asyncio.timeout(PATIENCE):
        while (await browser.told())["type"] != "error":
            pass
    await browser.leave()
    await until_happened(hass, "ended")


async def test_a_restart_during_a_call_hangs_up(
    hass: HomeAssistant,
    browsers: Browsers,
    bticino: BticinoSimulator,
    loaded_bticino_entry: MockConfigEntry,
    way: Way,
) -> None:
    await ring(hass, bticino)
    browser = await browsers(way.kind, Silence())
    await meet(browser, way)
    assert await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    assert bticino.live_sessions == 0
    await meet(await browsers(way.kind, Silence()), way)
    await bticino.end_live_views()


async def test_who_may_not_control_a_door_sees_it_and_does_nothing_else(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator, hass_read_only_access_token: str
) -> None:
    session_id = await ring(hass, bticino)
    browser = await browsers("chromium", Tone(), hass_read_only_access_token)
    await meet(browser, WAYS["by the relay"])
    assert state(hass, DOORBELL).attributes["event_type"] == "ring"
    stranger = await person(hass, "system-read-only")
    for action in ("answer", "reject"):
        with pytest.raises(Unauthorized):
            await perform(hass, action, {"entity_id": CAMERA}, stranger)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            "lock", "open", {"entity_id": "lock.portone"}, blocking=True, context=stranger
        )
    assert not bticino.opened
    await bticino.miss(session_id)
    await leave(browser, bticino)


async def test_fifty_who_come_at_once_are_bounded_and_told(
    hass: HomeAssistant, browsers: Browsers, bticino: BticinoSimulator
) -> None:
    crowd = [await browsers("firefox") for _ in range(50)]
    await asyncio.gather(*(browser.look(TALKATIVE) for browser in crowd))
    answers = await asyncio.gather(*(browser.told() for browser in crowd))
    assert sum(answer["type"] == "answer" for answer in answers) <= 8
    for browser in crowd:
        await browser.leave()
    await bticino.until_live(0)
