"""Asks which events of a vendor's own bus are fired here."""

from collections.abc import Iterable
from typing import Any, Literal

import voluptuous as vol
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlowWithReload

from ..account.bus_events import is_own
from ..account.vendor import async_load_vendor
from ..auth.errors import AuthError
from ..clouds.capabilities import TellsEvents
from ..const import CONF_EVENT_TYPES
from ..entry import LatchkeyConfigEntry
from .fields import some_of

type EventError = Literal["own_events", "forbidden_events"]


class EventOptions(OptionsFlowWithReload):
    """The form of an account whose vendor has a bus."""

    async def _async_list_event_steps(self) -> list[str]:
        """Return the steps that there are for such an account."""
        vendor = await async_load_vendor(self.hass, self.config_entry.data)
        cloud = await self.hass.async_add_import_executor_job(vendor.load_cloud)
        return ["events"] if issubclass(cloud, TellsEvents) else []

    async def async_step_events(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the types of events."""
        entry: LatchkeyConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        errors, refused = dict[str, str](), list[str]()
        types = list(entry.options.get(CONF_EVENT_TYPES, ()))
        if user_input is not None:
            types = _parse(user_input[CONF_EVENT_TYPES])
            try:
                error, refused = await _async_check(entry, types)
            except AuthError:
                return self.async_abort(reason="not_loaded")
            if not refused:
                return self.async_create_entry(data={**entry.options, CONF_EVENT_TYPES: types})
            errors[CONF_EVENT_TYPES] = error
        field = some_of({each: each for each in types}, others=True)
        return self.async_show_form(
            step_id="events",
            data_schema=vol.Schema({vol.Required(CONF_EVENT_TYPES, default=types): field}),
            errors=errors,
            description_placeholders={
                "vendor": entry.runtime_data.vendor.name,
                "events": ", ".join(refused),
            },
        )


def _parse(typed: Iterable[str]) -> list[str]:
    """Return the types of events that were typed, each once."""
    return sorted({each.strip() for each in typed} - {""})


async def _async_check(entry: LatchkeyConfigEntry, types: list[str]) -> tuple[EventError, list[str]]:
    """Return which events cannot be had, if any, and the key of the sentence that says why.

    Raises RefreshTokenRejected or TemporaryError.
    """
    if own := [each for each in types if is_own(each)]:
        return "own_events", own
    return "forbidden_events", await entry.runtime_data.able(TellsEvents).async_list_forbidden(types)
