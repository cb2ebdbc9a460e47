"""The blueprints, as automations of a real Home Assistant: a phone that rings, and a log of missed calls."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pytest
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from tests.simulators.bticino import BticinoSimulator

from .automating import BLUEPRINTS, DOORBELL, Phone, automate, register_phone, until
from .home import act, state

DOCS: Final = Path(__file__).parents[2] / "docs"


@pytest.fixture
async def phone(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, hass_client: ClientSessionGenerator
) -> Phone:
    """Return a phone that is registered."""
    return await register_phone(hass, "Phone", hass_ws_client, hass_client)


@pytest.fixture
async def told(
    hass: HomeAssistant, phone: Phone, loaded_bticino_entry: MockConfigEntry
) -> AsyncGenerator[None]:
    """Have the phone told of rings."""
    await automate(
        hass,
        "doorbell_notification",
        doorbell=DOORBELL,
        camera="camera.strada",
        lock="lock.portone",
        phone=phone.device_id,
    )
    yield
    # A run that waits for its button would outlive the test.
    await hass.services.async_call("automation", "turn_off", {"entity_id": "automation.one"}, blocking=True)


async def test_the_phone_shows_who_rings(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    notification = await phone.notified()
    assert (notification["title"], notification["message"]) == ("Somebody is at the door", "Strada Doorbell")
    assert notification["data"]["image"] == "/api/camera_proxy/camera.strada"
    assert "snapshot_at" in state(hass, "camera.strada").attributes
    assert [action["title"] for action in notification["data"]["actions"]] == ["Open"]


async def test_the_button_opens_the_door_once(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    button = (await phone.notified())["data"]["actions"][0]["action"]
    await phone.press(button)
    await phone.press(button)
    assert bticino.opened == [bticino.module("Portone").id]


async def test_the_button_of_a_call_is_none_of_another(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    buttons = []
    for _ in range(2):
        await bticino.ring("Strada")
        buttons.append((await phone.notified())["data"]["actions"][0]["action"])
    assert buttons[0] != buttons[1]
    await phone.press("LATCHKEY_OPEN_another")
    assert bticino.opened == []
    await phone.press(buttons[0])
    assert len(bticino.opened) == 1


async def test_the_button_is_dead_after_a_minute(
    hass: HomeAssistant,
    phone: Phone,
    told: None,
    bticino: BticinoSimulator,
    loaded_bticino_entry: MockConfigEntry,
) -> None:
    await bticino.ring("Strada")
    button = (await phone.notified())["data"]["actions"][0]["action"]
    history = loaded_bticino_entry.runtime_data.door_phone.history
    await until(
        lambda: any(call.has_picture for call in history.calls)
    )  # A picture that is on its way would not survive the leap.
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=61))
    await until(lambda: not state(hass, "automation.one").attributes["current"])
    await phone.press(button)
    assert bticino.opened == []


async def test_the_end_of_a_call_is_no_ring(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await phone.notified()
    await bticino.miss(call)
    assert await phone.is_quiet()


async def test_a_doorbell_that_is_back_is_no_ring(
    hass: HomeAssistant,
    phone: Phone,
    told: None,
    bticino: BticinoSimulator,
    loaded_bticino_entry: MockConfigEntry,
) -> None:
    await bticino.ring("Strada")
    await phone.notified()
    await hass.config_entries.async_reload(loaded_bticino_entry.entry_id)
    await bticino.until_subscribed(2)
    assert await phone.is_quiet()


async def test_a_test_says_so_and_opens_nothing(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    await act(hass, "latchkey.test_ring", DOORBELL)
    notification = await phone.notified()
    assert notification["title"] == "Test: Somebody is at the door"
    await phone.press(notification["data"]["actions"][0]["action"])
    assert bticino.opened == []


async def miss(hass: HomeAssistant, bticino: BticinoSimulator) -> None:
    """Have a call missed, and wait until the automation is done with it."""
    done = asyncio.Event()

    @callback
    def take(event: Event[Any]) -> None:
        new = event.data["new_state"]
        if (
            new.entity_id == "automation.one"
            and new.attributes["last_triggered"]
            and not new.attributes["current"]
        ):
            done.set()

    remove = hass.bus.async_listen("state_changed", take)
    await bticino.miss(await bticino.ring("Strada"))
    async with asyncio.timeout(10):
        await done.wait()
    remove()


async def test_a_missed_call_goes_into_the_log_book(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    entries = async_mock_service(hass, "logbook", "log")  # The log book needs a data base.
    await automate(hass, "missed_calls", doorbells=[DOORBELL])
    await miss(hass, bticino)
    (entry,) = entries
    assert {**entry.data} == {
        "name": "Strada Doorbell",
        "message": "Missed call",
        "entity_id": DOORBELL,
        "domain": "event",
    }


async def test_a_missed_call_goes_into_a_to_do_list(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    shopping = MockConfigEntry(domain="shopping_list")
    shopping.add_to_hass(hass)
    assert await hass.config_entries.async_setup(shopping.entry_id)
    await hass.async_block_till_done()
    await automate(hass, "missed_calls", doorbells=[DOORBELL], place="todo", list=["todo.shopping_list"])
    await miss(hass, bticino)
    (item,) = shopping.runtime_data.items
    assert item["name"].startswith("Missed call: Strada Doorbell, 20")


async def test_a_missed_call_is_a_notification(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    shown: list[Event[Any]] = []
    hass.bus.async_listen("call_service", callback(lambda event: shown.append(event)))  # noqa: PLW0108 - no method can be marked
    assert await async_setup_component(hass, "persistent_notification", {})
    await automate(hass, "missed_calls", doorbells=[DOORBELL], place="notification")
    await miss(hass, bticino)
    (notification,) = [each.data for each in shown if each.data["domain"] == "persistent_notification"]
    assert notification["service_data"]["title"] == "Missed call"
    assert notification["service_data"]["message"].startswith("Strada Doorbell, 20")


async def test_a_call_that_was_missed_while_the_vendor_was_away_is_logged_too(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    entries = async_mock_service(hass, "logbook", "log")
    # At which of two units it was, the history does not say.
    await automate(hass, "missed_calls", doorbells=[DOORBELL, "event.classe_300x_doorbell"])
    bticino.faults.answer(bticino.HOMES, times=None)
    bticino.drop_sockets()
    await loaded_bticino_entry.runtime_data.async_refresh()
    assert state(hass, DOORBELL).state == "unavailable"
    await bticino.miss(await bticino.ring("Strada"))
    bticino.faults.heal()
    await loaded_bticino_entry.runtime_data.async_refresh()
    await until(lambda: bool(entries))


def test_each_blueprint_can_be_imported_from_where_it_says_it_is() -> None:
    for path in BLUEPRINTS.glob("*.yaml"):
        url = f"https://github.com/latchkey-ha/latchkey/blob/main/blueprints/automation/latchkey/{path.name}"
        assert f"source_url: {url}\n" in path.read_text()
        assert f"?blueprint_url={quote(url, safe='')})" in (DOCS / "bticino.md").read_text()
