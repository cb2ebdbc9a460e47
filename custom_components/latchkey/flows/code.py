"""The one-time code, and how to get it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers import selector

from ..auth.errors import AuthError, InvalidOneTimeCode, LoginExpired
from .fields import one_of
from .flow import LinkFlow

CONF_CODE: Final = "code"
CONF_NEXT: Final = "next"
CONF_METHOD: Final = "method"

NEXT_ENTER: Final = "enter"
NEXT_RESEND: Final = "resend"
NEXT_START_OVER: Final = "start_over"


def _code_schema(nexts: list[str]) -> vol.Schema:
    """Return the field of the code, and what else a person may do."""
    choice = selector.SelectSelectorConfig(
        options=nexts, translation_key="code_next", mode=selector.SelectSelectorMode.LIST
    )
    code = selector.TextSelector(selector.TextSelectorConfig(autocomplete="one-time-code"))
    return vol.Schema(
        {
            vol.Optional(CONF_CODE): code,
            vol.Required(CONF_NEXT, default=NEXT_ENTER): selector.SelectSelector(choice),
        }
    )


CODE_SCHEMA: Final = _code_schema([NEXT_ENTER, NEXT_RESEND, NEXT_START_OVER])
APP_CODE_SCHEMA: Final = _code_schema([NEXT_ENTER, NEXT_START_OVER])


class EnteringCode(LinkFlow):
    """Asks for the one-time code, where the vendor does."""

    @abstractmethod
    async def _async_after_code(self) -> ConfigFlowResult:
        """Go on: the vendor has taken the code."""

    @abstractmethod
    def _after_lost_login(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Go on: the login must be started over."""

    async def async_step_method(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Choose how to get the code, where there are several ways."""
        if user_input is None:
            return self._show_methods()
        try:
            await self._attempt.async_choose(user_input[CONF_METHOD])
        except LoginExpired as error:
            return self._after_lost_login(error)
        except AuthError as error:
            return self._show_methods(error)
        return self._show_code()

    async def async_step_code(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Do with the one-time code what the person chose."""
        if user_input is None:
            return self._show_code()
        choices = {
            NEXT_ENTER: self._async_submit,
            NEXT_RESEND: self._async_resend,
            NEXT_START_OVER: self._async_start_over,
        }
        try:
            return await choices[user_input[CONF_NEXT]](user_input.get(CONF_CODE, ""))
        except LoginExpired as error:
            return self._after_lost_login(error)
        except AuthError as error:
            return self._show_code(user_input, error)

    async_step_new_code = async_step_app_code = async_step_code

    async def _async_submit(self, code: str) -> ConfigFlowResult:
        """Send the code."""
        if not code.strip():
            raise InvalidOneTimeCode
        await self._attempt.async_submit(code)
        return await self._async_after_code()

    async def _async_resend(self, _code: str) -> ConfigFlowResult:
        """Have another code sent, and say so."""
        await self._attempt.async_resend()
        return self._show_form("new_code", CODE_SCHEMA)

    async def _async_start_over(self, _code: str) -> ConfigFlowResult:
        """Go back to the credentials."""
        return self._after_lost_login()

    def _ask_for_code(self) -> ConfigFlowResult:
        """Ask for the code, or first for how to get it."""
        return self._show_methods() if self._methods else self._show_code()

    def _show_methods(self, error: AuthError | None = None) -> ConfigFlowResult:
        """Ask how to get the code."""
        schema = vol.Schema({vol.Required(CONF_METHOD): one_of(self._methods)})
        return self._show_form("method", schema, error=error)

    def _show_code(
        self, typed: Mapping[str, Any] | None = None, error: AuthError | None = None
    ) -> ConfigFlowResult:
        """Ask for the one-time code."""
        if self._attempt.resends_code:
            return self._show_form("code", CODE_SCHEMA, typed, error)
        return self._show_form("app_code", APP_CODE_SCHEMA, typed, error)
