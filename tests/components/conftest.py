"""Fixtures of the Home Assistant layer: a linked account, and one that is set up."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, override
from unittest.mock import AsyncMock

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion
from syrupy.types import SerializableData

from custom_components.latchkey.account.migration import MINOR_VERSION
from custom_components.latchkey.clouds import load_vendor, reconnecting
from custom_components.latchkey.clouds.evohome.cloud import EvohomeCloud
from custom_components.latchkey.clouds.home_assistant import follower
from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.clouds.model import Snapshot
from custom_components.latchkey.const import (
    CONF_ACCOUNT_NAME,
    CONF_KIND,
    CONF_REFRESH_TOKEN,
    DOMAIN,
)
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.network import Network
from tests.simulators.simulator import Simulator
from tests.simulators.vendors import EMAIL

from .mirroring import Mirror, mirroring


class SnapshotsOfEveryVersion(HomeAssistantSnapshotExtension):  # type: ignore[misc]  # it does not say its types
    """Writes what all versions of Home Assistant have, in the words of 2026.10."""

    ONLY_IN_2026_11: Final = re.compile(r"(?m)^ +(?:'compat_name'|<\w+\.TEMPERATURE_UNIT: .+>): .+\n")
    ONLY_IN_2026_8: Final = "WaterHeaterStateAttribute.TEMPERATURE:"

    @override
    def serialize(self, data: SerializableData, **arguments: Any) -> str:
        """Return what is compared."""
        text = self.ONLY_IN_2026_11.sub("", super().serialize(data, **arguments))
        return text.replace(self.ONLY_IN_2026_8, "WaterHeaterStateAttribute.TARGET_TEMPERATURE:")


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Give each Home Assistant a folder of its own."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> None:
    """Let Home Assistant write to its folder: where tokens are, and when, is what matters here."""


@pytest.fixture(autouse=True)
def find_latchkey(enable_custom_integrations: None) -> None:
    """Let Home Assistant find this integration."""


@pytest.fixture(autouse=True)
def polled_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Hubspace push nothing, so that each request is one of those that a test is about."""
    monkeypatch.setattr(HubspaceCloud, "async_listen", AsyncMock())


def linked(hass: HomeAssistant, vendor: Simulator, account_id: str) -> MockConfigEntry:
    """Return the entry of an account that was linked before; it is not set up."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=load_vendor(vendor.name).title(EMAIL),
        minor_version=MINOR_VERSION,
        unique_id=f"{vendor.name}:{account_id}",
        data={
            CONF_KIND: vendor.name,
            CONF_ACCOUNT_NAME: EMAIL,
            CONF_REFRESH_TOKEN: vendor.tokens.issue(account_id).refresh_token,
        },
    )
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def entry(hass: HomeAssistant, hubspace: HubspaceSimulator) -> MockConfigEntry:
    """Return the entry of a Hubspace account that was linked before; it is not set up."""
    return linked(hass, hubspace, hubspace.accounts[EMAIL].id)


@pytest.fixture
def noon(vendors: Network, freezer: FrozenDateTimeFactory) -> None:
    """Stop the clock at one noon, by which schedules say the same in every run.

    Not before the vendors are served: their certificates are for today.
    """
    freezer.move_to("2026-11-19T12:00:00Z")


@pytest.fixture
def evohome_entry(
    hass: HomeAssistant, evohome: EvohomeSimulator, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """Return the entry of an evohome account that was linked before; it is not set up.

    Its schedules are known with the first answer, though they are read in the background.
    """
    fetch = EvohomeCloud.async_fetch

    async def fetch_all(cloud: EvohomeCloud, *, discover: bool = False) -> Snapshot:
        await fetch(cloud, discover=discover)
        await cloud._async_read_schedules()
        return await cloud._async_renew()

    monkeypatch.setattr(EvohomeCloud, "async_fetch", fetch_all)
    monkeypatch.setattr(EvohomeCloud, "async_listen", AsyncMock())
    return linked(hass, evohome, evohome.accounts[EMAIL].id)


@pytest.fixture
async def bticino_entry(
    hass: HomeAssistant, vendors: Network, bticino: BticinoSimulator
) -> AsyncGenerator[MockConfigEntry]:
    """Return the entry of a BTicino account that was linked before; it is not set up."""
    entry = linked(hass, bticino, bticino.accounts[EMAIL].id)
    yield entry
    # Its socket would be opened again and again once the vendor is stopped; and the simulated vendor is
    # surprised where one is closed that is about to be opened.
    await hass.async_block_till_done()
    if entry.state is ConfigEntryState.LOADED:
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                while not bticino.sockets:  # noqa: ASYNC110 - a knob, which tells nobody
                    await asyncio.sleep(0.01)
        assert await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
async def loaded_bticino_entry(
    hass: HomeAssistant, bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> MockConfigEntry:
    """Return the entry of a BTicino account that is set up, and told what is pushed."""
    assert await hass.config_entries.async_setup(bticino_entry.entry_id)
    await hass.async_block_till_done()
    await bticino.until_subscribed(1)
    return bticino_entry


@pytest.fixture
async def loaded_entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return the entry of an account that is set up."""
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


@pytest.fixture
async def mirror(
    hass: HomeAssistant, tmp_path: Path, socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Mirror]:
    """Return this Home Assistant and another one that is not linked yet; none waits longer than it must."""
    monkeypatch.setattr(follower, "DEBOUNCE", 0.02)
    monkeypatch.setattr(reconnecting, "FIRST_PAUSE", 0.01)
    async with mirroring(hass, tmp_path / "there") as mirror:
        yield mirror


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Write states and entities as Home Assistant's own tests do."""
    return snapshot.use_extension(SnapshotsOfEveryVersion)


@pytest.fixture
def firmware_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the firmware be known with the first answer, though it is read in the background."""
    fetch = HubspaceCloud.async_fetch

    async def fetch_all(cloud: HubspaceCloud, *, discover: bool = False) -> Snapshot:
        await fetch(cloud, discover=discover)
        await cloud._versions.async_read()
        return await cloud._home.async_snapshot(cloud._bridge)

    monkeypatch.setattr(HubspaceCloud, "async_fetch", fetch_all)
