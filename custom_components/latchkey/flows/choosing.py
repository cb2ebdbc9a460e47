"""What of an account is shown, where a person may choose."""

import re
from abc import abstractmethod
from typing import Any, Final, override

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers import selector

from ..account.selection import describe_selection
from ..auth.errors import AuthError, RefreshTokenRejected
from ..clouds.settings import Selection
from ..const import CONF_HIDDEN_PLACES, CONF_ID_PREFIX, CONF_SELECTION
from .errors import InvalidPrefix, NoHomes, error_key
from .flow import LinkFlow
from .selecting import WAYS, SelectionSteps
from .selection_form import CONF_SHOWN_PLACES, places_schema, shows_no_place

_PREFIX: Final = re.compile(r"(?:[a-z0-9][a-z0-9_]{0,39})?")


class Choosing(LinkFlow, SelectionSteps[ConfigFlowResult]):
    """Asks what to show of a new account."""

    _id_prefix: str | None = None
    """What stands before the entity ids that things have at their vendor; None where nobody was asked."""

    _confirm_menu = ("link", "selection", "entity_ids")

    @abstractmethod
    async def _async_after_choice(self, options: dict[str, Any]) -> ConfigFlowResult:
        """Go on: these are the options of the account."""

    @abstractmethod
    def _after_lost_login(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Go on: the login must be started over."""

    async def _async_choose(self) -> ConfigFlowResult:
        """Ask what there is to be asked."""
        if self._choices is not None:
            return await self.async_step_selection()
        return await self.async_step_places()

    async def async_step_selection(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Ask how to choose what is shown."""
        await self._async_load_nowhere()
        return self.async_show_menu(step_id="selection", menu_options=list(WAYS))

    async def async_step_entity_ids(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what the entity ids begin with."""
        before = (self._id_prefix or "").removesuffix("_")
        typed = before if user_input is None else user_input.get(CONF_ID_PREFIX, "").strip().lower()
        is_valid = _PREFIX.fullmatch(typed) is not None
        if user_input is not None and is_valid:
            self._id_prefix = f"{typed.rstrip('_')}_" if typed else ""
            return await self.async_step_confirm()
        field = vol.Optional(CONF_ID_PREFIX, description={"suggested_value": typed})
        schema = vol.Schema({field: selector.TextSelector()})
        return self._ask("entity_ids", schema, None if is_valid else error_key(InvalidPrefix()))

    async def async_step_link(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - an entry of a menu
    ) -> ConfigFlowResult:
        """Link the account as it was chosen."""
        return await self._async_after_choice(
            {CONF_SELECTION: describe_selection(self._selection), CONF_ID_PREFIX: self._id_prefix}
        )

    async def async_step_places(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask which homes to show, where there are several."""
        if user_input is not None and shows_no_place(user_input):
            return self._show_places(NoHomes())
        if user_input is not None:
            hidden = sorted(set(self._homes) - set(user_input[CONF_SHOWN_PLACES]))
            return await self._async_after_choice({CONF_HIDDEN_PLACES: hidden} if hidden else {})
        if len(self._homes) > 1:
            return self._show_places()
        return await self._async_after_choice({})

    @property
    @override
    def _account_name(self) -> str:
        return self._account.name

    @property
    @override
    def _vendor_name(self) -> str:
        return self._vendor.name

    @override
    async def _async_find_shown(self, selection: Selection) -> frozenset[str]:
        return await self._attempt.async_list_shown(selection)

    @override
    async def _async_after_failure(self, error: AuthError) -> ConfigFlowResult:
        """Ask again, or for the credentials where the login was revoked meanwhile."""
        if isinstance(error, RefreshTokenRejected):
            return self._after_lost_login(error)
        return await self._async_show_way(error_key(error))

    @override
    async def _async_after_selection(self) -> ConfigFlowResult:
        """Ask for the entity ids, once."""
        return await (self.async_step_entity_ids() if self._id_prefix is None else self.async_step_confirm())

    @override
    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Say what is shown then, unless the dialog was closed meanwhile."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        return await super().async_step_confirm(user_input)

    @override
    def _ask(
        self, step_id: str, schema: vol.Schema, error: str | None = None, **placeholders: str
    ) -> ConfigFlowResult:
        """Show a form of what is chosen, unless the dialog was closed meanwhile."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        return super()._ask(step_id, schema, error, **placeholders)

    def _show_places(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask which homes to show."""
        # After a choice of none the page shows that choice.
        hidden = set() if error is None else set(self._homes)
        return self._show_form("places", vol.Schema(places_schema(self._homes, hidden)), error=error)
