"""What a token endpoint grants."""

from dataclasses import dataclass, field

from .redaction import mask

REFRESH_TOKEN_LIFE = 30 * 24 * 60 * 60.0
"""Seconds that a refresh token is masked; every token that comes with it starts them anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A successful answer of a token endpoint (RFC 6749, section 5.1)."""

    bearer: str = field(repr=False)
    """What goes into the Authorization header; which field it came from is the vendor's choice."""

    refresh_token: str = field(repr=False)
    """Buys the next token; the one that was sent where the vendor does not rotate."""

    expires_in: float
    """Seconds that the bearer lives from the moment it was granted."""

    def __post_init__(self) -> None:
        """Keep both out of the log."""
        mask(self.bearer, self.expires_in)
        mask(self.refresh_token, REFRESH_TOKEN_LIFE)
