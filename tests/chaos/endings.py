"""Ends an account in each way, at each step of the event loop of each thing that it does."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final, override
from unittest.mock import Mock, patch
from uuid import uuid4

from aiohttp import web
from homeassistant import loader
from homeassistant.components.http import HomeAssistantHTTP
from homeassistant.config_entries import ConfigEntryState, OperationNotAllowed
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.data_entry_flow import UnknownFlow
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import frame
from homeassistant.helpers.aiohttp_client import DATA_RESOLVER
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
    flush_store,
)

from custom_components.latchkey import clouds
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.errors import LoginExpired
from custom_components.latchkey.auth.http import raise_for_status
from custom_components.latchkey.auth.login import Credentials, Login
from custom_components.latchkey.auth.token import Token
from custom_components.latchkey.clouds.allowed import Sieve
from custom_components.latchkey.clouds.base import Account, Cloud
from custom_components.latchkey.clouds.model import Command, JsonValue, SetSwitch, Snapshot
from custom_components.latchkey.clouds.vendor import Pace, Vendor
from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN
from tests.simulators.network import LocalResolver
from tests.simulators.tokens import Granted, TokenIssuer

from ..auth.server import serve
from .small_account import tokens_in
from .system_calls import Outcome

KIND: Final = "small"
OWNER: Final = "alice"
PASSWORD: Final = "a-password"


class SmallVendor:
    """A vendor with one account and one thing to do, over HTTP; a refresh token can be used once."""

    def __init__(self) -> None:
        self.tokens = TokenIssuer()
        self.url = ""
        app = web.Application()
        app.router.add_post("/token", self._grant)
        app.router.add_post("/revoke", self._revoke)
        app.router.add_route("*", "/api", self._serve)
        self._runner = web.AppRunner(app)

    async def start(self) -> None:
        self.url = await serve(self._runner)

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _grant(self, request: web.Request) -> web.Response:
        form = await request.post()
        granted: Granted | None
        if form["grant_type"] == "password":
            granted = self.tokens.issue(OWNER)
        else:
            granted = self.tokens.refresh(str(form["refresh_token"]))
        if granted is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        life = self.tokens.bearer_life
        return web.json_response(
            {"access_token": granted.bearer, "refresh_token": granted.refresh_token, "expires_in": life}
        )

    async def _revoke(self, request: web.Request) -> web.Response:
        self.tokens.revoke(str((await request.post())["token"]))
        return web.Response()

    async def _serve(self, request: web.Request) -> web.Response:
        bearer = request.headers["Authorization"].removeprefix("Bearer ")
        return web.json_response({}, status=200 if self.tokens.owner(bearer) else 401)


@asynccontextmanager
async def serving() -> AsyncIterator[SmallVendor]:
    """Serve the vendor, and let Latchkey know it."""
    server = SmallVendor()
    await server.start()
    module = ModuleType(f"{clouds.__name__}.{KIND}")
    module.VENDOR = _vendor(server.url)  # type: ignore[attr-defined]  # a module is made of such names
    try:
        with patch.dict(sys.modules, {module.__name__: module}):
            yield server
    finally:
        await server.stop()


def _vendor(url: str) -> Vendor:
    """Return the vendor as Latchkey knows it."""
    endpoint = TokenEndpoint(url=f"{url}/token", client_id="client", revocation_url=f"{url}/revoke")

    class SmallLogin(Login):
        """A password, and no code."""

        @override
        async def async_start(self, credentials: Credentials) -> Token:
            fields = {"username": credentials.username, "password": credentials.password}
            return await endpoint.async_request_password_token(self._session, fields)

        @override
        async def async_submit(self, code: str) -> Token:
            raise LoginExpired

    class SmallCloud(Cloud):
        """An account without devices."""

        @override
        async def async_identify(self) -> Account:
            await self._ask("GET")
            return Account(id=OWNER, name="Alice")

        @override
        async def async_fetch(self, *, discover: bool = False) -> Snapshot:
            await self._ask("GET")
            return Snapshot(devices={})

        @override
        async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
            await self._ask("PUT")
            return Snapshot(devices={})

        @override
        async def async_raw_words(self, sieve: Sieve) -> JsonValue:
            return None

        async def _ask(self, method: str) -> None:
            raise_for_status(await self._session.async_request(method, f"{url}/api"))

    return Vendor(
        kind=KIND,
        name="Small",
        token_endpoint=endpoint,
        login=SmallLogin,
        load_cloud=lambda: SmallCloud,
        pace=Pace(default=300, minimum=300, maximum=300),
        loggers=(),
    )


@dataclass(slots=True)
class Linked:
    """An account that is set up, in a Home Assistant of its own, and asks for a new login."""

    hass: HomeAssistant
    vendor: SmallVendor
    entry: MockConfigEntry
    flow_id: str = ""

    @property
    def folder(self) -> Path:
        """Where its tokens are."""
        return Path(self.hass.config.path(".storage"))

    async def set_up(self) -> None:
        """Be as it is a while after a start."""
        self.entry.add_to_hass(self.hass)
        self.hass.config_entries._async_schedule_save()
        await flush_store(self.hass.config_entries._store)
        is_set_up = await self.hass.config_entries.async_setup(self.entry.entry_id)
        assert is_set_up, self.entry.reason
        self.entry.async_start_reauth(self.hass)
        await self.hass.async_block_till_done()
        (flow,) = self.entry.async_get_active_flows(self.hass, {"reauth"})
        self.flow_id = flow["flow_id"]

    def expire_bearer(self) -> None:
        """Have the next request ask for a token first."""
        session = self.entry.runtime_data._session
        session.invalidate(session._bearer)

    async def refresh(self) -> None:
        """Be polled, with a new token."""
        self.expire_bearer()
        await self.entry.runtime_data.async_refresh()

    async def command(self) -> None:
        """Have something done, with a new token."""
        self.expire_bearer()
        await self.entry.runtime_data.async_send("lamp", "switch", "Lamp", SetSwitch(on=True))

    async def log_in(self) -> None:
        """Fill in the form of the new login."""
        typed = {"username": "alice@example.com", "password": PASSWORD}
        await self.hass.config_entries.flow.async_configure(self.flow_id, typed)

    async def unload(self) -> None:
        """Be disabled, in short."""
        await self.hass.config_entries.async_unload(self.entry.entry_id)

    async def reload(self) -> None:
        """Be started anew."""
        await self.hass.config_entries.async_reload(self.entry.entry_id)

    async def remove(self) -> None:
        """Be removed."""
        await self.hass.config_entries.async_remove(self.entry.entry_id)

    async def shut_down(self) -> None:
        """See Home Assistant stop, to its final write."""
        await self.hass.async_stop(force=True)

    async def until_quiet(self) -> None:
        """Wait until nothing more is under way."""
        if self.hass.state is not CoreState.stopped:
            await self.hass.async_block_till_done()
        # What is cancelled leaves its thread behind.
        while any(thread.name.startswith(DOMAIN) for thread in threading.enumerate()):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.001)

    @property
    def is_lost(self) -> bool:
        """Whether the next start would come with a token that the vendor does not take."""
        return tokens_in(self.folder, self.entry.entry_id)[0] not in self.vendor.tokens.live()

    @property
    def remains(self) -> list[str]:
        """What there is still of an account that was removed: files, keys at the vendor, logins."""
        flows = self.hass.config_entries.flow.async_progress_by_handler(DOMAIN)
        return [
            *(path.name for path in self.folder.glob(f"*{self.entry.entry_id}*")),
            *("a live key" for _ in self.vendor.tokens.live()),
            *("a login" for _ in flows),
        ]


type Act = Callable[[Linked], Coroutine[Any, Any, None]]

ACTS: Final[dict[str, Act]] = {
    "a refresh": Linked.refresh,
    "a login": Linked.log_in,
    "a command": Linked.command,
}
ENDS: Final[dict[str, Act]] = {
    "an unload": Linked.unload,
    "a reload": Linked.reload,
    "a removal": Linked.remove,
    "a shutdown": Linked.shut_down,
}


@asynccontextmanager
async def linked(directory: Path, vendor: SmallVendor) -> AsyncIterator[Linked]:
    """Start a Home Assistant with an account."""
    vendor.tokens.revoke_all()
    data = {
        CONF_KIND: KIND,
        CONF_ACCOUNT_NAME: "Alice",
        CONF_REFRESH_TOKEN: vendor.tokens.issue(OWNER).refresh_token,
    }
    entry = MockConfigEntry(
        domain=DOMAIN, title="Alice", unique_id=f"{KIND}:{OWNER}", entry_id=uuid4().hex, data=data
    )
    async with async_test_home_assistant(config_dir=str(directory)) as hass:
        # That of the tests finds no custom integration unless it is made to look.
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        # 2026.11 looks up who returns a boolean from `async_setup_entry`, as older versions demand.
        frame.async_setup(hass)
        # Nobody opens a page, and another Home Assistant may have its port.
        hass.config.components.add("http")
        hass.http = Mock(spec=HomeAssistantHTTP)
        hass.data[DATA_RESOLVER] = LocalResolver({})  # any resolver with real_close will do
        account = Linked(hass, vendor, entry)
        try:
            await account.set_up()
            yield account
        finally:
            if hass.state is not CoreState.stopped:
                await hass.async_stop(force=True)


async def _pass(steps: int) -> None:
    for _ in range(steps):
        await asyncio.sleep(0)


async def _let_end(task: Awaitable[object]) -> None:
    """Wait for what may fail, since the account has ended under it, in the ways that are told to a person."""
    with suppress(HomeAssistantError, UnknownFlow, asyncio.CancelledError):
        await task


async def ends(
    directory: Path, vendor: SmallVendor, act: str, end: str, moments: Iterable[int]
) -> AsyncIterator[Outcome]:
    """End it so many steps after it began to do something, for each of these, until that was done before."""
    for steps in moments:
        async with linked(directory, vendor) as account:
            doing = asyncio.create_task(ACTS[act](account))
            await _pass(steps)
            was_done = doing.done()
            # Home Assistant unloads nothing that a login has it start anew.
            with suppress(OperationNotAllowed):
                await ENDS[end](account)
            await _let_end(doing)
            await account.until_quiet()
            yield await _judge(account, end, f"{end} {steps} steps after {act} began")
        if was_done:
            return


async def cancelled_ends(
    directory: Path, vendor: SmallVendor, act: str, end: str, moments: Iterable[int]
) -> AsyncIterator[Outcome]:
    """Begin to end it, and cancel that so many steps later, for each of these, until it was done before."""
    for steps in moments:
        async with linked(directory, vendor) as account:
            doing = asyncio.create_task(ACTS[act](account))
            ending = asyncio.create_task(ENDS[end](account))
            await _pass(steps)
            was_done = ending.done()
            ending.cancel()
            await _let_end(ending)
            await _let_end(doing)
            await account.until_quiet()
            is_there = account.hass.config_entries.async_get_entry(account.entry.entry_id) is not None
            is_lost = is_there and account.is_lost
            yield Outcome(f"{end} during {act}, cancelled after {steps} steps", is_lost, is_lost)
        if was_done:
            return


async def _judge(account: Linked, end: str, what: str) -> Outcome:
    """Say whether an account ended as it should."""
    if end == "a removal":
        remains = account.remains
        return Outcome(f"{what}, left {', '.join(remains)}", is_broken=bool(remains))
    is_lost, is_broken = account.is_lost, False
    if end == "a reload":
        is_broken = account.entry.state is not ConfigEntryState.LOADED
    if end != "a shutdown":
        is_broken = is_broken or len(account.vendor.tokens.live()) != 1
    return Outcome(what, is_lost, is_lost or is_broken)
