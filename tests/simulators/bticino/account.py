"""An account at the vendor, the homes that belong to it, and who holds a bearer of it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from ..tokens import TokenIssuer
from .home import Home


@dataclass(slots=True, kw_only=True)
class Account:
    """All fields may be changed at any time; the id never changes at the real vendor."""

    id: str
    email: str
    password: str
    homes: dict[str, Home] = field(default_factory=dict)
    """By their ids."""


def identifier(email: str) -> str:
    """Return an id that is the same in every run."""
    return uuid5(NAMESPACE_DNS, f"{email}.bticino.example").hex[:24]


class Refused(Exception):
    """The vendor does not do it; the code and the message are its own."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"error": {"code": code, "message": message}}


class Bearers:
    """Tells whose bearer it is."""

    def __init__(self, accounts: dict[str, Account], tokens: TokenIssuer) -> None:
        self._accounts = accounts
        self._tokens = tokens

    def account(self, bearer: str) -> Account:
        """Return whose live bearer this is; raises Refused."""
        owner = self._tokens.owner(bearer)
        if owner is not None:
            return next(account for account in self._accounts.values() if account.id == owner)
        if self._tokens.has_issued(bearer):
            raise Refused(403, 3, "Access token expired")
        raise Refused(403, 2, "Invalid access token")
