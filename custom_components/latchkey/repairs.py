"""What a person can do about an issue, in the dialog of that issue."""

from collections.abc import Mapping
from typing import Final, override

import voluptuous as vol
from homeassistant.components.repairs import RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .account.coordinator import LatchkeyConfigEntry
from .account.watch import is_reached
from .const import DOMAIN
from .flows.taking_over import TakeOverSteps


class AccountRepair(RepairsFlow):
    """Mends something of one account."""

    def __init__(self, entry: LatchkeyConfigEntry, placeholders: Mapping[str, str]) -> None:
        """Take the account, and what fills the gaps of the texts of the issue."""
        self._entry = entry
        self._placeholders = placeholders


class TryAgainRepair(AccountRepair):
    """Tries to reach an account that was not reached for long."""

    async def async_step_init(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - Home Assistant names the issue once more
    ) -> RepairsFlowResult:
        """Show what it is about."""
        return self._show()

    async def async_step_confirm(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - there is nothing to choose
    ) -> RepairsFlowResult:
        """Try, since a person says so."""
        await self._async_try()
        if is_reached(self._entry):
            return self.async_create_entry(data={})
        return self._show("still_not_reached")

    async def _async_try(self) -> None:
        """Poll the account, or set it up where that failed."""
        if self._entry.state is ConfigEntryState.LOADED:
            await self._entry.runtime_data.async_refresh()
        else:
            await self.hass.config_entries.async_reload(self._entry.entry_id)

    def _show(self, error: str | None = None) -> RepairsFlowResult:
        """Show what it is about; what was tried in vain can be tried again."""
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({}),
            description_placeholders=self._placeholders,
            errors={"base": error} if error else None,
        )


class TakeOverRepair(TakeOverSteps[RepairsFlowResult], AccountRepair):
    """Takes over from the integration that showed the account before."""

    async def async_step_init(
        self,
        user_input: dict[str, str] | None = None,  # noqa: ARG002 - Home Assistant names the issue once more
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


FLOWS: Final[Mapping[str | None, type[AccountRepair]]] = {
    "instance_not_reached": TryAgainRepair,
    "not_reached": TryAgainRepair,
    "predecessor_found": TakeOverRepair,
}
"""By kind of issue, which is the key of its texts."""


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow of an issue that is about an account."""
    issue = ir.async_get(hass).issues[DOMAIN, issue_id]
    entry = hass.config_entries.async_get_known_entry(str((data or {})["entry_id"]))
    return FLOWS[issue.translation_key](entry, issue.translation_placeholders or {})
