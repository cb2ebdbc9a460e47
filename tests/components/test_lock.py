"""Door locks: what people ask of them, and what the vendor hears."""

import pytest
from homeassistant.components.lock import LockEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceNotSupported, ServiceValidationError

from custom_components.latchkey.clouds.model import Lock, OpenLock, SetLock
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
        ("open", "open"),
        ("opening", "opening"),
        (None, "unknown"),
    ],
)
async def test_every_state_of_a_lock_is_shown(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, told: str | None, shown: str
) -> None:
    await link(hass, monkeypatch, Lock(key="lock", state=told))
    assert state(hass, "lock.thing").state == shown


async def test_a_latch_is_pulled_where_there_is_one(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Lock(key="lock", state="locked", can_open=True))
    assert state(hass, "lock.thing").attributes["supported_features"] == LockEntityFeature.OPEN
    await act(hass, "lock.open", "lock.thing")
    assert cloud.commands == [OpenLock()]


async def test_a_lock_without_a_latch_is_not_asked_to_pull_it(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Lock(key="lock", state="locked"))
    with pytest.raises(ServiceNotSupported):
        await act(hass, "lock.open", "lock.thing")
    assert not cloud.commands


async def test_a_code_goes_with_what_it_is_for(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = Lock(key="lock", state="locked", can_open=True, code_format=r"^\d{4}$")
    cloud = await link(hass, monkeypatch, lock)
    assert state(hass, "lock.thing").attributes["code_format"] == r"^\d{4}$"
    for action in ("lock.unlock", "lock.lock", "lock.open"):
        await act(hass, action, "lock.thing", code="1234")
    assert cloud.commands == [
        SetLock(locked=False, code="1234"),
        SetLock(locked=True, code="1234"),
        OpenLock(code="1234"),
    ]
    with pytest.raises(ServiceValidationError):
        await act(hass, "lock.unlock", "lock.thing", code="12")
