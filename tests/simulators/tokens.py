"""Bearers and refresh tokens as a vendor's authorization server keeps them."""

import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import Literal, NamedTuple


class Granted(NamedTuple):
    """A bearer and the refresh token that buys the next one."""

    bearer: str
    refresh_token: str


@dataclass(slots=True)
class Chain:
    """One login and all tokens that came of it, each with the time at which it dies."""

    owner: str
    bearers: dict[str, float] = field(default_factory=dict)
    refresh_tokens: dict[str, float] = field(default_factory=dict)


class TokenIssuer:
    """Issues, rotates, expires and revokes. An owner is an account's id."""

    def __init__(self) -> None:
        self.rotation: Literal["single_use", "grace", "none"] = "single_use"
        """A used refresh token is dead at once, lives on for `grace` seconds, or stays the same."""
        self.grace: float = 60.0
        """Seconds that a used refresh token lives on from its first use; each use brings another new one."""
        self.bearer_life: float = 120.0
        """Seconds that a bearer lives."""
        self._chains: list[Chain] = []

    def issue(self, owner: str) -> Granted:
        """Return the first tokens of a login."""
        chain = Chain(owner)
        self._chains.append(chain)
        return self._grant(chain, secrets.token_urlsafe(32))

    def refresh(self, refresh_token: str) -> Granted | None:
        """Return the next tokens; None where the refresh token is dead or was never known."""
        chain = next(self._holders(refresh_token), None)
        if chain is None:
            return None
        if self.rotation == "none":
            return self._grant(chain, refresh_token)
        grace = self.grace if self.rotation == "grace" else 0.0
        death = min(chain.refresh_tokens[refresh_token], time.monotonic() + grace)
        chain.refresh_tokens[refresh_token] = death
        return self._grant(chain, secrets.token_urlsafe(32))

    def owner(self, bearer: str) -> str | None:
        """Return whose live bearer this is."""
        now = time.monotonic()
        return next((chain.owner for chain in self._chains if chain.bearers.get(bearer, now) > now), None)

    def has_issued(self, bearer: str) -> bool:
        """Return whether this is a bearer, dead or alive, of a login that was not revoked."""
        return any(bearer in chain.bearers for chain in self._chains)

    def expire_bearers(self, owner: str | None = None) -> None:
        """Kill every bearer of one account, or of all; refresh tokens live on."""
        for chain in self._chains:
            if owner in (None, chain.owner):
                chain.bearers = dict.fromkeys(chain.bearers, time.monotonic())

    def revoke(self, refresh_token: str) -> None:
        """Kill all tokens of the login that this live refresh token belongs to, bearers included."""
        for chain in list(self._holders(refresh_token)):
            self._chains.remove(chain)

    def revoke_all(self, owner: str | None = None) -> None:
        """Kill all tokens of one account, or of all."""
        self._chains = [chain for chain in self._chains if owner not in (None, chain.owner)]

    def live(self, owner: str | None = None) -> list[str]:
        """Return the refresh tokens that would be accepted now, of one account or of all, oldest first."""
        now = time.monotonic()
        return [
            token
            for chain in self._chains
            if owner in (None, chain.owner)
            for token, death in chain.refresh_tokens.items()
            if death > now
        ]

    def logins(self) -> list[tuple[str, list[str]]]:
        """Return whose logins there are, and the refresh tokens of each that would be accepted now."""
        now = time.monotonic()
        return [
            (chain.owner, [token for token, death in chain.refresh_tokens.items() if death > now])
            for chain in self._chains
        ]

    def restore(self, logins: Iterable[tuple[str, list[str]]]) -> None:
        """Take logins of an earlier run; the bearers of that time are dead."""
        for owner, refresh_tokens in logins:
            self._chains.append(Chain(owner, refresh_tokens=dict.fromkeys(refresh_tokens, inf)))

    def _grant(self, chain: Chain, refresh_token: str) -> Granted:
        bearer = secrets.token_urlsafe(32)
        chain.bearers[bearer] = time.monotonic() + self.bearer_life
        chain.refresh_tokens.setdefault(refresh_token, inf)
        return Granted(bearer, refresh_token)

    def _holders(self, refresh_token: str) -> Iterator[Chain]:
        now = time.monotonic()
        return (chain for chain in self._chains if chain.refresh_tokens.get(refresh_token, now) > now)
