"""The picture of who rings goes wherever it is sent."""

from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.simulators.bticino import BticinoSimulator

from ..automating import DOORBELL, automate, until

pytestmark = pytest.mark.usefixtures("loaded_bticino_entry", "automations")

SEND: Final = {
    "action": "telegram_bot.send_photo",
    "data": {"file": "{{ picture }}", "caption": "{{ text }}"},
}


@pytest.fixture
def folder(hass: HomeAssistant, tmp_path: Path) -> str:
    """Return a folder that Home Assistant may write to."""
    folder = tmp_path / "pictures"
    hass.config.allowlist_external_dirs = {str(folder)}
    return str(folder)


async def send_pictures(hass: HomeAssistant, folder: str, **inputs: Any) -> list[Any]:
    """Have pictures sent; return what is."""
    sent: list[Any] = async_mock_service(hass, "telegram_bot", "send_photo")
    chosen = {"folder": folder, "send": [SEND], **inputs}
    await automate(hass, "picture_of_who_rings", doorbell=DOORBELL, camera="camera.strada", **chosen)
    return sent


async def test_the_picture_is_a_file_that_an_action_sends(
    hass: HomeAssistant,
    folder: str,
    bticino: BticinoSimulator,
) -> None:
    sent = await send_pictures(hass, folder)
    await bticino.ring("Strada")
    await until(lambda: bool(sent))
    assert sent[0].data["file"] == f"{folder}/camera.strada.jpg"
    assert sent[0].data["caption"].startswith("Somebody is at the door: Strada Doorbell, 20")
    assert Path(sent[0].data["file"]).read_bytes().startswith(b"\xff\xd8")


async def test_notifiers_are_told(
    hass: HomeAssistant,
    folder: str,
    bticino: BticinoSimulator,
) -> None:
    told = async_mock_service(hass, "notify", "send_message")
    await send_pictures(hass, folder, notifiers=["notify.ann", "notify.ben"], send=[], text="Ding dong")
    await bticino.ring("Strada")
    await until(lambda: len(told) == 2)
    assert [call.data["entity_id"] for call in told] == [["notify.ann"], ["notify.ben"]]
    assert told[0].data["message"].startswith("Ding dong: Strada Doorbell, 20")


async def test_what_else_happens_is_sent_where_it_is_wanted(
    hass: HomeAssistant,
    folder: str,
    bticino: BticinoSimulator,
) -> None:
    sent = await send_pictures(hass, folder, happenings=["missed"], text="Missed")
    await bticino.miss(await bticino.ring("Strada"))
    await until(lambda: bool(sent))
    assert len(sent) == 1
    assert sent[0].data["caption"].startswith("Missed: ")
    assert Path(sent[0].data["file"]).is_file()


async def test_a_call_without_a_picture_is_told_all_the_same(
    hass: HomeAssistant,
    folder: str,
    bticino: BticinoSimulator,
) -> None:
    sent = await send_pictures(hass, folder)
    await bticino.ring("Strada", has_picture=False)
    await until(lambda: bool(sent))
    assert sent[0].data["file"] == ""
    assert not Path(folder).exists()
