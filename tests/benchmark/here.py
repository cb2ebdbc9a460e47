"""A Home Assistant in this process that has linked one account."""

import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from homeassistant import loader
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN


@asynccontextmanager
async def prepared(
    kind: str,
    refresh_token: str,
    more: Mapping[str, Any] | None = None,
    prepare: Callable[[HomeAssistant], None] = lambda _hass: None,
) -> AsyncIterator[tuple[HomeAssistant, MockConfigEntry]]:
    """Have a Home Assistant with an account of that kind that is not set up; `prepare` is called first."""
    with tempfile.TemporaryDirectory() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            # That of the tests finds no custom integration unless it is made to look.
            hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
            prepare(hass)
            assert await async_setup_component(hass, "network", {})
            entry = MockConfigEntry(
                domain=DOMAIN,
                unique_id=f"{kind}:benchmark",
                data={
                    CONF_KIND: kind,
                    CONF_ACCOUNT_NAME: "Benchmark",
                    CONF_REFRESH_TOKEN: refresh_token,
                    **(more or {}),
                },
            )
            entry.add_to_hass(hass)
            yield hass, entry
            await hass.async_stop(force=True)


@asynccontextmanager
async def linked(
    kind: str,
    refresh_token: str,
    more: Mapping[str, Any] | None = None,
    prepare: Callable[[HomeAssistant], None] = lambda _hass: None,
) -> AsyncIterator[HomeAssistant]:
    """Have a Home Assistant with an account of that kind, which is set up."""
    async with prepared(kind, refresh_token, more, prepare) as (hass, entry):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        yield hass
        await hass.config_entries.async_unload(entry.entry_id)
