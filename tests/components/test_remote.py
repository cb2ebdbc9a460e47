"""Remote controls: what people ask of them, and what their vendor hears."""

from typing import Any

import pytest
from homeassistant.components.remote import RemoteEntityFeature
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import (
    Command,
    DeleteRemoteCommands,
    LearnRemoteCommands,
    Remote,
    SendRemoteCommands,
    SetRemote,
)

from .home import act, state
from .memory import MemoryCloud, link

REMOTE = "remote.thing"


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return an account that has a remote control."""
    remote = Remote(
        key="remote",
        on=True,
        abilities=frozenset({"learn_command", "delete_command", "activity"}),
        activity="TV",
        activities=("TV", "Radio"),
    )
    return await link(hass, monkeypatch, remote)


@pytest.mark.usefixtures("cloud")
def test_a_remote_control_is_what_its_vendor_says(hass: HomeAssistant) -> None:
    now = state(hass, REMOTE)
    assert now.state == "on"
    assert now.attributes["supported_features"] == sum(RemoteEntityFeature)
    assert now.attributes["current_activity"] == "TV"
    assert now.attributes["activity_list"] == ["TV", "Radio"]


@pytest.mark.parametrize(
    ("action", "data", "command"),
    [
        ("turn_on", {}, SetRemote(on=True)),
        ("turn_on", {"activity": "Radio"}, SetRemote(on=True, activity="Radio")),
        ("turn_off", {"activity": "TV"}, SetRemote(on=False, activity="TV")),
        ("toggle", {}, SetRemote(on=False)),
        (
            "send_command",
            {"command": ["up", "down"]},
            SendRemoteCommands(commands=("up", "down"), repeats=1, hold=0),
        ),
        (
            "send_command",
            {"command": "up", "device": "TV", "num_repeats": 3, "delay_secs": 0.5, "hold_secs": 1},
            SendRemoteCommands(commands=("up",), device="TV", repeats=3, delay=0.5, hold=1),
        ),
        ("learn_command", {}, LearnRemoteCommands()),
        (
            "learn_command",
            {"command": "up", "device": "TV", "command_type": "rf", "alternative": True, "timeout": 9},
            LearnRemoteCommands(
                commands=("up",), device="TV", command_type="rf", alternative=True, timeout=9
            ),
        ),
        ("delete_command", {"command": "up"}, DeleteRemoteCommands(commands=("up",))),
        (
            "delete_command",
            {"command": "up", "device": "TV"},
            DeleteRemoteCommands(commands=("up",), device="TV"),
        ),
    ],
)
async def test_a_remote_control_does_what_people_ask(
    hass: HomeAssistant, cloud: MemoryCloud, action: str, data: dict[str, Any], command: Command
) -> None:
    await act(hass, f"remote.{action}", REMOTE, **data)
    assert cloud.commands == [command]
