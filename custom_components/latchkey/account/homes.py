"""Notices that homes of an account are gone: whoever lives there may have withdrawn the invitation."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..const import CONF_HIDDEN_PLACES, CONF_HOMES
from ..entry import LatchkeyConfigEntry
from .issues import AccountIssues

GONE_AFTER: Final = timedelta(days=1)
"""How long a home is not listed until its owner is told: the answers of a vendor may be poor for a while."""


class Homes:
    """The homes that accounts had when they were looked at last; those that a person hid do not matter."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Take that none is missing yet."""
        self._hass = hass
        self._missing_since: dict[tuple[str, str], datetime] = {}
        """By entry and home."""

    @callback
    def async_look(self, entry: LatchkeyConfigEntry, now: datetime) -> None:
        """Look at the homes of an account that is reached, and tell its owner which ones are gone."""
        if not entry.runtime_data.has_homes:
            return
        hidden = entry.options.get(CONF_HIDDEN_PLACES, ())
        listed = entry.runtime_data.data.places
        known = entry.data.get(CONF_HOMES, {}) | listed
        shown = {home_id: name for home_id, name in known.items() if home_id not in hidden}
        if shown != entry.data.get(CONF_HOMES, {}):
            data = {**entry.data, CONF_HOMES: shown}
            self._hass.config_entries.async_update_entry(entry, data=data)
        for home_id in listed:
            self._missing_since.pop((entry.entry_id, home_id), None)
        missing = shown.keys() - listed.keys()
        gone = [shown[home_id] for home_id in missing if self._is_gone((entry.entry_id, home_id), now)]
        if gone:
            AccountIssues(self._hass, entry).tell("home_gone", homes=", ".join(sorted(gone)))
        else:
            AccountIssues(self._hass, entry).withdraw("home_gone")

    def _is_gone(self, home: tuple[str, str], now: datetime) -> bool:
        """Return whether a home that is not listed was not listed for long."""
        return now - self._missing_since.setdefault(home, now) >= GONE_AFTER


@callback
def async_forget_homes(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Miss no home any more that is not listed: the next look notes those that are."""
    data = {key: value for key, value in entry.data.items() if key != CONF_HOMES}
    hass.config_entries.async_update_entry(entry, data=data)
