"""The home of an account's refresh token: a rotated token survives anything.

The entry is where the refresh token lives, but Home Assistant writes entries to disk only a second or more
after a change. So every new token goes to a journal first, a file of its own that is safe on disk at once. A
journal that cannot be written is removed: one that exists is never older than the entry.
"""

import asyncio
import os
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import json_loads

from .const import CONF_REFRESH_TOKEN, DOMAIN, LOGGER

_VERSION = 1
_LOCKS: HassKey[defaultdict[str, asyncio.Lock]] = HassKey(f"{DOMAIN}.token_locks")


class _Journal(TypedDict):
    """What the journal holds."""

    refresh_token: str


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """What an account starts with."""

    refresh_token: str = field(repr=False)
    fallback: str | None = field(repr=False, default=None)
    """An older refresh token, for when the vendor never heard of the newer one."""


class TokenStore:
    """Keeps the refresh token of one account, for one session or one login.

    A fresh login and a session that still runs share a lock. The session's store remembers which token it
    wrote last: where the entry holds another one, a login has replaced that session, and what it rotates
    to is no longer kept.
    """

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Start from the refresh token that the entry holds now."""
        self._hass = hass
        self._entry = entry
        self._written: str = entry.data[CONF_REFRESH_TOKEN]
        self._lock = hass.data.setdefault(_LOCKS, defaultdict(asyncio.Lock))[entry.entry_id]
        self._issue_id = f"token_not_saved_{entry.entry_id}"
        self._journal = Store[_Journal](
            hass, _VERSION, f"{DOMAIN}.{entry.entry_id}", private=True, atomic_writes=True
        )

    async def async_load(self) -> StoredTokens:
        """Return the newest refresh token, and what to fall back on."""
        async with self._lock:
            saved: str = self._entry.data[CONF_REFRESH_TOKEN]
            newest = await self._async_read() or saved
            self._update_entry(newest)
        if newest != saved:
            return StoredTokens(newest, saved)
        await self.async_tidy()
        return StoredTokens(saved)

    async def async_rotate(self, refresh_token: str) -> None:
        """Keep what the vendor rotated to, unless a login replaced this session or the account is gone."""
        async with self._lock:
            is_there = self._hass.config_entries.async_get_entry(self._entry.entry_id) is not None
            if is_there and self._entry.data[CONF_REFRESH_TOKEN] == self._written:
                await self._async_keep(refresh_token)

    async def async_replace(self, refresh_token: str) -> None:
        """Keep the refresh token of a fresh login in place of the one that is there."""
        async with self._lock:
            await self._async_keep(refresh_token)

    async def async_tidy(self) -> None:
        """Remove the journal once the entry is safe on disk without it."""
        path = Path(self._hass.config.path(STORAGE_DIR, "core.config_entries"))
        async with self._lock:
            on_disk = await self._hass.async_add_executor_job(_read_entry, path, self._entry.entry_id)
            if on_disk == self._entry.data[CONF_REFRESH_TOKEN]:
                await self._async_remove()

    async def async_forget(self) -> str:
        """Remove what is kept beside the entry, and return the newest refresh token."""
        async with self._lock:
            newest: str = await self._async_read() or self._entry.data[CONF_REFRESH_TOKEN]
            await self._async_remove()
        ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        return newest

    async def _async_keep(self, refresh_token: str) -> None:
        """Write the journal, then the entry."""
        if await self._async_write(refresh_token):
            ir.async_delete_issue(self._hass, DOMAIN, self._issue_id)
        else:
            ir.async_create_issue(
                self._hass,
                DOMAIN,
                self._issue_id,
                is_fixable=False,
                severity=ir.IssueSeverity.ERROR,
                translation_key="token_not_saved",
                translation_placeholders={"account": self._entry.title},
            )
        self._update_entry(refresh_token)

    def _update_entry(self, refresh_token: str) -> None:
        """Put a refresh token into the entry; Home Assistant writes it to disk when it sees fit."""
        self._written = refresh_token
        data = {**self._entry.data, CONF_REFRESH_TOKEN: refresh_token}
        self._hass.config_entries.async_update_entry(self._entry, data=data)

    async def _async_write(self, refresh_token: str) -> bool:
        """Write the journal and return whether that worked: Store says so to the log alone."""
        try:
            await self._journal.async_save({"refresh_token": refresh_token})
        except OSError as error:
            LOGGER.error("The folder of the journal cannot be made: %s", error.strerror)
        if await self._async_read() == refresh_token:
            return True
        await self._async_remove()
        return False

    async def _async_read(self) -> str | None:
        """Return the refresh token in the journal, if there is one that can be read."""
        try:
            journal = await self._journal.async_load()
        except HomeAssistantError:
            return None  # Store has logged why.
        return journal["refresh_token"] if journal is not None else None

    async def _async_remove(self) -> None:
        """Remove the journal."""
        try:
            await self._journal.async_remove()
        except OSError as error:
            LOGGER.warning("A journal of a refresh token cannot be removed: %s", error.strerror)


def _read_entry(path: Path, entry_id: str) -> str | None:
    """Return the refresh token that an entry has on disk, there to stay: Home Assistant does not fsync."""
    try:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            stored: Any = json_loads(file.read())
        tokens = {entry["entry_id"]: entry["data"] for entry in stored["data"]["entries"]}
        token: str | None = tokens.get(entry_id, {}).get(CONF_REFRESH_TOKEN)
    except OSError, ValueError, LookupError, TypeError:
        return None  # What cannot be read is not safe.
    return token
