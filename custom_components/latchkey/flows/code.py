"""The one-time code, and how to get it."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.helpers import selector

from ..auth.errors import AuthError, LoginExpired
from .errors import CodeMissing
from .fields import one_of
from .flow import LinkFlow

CONF_CODE: Final = "code"
CONF_INSTEAD: Final = "instead"
CONF_METHOD: Final = "method"

RESEND: Final = "resend"
START_OVER: Final = "start_over"


def _code_schema(instead: list[str]) -> vol.Schema:
    """Return the field of the code, and what a person may do who has none."""
    choice = selector.SelectSelectorConfig(
        options=instead, translation_key="instead", mode=selector.SelectSelectorMode.DROPDOWN
    )
    code = selector.TextSelector(selector.TextSelectorConfig(autocomplete="one-time-code"))
    return vol.Schema(
        {vol.Optional(CONF_CODE): code, vol.Optional(CONF_INSTEAD): selector.SelectSelector(choice)}
    )


SENT_CODE_SCHEMA: Final = _code_schema([RESEND, START_OVER])
CODE_SCHEMA: Final = _code_schema([START_OVER])


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
            self._is_app_code = await self._attempt.async_choose(user_input[CONF_METHOD])
        except LoginExpired as error:
            return self._after_lost_login(error)
        except AuthError as error:
            return self._show_methods(error)
        return self._show_code()

    async def async_step_code(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Send the one-time code, or do what the person chose instead."""
        if user_input is None:
            return self._show_code()
        code = user_input.get(CONF_CODE, "")
        try:
            if user_input.get(CONF_INSTEAD) == START_OVER:
                return self._after_lost_login()
            if user_input.get(CONF_INSTEAD) == RESEND:
                return await self._async_resend()
            return await self._async_submit(code)
        except LoginExpired as error:
            return self._after_lost_login(error)
        except AuthError as error:
            return self._show_code({CONF_CODE: code}, error)

    # The same form, in words for each way to get a code.
    async_step_new_code = async_step_app_code = async_step_other_code = async_step_code

    async def _async_submit(self, code: str) -> ConfigFlowResult:
        """Send the code."""
        if not code.strip():
            raise CodeMissing
        await self._attempt.async_submit(code)
        return await self._async_after_code()

    async def _async_resend(self) -> ConfigFlowResult:
        """Have another code sent, and say so."""
        await self._attempt.async_resend()
        return self._show_form("new_code", SENT_CODE_SCHEMA)

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
            return self._show_form("code", SENT_CODE_SCHEMA, typed, error)
        return self._show_form("app_code" if self._is_app_code else "other_code", CODE_SCHEMA, typed, error)
