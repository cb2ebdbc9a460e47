"""An account without devices: the real session, store and journal, and a vendor over HTTP on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import aiohttp
from homeassistant import config_entries
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry, flush_store

from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.account.token_store import TokenStore, _fingerprint
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.const import CONF_KIND, CONF_OUTDATED, CONF_REFRESH_TOKEN, DOMAIN

from ..auth.server import Server
from ..auth.vendor import Vendor

FIRST: Final = "refresh-0"

type Serving = tuple[aiohttp.ClientSession, Server]
"""A vendor that is served, and a client that reaches it."""


class SmallAccount:
    """One account, linked and on the disk; its vendor's refresh tokens can be used once."""

    def __init__(self, hass: HomeAssistant, client: aiohttp.ClientSession, server: Server) -> None:
        """Take what all accounts of a test share; the server has a new vendor from now on."""
        self.hass = hass
        self.vendor = server.vendor = Vendor()
        self.entry = MockConfigEntry(
            domain=DOMAIN,
            entry_id=uuid4().hex,
            title="Alice",
            data={CONF_KIND: "hubspace", CONF_REFRESH_TOKEN: FIRST},
        )
        self.entry.add_to_hass(hass)
        self.session: TokenSession
        self.store: TokenStore
        self._client = client
        self._endpoint = TokenEndpoint(url=f"{server.url}/token", client_id="client")
        self._folder = Path(hass.config.path(".storage"))

    async def start(self) -> None:
        """Start as a set-up does; raises OSError."""
        self.store = TokenStore(self.hass, self.entry)
        tokens = await self.store.async_load()
        self.session = TokenSession(
            self._client,
            self._endpoint,
            tokens.refresh_token,
            self.store.async_rotate,
            on_parsed=self.store.async_begin,
            fallback_refresh_token=tokens.fallback,
        )

    async def rotate(self) -> None:
        """Have the vendor rotate, and see the new bearer."""
        self.session.invalidate(self.vendor.bearer)
        await self.session.async_get_access_token()

    async def stop(self) -> None:
        """Stop as an unload does."""
        await self.session.async_close()
        await self.store.async_close()

    async def until_quiet(self) -> None:
        """Wait until nothing more is under way of what was cancelled."""
        if self.session._refresh is not None:
            await asyncio.wait([self.session._refresh])
        await asyncio.sleep(0.005)
        await asyncio.to_thread(self.store._journal.read)

    async def live(self) -> None:
        """Start, rotate, have Home Assistant write the entry, rotate again, and stop."""
        await self.start()
        await self.rotate()
        await self.rotate()
        await self.write_entry()
        await self.rotate()
        await self.stop()
        await self.start()
        await self.rotate()
        await self.write_entry()
        await self.stop()

    async def write_entry(self) -> None:
        """Have Home Assistant write its entries to the disk, if it can."""
        self.hass.config_entries._async_schedule_save()
        with suppress(OSError):
            await flush_store(self.hass.config_entries._store)

    @property
    def journal_path(self) -> Path:
        """Where its journal is."""
        return self._folder / f"{DOMAIN}.{self.entry.entry_id}"

    def tokens_on_disk(self) -> list[str]:
        """Return what the next process would try, in that order."""
        return tokens_in(self._folder, self.entry.entry_id)

    @property
    def is_reported(self) -> bool:
        """Whether a repair issue says that the token is not saved."""
        issue_id = f"token_not_saved_{self.entry.entry_id}"
        return ir.async_get(self.hass).async_get_issue(DOMAIN, issue_id) is not None

    @property
    def is_half_a_file(self) -> bool:
        """Whether something was found that was no journal."""
        return any(self._folder.glob(f"{self.journal_path.name}.*.corrupt"))


def tokens_in(folder: Path, entry_id: str) -> list[str]:
    """Return what a process that starts with this folder would try, in that order, as `TokenStore` does."""
    data = _read_entries(folder / config_entries.STORAGE_KEY).get(entry_id, {CONF_REFRESH_TOKEN: FIRST})
    in_entry, in_journal = data[CONF_REFRESH_TOKEN], Journal(folder / f"{DOMAIN}.{entry_id}").read()
    if in_journal is None or _fingerprint(in_journal) in data.get(CONF_OUTDATED, ()):
        return [in_entry]
    return list(dict.fromkeys((in_journal, in_entry)))


def _read_entries(path: Path) -> dict[str, dict[str, Any]]:
    """Return what each entry has on disk, by its id."""
    try:
        stored = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    return {entry["entry_id"]: entry["data"] for entry in stored["data"]["entries"]}


@asynccontextmanager
async def serving() -> AsyncIterator[Serving]:
    """Serve a vendor on loopback, and yield a client that reaches it."""
    server = Server()
    await server.start()
    try:
        async with aiohttp.ClientSession() as client:
            yield client, server
    finally:
        await server.stop()
