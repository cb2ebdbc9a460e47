"""What all parts of linking an account share."""

from abc import ABC
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, override

import voluptuous as vol
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    ConfigFlow,
    ConfigFlowResult,
)
from homeassistant.core import callback

from ..account.linking import LinkAttempt
from ..auth.errors import AuthError
from ..clouds.base import Account
from ..clouds.discovery import Found
from ..clouds.settings import Choices
from ..clouds.vendor import SelfHosted, Site, Vendor
from .errors import error_key, local_time, locked_until


class LinkFlow(ConfigFlow, ABC):
    """What is known of an account so far, and how a form is shown.

    Each part of the flow knows its own steps. How it goes on after them is a method that the part only
    declares; `config_flow.py` says of all of them what they lead to.
    """

    _vendor: Vendor
    _attempt: LinkAttempt
    _account: Account
    _found: Found | None = None
    """What was found on the network, where that is how it began."""

    _address: str | None = None
    """Where the account is, as it was typed, announced or stored."""

    _site: Site | None = None
    """What is there."""

    _provider: str | None = None
    """Who checks the password there."""

    _username: str | None = None
    _was_encrypted = False
    """Whether the account was reached with encryption before."""

    _cause: AuthError | None = None
    """Why a login is asked for, until a person has begun it."""

    _rejected_since: datetime | None = None
    """Since when the vendor has rejected the refresh token, where that is why."""

    _methods: Mapping[str, str] = MappingProxyType({})
    """The ways to get a one-time code, where there are several."""

    _is_app_code = False
    """Whether the one-time code is one that an app shows, rather than that it may have been sent."""

    _homes: Mapping[str, str] = MappingProxyType({})
    """The names of the homes of the account by their ids, where it may have several."""

    _choices: Choices | None = None
    """Out of what a person chooses which features are shown; None where all are."""

    _removed = False

    def _show_form(
        self,
        step_id: str,
        schema: vol.Schema,
        typed: Mapping[str, Any] | None = None,
        error: AuthError | None = None,
    ) -> ConfigFlowResult:
        """Show a form with what was typed before, and what went wrong."""
        if self._is_over:
            return self.async_abort(reason="cancelled")
        app, until = self._vendor.app, locked_until(error)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, typed),
            errors={} if error is None else {"base": "login_locked_until" if until else error_key(error)},
            description_placeholders={
                "vendor": self._vendor.name,
                "app": self._vendor.app_name,
                "app_url": app.url if app is not None else "",
                "username": self._username or "",
                "since": local_time(self._rejected_since) if self._rejected_since is not None else "",
                "until": until,
                "url": self._site.url if self._site is not None else self._address or "",
                "host": self._found.name if self._found is not None else "",
                "example": self._vendor.example if isinstance(self._vendor, SelfHosted) else "",
                **(error.placeholders if error is not None else {}),
            },
        )

    @property
    def _account_unique_id(self) -> str:
        """The unique id of the account's entry."""
        return f"{self._vendor.kind}:{self._account.id}"

    @property
    def _is_repair(self) -> bool:
        """Whether the flow was started from an entry."""
        return self.source in (SOURCE_REAUTH, SOURCE_RECONFIGURE)

    @property
    def _is_over(self) -> bool:
        """Whether the dialog was closed, or its account removed, while the vendor was asked."""
        entry_id = self.context.get("entry_id")
        is_gone = entry_id is not None and self.hass.config_entries.async_get_entry(entry_id) is None
        return self._removed or is_gone

    @callback
    @override
    def async_remove(self) -> None:
        """Close what the login opened, however the flow ended."""
        self._removed = True
        self._discard_attempt()

    @callback
    def _discard_attempt(self) -> None:
        """Leave an attempt that is over."""
        if hasattr(self, "_attempt"):
            self.hass.async_create_task(self._attempt.async_discard(), "discard a login")


def is_encrypted(url: str | None) -> bool:
    """Return whether what is sent to an address is encrypted on its way."""
    return url is not None and url.startswith("https:")
