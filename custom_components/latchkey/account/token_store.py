"""The home of an account's refresh token: a rotated token survives anything.

The entry is where the refresh token lives, but Home Assistant writes entries to disk only a second or more
after a change. So every new token goes to a journal first, a file of its own that is safe on disk at once. A
journal that cannot be written is removed, or else the entry says which tokens are older than its own.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from homeassistant.config_entries import STORAGE_KEY as CONFIG_ENTRIES
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import json_loads

from ..const import CONF_OUTDATED, CONF_REFRESH_TOKEN, CONF_REJECTED, CONF_REJECTED_SINCE, DOMAIN
from ..entry import LatchkeyConfigEntry
from .issues import AccountIssues
from .journal import Journal, sync_folder

COPY_DELAY = 10.0
"""Seconds from the last write of a file to its arrival here that tell a copy from the original."""

_SHARED: HassKey[dict[str, _Shared]] = HassKey(f"{DOMAIN}.token_stores")


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """What an account starts with."""

    refresh_token: str = field(repr=False)
    fallback: str | None = field(repr=False, default=None)
    """An older refresh token, for when the vendor never heard of the newer one."""

    rejected: bool = False
    """Whether the vendor is known to reject them: it may ban who asks with a dead token too often."""

    @property
    def fingerprint(self) -> str:
        """What tells them from others, and tells nothing else of them."""
        return _fingerprint(f"{self.refresh_token} {self.fallback}")


@dataclass(frozen=True, slots=True)
class _Tidied:
    """What is left on the disk."""

    token: str | None = field(repr=False)
    """That of the journal, if it holds one that counts."""

    is_saved: bool
    """Whether the entry has the newest token there."""


@dataclass(slots=True)
class _Shared:
    """What all stores of one account share."""

    journal: Journal
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    session: TokenStore | None = None
    """The store of the session that runs."""

    is_copied: bool = False
    """Whether the token came with a copy of the files, such as a backup, and none has followed yet."""


class TokenStore:
    """Keeps the refresh token of one account, for one session or one login.

    A session's store remembers which token the entry held when it last looked or wrote: where the entry
    holds another one, a login has replaced that session, and what it rotates to is no longer kept.
    """

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
        """Start from the refresh token that the entry holds now."""
        self._hass = hass
        self._entry = entry
        self._in_entry = self._entry_token
        self._tokens = StoredTokens(self._in_entry)
        self._folder = Path(hass.config.path(STORAGE_DIR))
        self._shared = _share(hass, self._folder, entry.entry_id)
        self._journal = self._shared.journal
        self._issues = AccountIssues(hass, entry)

    async def async_load(self) -> StoredTokens:
        """Return what a session starts with: the newest refresh token, and what to fall back on.

        Raises OSError where the disk does not answer.
        """
        async with self._shared.lock:
            self._in_entry = self._entry_token
            newest = await self._async_tidy(self._begin) or self._in_entry
            self._shared.session = self
        # Where a backup holds two, the older one is as dead as the newer: to ask about it costs a request.
        has_fallback = newest != self._in_entry and not self._shared.is_copied
        self._tokens = StoredTokens(newest, self._in_entry if has_fallback else None)
        known = self._entry.data.get(CONF_REJECTED)
        return replace(self._tokens, rejected=known == self._tokens.fingerprint)

    @callback
    def async_reject(self) -> None:
        """Remember that the vendor rejects the tokens of this session, unless a login has replaced them."""
        data = self._entry.data
        is_known = CONF_REJECTED_SINCE in data and data.get(CONF_REJECTED) == self._tokens.fingerprint
        if not self._is_linked or self._is_replaced or is_known:
            return
        since = dt_util.utcnow().isoformat(timespec="seconds")
        rejected = {CONF_REJECTED: self._tokens.fingerprint, CONF_REJECTED_SINCE: since}
        self._hass.config_entries.async_update_entry(self._entry, data={**data, **rejected})

    @callback
    def async_begin(self, refresh_token: str) -> None:
        """Have what the vendor rotated to survive a kill from here on; `async_rotate` does the rest."""
        if not self._shared.lock.locked() and self._is_linked and not self._is_replaced:
            self._journal.begin(refresh_token)

    async def async_rotate(self, refresh_token: str) -> None:
        """Keep what the vendor rotated to, unless a login replaced this session or the account is gone."""
        async with self._shared.lock:
            if self._is_linked and not self._is_replaced:
                self._tokens = StoredTokens(refresh_token)
                await self._async_keep(refresh_token)

    async def async_close(self) -> bool:
        """Tidy up after a session; return whether a login replaced it: nothing lives on its token then."""
        async with self._shared.lock:
            if self._shared.session is self:
                self._shared.session = None
                await _async_in_own_thread(self._journal.close)
            with suppress(OSError):
                await self._async_tidy(self._tidy)
            return self._is_replaced

    async def async_replace(self, refresh_token: str) -> str | None:
        """Keep the refresh token of a fresh login; return the one that nothing lives on any more.

        That is the one before it, unless a session lives on that and gives it back when it closes; or
        the fresh one, where the account is gone. An account that goes meanwhile takes the fresh one along.
        """
        async with self._shared.lock:
            if not self._is_linked:
                return refresh_token
            session = self._shared.session
            former = await self._async_read() or self._entry_token
            in_use = session is not None and not session._is_replaced  # noqa: SLF001 - one of its own kind
            await self._async_keep(refresh_token)
            if session is None:
                await _async_in_own_thread(self._journal.close)
            return None if in_use and self._is_linked else former

    async def async_forget(self) -> str:
        """Remove what is kept beside the entry, and return the newest refresh token."""
        async with self._shared.lock:
            newest = await self._async_read() or self._entry_token
            await _async_in_own_thread(self._journal.remove)
        self._issues.withdraw("token_not_saved")
        return newest

    def _look_for_copy(self) -> bool:
        """Return whether what a session starts from was copied here, rather than written."""
        path = self._journal.path
        return _is_copied(path if path.exists() else self._folder / CONFIG_ENTRIES)

    @property
    def _entry_token(self) -> str:
        """The refresh token that the entry holds now."""
        token: str = self._entry.data[CONF_REFRESH_TOKEN]
        return token

    @property
    def _is_linked(self) -> bool:
        """Whether the account is still there."""
        return self._hass.config_entries.async_get_entry(self._entry.entry_id) is not None

    @property
    def _is_replaced(self) -> bool:
        """Whether a login has put another token into the entry."""
        return self._entry_token != self._in_entry

    async def _async_tidy(self, tidy: Callable[[], _Tidied]) -> str | None:
        """Tidy up what is on the disk, and return the token of the journal. Raises OSError."""
        tidied = await _async_in_own_thread(tidy)
        if tidied.is_saved:
            self._issues.withdraw("token_not_saved")
        return tidied.token

    def _begin(self) -> _Tidied:
        """Tidy up before a session, and be ready for the next token. All at once: threads cost time, too."""
        self._shared.is_copied = self._look_for_copy()
        tidied = self._tidy()
        self._journal.open()
        return tidied

    def _tidy(self) -> _Tidied:
        """Remove the journal where it holds no token that the entry lacks on disk."""
        token = self._newer(self._journal.read())
        on_disk = _read_entry(self._folder / CONFIG_ENTRIES, self._entry.entry_id)
        is_saved = on_disk == self._entry_token and token in (on_disk, None)
        if is_saved or token is None:
            self._journal.remove()
        return _Tidied(token, is_saved)

    async def _async_read(self) -> str | None:
        """Return the refresh token in the journal, if there is one that can be read."""
        try:
            return self._newer(await _async_in_own_thread(self._journal.read))
        except OSError:
            return None

    def _newer(self, token: str | None) -> str | None:
        """Return the token of a journal, unless the entry knows that its own is newer."""
        outdated = self._entry.data.get(CONF_OUTDATED, ())
        return None if token is None or _fingerprint(token) in outdated else token

    async def _async_keep(self, refresh_token: str) -> None:
        """Write the journal, then the entry; Home Assistant writes that to disk when it sees fit."""
        self._shared.is_copied = False
        self._journal.begin(refresh_token)
        if await _async_in_own_thread(self._journal.write, refresh_token):
            self._issues.withdraw("token_not_saved")
        else:
            self._issues.tell("token_not_saved")
        if not self._is_linked:
            return  # Whoever removes it finds the token in the journal.
        self._in_entry = refresh_token
        data = {**self._entry.data, CONF_REFRESH_TOKEN: refresh_token}
        for key in (CONF_OUTDATED, CONF_REJECTED, CONF_REJECTED_SINCE):
            data.pop(key, None)
        if outdated := [_fingerprint(each) for each in self._journal.remains if each != refresh_token]:
            data[CONF_OUTDATED] = outdated
        self._hass.config_entries.async_update_entry(self._entry, data=data)


async def async_save_nothing(refresh_token: str) -> None:
    """Save nothing, as long as nobody knows whose token it is: the session itself tells the newest."""


def _fingerprint(secret: str) -> str:
    """Return what tells a secret from others, and tells nothing else of it."""
    return sha256(secret.encode()).hexdigest()


def _share(hass: HomeAssistant, folder: Path, entry_id: str) -> _Shared:
    """Return what all stores of an account share."""
    shared = hass.data.setdefault(_SHARED, {})
    if entry_id not in shared:
        shared[entry_id] = _Shared(Journal(folder / f"{DOMAIN}.{entry_id}"))
    return shared[entry_id]


async def _async_in_own_thread[*ArgumentsT, ResultT](
    function: Callable[[*ArgumentsT], ResultT], *arguments: *ArgumentsT
) -> ResultT:
    """Run what blocks in a thread of its own: those that Home Assistant shares may all be busy."""
    executor = ThreadPoolExecutor(1, thread_name_prefix="latchkey journal")
    result = asyncio.get_running_loop().run_in_executor(executor, function, *arguments)
    executor.shutdown(wait=False)
    return await result


def is_copied(hass: HomeAssistant, entry_id: str) -> bool:
    """Return whether an account lives on a token that came with a copy, such as a backup: an older one."""
    shared = hass.data.get(_SHARED, {}).get(entry_id)
    return shared is not None and shared.is_copied


def _is_copied(path: Path) -> bool:
    """Return whether a file came here long after it was written: a restore keeps that time."""
    try:
        status = path.stat()
    except OSError:
        return False
    return status.st_ctime - status.st_mtime > COPY_DELAY


def _read_entry(path: Path, entry_id: str) -> str | None:
    """Return the refresh token that an entry has on disk, there to stay: Home Assistant does not sync it."""
    try:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            sync_folder(path.parent)
            stored: Any = json_loads(file.read())
        tokens = {entry["entry_id"]: entry["data"] for entry in stored["data"]["entries"]}
        token: str | None = tokens.get(entry_id, {}).get(CONF_REFRESH_TOKEN)
    except OSError, ValueError, LookupError, TypeError:
        return None  # What cannot be read is not safe.
    return token
