"""What was shown before Home Assistant was restarted is shown before the vendor has answered."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.account.migration import MINOR_VERSION
from custom_components.latchkey.auth.token import Token
from custom_components.latchkey.const import (
    CONF_ACCOUNT_NAME,
    CONF_KIND,
    CONF_REFRESH_TOKEN,
    CONF_URL,
    DOMAIN,
)
from tests.components.restarting import starting
from tests.simulators.network import Network

from .subjects import Subject


@pytest.fixture
def hass_storage() -> None:
    """Let Home Assistant write to its folder: that is what it starts with."""


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """Return the folder of whoever is at the other side of an account."""
    return str(tmp_path / "there")


class Household:
    """A folder of files with which Home Assistant starts, and the states of the account that it had last."""

    def __init__(self, folder: Path, vendors: Network) -> None:
        self._folder = folder
        self._vendors = vendors
        self.shown: dict[str, str] = {}

    @asynccontextmanager
    async def starting(self) -> AsyncGenerator[HomeAssistant]:
        """Start Home Assistant, and stop it again."""
        async with starting(str(self._folder), self._vendors) as hass:
            yield hass
            self.shown = states(hass)


def states(hass: HomeAssistant) -> dict[str, str]:
    """Return how all entities are that are available."""
    return {
        entity.entity_id: state.state
        for entity in er.async_get(hass).entities.values()
        if (state := hass.states.get(entity.entity_id)) is not None and state.state != STATE_UNAVAILABLE
    }


def account(hass: HomeAssistant) -> ConfigEntry:
    """Return the account."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    return entry


@pytest.fixture
async def household(
    hass: HomeAssistant, subject: Subject, token: Token, vendors: Network, tmp_path: Path
) -> Household:
    """Return a household in which an account was linked, and shown."""
    (tmp_path / "here").mkdir()
    household = Household(tmp_path / "here", vendors)
    address = {CONF_URL: subject.url} if subject.url is not None else {}
    async with household.starting() as first:
        entry = MockConfigEntry(
            domain=DOMAIN,
            minor_version=MINOR_VERSION,
            unique_id=f"{subject.vendor.kind}:{subject.account_id}",
            data={
                CONF_KIND: subject.vendor.kind,
                CONF_ACCOUNT_NAME: subject.username,
                CONF_REFRESH_TOKEN: token.refresh_token,
                **address,
            },
        )
        await first.config_entries.async_add(entry)
        await first.async_block_till_done()
    return household


async def test_what_was_shown_is_shown_at_once_and_asked_for_meanwhile(
    household: Household, subject: Subject
) -> None:
    before, asked = household.shown, subject.asked()
    tokens = subject.simulator.count(subject.token)
    subject.simulator.faults.hold(subject.token, times=None)
    async with household.starting() as hass:
        at_once = states(hass)
        assert at_once
        assert at_once.items() <= before.items()
        assert subject.asked() == asked
        await subject.simulator.until_asked(subject.token, times=tokens + 1)
        subject.heal()
        await account(hass).runtime_data.known.wait()
        await hass.async_block_till_done()
        assert states(hass).keys() == before.keys()


async def test_what_was_shown_is_unavailable_once_the_vendor_does_not_answer(
    household: Household, subject: Subject
) -> None:
    subject.simulator.faults.answer(subject.token, times=None)
    async with household.starting() as hass:
        coordinator = account(hass).runtime_data
        with pytest.raises(HomeAssistantError):
            await coordinator.async_until_known()
        await hass.async_block_till_done()
        assert states(hass) == {}
        subject.heal()
        await coordinator.async_refresh()
        await hass.async_block_till_done()
        assert states(hass).keys() == household.shown.keys()
