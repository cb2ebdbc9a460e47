"""Door locks: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.clouds.model import Lock
from tests.simulators.hubspace import HubspaceSimulator

from .home import act, state
from .memory import link


@pytest.mark.usefixtures("loaded_entry")
async def test_a_door_is_unlocked_and_locked(hass: HomeAssistant, hubspace: HubspaceSimulator) -> None:
    door = hubspace.find("Front door").id
    await act(hass, "lock.unlock", "lock.front_door")
    assert hubspace.state(door, "lock-control") in ("unlocking", "unlocked")
    assert state(hass, "lock.front_door").state in ("unlocking", "unlocked")
    await act(hass, "lock.lock", "lock.front_door")
    assert hubspace.state(door, "lock-control") in ("locking", "locked")
    assert state(hass, "lock.front_door").state in ("locking", "locked")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("locked", "locked"),
        ("locking", "locking"),
        ("unlocked", "unlocked"),
        ("unlocking", "unlocking"),
        ("jammed", "jammed"),
        (None, "unknown"),
    ],
)
async def test_every_state_of_a_lock_is_shown(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, told: str | None, shown: str
) -> None:
    await link(hass, monkeypatch, Lock(key="lock", state=told))
    assert state(hass, "lock.thing").state == shown
