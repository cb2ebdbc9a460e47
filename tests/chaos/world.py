"""A Home Assistant with an account of each kind and their vendors, all in this process."""

import asyncio
import logging
import socket
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, override
from unittest.mock import patch
from weakref import WeakSet

from aiohttp import web
from aiohttp.typedefs import Handler
from homeassistant import loader
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from homeassistant.setup import async_setup_component
from homeassistant.util.ssl import get_default_context
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_test_home_assistant

from custom_components.latchkey.auth.errors import AuthError
from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID
from custom_components.latchkey.clouds.pushes import Pushes
from custom_components.latchkey.const import (
    CONF_ACCOUNT_NAME,
    CONF_KIND,
    CONF_REFRESH_TOKEN,
    CONF_SELECTION,
    CONF_URL,
    DOMAIN,
)
from tests.clouds.home_assistant.remote import Remote
from tests.demo.configuration import free_port, listen_on
from tests.simulators import vendors
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.certificates import Authority
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.faults import Faults
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.network import LOOPBACK, Network, lead_process
from tests.simulators.simulator import Request, Simulator
from tests.simulators.vendors import EMAIL

from . import bad_frames

_COMMANDS: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "light": ("turn_on", {}),
    "climate": ("set_temperature", {"temperature": 20}),
    "lock": ("unlock", {}),
    "switch": ("turn_on", {}),
}
"""What an entity of a domain is asked to do; the first of these that an account has is asked."""


_HUBSPACE: Final = (
    HubspaceSimulator.TOKEN,
    "/v1/users",
    "GET /v1/accounts",
    "PUT /v1/accounts",
    "/v1/accounts/*/versions",
    HubspaceSimulator.CONCLAVE,
)
_EVOHOME: Final = (
    EvohomeSimulator.TOKEN,
    *(
        f"{EvohomeSimulator.API}/{path}"
        for path in (
            "userAccount",
            "location/installationInfo",
            "location/*/status",
            "temperatureZone/*/heatSetpoint",
            "*/schedule",
            "commTasks",
        )
    ),
)
_BTICINO: Final = (
    BticinoSimulator.TOKEN,
    BticinoSimulator.HOMES,
    BticinoSimulator.STATUS,
    BticinoSimulator.SET_STATE,
    BticinoSimulator.EVENTS,
    BticinoSimulator.TURN,
    BticinoSimulator.PUSH,
    BticinoSimulator.SIGNALLING,
    BticinoSimulator.PICTURES,
)
_REMOTE: Final = ("/auth/token", "/api/websocket")
"""Where something can go wrong; the first is where tokens come from."""

_SOCKETS: Final[Mapping[str, Sequence[str]]] = {
    "hubspace": (HubspaceSimulator.LINE,),
    "evohome": (),
    "bticino": (BticinoSimulator.PUSH, BticinoSimulator.SIGNALLING),
    "home_assistant": ("/api/websocket",),
}
"""Where frames can go wrong, by kind."""


_NOT_OURS: Final = ("aiohttp.server", "aiohttp.web", "homeassistant.components.camera.img_util")
"""Loggers: the vendors are in this process too, and a library for pictures may be missing."""


class Records(logging.Handler):
    """What should not have been logged: exceptions other than the typed ones, tasks nobody awaited."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.odd: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_NOT_OURS) or "Unclosed connection" in record.getMessage():
            # The second is what aiohttp says of a line that was opening when its client was taken away.
            return
        error = record.exc_info[1] if record.exc_info else None
        unawaited = record.name == "asyncio" and record.levelno >= logging.ERROR
        if (error is not None and not isinstance(error, AuthError | HomeAssistantError)) or unawaited:
            self.odd.append(logging.Formatter("%(name)s: %(message)s").format(record)[-3000:])


class FaultyRemote(Remote):
    """The other side behind a line on which things go wrong."""

    def __init__(self, hass: HomeAssistant) -> None:
        super().__init__(hass)
        self.faults = Faults()
        self.requests: list[Request] = []
        self._lines: WeakSet[asyncio.Transport] = WeakSet()

    def drop(self) -> None:
        """End every connection without a word."""
        for line in list(self._lines):
            line.abort()

    @override
    async def start(self) -> None:
        assert await async_setup_component(self.hass, "http", {})
        self.hass.http.app.middlewares.insert(0, self._record)
        self.hass.http.app.middlewares.insert(1, self.faults.middleware)
        await super().start()

    @web.middleware
    async def _record(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.requests.append(Request(request.method, request.path))
        if request.transport is not None:
            self._lines.add(request.transport)
        return await handler(request)


@dataclass(slots=True)
class Account:
    """An account of one kind, and the vendor behind it."""

    kind: str
    hass: HomeAssistant
    entry: MockConfigEntry
    faults: Faults
    endpoints: Sequence[str]
    """Where something can go wrong; the token endpoint is the first."""

    sockets: Sequence[str]
    """Where frames can go wrong."""

    requests: list[Request]
    vendor: Simulator | None
    """The simulator; None where the vendor is a real Home Assistant."""

    drop: Callable[[], None]
    """Ends every socket without a word."""

    is_pushed: Callable[[], bool]
    """Whether it would hear at once of what happens at the vendor."""

    entity_id: str = ""

    def find_entity(self) -> None:
        """Choose the entity that is commanded and looked at."""
        entries = er.async_entries_for_config_entry(er.async_get(self.hass), self.entry.entry_id)
        for domain in _COMMANDS:
            for entity in entries:
                state = self.hass.states.get(entity.entity_id)
                if entity.domain == domain and state is not None and _can_be_commanded(state):
                    self.entity_id = entity.entity_id
                    return
        raise AssertionError(f"{self.kind}: nothing to command")

    @property
    def is_well(self) -> bool:
        """Whether it works in every way."""
        state = self.hass.states.get(self.entity_id)
        return (
            self.entry.state is ConfigEntryState.LOADED
            and self.entry.runtime_data.last_update_success
            and state is not None
            and state.state != STATE_UNAVAILABLE
            and self.is_pushed()
        )

    @property
    def asks_for_login(self) -> bool:
        """Whether a person is asked to log in again."""
        return any(self.entry.async_get_active_flows(self.hass, {"reauth"}))

    @property
    def holds_live_token(self) -> bool:
        """Whether the vendor would take the token that the entry holds."""
        token = self.entry.data[CONF_REFRESH_TOKEN]
        if self.vendor is not None:
            return token in self.vendor.tokens.live()
        return self.hass.auth.async_get_refresh_token_by_token(token) is not None

    @property
    def logins(self) -> int:
        """How often somebody began to log in."""
        return sum(
            request.path.startswith(("/auth/realms", "/auth/login_flow")) and "/token" not in request.path
            for request in self.requests
        )

    def expire_bearer(self) -> None:
        """Let the bearer die."""
        if self.vendor is not None:
            self.vendor.tokens.expire_bearers()
        elif self.entry.state is ConfigEntryState.LOADED:
            session = self.entry.runtime_data._session
            session.invalidate(session._bearer)

    async def command(self) -> bool:
        """Have something done; return whether it was. Raises nothing but what is odd."""
        domain = self.entity_id.partition(".")[0]
        service, data = _COMMANDS[domain]
        try:
            await self.hass.services.async_call(
                domain, service, {"entity_id": self.entity_id, **data}, blocking=True
            )
        except HomeAssistantError:
            return False
        return True

    async def until_well(self, seconds: float) -> bool:
        """Wait until it works in every way; return whether it does."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.is_well:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(1)
        return self.is_well

    async def link_anew(self) -> None:
        """Log in again, in short."""
        for flow in self.entry.async_get_active_flows(self.hass, {"reauth"}):
            self.hass.config_entries.flow.async_abort(flow["flow_id"])
        if self.vendor is not None:
            owner = self.vendor.accounts[EMAIL].id  # type: ignore[attr-defined]  # each simulator has them
            self.vendor.tokens.revoke_all()
            data = {**self.entry.data, CONF_REFRESH_TOKEN: self.vendor.tokens.issue(owner).refresh_token}
            await self.hass.config_entries.async_unload(self.entry.entry_id)
            self.hass.config_entries.async_update_entry(self.entry, data=data)
            await self.hass.config_entries.async_setup(self.entry.entry_id)


@dataclass(slots=True)
class World:
    """All of it."""

    hass: HomeAssistant
    network: Network
    accounts: Mapping[str, Account]
    records: Records
    remote: FaultyRemote

    def cut_names(self) -> Callable[[], None]:
        """Let no vendor's name be found any more; return what ends that."""
        ports = dict(self.network.ports)
        self.network.ports.clear()
        return lambda: self.network.ports.update(ports)


@asynccontextmanager
async def living(directory: Path) -> AsyncGenerator[World]:
    """Set up everything, and tear it down again."""
    hubspace, evohome, bticino = vendors.hubspace(), vendors.evohome(), vendors.bticino()
    network = Network(Authority(directory), [hubspace, evohome, bticino])
    records = Records()
    logging.getLogger().addHandler(records)
    async with AsyncExitStack() as stack:
        stack.callback(logging.getLogger().removeHandler, records)
        await network.start()
        stack.push_async_callback(network.stop)
        stack.enter_context(patch.object(socket, "getaddrinfo", _refuse_names(socket.getaddrinfo)))
        spoil = bad_frames.spoil_web_sockets(web.WebSocketResponse._post_start)
        stack.enter_context(patch.object(web.WebSocketResponse, "_post_start", spoil))
        stack.enter_context(lead_process(network.ports, network.authority.path))
        config = directory / "config"
        (config / ".storage").mkdir(parents=True)
        listen_on(config, free_port())  # Another Home Assistant may run on this machine.
        hass = await stack.enter_async_context(async_test_home_assistant(config_dir=str(config)))
        stack.push_async_callback(_stop, hass)
        # That of the tests finds no custom integration unless it is made to look.
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        hass.data[DATA_RESOLVER] = network.resolver  # any resolver with real_close will do
        get_default_context().load_verify_locations(network.authority.path)
        accounts = [
            _at(hass, vendor, endpoints)
            for vendor, endpoints in (
                (hubspace, _HUBSPACE),
                (evohome, _EVOHOME),
                (bticino, _BTICINO),
            )
        ]
        accounts[0].drop = hubspace.conclave.drop
        accounts[0].is_pushed = lambda: bool(hubspace.conclave.sessions and _is_up(accounts[0]))
        accounts[2].drop = bticino.drop_sockets
        accounts[2].is_pushed = lambda: bool(bticino.sockets and _is_up(accounts[2]))
        assert await async_setup_component(hass, DOMAIN, {})
        remote = FaultyRemote(hass)
        # After the others: they have pages of their own.
        await remote.start()
        stack.push_async_callback(remote.stop)
        for name in ("lamp", "fan"):
            remote.add_entity(f"input_boolean.{name}", "off", device="Hall")
        for service in ("turn_on", "turn_off"):
            hass.services.async_register("input_boolean", service, _switch(remote))
        accounts.append(await _at_remote(hass, remote))
        assert await hass.config_entries.async_setup(accounts[-1].entry.entry_id)
        await hass.async_block_till_done()
        for account in accounts:
            account.find_entity()
            assert await account.until_well(60), account.kind
        yield World(hass, network, {account.kind: account for account in accounts}, records, remote)


def _is_up(account: Account) -> bool:
    """Return whether a vendor pushes as far as its cloud knows."""
    pushes: Pushes = account.entry.runtime_data._cloud.pushes
    return pushes._up_since is not None


def _can_be_commanded(state: State) -> bool:
    """Return whether an entity does what it is asked."""
    return state.state != STATE_UNAVAILABLE and (
        state.domain != "climate" or state.attributes.get("temperature") is not None
    )


def _switch(remote: FaultyRemote) -> Callable[[Any], None]:
    """Return an action of the other side."""

    def act(call: Any) -> None:
        for entity_id in call.data["entity_id"]:
            remote.hass.states.async_set(entity_id, call.service.removeprefix("turn_"))

    return act


async def _stop(hass: HomeAssistant) -> None:
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.state is ConfigEntryState.LOADED:
            await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_stop(force=True)


def _at(hass: HomeAssistant, vendor: Any, endpoints: Sequence[str]) -> Account:
    """Return a linked account; it is not set up."""
    owner = vendor.accounts[EMAIL].id
    data = {
        CONF_KIND: vendor.name,
        CONF_ACCOUNT_NAME: EMAIL,
        CONF_REFRESH_TOKEN: vendor.tokens.issue(owner).refresh_token,
    }
    entry = MockConfigEntry(domain=DOMAIN, title=EMAIL, unique_id=f"{vendor.name}:{owner}", data=data)
    entry.add_to_hass(hass)
    return Account(
        vendor.name,
        hass,
        entry,
        vendor.faults,
        endpoints,
        _SOCKETS[vendor.name],
        vendor.requests,
        vendor,
        lambda: None,
        lambda: True,
    )


def _do_nothing() -> None:
    """Have no socket that could be dropped."""


async def _at_remote(hass: HomeAssistant, remote: FaultyRemote) -> Account:
    """Return a linked account at the other side."""
    token = await hass.auth.async_create_refresh_token(remote.user, CLIENT_ID)
    data = {
        CONF_KIND: "home_assistant",
        CONF_ACCOUNT_NAME: "Parents",
        CONF_URL: remote.url,
        CONF_REFRESH_TOKEN: token.token,
    }
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Parents",
        unique_id=f"home_assistant:{remote.user.id}",
        data=data,
        # Both sides are one: what is mirrored here is there as well.
        options={CONF_SELECTION: {"patterns": ["input_boolean.*"]}},
    )
    entry.add_to_hass(hass)
    return Account(
        "home_assistant",
        hass,
        entry,
        remote.faults,
        _REMOTE,
        _SOCKETS["home_assistant"],
        remote.requests,
        None,
        remote.drop,
        lambda: entry.runtime_data._cloud._follower is not None,
    )


def _refuse_names(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Return a look-up that knows this machine alone."""

    def look_up(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in (LOOPBACK, "localhost"):
            raise socket.gaierror(socket.EAI_AGAIN, "there is no such name here")
        return resolve(host, *rest, **more)

    return look_up
