"""What a person can do about an issue, in the dialog of that issue."""

from collections.abc import Mapping
from typing import Final, override

import voluptuous as vol
from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .account.homes import async_forget_homes
from .account.watch import is_reached
from .const import DOMAIN
from .entry import LatchkeyConfigEntry
from .flows.taking_over import TakeOverSteps
from .moving.finding import enabled_again
from .moving.journal import Journal
from .moving.steps import NotMoved, async_disable


class AccountRepair(RepairsFlow):
    """Mends something of one account."""

    def __init__(self, entry: LatchkeyConfigEntry, placeholders: Mapping[str, str]) -> None:
        """Take the account, and what fills the gaps of the texts of the issue."""
        self._entry = entry
        self._placeholders = placeholders

    async def async_step_init(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - Home Assistant names the issue once more
    ) -> RepairsFlowResult:
        """Show what it is about."""
        return self._show_confirmation("confirm")

    def _show_confirmation(self, step_id: str, error: str | None = None) -> RepairsFlowResult:
        """Show a form without fields."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=vol.Schema({}),
            description_placeholders=self._placeholders,
            errors={"base": error} if error else None,
        )


class TryAgainRepair(AccountRepair):
    """Tries to reach an account that was not reached for long."""

    async def async_step_confirm(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - there is nothing to choose
    ) -> RepairsFlowResult:
        """Try, since a person says so."""
        await self._async_try()
        if is_reached(self._entry):
            return self.async_create_entry(data={})
        return self._show_confirmation("confirm", "still_not_reached")

    async def _async_try(self) -> None:
        """Poll the account, or set it up where that failed or where a person disabled it."""
        if self._entry.state is ConfigEntryState.LOADED:
            await self._entry.runtime_data.async_refresh()
        elif self._entry.disabled_by:
            await self.hass.config_entries.async_set_disabled_by(self._entry.entry_id, None)
        else:
            await self.hass.config_entries.async_reload(self._entry.entry_id)


class TryAgainOrRemoveRepair(TryAgainRepair):
    """Tries to reach an account that may be gone for good, or removes it."""

    @override
    async def async_step_init(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Ask what to do."""
        return self.async_show_menu(
            step_id="init", menu_options=["confirm", "remove"], description_placeholders=self._placeholders
        )

    async def async_step_remove(self, user_input: dict[str, str] | None = None) -> RepairsFlowResult:
        """Remove the account, after a yes."""
        if user_input is None:
            return self._show_confirmation("remove")
        await self.hass.config_entries.async_remove(self._entry.entry_id)
        return self.async_create_entry(data={})


class ForgetHomesRepair(AccountRepair):
    """Takes that homes are gone."""

    async def async_step_confirm(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - there is nothing to choose
    ) -> RepairsFlowResult:
        """Miss them no more."""
        async_forget_homes(self.hass, self._entry)
        return self.async_create_entry(data={})


class InstallRelayRepair(AccountRepair):
    """Installs what passes video on."""

    async def async_step_confirm(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - there is nothing to choose
    ) -> RepairsFlowResult:
        """Try, since a person says so."""
        is_loaded = self._entry.state is ConfigEntryState.LOADED
        door_phone = self._entry.runtime_data.door_phone if is_loaded else None
        if door_phone is None or not await door_phone.relay.async_try_again():
            return self._show_confirmation("confirm", "still_not_installed")
        return self.async_create_entry(data={})


class TakeOverRepair(TakeOverSteps[RepairsFlowResult], AccountRepair):
    """Takes over from the integration that showed the account before."""

    @override
    async def async_step_init(
        self,
        user_input: dict[str, str] | None = None,
    ) -> RepairsFlowResult:
        """Show what can be taken over."""
        return await self.async_step_take_over()

    @property
    @override
    def _account(self) -> LatchkeyConfigEntry:
        """The account that takes over."""
        return self._entry

    @override
    def _end(self) -> RepairsFlowResult:
        """End the dialog: the issue is over."""
        return self.async_create_entry(data={})


class DisableAgainRepair(AccountRepair):
    """Disables an earlier integration again whose entities were taken over."""

    async def async_step_confirm(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - there is nothing to choose
    ) -> RepairsFlowResult:
        """Disable it, and show our states again where it showed its own."""
        record = await Journal(self.hass, self._entry.entry_id).async_load()
        try:
            await async_disable(self.hass, enabled_again(self.hass, record))
        except NotMoved:
            return self._show_confirmation("confirm", "not_moved")
        self.hass.config_entries.async_schedule_reload(self._entry.entry_id)
        return self.async_create_entry(data={})


FLOWS: Final[Mapping[str | None, type[AccountRepair]]] = {
    "home_gone": ForgetHomesRepair,
    "instance_not_reached": TryAgainOrRemoveRepair,
    "not_reached": TryAgainRepair,
    "predecessor_enabled": DisableAgainRepair,
    "predecessor_found": TakeOverRepair,
    "relay_unavailable": InstallRelayRepair,
    "token_unused": TryAgainOrRemoveRepair,
}
"""By kind of issue, which is the key of its texts."""


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow of an issue that is about an account."""
    issue = ir.async_get(hass).issues[DOMAIN, issue_id]
    entry = hass.config_entries.async_get_known_entry(str((data or {})["entry_id"]))
    return FLOWS[issue.translation_key](entry, issue.translation_placeholders or {})
