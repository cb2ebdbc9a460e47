"""Two real Home Assistants in this process, one of which shows what the other has."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from custom_components.latchkey.account.migration import MINOR_VERSION
from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID
from custom_components.latchkey.const import (
    CONF_ACCOUNT_NAME,
    CONF_KIND,
    CONF_REFRESH_TOKEN,
    CONF_URL,
    DOMAIN,
)
from tests.clouds.home_assistant.remote import Remote


@asynccontextmanager
async def another_home(hass: HomeAssistant, directory: Path) -> AsyncIterator[Remote]:
    """Serve another Home Assistant, until no account here is linked to it any more."""
    async with async_test_home_assistant(config_dir=str(directory)) as other:
        remote = Remote(other)
        await remote.start()
        try:
            yield remote
        finally:
            for entry in hass.config_entries.async_entries(DOMAIN):
                await hass.config_entries.async_unload(
                    entry.entry_id
                )  # It would keep the server from closing.
            await remote.stop()
            await other.async_stop(force=True)


async def have_linked(hass: HomeAssistant, remote: Remote) -> MockConfigEntry:
    """Have an account at the other Home Assistant, and return its entry."""
    token = await remote.hass.auth.async_create_refresh_token(remote.user, CLIENT_ID)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Parents",
        minor_version=MINOR_VERSION,
        unique_id=f"home_assistant:{remote.user.id}",
        data={
            CONF_KIND: "home_assistant",
            CONF_ACCOUNT_NAME: "Parents",
            CONF_URL: remote.url,
            CONF_REFRESH_TOKEN: token.token,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, which nobody tells."""
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.01)
