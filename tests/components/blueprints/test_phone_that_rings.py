"""A phone that rings like at a call, until somebody has done something about it."""

from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.simulators.bticino import BticinoSimulator

from ..automating import DOORBELL, Phone, automate, have_noon, until
from ..home import act, state

pytestmark = pytest.mark.usefixtures("loaded_bticino_entry", "automations")

CLEAR: Final = "clear_notification"


@pytest.fixture
async def told(hass: HomeAssistant, phone: Phone) -> None:
    """Have the phone told of rings."""
    await ring_phones(hass, phone)


async def ring_phones(hass: HomeAssistant, *phones: Phone, **inputs: Any) -> None:
    """Have phones ring for a door."""
    await automate(
        hass,
        "phone_that_rings",
        doorbell=DOORBELL,
        camera="camera.strada",
        phones=[phone.device_id for phone in phones],
        **{"lock": "lock.portone", "dashboard": "/lovelace/door", **inputs},
    )


async def until_cleared(phone: Phone) -> dict[str, Any]:
    """Return what takes the notification away; until then, it rings."""
    while (notification := await phone.notified())["message"] != CLEAR:
        pass
    return notification


def buttons(notification: dict[str, Any]) -> dict[str, str]:
    """Return the actions behind the buttons of a notification, by what they say."""
    return {each["title"]: each["action"] for each in notification["data"]["actions"]}


async def test_it_rings_at_once_and_as_loud_as_it_may(
    phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    notification = await phone.notified()
    data = notification["data"]
    assert (notification["title"], notification["message"]) == ("Somebody is at the door", "Strada Doorbell")
    assert (data["channel"], data["importance"]) == ("alarm_stream", "high")
    assert (data["ttl"], data["priority"]) == (0, "high")
    assert data["push"] == {
        "sound": {"name": "default", "critical": 1, "volume": 1.0},
        "interruption-level": "critical",
    }
    assert (data["sticky"], data["timeout"]) == ("true", 60)


async def test_the_picture_follows(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    first = await phone.notified()
    pictured = first if "image" in first["data"] else await phone.notified()
    assert pictured["data"]["image"] == "/api/camera_proxy/camera.strada"
    assert pictured["data"]["tag"] == first["data"]["tag"]
    assert "snapshot_at" in state(hass, "camera.strada").attributes


async def test_a_call_without_a_picture_shows_none_of_another(
    hass: HomeAssistant,
    phone: Phone,
    bticino: BticinoSimulator,
) -> None:
    await ring_phones(hass, phone, times=1)
    await bticino.ring("Strada", has_picture=False)
    assert "image" not in (await phone.notified())["data"]


async def test_it_rings_again_until_the_call_is_over(
    hass: HomeAssistant,
    phone: Phone,
    bticino: BticinoSimulator,
) -> None:
    await ring_phones(hass, phone, pause=0.1, times=1000)
    call = await bticino.ring("Strada", has_picture=False)
    assert all([(await phone.notified())["message"] == "Strada Doorbell" for _ in range(3)])
    await bticino.miss(call)
    await until_cleared(phone)
    assert await phone.is_quiet()


async def test_it_rings_as_often_as_is_wanted(
    hass: HomeAssistant,
    phone: Phone,
    bticino: BticinoSimulator,
) -> None:
    await ring_phones(hass, phone, pause=0.1, times=2)
    await bticino.ring("Strada", has_picture=False)
    for _ in range(3):
        await phone.notified()
    assert await phone.is_quiet()


@pytest.mark.parametrize("end", ["answer", "miss", "end"])
async def test_it_is_quiet_when_the_call_is_over(
    phone: Phone, told: None, bticino: BticinoSimulator, end: str
) -> None:
    call = await bticino.ring("Strada")
    rung = await phone.notified()
    await getattr(bticino, end)(call)
    cleared = await until_cleared(phone)
    assert cleared["data"]["tag"] == rung["data"]["tag"]
    assert await phone.is_quiet()


async def test_answer_opens_the_dashboard_that_takes_the_call(
    phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    answer = (await phone.notified())["data"]["actions"][0]
    assert (answer["title"], answer["action"]) == ("Answer", "URI")
    assert answer["uri"] == "/lovelace/door?latchkey-answer=camera.strada"


async def test_a_tap_opens_the_dashboard_and_takes_no_call(
    phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    data = (await phone.notified())["data"]
    assert data["url"] == data["clickAction"] == "/lovelace/door"


async def test_open_opens_the_door_once(phone: Phone, told: None, bticino: BticinoSimulator) -> None:
    await bticino.ring("Strada")
    button = buttons(await phone.notified())["Open"]
    await phone.press(button)
    await phone.press(button)
    assert bticino.opened == [bticino.module("Portone").id]
    await until_cleared(phone)


async def test_open_opens_nothing_when_the_call_is_over(
    phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    button = buttons(await phone.notified())["Open"]
    await bticino.miss(call)
    await until_cleared(phone)
    await phone.press(button)
    assert bticino.opened == []


async def test_a_button_of_another_call_opens_nothing(
    phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    before = await bticino.ring("Strada")
    button = buttons(await phone.notified())["Open"]
    await bticino.miss(before)
    await until_cleared(phone)
    await bticino.ring("Strada")
    assert buttons(await phone.notified())["Open"] != button
    await phone.press(button)
    assert bticino.opened == []


async def test_without_a_lock_there_is_nothing_to_open(
    hass: HomeAssistant,
    phone: Phone,
    bticino: BticinoSimulator,
) -> None:
    await ring_phones(hass, phone, lock=[])
    await bticino.ring("Strada")
    assert list(buttons(await phone.notified())) == ["Answer", "Reject"]


@pytest.mark.usefixtures("webrtc")
async def test_reject_hangs_up(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    bticino.answerable = True
    await bticino.ring("Strada")
    await phone.press(buttons(await phone.notified())["Reject"])
    await until_cleared(phone)
    await until(lambda: state(hass, DOORBELL).attributes["event_type"] == "rejected")
    assert bticino.opened == []


@pytest.mark.usefixtures("webrtc")
async def test_it_is_quiet_when_somebody_answers_in_home_assistant(
    hass: HomeAssistant, phone: Phone, tablet: Phone, bticino: BticinoSimulator
) -> None:
    bticino.answerable = True
    await ring_phones(hass, phone, tablet)
    await bticino.ring("Strada")
    await phone.notified()
    await act(hass, "latchkey.answer", "camera.strada")
    assert state(hass, DOORBELL).attributes["event_type"] == "answered_here"
    await until_cleared(phone)
    await until_cleared(tablet)
    await act(hass, "latchkey.reject", "camera.strada")


async def test_several_phones_ring_and_one_of_them_ends_it_for_all(
    hass: HomeAssistant,
    phone: Phone,
    tablet: Phone,
    bticino: BticinoSimulator,
) -> None:
    await ring_phones(hass, phone, tablet)
    await bticino.ring("Strada")
    await phone.notified()
    await tablet.press(buttons(await tablet.notified())["Open"])
    await until_cleared(phone)
    await until_cleared(tablet)
    assert len(bticino.opened) == 1


async def test_a_phone_that_cannot_be_reached_keeps_no_other_from_ringing(
    hass: HomeAssistant,
    phone: Phone,
    tablet: Phone,
    bticino: BticinoSimulator,
) -> None:
    await phone.leave()
    await ring_phones(hass, phone, tablet)
    await bticino.ring("Strada")
    assert (await tablet.notified())["title"] == "Somebody is at the door"


async def test_a_phone_that_shall_be_silent_while_it_is_silent_is(
    hass: HomeAssistant,
    phone: Phone,
    bticino: BticinoSimulator,
) -> None:
    await ring_phones(hass, phone, loud=False)
    await bticino.ring("Strada")
    data = (await phone.notified())["data"]
    assert (data["channel"], data["importance"]) == ("Doorbell", "high")
    assert data["push"] == {"sound": "default", "interruption-level": "time-sensitive"}


@pytest.mark.parametrize(
    "quiet",
    [
        ("00:00:00", "00:00:00", False),
        ("13:00:00", "15:00:00", False),
        ("11:00:00", "14:00:00", True),
        ("22:00:00", "07:00:00", False),
        ("22:00:00", "14:00:00", True),
        ("11:00:00", "07:00:00", True),
    ],
)
async def test_within_quiet_hours_there_is_no_sound(
    hass: HomeAssistant,
    phone: Phone,
    bticino: BticinoSimulator,
    quiet: tuple[str, str, bool],
) -> None:
    await have_noon(hass)
    begin, end, is_quiet = quiet
    await ring_phones(hass, phone, quiet_from=begin, quiet_until=end)
    await bticino.ring("Strada")
    push = (await phone.notified())["data"]["push"]
    assert (push["sound"] == "none") is is_quiet


async def test_it_speaks_the_words_that_it_is_given(
    hass: HomeAssistant,
    phone: Phone,
    bticino: BticinoSimulator,
) -> None:
    words = {"answer_button": "Rispondi", "open_button": "Apri", "reject_button": "Rifiuta"}
    await ring_phones(hass, phone, title="C'è qualcuno", **words)
    await bticino.ring("Strada")
    notification = await phone.notified()
    assert notification["title"] == "C'è qualcuno"
    assert list(buttons(notification)) == ["Rispondi", "Apri", "Rifiuta"]


async def test_a_test_says_so_and_opens_nothing(
    hass: HomeAssistant, phone: Phone, told: None, bticino: BticinoSimulator
) -> None:
    rejected = async_mock_service(hass, "latchkey", "reject")
    await act(hass, "latchkey.test_ring", DOORBELL)
    notification = await phone.notified()
    assert notification["title"] == "Test: nobody is at the door"
    await phone.press(buttons(notification)["Open"])
    await until_cleared(phone)
    await act(hass, "latchkey.test_ring", DOORBELL)
    await phone.press(buttons(await phone.notified())["Reject"])
    await until_cleared(phone)
    assert (bticino.opened, rejected) == ([], [])
