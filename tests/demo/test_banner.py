"""The banner says all that a person must know."""

from pathlib import Path

import pytest

from ..simulators import vendors
from . import other_home, owner
from .banner import banner
from .home_assistant import HomeAssistant
from .other_home import OtherHome


@pytest.mark.parametrize(
    "needed",
    [
        "http://127.0.0.1:8123\n",
        owner.USERNAME,
        owner.PASSWORD,
        vendors.EMAIL,
        vendors.PASSWORD,
        "4321 disarms",
        "http://127.0.0.1:8124\n",
        other_home.USERNAME,
        other_home.PASSWORD,
        "type code here",
        "Front door, in the sidebar",
        "allow the microphone",
        "type heard",
        "Type help",
        "Ctrl-C",
        "--fresh",
        "home_assistant/home-assistant.log",
    ],
)
def test_the_banner_tells(needed: str, tmp_path: Path) -> None:
    home_assistant = HomeAssistant(tmp_path / "home_assistant", 8123)
    assert needed in banner(home_assistant, OtherHome(tmp_path / "other_home", 8124), "4321")
