"""Bearers and refresh tokens as a vendor's authorization server keeps them."""

from typing import Literal, NamedTuple


class Granted(NamedTuple):
    """A bearer and the refresh token that buys the next one."""

    bearer: str
    refresh_token: str


class TokenIssuer:
    """Issues, rotates, expires and revokes. An owner is an account's id."""

    def __init__(self) -> None:
        self.rotation: Literal["single_use", "grace", "none"] = "single_use"
        """A used refresh token is dead at once, lives on for `grace` seconds, or stays the same."""
        self.grace: float = 60.0
        """Seconds that a used refresh token lives on; each use of it brings a new one."""
        self.bearer_life: float = 120.0
        """Seconds that a bearer lives."""

    def issue(self, owner: str) -> Granted:
        """Return the first tokens of a login."""
        raise NotImplementedError

    def refresh(self, refresh_token: str) -> Granted | None:
        """Return the next tokens; None where the refresh token is dead or was never known."""
        raise NotImplementedError

    def owner(self, bearer: str) -> str | None:
        """Return whose live bearer this is."""
        raise NotImplementedError

    def expire_bearers(self) -> None:
        """Kill every bearer; refresh tokens live on."""
        raise NotImplementedError

    def revoke(self, refresh_token: str) -> None:
        """Kill the whole chain of logins' tokens that this refresh token belongs to, bearers included."""
        raise NotImplementedError

    def revoke_all(self, owner: str | None = None) -> None:
        """Kill all tokens of one account, or of all."""
        raise NotImplementedError

    def live(self, owner: str | None = None) -> list[str]:
        """Return the refresh tokens that would be accepted now, of one account or of all."""
        raise NotImplementedError
