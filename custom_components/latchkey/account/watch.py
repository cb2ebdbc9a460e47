"""Watches whether accounts are reached, and tells their owners where one was not for long."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util

from ..clouds import load_vendors
from ..clouds.vendor import Vendor
from ..const import CONF_KIND, CONF_LAST_CONTACT, CONF_URL, DOMAIN
from .coordinator import LatchkeyConfigEntry
from .issues import AccountIssues

INTERVAL: Final = timedelta(minutes=5)

PATIENCE: Final = timedelta(hours=6)
"""How long an account is tried in vain until its owner is told: outages of makers are mostly shorter."""

WRITTEN_EVERY: Final = timedelta(days=1)
"""How often the time of the last contact is written to the disk while all is well."""


class Watch:
    """Looks at all accounts every now and then."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Know nothing yet: what is not reached at the start may be in a moment."""
        self._hass = hass
        self._began = dt_util.utcnow()
        self._vendors: Mapping[str, Vendor] = {}
        self._contacts: dict[str, datetime] = {}
        """When accounts were reached last, of those that were since they were not, by entry."""

    async def async_look(self, now: datetime) -> None:
        """Look at each account."""
        self._vendors = await self._hass.async_add_import_executor_job(load_vendors)
        for entry in self._hass.config_entries.async_entries(DOMAIN, include_ignore=False):
            if is_reached(entry):
                self._take_contact(entry, now)
            else:
                self._take_silence(entry, now)

    def _take_contact(self, entry: LatchkeyConfigEntry, now: datetime) -> None:
        """Take that an account is reached."""
        AccountIssues(self._hass, entry).withdraw("instance_not_reached", "not_reached")
        self._contacts[entry.entry_id] = now
        written = last_contact(entry)
        if written is None or now - written >= WRITTEN_EVERY:
            self._write(entry, now)

    def _take_silence(self, entry: LatchkeyConfigEntry, now: datetime) -> None:
        """Take that an account is not reached."""
        contact = self._contacts.pop(entry.entry_id, None)
        if contact is not None:
            self._write(entry, contact)
        if entry.disabled_by or any(entry.async_get_active_flows(self._hass, {SOURCE_REAUTH})):
            # A person wants it so, or is asked to log in, which is what can be done.
            AccountIssues(self._hass, entry).withdraw("instance_not_reached", "not_reached")
            return
        contact = last_contact(entry) or entry.created_at
        if now - max(contact, self._began) >= PATIENCE:
            self._tell(entry, contact)

    def _tell(self, entry: LatchkeyConfigEntry, contact: datetime) -> None:
        """Tell that an account has not been reached for long, and since when."""
        since = dt_util.as_local(contact).strftime("%Y-%m-%d %H:%M")
        issues = AccountIssues(self._hass, entry)
        if url := entry.data.get(CONF_URL):
            issues.tell("instance_not_reached", since=since, url=url)
        else:
            issues.tell("not_reached", since=since, vendor=self._vendors[entry.data[CONF_KIND]].name)

    def _write(self, entry: LatchkeyConfigEntry, contact: datetime) -> None:
        """Have the time of the last contact survive a restart."""
        data = {**entry.data, CONF_LAST_CONTACT: contact.isoformat(timespec="seconds")}
        self._hass.config_entries.async_update_entry(entry, data=data)


@callback
def async_watch(hass: HomeAssistant) -> None:
    """Watch all accounts for as long as Home Assistant runs."""
    async_track_time_interval(hass, Watch(hass).async_look, INTERVAL, cancel_on_shutdown=True)


def is_reached(entry: LatchkeyConfigEntry) -> bool:
    """Return whether the last poll of an account went well."""
    return entry.state is ConfigEntryState.LOADED and entry.runtime_data.last_update_success


def last_contact(entry: LatchkeyConfigEntry) -> datetime | None:
    """Return when an account was reached last, to the day, or where that is over to some minutes."""
    written = entry.data.get(CONF_LAST_CONTACT)
    return dt_util.parse_datetime(written) if written else None
