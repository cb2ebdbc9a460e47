"""A cloud that lives in memory, for what no simulated vendor's devices can do."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any, override

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey import clouds
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.allowed import Sieve
from custom_components.latchkey.clouds.base import Account, Cloud, CommandRefused
from custom_components.latchkey.clouds.capabilities import (
    HasCameras,
    HasPictures,
    Listener,
    Pushing,
    Selectable,
)
from custom_components.latchkey.clouds.hubspace.login import HubspaceLogin
from custom_components.latchkey.clouds.model import Command, Device, Feature, JsonValue, Picture, Snapshot
from custom_components.latchkey.clouds.pushes import Pushes
from custom_components.latchkey.clouds.settings import Choices, Selection, Settings
from custom_components.latchkey.clouds.vendor import Pace, Vendor
from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN

KIND = "memory"


class MemoryCloud(Cloud, Pushing, HasCameras, HasPictures):
    """One device, "Thing", that has some features, tells of them, and remembers what it was asked."""

    features: tuple[Feature, ...]
    made: list[MemoryCloud]
    """The clouds of one account: each knows what the one before did."""

    fetch_error: Exception | None

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        super().__init__(session, settings)
        self.pushes = Pushes()
        features = {feature.key: feature for feature in self.features}
        thing = Device(id="thing", name="Thing", features=features)
        self._home: Snapshot = self.made[-1]._home if self.made else Snapshot(devices={"thing": thing})
        self.fetch_error = self.made[-1].fetch_error if self.made else None
        self.made.append(self)
        self.commands: list[Command] = []
        self.image: bytes | Exception = b""
        self.picture: Picture | Exception = CommandRefused("no_picture")
        self.fetched = 0
        self.listeners: list[Listener] = []
        self._fate = asyncio.get_running_loop().create_future()

    @property
    def listener(self) -> Listener:
        """Who is told what changes."""
        (listener,) = self.listeners
        return listener

    def has(self, *features: Feature, **places: str) -> None:
        """Let the device have these features from now on, and tell nobody."""
        thing = replace(self._home.devices["thing"], features={feature.key: feature for feature in features})
        self._home = Snapshot(devices={"thing": thing}, places=places)

    def push_all(self, *features: Feature, **places: str) -> None:
        """Let the device have these features from now on, and tell of everything."""
        self.has(*features, **places)
        self.listener.changed(self._home, None)

    def push(self, *features: Feature) -> None:
        """Let these features of the device be as they are from now on, and tell of them alone."""
        told = {feature.key: feature for feature in features}
        self.has(*{**self._home.devices["thing"].features, **told}.values())
        self.listener.changed(self._home, [("thing", feature.key) for feature in features])

    def fail(self, error: Exception) -> None:
        """Let the vendor end what it tells with an error."""
        self._fate.set_exception(error)

    @override
    async def async_listen(self, listener: Listener) -> None:
        self.listeners.append(listener)
        try:
            await self._fate
        finally:
            self.listeners.remove(listener)
            self._fate = asyncio.get_running_loop().create_future()

    @override
    async def async_get_image(
        self, device_id: str, feature_key: str, width: int | None = None, height: int | None = None
    ) -> Picture:
        if isinstance(self.image, Exception):
            raise self.image
        return Picture(content_type="image/jpeg", content=self.image)

    @override
    async def async_get_picture(self, device_id: str, feature_key: str) -> Picture:
        if isinstance(self.picture, Exception):
            raise self.picture
        return self.picture

    @override
    async def async_identify(self) -> Account:
        return Account(id="memory", name="Memory")

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        self.fetched += 1
        if self.fetch_error is not None:
            raise self.fetch_error
        return self._home

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        return None

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        self.commands.append(command)
        return self._home


class SelectableMemoryCloud(MemoryCloud, Selectable):
    """One out of whose features a person chooses, that is asked for no choice."""

    @override
    async def async_list_choices(self) -> Choices:
        raise NotImplementedError

    @override
    async def async_list_shown(self, selection: Selection) -> frozenset[str]:
        raise NotImplementedError


def vendor(load_cloud: Callable[[], type[Cloud]]) -> Vendor:
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


async def link(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    *features: Feature,
    selects: bool = False,
    **options: Any,
) -> MemoryCloud:
    """Set up an account whose only device has these features, and return its cloud."""
    made: list[MemoryCloud] = []
    base = SelectableMemoryCloud if selects else MemoryCloud
    cloud_class = type("MadeCloud", (base,), {"features": features, "made": made})

    module = ModuleType(f"{clouds.__name__}.{KIND}")
    module.VENDOR = vendor(lambda: cloud_class)  # type: ignore[attr-defined]  # a module is made of such names
    monkeypatch.setitem(sys.modules, module.__name__, module)
    entry = MockConfigEntry(
        domain=DOMAIN,
        unique_id=f"{KIND}:memory",
        data={CONF_KIND: KIND, CONF_ACCOUNT_NAME: "Memory", CONF_REFRESH_TOKEN: "never used"},
        options=options,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return made[0]
