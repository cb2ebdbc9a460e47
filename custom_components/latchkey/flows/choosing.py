"""What of an account is shown, where a person may choose."""

from abc import abstractmethod
from typing import Any

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult

from ..account.plain import plain
from ..account.selection import describe_selection, parse_selection
from ..auth.errors import AuthError, RefreshTokenRejected, TemporaryError
from ..clouds.settings import Choices, Selection
from ..const import CONF_HIDDEN_PLACES, CONF_SELECTION
from .errors import NoHomes
from .flow import LinkFlow
from .selection_form import CONF_SHOWN_PLACES, places_schema, selection_schema, shows_no_place


class Choosing(LinkFlow):
    """Asks what to show of a new account."""

    _selection = Selection()
    _count = 0

    @abstractmethod
    async def _async_after_choice(self, options: dict[str, Any]) -> ConfigFlowResult:
        """Go on: these are the options of the account."""

    @abstractmethod
    def _after_lost_login(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Go on: the login must be started over."""

    async def _async_choose(self) -> ConfigFlowResult:
        """Ask what there is to be asked."""
        if self._choices is not None:
            return self._show_selection(self._choices)
        return await self.async_step_places()

    async def async_step_selection(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what of the account to show, and say how much that is."""
        if user_input is None or self._choices is None:
            return await self._async_choose()
        self._selection = parse_selection(user_input)
        try:
            self._count = await self._attempt.async_count(self._selection)
        except TemporaryError as error:
            return self._show_selection(self._choices, error)
        except RefreshTokenRejected as error:
            return self._after_lost_login(error)
        return await self.async_step_confirm()

    async def async_step_confirm(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - Home Assistant's signature
    ) -> ConfigFlowResult:
        """Say how much is shown then."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        return self.async_show_menu(
            step_id="confirm",
            menu_options=["link", "selection"],
            description_placeholders={"count": str(self._count), "account": plain(self._account.name)},
        )

    async def async_step_link(
        self,
        user_input: dict[str, Any] | None = None,  # noqa: ARG002 - an entry of a menu
    ) -> ConfigFlowResult:
        """Link the account as it was chosen."""
        return await self._async_after_choice({CONF_SELECTION: describe_selection(self._selection)})

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

    def _show_places(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask which homes to show."""
        # After a choice of none the page shows that choice.
        hidden = set() if error is None else set(self._homes)
        return self._show_form("places", vol.Schema(places_schema(self._homes, hidden)), error=error)

    def _show_selection(self, choices: Choices, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask what of the account to show."""
        schema = vol.Schema(selection_schema(choices, self._selection))
        return self._show_form("selection", schema, error=error)
