"""The demo has a dashboard for who is at the door, and leaves alone what its owner made of it."""

from typing import Any, override

from .dashboard import PATH, put_up
from .owner import Owner


class Recording(Owner):
    """An owner whose commands are written down."""

    def __init__(self, *paths: str) -> None:
        self.commands: list[dict[str, Any]] = []
        self._there = [{"url_path": path} for path in paths]

    @override
    async def command(self, **command: Any) -> Any:
        self.commands.append(command)
        return self._there


async def test_a_new_home_assistant_gets_one() -> None:
    owner = Recording("map")
    await put_up(owner)
    _, created, saved = owner.commands
    assert (created["type"], created["url_path"]) == ("lovelace/dashboards/create", PATH)
    cards = saved["config"]["views"][0]["cards"]
    assert {"type": "custom:latchkey-door", "entity": "camera.strada"}.items() <= cards[-1].items()


async def test_one_that_is_there_stays_as_it_is() -> None:
    owner = Recording(PATH)
    await put_up(owner)
    assert [command["type"] for command in owner.commands] == ["lovelace/dashboards/list"]
