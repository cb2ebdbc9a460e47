"""A cloud that lives in memory, for what no simulated vendor's devices can do."""

import sys
from collections.abc import Callable, Collection
from types import ModuleType
from typing import override

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey import clouds
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import Account, Cloud, Pace, Vendor
from custom_components.latchkey.clouds.hubspace.login import HubspaceLogin
from custom_components.latchkey.clouds.model import Command, Device, Feature, Snapshot
from custom_components.latchkey.const import CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN

KIND = "memory"


class MemoryCloud(Cloud):
    """One device, "Thing", that has some features and remembers the commands it was sent."""

    features: tuple[Feature, ...]
    made: list[MemoryCloud]

    def __init__(self, session: TokenSession, hidden_places: Collection[str] = ()) -> None:
        super().__init__(session, hidden_places)
        self.made.append(self)
        self._home = Snapshot(
            devices={
                "thing": Device(
                    id="thing", name="Thing", features={feature.key: feature for feature in self.features}
                )
            }
        )
        self.commands: list[Command] = []

    @override
    async def async_identify(self) -> Account:
        return Account(id="memory", name="Memory")

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        return self._home

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        self.commands.append(command)
        return self._home


def _vendor(load_cloud: Callable[[], type[Cloud]]) -> Vendor:
    """Return a vendor that is never asked for a token."""
    return Vendor(
        kind=KIND,
        name="Memory",
        token_endpoint=TokenEndpoint(url="https://nowhere.example/token", client_id="nobody"),
        login=HubspaceLogin,
        load_cloud=load_cloud,
        pace=Pace(default=30, minimum=15, maximum=600),
        loggers=(),
    )


async def link(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, *features: Feature) -> MemoryCloud:
    """Set up an account whose only device has these features, and return its cloud."""
    made: list[MemoryCloud] = []
    cloud_class = type("MemoryCloud", (MemoryCloud,), {"features": features, "made": made})

    module = ModuleType(f"{clouds.__name__}.{KIND}")
    module.VENDOR = _vendor(lambda: cloud_class)  # type: ignore[attr-defined]  # a module is made of such names
    monkeypatch.setitem(sys.modules, module.__name__, module)
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=f"{KIND}:memory",
        data={CONF_KIND: KIND, CONF_REFRESH_TOKEN: "never used"},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return made[0]
