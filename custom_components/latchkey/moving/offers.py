"""Offers to take over what an earlier integration has left, as a repair, as long as there is something."""

from datetime import datetime
from typing import Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, CoreState, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.start import async_at_started

from ..account.issues import AccountIssues, IssueKind
from ..account.watch import is_known
from ..clouds.predecessor import Predecessor
from ..entry import LatchkeyConfigEntry
from .finding import async_is_in_yaml, enabled_again, must_go_first, plan_for
from .journal import Journal, Record

DELAY: Final = 2.0
"""Seconds until what changed at the old integration is looked at: mostly more follows."""


class Offers:
    """What one account offers to take over."""

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry, predecessor: Predecessor) -> None:
        """Take what came before the account."""
        self._hass = hass
        self._entry = entry
        self._predecessor = predecessor
        self._look = HassJob(self._async_look_now, "look for what can be taken over", cancel_on_shutdown=True)
        self._cancel: CALLBACK_TYPE | None = None
        self._was_loaded = False

    @callback
    def async_follow(self) -> None:
        """Look again whenever the old integration changes, until the account is unloaded."""
        hass, on_unload = self._hass, self._entry.async_on_unload
        if hass.state is not CoreState.running:
            on_unload(async_at_started(hass, self.async_look))
        on_unload(
            hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._entity_changed, self._is_about_old)
        )
        on_unload(async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed))
        on_unload(self._look_no_more)

    @callback
    def _is_about_old(self, data: er.EventEntityRegistryUpdatedData) -> bool:
        """Return whether an event tells of a new entity of the old integration."""
        entity = er.async_get(self._hass).async_get(data["entity_id"]) if data["action"] == "create" else None
        return entity is not None and entity.platform == self._predecessor.domain

    @callback
    def _entity_changed(self, _event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Look soon."""
        self._look_soon()

    @callback
    def _entry_changed(self, _change: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Look when the account is set up, and soon after an entry of the old integration has changed."""
        if entry.domain == self._predecessor.domain:
            self._look_soon()
        elif entry is self._entry and entry.state is ConfigEntryState.LOADED and not self._was_loaded:
            self._was_loaded = True
            self._entry.async_create_background_task(
                self._hass, self._async_look_once_known(), "look for what can be taken over"
            )

    async def _async_look_once_known(self) -> None:
        """Look when it is known what the account has."""
        await self._entry.runtime_data.known.wait()
        self._entry.async_create_task(self._hass, self.async_look())

    @callback
    def _look_soon(self) -> None:
        """Look once for all that changes within a moment."""
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, DELAY, self._look)

    @callback
    def _look_no_more(self) -> None:
        """Look neither soon nor later."""
        if self._cancel is not None:
            self._cancel()

    async def _async_look_now(self, _now: datetime) -> None:
        """Look at what has changed a moment ago."""
        self._cancel = None
        await self.async_look()

    async def async_look(self, _hass: HomeAssistant | None = None) -> None:
        """Offer what there is to be had, and tell nothing any more of what is over."""
        record = await Journal(self._hass, self._entry.entry_id).async_load()
        plan = plan_for(self._hass, self._entry, record)
        is_back = bool(enabled_again(self._hass, record))
        in_the_way = bool(must_go_first(self._hass, self._predecessor)) and not is_back
        if is_known(self._entry) or in_the_way or is_back:
            self._tell("predecessor_found", in_the_way or bool(plan.pairs))
            self._tell("predecessor_enabled", is_back)
            self._tell("predecessor_in_yaml", await self._async_comes_back(record))

    async def _async_comes_back(self, record: Record | None) -> bool:
        """Return whether the old integration would make its entities anew at the next start."""
        if record is None or record.intent != "taken_over" or not record.moves:
            return False
        return await async_is_in_yaml(self._hass, self._predecessor)

    @callback
    def _tell(self, kind: IssueKind, is_so: bool) -> None:
        """Tell of something as long as it is so; what a person ignores stays ignored."""
        issues = AccountIssues(self._hass, self._entry)
        if is_so:
            issues.tell(kind, predecessor=self._predecessor.name, domain=self._predecessor.domain)
        else:
            issues.withdraw(kind)


async def async_offer_to_take_over(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> None:
    """Offer what there is to be had, also where the account cannot be set up for what came before it."""
    if predecessor := entry.runtime_data.vendor.predecessor:
        offers = Offers(hass, entry, predecessor)
        offers.async_follow()
        # Before it is known what the account has, only they are looked for.
        if hass.config_entries.async_entries(predecessor.domain):
            await offers.async_look()
