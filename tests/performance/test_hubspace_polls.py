"""What a poll of Hubspace parses and builds: what changed, however many devices there are."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.hubspace import built, home
from custom_components.latchkey.clouds.hubspace.bridge import Bridge
from custom_components.latchkey.clouds.hubspace.home import Home
from custom_components.latchkey.clouds.hubspace.mapping.devices import map_changes, map_devices
from custom_components.latchkey.clouds.hubspace.parsing import update
from custom_components.latchkey.clouds.model import Snapshot
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.hubspace.catalogue import many

DEVICES = 200


class Counted:
    """A home that is polled, and what that took."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.parsed = self.built = 0
        self._answer = [metadevice.full() for metadevice in many(DEVICES)]
        self._home = Home()
        # Nothing is asked of this session.
        self._bridge = Bridge(cast("TokenSession", object()), self._home.answer, Settings())

        def count_parsed(*arguments: Any) -> Any:
            self.parsed += 1
            return update(*arguments)

        def count_built(build: Callable[..., Any]) -> Callable[..., Any]:
            def count(*arguments: Any) -> Any:
                self.built += 1
                return build(*arguments)

            return count

        monkeypatch.setattr(home, "update", count_parsed)
        for build in (map_devices, map_changes):
            monkeypatch.setattr(built, build.__name__, count_built(build))

    async def discover(self) -> Snapshot:
        """Read all that there is, and poll once, so that all of it is known."""
        await self._home.async_discover(self._body(), self._home.moment)
        await self._home.async_snapshot(self._bridge)
        return await self.poll()

    async def poll(self) -> Snapshot:
        """Poll; count anew."""
        self.parsed = self.built = 0
        await self._home.async_update(self._body(), self._home.moment)
        return await self._home.async_snapshot(self._bridge)

    def change(self, devices: int) -> None:
        """Switch so many lamps."""
        for raw in self._answer[:devices]:
            (power,) = (each for each in raw["state"]["values"] if each["functionClass"] == "power")
            power["value"] = "off" if power["value"] == "on" else "on"

    def _body(self) -> bytes:
        return json.dumps(self._answer).encode()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Return a home whose polls are counted."""
    return Counted(monkeypatch)


@pytest.mark.parametrize("changed", [0, 1, 10, DEVICES])
async def test_a_poll_parses_and_builds_as_many_devices_as_changed(counted: Counted, changed: int) -> None:
    before = await counted.discover()
    counted.change(changed)
    after = await counted.poll()
    assert (counted.parsed, counted.built) == (changed, changed)
    assert sum(after.devices[key] is not device for key, device in before.devices.items()) == changed
    assert (after is before) == (changed == 0)


async def test_a_large_home_is_read_and_built_in_slices(
    counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.latchkey.clouds.slices.SLICE", 0.0)
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(count_turns())
    await counted.discover()
    other.cancel()
    assert turns > 2 * DEVICES
