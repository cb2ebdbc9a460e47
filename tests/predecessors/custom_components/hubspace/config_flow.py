"""Its entries are made by tests, and by whoever says what is to be in them."""

from typing import Any, override

import voluptuous as vol
from homeassistant.config_entries import ConfigFlow, ConfigFlowResult
from homeassistant.helpers.selector import ObjectSelector

SCHEMA = vol.Schema({vol.Required("entities"): ObjectSelector()})


class StandInConfigFlow(ConfigFlow, domain="hubspace"):
    """Takes entries of the version that the real one has."""

    VERSION = 5

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the entities."""
        if user_input is None:
            return self.async_show_form(step_id="user", data_schema=SCHEMA)
        return self.async_create_entry(title="Hubspace", data={}, options=user_input)
