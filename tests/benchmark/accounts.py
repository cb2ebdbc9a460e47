"""An account of each kind with a thousand entities or a few more, and what may befall it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import CONF_URL

from ..simulators.bticino import BticinoSimulator
from ..simulators.bticino.catalogue import bridge, door_lock, external_unit, staircase_light
from ..simulators.bticino.home import Home
from ..simulators.evohome import EvohomeSimulator
from ..simulators.evohome.builder import evohome, hot_water, location, zone
from ..simulators.evohome.home import Location
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.hubspace.catalogue import many
from ..simulators.vendors import EMAIL, PASSWORD
from .here import nothing
from .other_side import other_side
from .vendor import served

ENTITIES: Final = 1000
_LAMPS: Final = 500
_LOCATIONS: Final = 15
_ZONES: Final = 12
_DOOR_PHONES: Final = 36

type Happening = Callable[[MockConfigEntry], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account, and what has all of it change, and its connection end and come back."""

    kind: str
    name: str
    refresh_token: str
    account_id: str = "benchmark"
    more: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[HomeAssistant], None] = nothing
    change: Happening
    reconnect: Happening | None = None


@asynccontextmanager
async def hubspace() -> AsyncIterator[Account]:
    """Have many lamps, which are out of reach and back."""
    simulator = HubspaceSimulator()
    vendor_account = simulator.add_account(EMAIL, PASSWORD, many(_LAMPS))

    def flip() -> None:
        for lamp in vendor_account.metadevices.values():
            lamp.values["available", None] = not lamp.values["available", None]

    async with served(simulator) as vendor:

        async def change(entry: MockConfigEntry) -> None:
            await vendor.do(flip)
            await entry.runtime_data.async_refresh()

        async def reconnect(_entry: MockConfigEntry) -> None:
            welcomes = simulator.conclave.welcomes
            await vendor.do(simulator.conclave.drop)
            await vendor.do(lambda: simulator.conclave.until_welcomed(welcomes + 1))

        yield Account(
            kind="hubspace",
            name="Hubspace",
            refresh_token=simulator.tokens.issue(vendor_account.id).refresh_token,
            account_id=vendor_account.id,
            prepare=vendor.lead,
            change=change,
            reconnect=reconnect,
        )


@asynccontextmanager
async def total_connect_comfort() -> AsyncIterator[Account]:
    """Have many zones, which get warmer."""
    simulator = EvohomeSimulator()
    locations = [_location(f"Home {number}") for number in range(_LOCATIONS)]
    vendor_account = simulator.add_account(EMAIL, PASSWORD, locations)

    def warm() -> None:
        for system in filter(None, (each.system for each in locations)):
            for each in system.zones:
                each.temperature = (each.temperature or 0) + 0.5

    async with served(simulator) as vendor:

        async def change(entry: MockConfigEntry) -> None:
            await vendor.do(warm)
            await entry.runtime_data.async_refresh()

        yield Account(
            kind="evohome",
            name="evohome",
            refresh_token=simulator.tokens.issue(vendor_account.id).refresh_token,
            account_id=vendor_account.id,
            prepare=vendor.lead,
            change=change,
        )


def _location(name: str) -> Location:
    zones = [zone(f"{name} zone {number}", 19.5, 20.0) for number in range(_ZONES)]
    return location(name, evohome(name, zones, water=hot_water(name, 48.0)))


@asynccontextmanager
async def bticino() -> AsyncIterator[Account]:
    """Have many door phones, which lose their line and get it back."""
    simulator = BticinoSimulator()
    homes = [_home(number) for number in range(_DOOR_PHONES)]
    vendor_account = simulator.add_account(EMAIL, PASSWORD, homes)

    def flip() -> None:
        for module in (module for home in homes for module in home.modules):
            module.reachable = not module.reachable

    async with served(simulator) as vendor:

        async def change(entry: MockConfigEntry) -> None:
            await vendor.do(flip)
            await entry.runtime_data.async_refresh()

        async def reconnect(_entry: MockConfigEntry) -> None:
            subscriptions = simulator.subscriptions
            await vendor.do(simulator.drop_sockets)
            await vendor.do(lambda: simulator.until_subscribed(subscriptions + 1))

        yield Account(
            kind="bticino",
            name="BTicino",
            refresh_token=simulator.tokens.issue(vendor_account.id).refresh_token,
            account_id=vendor_account.id,
            prepare=vendor.lead,
            change=change,
            reconnect=reconnect,
        )


def _home(number: int) -> Home:
    phone = bridge(
        f"00:03:50:aa:00:{number:02x}", "BNC1", f"Phone {number}", wifi_strength=60, local_ipv4="192.0.2.10"
    )
    units = [external_unit(f"{number}-0-{each}", f"Door {number}-{each}", phone.id) for each in range(2)]
    locks = [door_lock(f"{number}-1-{each}", f"Lock {number}-{each}", phone.id) for each in range(4)]
    lights = [staircase_light(f"{number}-2-{each}", f"Light {number}-{each}", phone.id) for each in range(4)]
    return Home(
        id=f"65aa0011223344556677{number:04}",
        name=f"Home {number}",
        timezone="Europe/Rome",
        modules=[phone, *units, *locks, *lights],
    )


@asynccontextmanager
async def home_assistant() -> AsyncIterator[Account]:
    """Have many readings of another Home Assistant, which read something else."""
    async with other_side(ENTITIES, 0) as other:

        async def change(_entry: MockConfigEntry) -> None:
            await other.change_all()

        async def reconnect(entry: MockConfigEntry) -> None:
            connection = entry.runtime_data.link[1]._connection
            while connection.client is None:  # noqa: ASYNC110 - nobody is told when it is open again
                await asyncio.sleep(0.01)
            await connection.client._socket.hang_up()

        yield Account(
            kind="home_assistant",
            name="another Home Assistant",
            refresh_token=other.refresh_token,
            account_id=other.user_id,
            more={CONF_URL: other.url},
            change=change,
            reconnect=reconnect,
        )


ACCOUNTS: Final[tuple[Callable[[], AbstractAsyncContextManager[Account]], ...]] = (
    hubspace,
    total_connect_comfort,
    bticino,
    home_assistant,
)
