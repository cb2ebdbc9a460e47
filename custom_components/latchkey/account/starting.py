"""What an account showed before Home Assistant was restarted is shown until its first poll is over."""

import asyncio
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, override

from homeassistant.core import callback
from homeassistant.exceptions import HomeAssistantError

from ..clouds.model import Snapshot
from ..clouds.vendor import Vendor
from .devices import DeviceKeeper
from .remembered import Remembered
from .sentences import sentence
from .waking import WakingCoordinator
from .work import Work

PATIENCE: Final = 30.0
"""Seconds that what a person wants waits for the first poll."""


class StartingCoordinator(WakingCoordinator):
    """A coordinator whose entities are there before its vendor has answered."""

    vendor: Vendor
    _devices: DeviceKeeper

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Know nothing yet."""
        super().__init__(*arguments, **options)
        self.work = Work(self.hass, self.config_entry)
        self.known = asyncio.Event()
        """Whether the vendor has told how things are: what is shown before that is how they were."""

        self._is_restored = False
        """Whether what was shown before is shown until it is known."""

        self._first_poll: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None
        self._remembered = Remembered(self.hass, self.config_entry)
        self._all_added = asyncio.Event()
        """Whether there are entities for all that is shown."""

    @override
    async def async_config_entry_first_refresh(self) -> None:
        """Poll; where it is known what was shown before, the set-up does not wait for that."""
        await super().async_config_entry_first_refresh()
        if not self.known.is_set():
            self._is_restored = True
            self._first_poll = self.config_entry.async_create_background_task(
                self.hass, self.async_refresh(), "latchkey first poll"
            )

    @override
    async def _async_update_data(self) -> Snapshot:
        """Return how the home is now, or at a start of Home Assistant first of all how it was."""
        if self.known.is_set():
            return await self._async_take(await self._async_read())
        if self._is_restored:
            return await self._async_poll_first()
        return await self._async_restore() or await self._async_take(await self._async_read())

    async def _async_restore(self) -> Snapshot | None:
        """Return what was shown before Home Assistant was restarted, of devices that are still here."""
        before = None if self.hass.is_running else await self._remembered.async_load()
        if before is None:
            return None
        self._expect(before.places)
        devices = {key: device for key, device in before.devices.items() if self._devices.find(key)}
        return replace(before, devices=devices) if devices else None

    async def _async_poll_first(self) -> Snapshot:
        """Poll, and tell what comes of it once all are there whom it is told."""
        (answer,) = await asyncio.gather(self._async_read(), return_exceptions=True)
        await self._all_added.wait()
        if isinstance(answer, BaseException):
            raise answer
        return await self._async_take(answer)

    async def async_start_listening(self) -> None:
        """Take what no poll asks for, if anything, from when there are all entities until this is closed."""
        await self.work.async_until_done()
        self._all_added.set()
        self._listening = self.config_entry.async_create_background_task(
            self.hass, self._async_listen_once_known(), "latchkey push"
        )

    async def _async_listen_once_known(self) -> None:
        """Take that when it is known what it changes."""
        await self.known.wait()
        await self._async_listen()

    @abstractmethod
    def _expect(self, places: Mapping[str, str]) -> None:
        """Take which places there were before: the first poll may go by that."""

    @abstractmethod
    async def _async_listen(self) -> None:
        """Take what no poll asks for, if anything."""

    @abstractmethod
    async def _async_read(self) -> Snapshot:
        """Ask the vendor how the home is now. Raises UpdateFailed or ConfigEntryAuthFailed."""

    @abstractmethod
    async def _async_take(self, snapshot: Snapshot) -> Snapshot:
        """Show what the vendor answered, and return what is shown then. Raises UpdateFailed."""

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        """Note when the vendor answered last; what is unavailable is not worth showing again."""
        if self.known.is_set():
            super()._async_refresh_finished()
        if not self.last_update_success:
            self._remembered.note(None)

    @callback
    @override
    def async_set_update_error(self, err: Exception) -> None:
        """Note that nothing is worth showing again, too."""
        super().async_set_update_error(err)
        self._remembered.note(None)

    @callback
    def note_shown(self) -> None:
        """Note that what is shown now is what the vendor told."""
        self.known.set()
        self._remembered.note(self.data)

    async def async_until_known(self) -> None:
        """Wait until the vendor has told how things are: commands are made of that.

        Raises HomeAssistantError where it does not.
        """
        if self._first_poll is not None:
            await asyncio.wait([self._first_poll], timeout=PATIENCE)
        if self.known.is_set():
            return
        why = self.last_exception
        if not isinstance(why, HomeAssistantError) or why.translation_key is None:
            raise HomeAssistantError(**sentence("no_answer", self.vendor))
        raise HomeAssistantError(
            translation_domain=why.translation_domain,
            translation_key=why.translation_key,
            translation_placeholders=why.translation_placeholders,
        ) from why

    async def async_stop_listening(self) -> None:
        """Listen no more, wait for no first answer, and keep what is shown."""
        going_on = [task for task in (self._first_poll, self._listening) if task is not None]
        for task in going_on:
            task.cancel()
        if going_on:
            await asyncio.wait(going_on)
        await self._remembered.async_close()
