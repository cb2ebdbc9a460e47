"""A Home Assistant in this process, and what is linked to it."""

import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any, Final

from homeassistant import loader
from homeassistant.config_entries import HANDLERS, ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import frame
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    async_test_home_assistant,
    mock_integration,
    mock_platform,
)

from custom_components.latchkey.account.migration import MINOR_VERSION
from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN

from ..simulators.network import LocalResolver

PLATFORMS: Final = ("binary_sensor", "light", "sensor")
"""Of the entities that are compared."""


def nothing(_hass: HomeAssistant) -> None:
    """Prepare nothing."""


@asynccontextmanager
async def home_assistant(prepare: Callable[[HomeAssistant], None] = nothing) -> AsyncIterator[HomeAssistant]:
    """Have a Home Assistant of its own, which ends in the end; `prepare` is called first."""
    with tempfile.TemporaryDirectory() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            # That of the tests finds no custom integration unless it is made to look.
            hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
            hass.data[DATA_RESOLVER] = LocalResolver({})  # any with real_close will do
            frame.async_setup(hass)
            prepare(hass)
            assert await async_setup_component(hass, "network", {})
            yield hass
            await hass.async_stop(force=True)


def account(
    hass: HomeAssistant,
    kind: str,
    refresh_token: str,
    more: Mapping[str, Any] | None = None,
    account_id: str = "benchmark",
    **entry: Any,
) -> MockConfigEntry:
    """Link an account of a kind to a Home Assistant, without setting it up."""
    data = {CONF_KIND: kind, CONF_ACCOUNT_NAME: "Benchmark", CONF_REFRESH_TOKEN: refresh_token}
    known = {"domain": DOMAIN, "unique_id": f"{kind}:{account_id}", "minor_version": MINOR_VERSION}
    return _added(hass, **known, data={**data, **(more or {})}, **entry)


def other_integration(
    hass: HomeAssistant, domain: str, module: ModuleType, platforms: Mapping[str, Any], **entry: Any
) -> MockConfigEntry:
    """Have a Home Assistant know an integration that is no custom component, and link an account of it."""
    hooks = {name: getattr(module, name) for name in ("async_setup_entry", "async_unload_entry")}
    mock_integration(hass, MockModule(domain, **hooks))
    mock_platform(hass, f"{domain}.config_flow")
    HANDLERS.register(domain)(ConfigFlow)
    for name, platform in platforms.items():
        mock_platform(hass, f"{domain}.{name}", platform)
    return _added(hass, domain=domain, unique_id="benchmark", **entry)


def _added(hass: HomeAssistant, **what: Any) -> MockConfigEntry:
    entry = MockConfigEntry(**what)
    entry.add_to_hass(hass)
    return entry


async def load(hass: HomeAssistant, platforms: Iterable[str] = PLATFORMS) -> None:
    """Have Home Assistant's own part of some platforms loaded: no account pays for it."""
    for platform in platforms:
        assert await async_setup_component(hass, platform, {})


@asynccontextmanager
async def prepared(
    kind: str,
    refresh_token: str,
    more: Mapping[str, Any] | None = None,
    prepare: Callable[[HomeAssistant], None] = nothing,
    account_id: str = "benchmark",
) -> AsyncIterator[tuple[HomeAssistant, MockConfigEntry]]:
    """Have a Home Assistant with an account of that kind that is not set up; `prepare` is called first."""
    async with home_assistant(prepare) as hass:
        yield hass, account(hass, kind, refresh_token, more, account_id)


@asynccontextmanager
async def linked(
    kind: str,
    refresh_token: str,
    more: Mapping[str, Any] | None = None,
    prepare: Callable[[HomeAssistant], None] = nothing,
    account_id: str = "benchmark",
) -> AsyncIterator[HomeAssistant]:
    """Have a Home Assistant with an account of that kind, which is set up."""
    async with prepared(kind, refresh_token, more, prepare, account_id) as (hass, entry):
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        yield hass
        await hass.config_entries.async_unload(entry.entry_id)
