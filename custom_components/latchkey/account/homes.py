"""Notices that homes of an account are gone: whoever lives there may have withdrawn the invitation."""

from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..const import CONF_HIDDEN_PLACES, CONF_HOMES, CONF_MISSING_HOMES
from ..entry import LatchkeyConfigEntry
from .issues import AccountIssues
from .plain import plain

GONE_AFTER: Final = timedelta(days=1)
"""How long a home is not listed until its owner is told: the answers of a vendor may be poor for a while."""


@callback
def async_look_at_homes(hass: HomeAssistant, entry: LatchkeyConfigEntry, now: datetime) -> None:
    """Look at the homes of an account that is reached, and tell its owner which ones are gone.

    Those that a person hid do not matter.
    """
    if not entry.runtime_data.has_homes:
        return
    hidden = entry.options.get(CONF_HIDDEN_PLACES, ())
    listed = entry.runtime_data.data.places
    known = entry.data.get(CONF_HOMES, {}) | listed
    shown = {home_id: name for home_id, name in known.items() if home_id not in hidden}
    missing = _missing_since(entry, shown.keys() - listed.keys(), now)
    noted = {CONF_HOMES: shown, CONF_MISSING_HOMES: missing}
    if not noted.items() <= entry.data.items():
        hass.config_entries.async_update_entry(entry, data={**entry.data, **noted})
    gone = [shown[key] for key, since in missing.items() if now - datetime.fromisoformat(since) >= GONE_AFTER]
    if gone:
        AccountIssues(hass, entry).tell("home_gone", homes=", ".join(map(plain, sorted(gone))))
    else:
        AccountIssues(hass, entry).withdraw("home_gone")


def _missing_since(entry: LatchkeyConfigEntry, missing: set[str], now: datetime) -> dict[str, str]:
    """Return since when homes have not been listed; the entry knows it, since Home Assistant may restart."""
    before = entry.data.get(CONF_MISSING_HOMES, {})
    return {home_id: before.get(home_id, now.isoformat(timespec="seconds")) for home_id in missing}


@callback
def async_forget_homes(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Miss no home any more that is not listed: the next look notes those that are."""
    data = {key: value for key, value in entry.data.items() if key not in (CONF_HOMES, CONF_MISSING_HOMES)}
    hass.config_entries.async_update_entry(entry, data=data)
