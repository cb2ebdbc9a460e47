"""An account at Hubspace while the vendor pushes, while it does not, and for a whole day."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from random import Random

import pytest
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.auth import session as auth_session
from custom_components.latchkey.clouds import gate, reconnecting
from custom_components.latchkey.clouds.hubspace import cloud as hubspace_cloud
from custom_components.latchkey.clouds.hubspace import versions as hubspace_versions
from custom_components.latchkey.clouds.hubspace.versions import Versions
from custom_components.latchkey.const import CONF_POLL_INTERVAL, DOMAIN
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.hubspace.catalogue import many

from ..home import state

LAMP = "Hall light"
LAMP_ID = "light.hall_light"
WHEN_PUSHED = timedelta(minutes=10)
VERSIONS = "/v1/*/versions"
DAY = 24 * 60 * 60


@pytest.fixture
def polled_alone() -> None:
    """Let Hubspace push, as it does."""


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connect again at once."""
    monkeypatch.setattr(reconnecting, "FIRST_PAUSE", 0.01)


@pytest.fixture
async def pushed_entry(
    hass: HomeAssistant, entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> AsyncGenerator[MockConfigEntry]:
    """Return the entry of an account that is set up, and told what changes."""
    await set_up(hass, entry)
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)


async def set_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Set an account up, and wait until it is told what changes."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await until(lambda: entry.runtime_data.update_interval == WHEN_PUSHED)


async def until(holds: Callable[[], bool]) -> float:
    """Wait until something holds; return the seconds that it took."""
    since = time.perf_counter()
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - any state of Home Assistant
            await asyncio.sleep(0.002)
    return time.perf_counter() - since


def switch(hubspace: HubspaceSimulator, on: bool, name: str = LAMP) -> None:
    """Switch a lamp as a person does."""
    hubspace.set_state(hubspace.find(name).id, "power", None, "on" if on else "off")


async def test_the_firmware_is_shown_when_it_is_read_and_stays_over_a_restart(
    hass: HomeAssistant, pushed_entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    registry = dr.async_get(hass)
    unit = str(hubspace.find(LAMP).device_id)
    identifier = DOMAIN, f"{pushed_entry.unique_id}:{unit}"

    def firmware() -> str | None:
        device = registry.async_get_device_by_identifier(identifier, pushed_entry.entry_id)
        return device.sw_version if device is not None else None

    await until(lambda: firmware() == "1.4.2")
    hubspace.faults.answer(VERSIONS, status=503, times=None)
    await hass.config_entries.async_unload(pushed_entry.entry_id)
    await set_up(hass, pushed_entry)
    assert firmware() == "1.4.2"
    assert pushed_entry.runtime_data.data.devices[unit].features["firmware"].available


@pytest.mark.usefixtures("pushed_entry")
async def test_a_change_at_the_device_is_a_state_within_a_second(
    hass: HomeAssistant, hubspace: HubspaceSimulator
) -> None:
    for on in (True, False, True):
        switch(hubspace, on)
        assert await until(shows(hass, LAMP, on)) < 1


async def test_a_device_that_is_added_in_the_app_is_there_within_a_second(
    hass: HomeAssistant, pushed_entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    hubspace.add(*many(1))
    assert await until(lambda: hass.states.get("light.light_1") is not None) < 1
    hubspace.remove(hubspace.find("Light 1").id)
    await until(lambda: state(hass, "light.light_1").state == STATE_UNAVAILABLE)


async def test_push_that_is_lost_makes_nothing_unavailable_and_polls_come_as_a_person_asked(
    hass: HomeAssistant, entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    hass.config_entries.async_update_entry(entry, options={CONF_POLL_INTERVAL: 45})
    await set_up(hass, entry)
    hubspace.faults.answer(HubspaceSimulator.CONCLAVE, status=503, times=None)
    hubspace.conclave.drop()
    await until(lambda: entry.runtime_data.update_interval == timedelta(seconds=45))
    assert state(hass, LAMP_ID).state in (STATE_ON, STATE_OFF)
    assert entry.runtime_data.last_update_success
    handle = entry.runtime_data._unsub_refresh
    assert handle is not None
    hubspace.faults.heal()
    await until(lambda: entry.runtime_data.update_interval == WHEN_PUSHED)
    await hass.config_entries.async_unload(entry.entry_id)


async def test_an_account_without_push_is_polled_as_a_person_asked(
    hass: HomeAssistant, entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    hubspace.faults.answer(HubspaceSimulator.CONCLAVE, status=403, times=None)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hubspace.until_asked(HubspaceSimulator.CONCLAVE)
    await hass.async_block_till_done()
    assert entry.runtime_data.update_interval == timedelta(seconds=30)


async def test_a_mistake_of_ours_leaves_polls_as_a_person_asked(
    hass: HomeAssistant,
    pushed_entry: MockConfigEntry,
    hubspace: HubspaceSimulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("custom_components.latchkey.clouds.hubspace.messages.parse_private_frame", stumble)
    switch(hubspace, on=True)
    await until(lambda: pushed_entry.runtime_data.update_interval == timedelta(seconds=30))
    assert "What Hubspace pushes could not be taken" in caplog.text


async def test_a_token_that_is_rejected_where_push_is_asked_for_leads_to_a_new_login(
    hass: HomeAssistant, pushed_entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    hubspace.tokens.revoke_all()
    hubspace.conclave.drop()

    def asks() -> bool:
        flows = hass.config_entries.flow.async_progress()
        return [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]

    await until(asks)


async def test_nothing_listens_any_more_after_the_account_is_unloaded(
    hass: HomeAssistant, pushed_entry: MockConfigEntry, hubspace: HubspaceSimulator
) -> None:
    assert len(hubspace.conclave.sessions) == 1
    await hass.config_entries.async_unload(pushed_entry.entry_id)
    await until(lambda: not hubspace.conclave.sessions)
    await asyncio.sleep(0.1)
    assert hubspace.conclave.welcomes == 1


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what lets seconds pass on every monotonic clock: timers that are due then go off."""
    passed = 0.0
    now = time.monotonic

    def later() -> float:
        return now() + passed

    monkeypatch.setattr(time, "monotonic", later)
    for module in (auth_session, gate, hubspace_cloud, hubspace_versions):
        monkeypatch.setattr(module, "monotonic", later)

    def let_pass(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    return let_pass


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> asyncio.Lock:
    """Return what is locked while firmware is read in the background."""
    lock, read = asyncio.Lock(), Versions.async_read

    async def read_locked(versions: Versions) -> None:
        async with lock:
            await read(versions)

    monkeypatch.setattr(Versions, "async_read", read_locked)
    return lock


async def test_a_day_with_thirty_devices_costs_few_requests_and_no_change_comes_late(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hubspace: HubspaceSimulator,
    pass_time: Callable[[float], None],
    reading: asyncio.Lock,
) -> None:
    hubspace.empty()
    hubspace.add(*many(30))
    await set_up(hass, entry)
    await settle(entry, reading)
    chance = Random(1)
    latest = 0.0
    for minute in range(DAY // 60):
        pass_time(60)
        await settle(entry, reading)
        if minute % 15 == 0:
            name = f"Light {chance.randint(1, 30)}"
            on = shows(hass, name, on=False)()
            switch(hubspace, on, name)
            latest = max(latest, await until(shows(hass, name, on)))
    assert latest < 1
    api, tokens = hubspace.count(HubspaceSimulator.API), hubspace.count(HubspaceSimulator.TOKEN)
    # Every ten minutes, 144 in a day; time passes in whole minutes here, so a poll may slip to the eleventh.
    assert 130 <= api - hubspace.count(VERSIONS) <= 200, api
    # That of each device at the start, and perhaps again a day later.
    assert hubspace.count(VERSIONS) in (30, 60)
    assert 100 <= tokens <= 200, tokens
    # The library alone asks for each device every half minute, and for a bearer whenever one has died.
    assert 30 * (api + tokens) < 30 * DAY // 30
    assert hubspace.conclave.welcomes == 1
    await hass.config_entries.async_unload(entry.entry_id)


def shows(hass: HomeAssistant, name: str, on: bool) -> Callable[[], bool]:
    """Return what tells whether a lamp is shown on, or off."""
    wanted = STATE_ON if on else STATE_OFF
    return lambda: state(hass, f"light.{name.lower().replace(' ', '_')}").state == wanted


async def settle(entry: MockConfigEntry, reading: asyncio.Lock) -> None:
    """Let heartbeats, polls and what follows them come to their end before more time passes."""
    for _ in range(3):
        await asyncio.sleep(0.001)
    for _ in range(10):
        await asyncio.sleep(0)
    while entry.runtime_data._cloud._fetching.locked():  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.001)
    async with reading:
        pass
