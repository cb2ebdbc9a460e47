"""The type of an entry of Latchkey."""

from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntry

if TYPE_CHECKING:  # What an entry runs on is above all that may ask for an entry.
    from .account.coordinator import LatchkeyCoordinator

type LatchkeyConfigEntry = ConfigEntry[LatchkeyCoordinator]
