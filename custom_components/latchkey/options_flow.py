"""Changes what a person wants of an account that is linked."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import probatio
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult, OptionsFlowWithReload
from homeassistant.const import UnitOfTime
from homeassistant.helpers import selector

from .auth.errors import AuthError
from .clouds.base import Choices, Pace
from .const import CONF_HIDDEN_PLACES, CONF_POLL_INTERVAL, CONF_SELECTION
from .coordinator import LatchkeyConfigEntry
from .selection_form import (
    CONF_SHOWN_PLACES,
    describe_selection,
    parse_selection,
    places_schema,
    selection_schema,
)
from .vendor import async_load_vendor


class LatchkeyOptionsFlow(OptionsFlowWithReload):
    """Changes how often an account is polled, and what of it is shown."""

    _choices: Choices
    _options: Mapping[str, Any] = MappingProxyType({})
    _count = 0

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the options."""
        entry: LatchkeyConfigEntry = self.config_entry
        vendor = await async_load_vendor(self.hass, entry.data)
        if vendor.selects:
            return await self.async_step_selection()
        places = entry.runtime_data.data.places if entry.state is ConfigEntryState.LOADED else {}
        hidden = set(entry.options.get(CONF_HIDDEN_PLACES, ()))
        if user_input is None:
            interval = entry.options.get(CONF_POLL_INTERVAL, vendor.pace.default)
            schema = _interval_schema(vendor.pace, interval)
            if len(places) > 1:
                schema = schema.extend(places_schema(places, hidden))
            return self.async_show_form(
                step_id="homes" if vendor.places == "homes" else "init", data_schema=schema
            )
        if CONF_SHOWN_PLACES in user_input:
            # What is hidden is kept, not what is shown: a new room appears by itself.
            hidden = (hidden | set(places)) - set(user_input[CONF_SHOWN_PLACES])
        return self.async_create_entry(
            data={
                CONF_POLL_INTERVAL: int(user_input[CONF_POLL_INTERVAL]),
                CONF_HIDDEN_PLACES: sorted(hidden),
            }
        )

    # The same form, in words for accounts whose places are homes.
    async_step_homes = async_step_init

    async def async_step_selection(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how often to look for what was missed, and what to show; say how much that is."""
        entry: LatchkeyConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        coordinator = entry.runtime_data
        try:
            if user_input is None:
                self._choices = await coordinator.async_list_choices()
                return self._show_selection(entry, coordinator.vendor.pace)
            self._options = {
                CONF_POLL_INTERVAL: int(user_input[CONF_POLL_INTERVAL]),
                CONF_SELECTION: describe_selection(parse_selection(user_input)),
            }
            self._count = await coordinator.async_count(parse_selection(user_input))
        except AuthError:
            return self.async_abort(reason="not_loaded")
        return await self.async_step_confirm()

    async def async_step_confirm(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Say how much is shown then."""
        return self.async_show_menu(
            step_id="confirm",
            menu_options=["save", "selection"],
            description_placeholders={"count": str(self._count), "account": self.config_entry.title},
        )

    async def async_step_save(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - an entry of a menu
    ) -> ConfigFlowResult:
        """Keep what was chosen."""
        return self.async_create_entry(data=dict(self._options))

    def _show_selection(self, entry: LatchkeyConfigEntry, pace: Pace) -> ConfigFlowResult:
        """Ask what to show, beginning with what was chosen last."""
        options = self._options or entry.options
        interval = options.get(CONF_POLL_INTERVAL, pace.default)
        selection = parse_selection(options.get(CONF_SELECTION, {}))
        schema = _interval_schema(pace, interval).extend(selection_schema(self._choices, selection))
        return self.async_show_form(step_id="selection", data_schema=schema)


def _interval_schema(pace: Pace, interval: int) -> probatio.Schema:
    """Return the field of the seconds between two polls."""
    seconds = selector.NumberSelector(
        selector.NumberSelectorConfig(
            min=pace.minimum,
            max=pace.maximum,
            step=1,
            unit_of_measurement=UnitOfTime.SECONDS,
            mode=selector.NumberSelectorMode.BOX,
        )
    )
    return probatio.Schema({probatio.Required(CONF_POLL_INTERVAL, default=interval): seconds})
