"""The names of an account's rooms, kept over a restart: one that is renamed meanwhile is followed as well."""

from collections.abc import Mapping
from itertools import islice
from typing import Final

from homeassistant.core import HomeAssistant, callback

from ..const import CONF_ROOMS
from ..entry import LatchkeyConfigEntry

MOST_ROOMS: Final = 1000


class Rooms:
    """What the entry of an account knows of its rooms."""

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry, *, has_rooms: bool) -> None:
        """Take the entry, and whether its places are rooms at all."""
        self._hass = hass
        self._entry = entry
        self._has_rooms = has_rooms

    @property
    def names(self) -> Mapping[str, str]:
        """The names that they had last, by their ids."""
        return dict(self._entry.data.get(CONF_ROOMS, {}))

    @callback
    def note(self, places: Mapping[str, str]) -> None:
        """Note the names that they have now."""
        names = dict(islice(places.items(), MOST_ROOMS))
        if self._has_rooms and names and names != self.names:
            data = {**self._entry.data, CONF_ROOMS: names}
            self._hass.config_entries.async_update_entry(self._entry, data=data)
