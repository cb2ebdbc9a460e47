"""A Home Assistant with an account of each kind that rotates, and what is on its disk."""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from homeassistant import config_entries

from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN

from ..demo import vendors
from ..demo.configuration import free_port, write_configuration
from ..demo.process import DemoError, running
from ..demo.vendors import Vendors
from ..simulators.bticino import BticinoSimulator
from ..simulators.evohome import EvohomeSimulator
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.network import LOOPBACK
from ..simulators.vendors import EMAIL, bticino, evohome, hubspace
from .under_test import digest

CONFIGURATION: Final = """\
homeassistant:
  name: Chaos
  time_zone: UTC
  unit_system: metric
  country: GB
logger:
  default: error
"""

BEARER_LIFE: Final = 1.0
"""Seconds: each poll needs a new token."""

SECONDS_TO_START: Final = 150.0
SECONDS_TO_STOP: Final = 90.0
SECONDS_BETWEEN: Final = 0.05

TOKEN_PATHS: Final = {
    HubspaceSimulator.name: HubspaceSimulator.TOKEN,
    EvohomeSimulator.name: EvohomeSimulator.TOKEN,
    BticinoSimulator.name: BticinoSimulator.TOKEN,
}


@dataclass(frozen=True, slots=True)
class Note:
    """What the process has noted of a token; see `under_test`."""

    at: float
    """Seconds of the monotonic clock."""

    what: str
    whose: str
    digest: str


class Household:
    """One Home Assistant, from an empty folder on, and its vendors."""

    def __init__(self, directory: Path, vendors: Vendors, extra: str = "") -> None:
        """Take where it lives, the vendors, which serve already, and what else is in its configuration."""
        self._port = free_port()
        self._extra = extra
        self.url = f"http://{LOOPBACK}:{self._port}"
        self.directory = directory / "home_assistant"
        self.vendors = vendors
        self.process: Process
        self._storage = self.directory / ".storage"
        self._notes = directory / "notes"
        self._noted = 0
        self._owners = {
            simulator.name: simulator.accounts[EMAIL].id for simulator in (hubspace(), evohome(), bticino())
        }

    async def link(self) -> None:
        """Write what Home Assistant starts with: an account of each kind, as a login leaves it."""
        write_configuration(self.directory, self._port, CONFIGURATION + self._extra)
        for kind in TOKEN_PATHS:
            await self.vendors.set(f"{kind}/tokens.rotation", "single_use")
            await self.vendors.set(f"{kind}/tokens.bearer_life", BEARER_LIFE)
        entries = [self._entry(kind, await self.log_in(kind)) for kind in TOKEN_PATHS]
        self._write_entries(entries)

    async def log_in(self, kind: str) -> str:
        """Return the first refresh token of a login, after which all others are dead."""
        await self.vendors.call(f"{kind}/tokens.revoke_all")
        _bearer, refresh_token = await self.vendors.call(f"{kind}/tokens.issue", owner=self._owners[kind])
        return str(refresh_token)

    async def relink(self, kind: str) -> None:
        """Log in again, after a loss, while Home Assistant does not run."""
        self.journal_path(kind).unlink(missing_ok=True)
        entries = self._read_entries()
        for entry in entries:
            if entry["entry_id"] == kind:
                entry["data"][CONF_REFRESH_TOKEN] = await self.log_in(kind)
        self._write_entries(entries)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run Home Assistant; what is left of it is ended on the way out."""
        self._noted = len(self._read_notes())
        arguments = (str(self._notes), str(self.vendors.network), "-c", str(self.directory), "--skip-pip")
        log = self.directory / "console.log"
        async with running(log, "tests.chaos.under_test", *arguments) as self.process:
            output = asyncio.create_task(self.process.communicate())
            try:
                yield
            finally:
                output.cancel()

    async def until_rotating(self, since: float = 0.0) -> None:
        """Wait until each account has a token that this process was given since then; raises DemoError."""
        missing = set(TOKEN_PATHS)
        try:
            async with asyncio.timeout(SECONDS_TO_START):
                while missing:
                    await asyncio.sleep(SECONDS_BETWEEN)
                    if self.process.returncode is not None:
                        raise DemoError(f"Home Assistant ended with status {self.process.returncode}")
                    new = (note for note in self.notes() if note.what == "durable" and note.at > since)
                    missing -= {note.whose for note in new}
        except TimeoutError:
            raise DemoError(f"after a start these got no token: {', '.join(sorted(missing))}") from None

    async def answers(self) -> bool:
        """Return whether its web page can be asked; raises DemoError where it has ended."""
        if self.process.returncode is not None:
            raise DemoError(f"Home Assistant ended with status {self.process.returncode}")
        try:
            _reader, writer = await asyncio.open_connection(LOOPBACK, self._port)
        except OSError:
            return False
        writer.close()
        return True

    async def until_ended(self) -> None:
        """Wait until Home Assistant is gone; raises DemoError where it takes too long."""
        try:
            async with asyncio.timeout(SECONDS_TO_STOP):
                await self.process.wait()
        except TimeoutError:
            raise DemoError(f"Home Assistant still runs after {SECONDS_TO_STOP:.0f} seconds") from None

    def notes(self) -> list[Note]:
        """Return what this process has noted."""
        return self._read_notes()[self._noted :]

    def journal_path(self, kind: str) -> Path:
        """Return where the journal of an account is."""
        return self._storage / f"{DOMAIN}.{kind}"

    def token_in_entry(self, kind: str) -> str:
        """Return the refresh token that the entry has on disk."""
        (token,) = (
            entry["data"][CONF_REFRESH_TOKEN] for entry in self._read_entries() if entry["entry_id"] == kind
        )
        return str(token)

    def tokens_on_disk(self, kind: str) -> list[str]:
        """Return what the next start would try, in that order."""
        in_entry = self.token_in_entry(kind)
        in_journal = Journal(self.journal_path(kind)).read()
        return [in_entry] if in_journal in (None, in_entry) else [str(in_journal), in_entry]

    async def live_token(self, kind: str) -> str:
        """Return the refresh token that the vendor would accept."""
        (token,) = await self.vendors.call(f"{kind}/tokens.live")
        return str(token)

    def was_parsed(self, refresh_token: str) -> bool:
        """Return whether the answer that brought a token had been parsed."""
        return any(note.what == "parsed" and note.digest == digest(refresh_token) for note in self.notes())

    def seconds_until(self, what: str) -> list[float]:
        """Return the seconds from parsed to "written" or "durable" of each token of this process."""
        parsed = {note.digest: note.at for note in self.notes() if note.what == "parsed"}
        reached = [note for note in self.notes() if note.what == what]
        return [note.at - parsed[note.digest] for note in reached if note.digest in parsed]

    def _read_notes(self) -> list[Note]:
        lines = self._notes.read_text().splitlines() if self._notes.exists() else []
        return [Note(int(at) / 1e9, what, whose, of) for at, what, whose, of in map(str.split, lines)]

    def _entry(self, kind: str, refresh_token: str) -> dict[str, Any]:
        """Return an entry as Home Assistant keeps it; its id is the kind."""
        now = datetime.now(UTC).isoformat()
        return {
            "created_at": now,
            "data": {CONF_KIND: kind, CONF_ACCOUNT_NAME: EMAIL, CONF_REFRESH_TOKEN: refresh_token},
            "disabled_by": None,
            "discovery_keys": {},
            "domain": DOMAIN,
            "entry_id": kind,
            "minor_version": 1,
            "modified_at": now,
            "options": {},
            "pref_disable_new_entities": False,
            "pref_disable_polling": False,
            "source": "user",
            "subentries": [],
            "title": EMAIL,
            "unique_id": f"{kind}:{self._owners[kind]}",
            "version": 1,
        }

    def _read_entries(self) -> list[dict[str, Any]]:
        stored = json.loads((self._storage / config_entries.STORAGE_KEY).read_text())
        entries: list[dict[str, Any]] = stored["data"]["entries"]
        return entries

    def _write_entries(self, entries: list[dict[str, Any]]) -> None:
        content = {
            "version": config_entries.STORAGE_VERSION,
            "minor_version": config_entries.STORAGE_VERSION_MINOR,
            "key": config_entries.STORAGE_KEY,
            "data": {"entries": entries},
        }
        (self._storage / config_entries.STORAGE_KEY).write_text(json.dumps(content))


@asynccontextmanager
async def living_in(directory: Path, extra: str = "") -> AsyncIterator[Household]:
    """Serve the vendors, and link a Home Assistant with them."""
    directory.mkdir()
    async with vendors.serving(directory, lambda _line: None) as simulated:
        household = Household(directory, simulated, extra)
        await household.link()
        yield household
