"""Changes what a person wants of an account that is linked."""

from collections.abc import Mapping
from typing import Any, override

import voluptuous as vol
from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import UnitOfTime

from ..account.selection import describe_selection, parse_selection
from ..account.vendor import async_load_vendor
from ..auth.errors import AuthError
from ..clouds.capabilities import HasDoors, HasHomes, Selectable
from ..clouds.model import Snapshot
from ..clouds.settings import Selection
from ..clouds.vendor import Pace
from ..const import CONF_HIDDEN_PLACES, CONF_POLL_INTERVAL, CONF_SELECTION
from ..entry import LatchkeyConfigEntry
from .door_phone_form import are_relays_clear, door_phones_schema, list_relays, parse_door_phones
from .events import EventOptions
from .fields import number
from .selecting import WAYS, SelectionSteps
from .selection_form import CONF_SHOWN_PLACES, places_schema, shows_no_place
from .taking_over import TakeOverSteps, async_list_moves


class LatchkeyOptionsFlow(TakeOverSteps[ConfigFlowResult], SelectionSteps[ConfigFlowResult], EventOptions):
    """Changes how often an account is polled, and what of it is shown."""

    _confirm_menu = ("save", "selection")

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the options; first for what to do, where there is more to be done."""
        if user_input is None and await async_list_moves(self.hass, self.config_entry):
            return await self.async_step_menu()
        return await self.async_step_settings(user_input)

    async def async_step_menu(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Ask for what to do."""
        moves = await async_list_moves(self.hass, self.config_entry)
        return self.async_show_menu(step_id="menu", menu_options=["settings", *moves])

    async def async_step_settings(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the options."""
        vendor = await async_load_vendor(self.hass, self.config_entry.data)
        cloud = await self.hass.async_add_import_executor_job(vendor.load_cloud)
        if issubclass(cloud, Selectable):
            return await self.async_step_selection()
        if issubclass(cloud, HasDoors):
            return await self.async_step_door_phones()
        has_homes = issubclass(cloud, HasHomes)
        errors = _home_errors(user_input) if has_homes else {}
        if user_input is not None and not errors:
            return self.async_create_entry(data=self._parse_basics(user_input))
        return self.async_show_form(
            step_id="homes" if has_homes else "init",
            data_schema=self.add_suggested_values_to_schema(self._basic_schema(vendor.pace), user_input),
            errors=errors,
            description_placeholders={
                "minimum": str(vendor.pace.minimum),
                "maximum": str(vendor.pace.maximum),
            },
        )

    # The same form, in words for accounts whose places are homes.
    async_step_homes = async_step_init

    async def async_step_door_phones(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the options of an account with door phones."""
        vendor = await async_load_vendor(self.hass, self.config_entry.data)
        options, relays = self.config_entry.options, list_relays(self._snapshot)
        errors = _home_errors(user_input) or _relay_errors(user_input)
        if user_input is not None and not errors:
            return self.async_create_entry(
                data=self._parse_basics(user_input) | parse_door_phones(user_input, options, relays)
            )
        schema = self._basic_schema(vendor.pace).extend(door_phones_schema(options, relays))
        return self.async_show_form(
            step_id="door_phones",
            data_schema=self.add_suggested_values_to_schema(schema, user_input),
            errors=errors,
        )

    @property
    @override
    def _account(self) -> LatchkeyConfigEntry:
        """The account whose options these are."""
        return self.config_entry

    @override
    def _end(self) -> ConfigFlowResult:
        """End the dialog with the options as they are: to take over may have changed them."""
        return self.async_create_entry(data=dict(self.config_entry.options))

    @property
    def _snapshot(self) -> Snapshot:
        """The account as it is now; nothing is known of one that is not set up."""
        entry: LatchkeyConfigEntry = self.config_entry
        is_loaded = entry.state is ConfigEntryState.LOADED
        return entry.runtime_data.data if is_loaded else Snapshot(devices={})

    def _basic_schema(self, pace: Pace) -> vol.Schema:
        """Return the fields that accounts of most kinds have: how often to poll, and which places to show."""
        options, places = self.config_entry.options, self._snapshot.places
        schema = _interval_schema(pace, options.get(CONF_POLL_INTERVAL, pace.default))
        hidden = set(options.get(CONF_HIDDEN_PLACES, ()))
        if len(places) > 1 or hidden & set(places):
            schema = schema.extend(places_schema(places, hidden))
        return schema

    def _parse_basics(self, user_input: dict[str, Any]) -> dict[str, Any]:
        """Return what was typed into these as it is stored."""
        hidden = set(self.config_entry.options.get(CONF_HIDDEN_PLACES, ()))
        if CONF_SHOWN_PLACES in user_input:
            # What is hidden is kept, not what is shown: a new room appears by itself.
            hidden = (hidden | set(self._snapshot.places)) - set(user_input[CONF_SHOWN_PLACES])
        return {
            CONF_POLL_INTERVAL: int(user_input[CONF_POLL_INTERVAL]),
            CONF_HIDDEN_PLACES: sorted(hidden),
        }

    async def async_step_selection(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Ask what to change: what is shown, which events come, or how often to look for what was missed."""
        entry: LatchkeyConfigEntry = self.config_entry
        if entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="not_loaded")
        if self._choices is None:
            try:
                self._choices = await entry.runtime_data.able(Selectable).async_list_choices()
            except AuthError as error:
                return await self._async_after_failure(error)
            self._selection = parse_selection(entry.options.get(CONF_SELECTION, {}))
            self._shown_before = self._choices.shown
            await self._async_load_nowhere()
        events = await self._async_list_event_steps()
        return self.async_show_menu(step_id="selection", menu_options=[*WAYS, *events, "polling"])

    async def async_step_polling(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask how often to look for what was missed."""
        options = self.config_entry.options
        if user_input is not None:
            interval = int(user_input[CONF_POLL_INTERVAL])
            return self.async_create_entry(data={**options, CONF_POLL_INTERVAL: interval})
        pace = (await async_load_vendor(self.hass, self.config_entry.data)).pace
        schema = _interval_schema(pace, options.get(CONF_POLL_INTERVAL, pace.default))
        return self.async_show_form(step_id="polling", data_schema=schema)

    async def async_step_save(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - an entry of a menu
    ) -> ConfigFlowResult:
        """Keep what was chosen."""
        selection = describe_selection(self._selection)
        return self.async_create_entry(data={**self.config_entry.options, CONF_SELECTION: selection})

    @property
    @override
    def _account_name(self) -> str:
        return self.config_entry.title

    @property
    @override
    def _vendor_name(self) -> str:
        entry: LatchkeyConfigEntry = self.config_entry
        return entry.runtime_data.vendor.name

    @override
    async def _async_find_shown(self, selection: Selection) -> frozenset[str]:
        entry: LatchkeyConfigEntry = self.config_entry
        return await entry.runtime_data.able(Selectable).async_list_shown(selection)

    @override
    async def _async_after_failure(self, error: AuthError) -> ConfigFlowResult:
        """Change nothing of an account that is not reached."""
        return self.async_abort(reason="not_loaded")

    @override
    async def _async_after_selection(self) -> ConfigFlowResult:
        """Say what changes."""
        return await self.async_step_confirm()


def _home_errors(user_input: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what is wrong with the homes to show."""
    return {"base": "no_homes"} if shows_no_place(user_input or {}) else {}


def _relay_errors(user_input: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what is wrong with the relays that open something."""
    return {} if are_relays_clear(user_input or {}) else {"base": "relay_twice"}


def _interval_schema(pace: Pace, interval: int) -> vol.Schema:
    """Return the field of the seconds between two polls."""
    seconds = number(pace.minimum, pace.maximum, UnitOfTime.SECONDS)
    return vol.Schema({vol.Required(CONF_POLL_INTERVAL, default=interval): seconds})
