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
from ..entry import LatchkeyConfigEntry
from .homes import async_look_at_homes
from .issues import AccountIssues, IssueKind

INTERVAL: Final = timedelta(minutes=5)

PATIENCE: Final = timedelta(hours=6)
"""How long an account is tried in vain until its owner is told: outages of makers are mostly shorter."""

WARNED_BEFORE: Final = timedelta(days=15)
"""How long before a token dies of disuse its owner is told."""

WATCHED: Final[tuple[IssueKind, ...]] = ("instance_not_reached", "not_reached", "token_unused")
"""Of these an account has one at most."""

STUCK: Final = (ConfigEntryState.FAILED_UNLOAD, ConfigEntryState.MIGRATION_ERROR)
"""Where an account is not tried any more: Home Assistant says itself what is wrong with it."""

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
            if entry.data[CONF_KIND] not in self._vendors:
                continue  # A newer version has linked it.
            if is_reached(entry):
                self._take_contact(entry, now)
                async_look_at_homes(self._hass, entry, now)
            else:
                self._take_silence(entry, now)

    def _take_contact(self, entry: LatchkeyConfigEntry, now: datetime) -> None:
        """Take that an account is reached."""
        self._tell(entry, None)
        self._contacts[entry.entry_id] = now
        written = entry.data.get(CONF_LAST_CONTACT)
        if written is None or now - last_contact(entry) >= WRITTEN_EVERY:
            self._write(entry, now)

    def _take_silence(self, entry: LatchkeyConfigEntry, now: datetime) -> None:
        """Take that an account is not reached."""
        contact = self._contacts.pop(entry.entry_id, None)
        if contact is not None:
            self._write(entry, contact)
        self._tell(entry, self._what_is_wrong(entry, now))

    def _what_is_wrong(self, entry: LatchkeyConfigEntry, now: datetime) -> IssueKind | None:
        """Return what the owner of an account that is not reached should know."""
        if entry.state in STUCK or any(entry.async_get_active_flows(self._hass, {SOURCE_REAUTH})):
            return None  # They know, and are asked to log in where that is what can be done.
        contact, life = last_contact(entry), self._vendor(entry).unused_life
        if life is not None and life - WARNED_BEFORE <= now - contact < life:
            return "token_unused"
        if entry.disabled_by or now - max(contact, self._began) < PATIENCE:
            return None
        return "instance_not_reached" if CONF_URL in entry.data else "not_reached"

    def _tell(self, entry: LatchkeyConfigEntry, wrong: IssueKind | None) -> None:
        """Tell what is wrong with an account, and nothing else."""
        issues = AccountIssues(self._hass, entry)
        issues.withdraw(*(kind for kind in WATCHED if kind != wrong))
        if wrong is None:
            return
        vendor, contact = self._vendor(entry), last_contact(entry)
        issues.tell(
            wrong,
            vendor=vendor.name,
            app=vendor.app_name,
            url=entry.data.get(CONF_URL, ""),
            since=dt_util.as_local(contact).strftime("%Y-%m-%d %H:%M"),
            until=dt_util.as_local(contact + (vendor.unused_life or timedelta())).strftime("%Y-%m-%d"),
        )

    def _vendor(self, entry: LatchkeyConfigEntry) -> Vendor:
        """Return the vendor of an account."""
        return self._vendors[entry.data[CONF_KIND]]

    def _write(self, entry: LatchkeyConfigEntry, contact: datetime) -> None:
        """Have the time of the last contact survive a restart."""
        data = {**entry.data, CONF_LAST_CONTACT: contact.isoformat(timespec="seconds")}
        self._hass.config_entries.async_update_entry(entry, data=data)


@callback
def async_watch(hass: HomeAssistant) -> None:
    """Watch all accounts for as long as Home Assistant runs."""
    async_track_time_interval(hass, Watch(hass).async_look, INTERVAL, cancel_on_shutdown=True)


def is_known(entry: LatchkeyConfigEntry) -> bool:
    """Return whether the vendor has told what an account has, since that was set up."""
    return entry.state is ConfigEntryState.LOADED and entry.runtime_data.known.is_set()


def is_reached(entry: LatchkeyConfigEntry) -> bool:
    """Return whether the last poll of an account went well."""
    return is_known(entry) and entry.runtime_data.last_update_success


def last_contact(entry: LatchkeyConfigEntry) -> datetime:
    """Return when an account was reached last: to the day, or to some minutes where it is not any more."""
    written = entry.data.get(CONF_LAST_CONTACT)
    return datetime.fromisoformat(written) if written else entry.created_at
