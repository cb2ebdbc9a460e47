"""Has what a relay needs installed when one is first wanted: who has no door phone never waits for that."""

import asyncio
import logging
from typing import TYPE_CHECKING, Final, Literal, Protocol

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.requirements import (
    RequirementsNotFound,
    async_clear_install_history,
    async_process_requirements,
)

from ..const import DOMAIN
from ..entry import LatchkeyConfigEntry
from . import relay

if TYPE_CHECKING:
    from .relay.relay import Relay

REQUIREMENTS: Final = ["aiortc==1.16.0"]

PATIENCE = 5.0
"""Seconds that somebody who looks waits for it: enough to load what is installed."""

_LOGGER: Final = logging.getLogger(__name__)


class Issues(Protocol):
    """Where the owner of the account is told."""

    def tell(self, kind: Literal["relay_unavailable"], *, package: str) -> None:
        """Tell that no relay can be had."""

    def withdraw(self, kind: Literal["relay_unavailable"]) -> None:
        """Tell nothing of that any more."""


class RelayLoader:
    """Finds what relays, for one account."""

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry, issues: Issues) -> None:
        """Take whose it is; nothing is installed yet."""
        self._hass = hass
        self._entry = entry
        self._issues = issues
        self._loading: asyncio.Task[None] | None = None
        self._loaded: type[Relay] | None = None

    async def async_get(self) -> type[Relay]:
        """Return what relays. Raises HomeAssistantError where it is not there yet, or cannot be had."""
        if self._loaded is not None:
            return self._loaded
        if self._loading is None or self._loading.done():
            self._loading = self._entry.async_create_background_task(
                self._hass, self._async_load(), "load the video relay"
            )
        done, _ = await asyncio.wait([self._loading], timeout=PATIENCE)
        if not done:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="relay_installing")
        if self._loaded is None:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="relay_unavailable")
        return self._loaded

    async def async_try_again(self) -> bool:
        """Install it although that failed; return whether it is there now."""
        async_clear_install_history(self._hass)
        await self._async_load()
        return self._loaded is not None

    def close(self) -> None:
        """Tell nothing any more: whoever wants it after the next set-up finds out anew."""
        self._issues.withdraw("relay_unavailable")

    async def _async_load(self) -> None:
        """Install and load it; the owner is told where that fails."""
        try:
            await async_process_requirements(self._hass, DOMAIN, REQUIREMENTS, is_built_in=False)
            self._loaded = await self._hass.async_add_import_executor_job(relay.load)
        except (RequirementsNotFound, ImportError) as error:
            _LOGGER.warning("The video relay cannot be loaded: %s", error)
            self._issues.tell("relay_unavailable", package=REQUIREMENTS[0])
        else:
            self._issues.withdraw("relay_unavailable")
