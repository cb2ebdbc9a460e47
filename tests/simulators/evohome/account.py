"""An account at the vendor and the locations that belong to it."""

from dataclasses import dataclass, field
from typing import Any

from .home import Location


@dataclass(slots=True, kw_only=True)
class Account:
    """All fields may be changed at any time; the id never changes at the real vendor."""

    id: str
    email: str
    password: str
    logins_left: int = 10
    """How many passwords are looked at, right or wrong; the next one is refused."""

    locations: dict[str, Location] = field(default_factory=dict)
    """By their ids."""

    def information(self) -> dict[str, Any]:
        """Return the answer to `userAccount`."""
        return {
            **self.person(),
            "streetAddress": "1 Main Street",
            "city": "London",
            "postcode": "E1 1AA",
            "country": "UnitedKingdom",
            "language": "enGB",
        }

    def person(self) -> dict[str, str]:
        """Return who owns its locations."""
        return {"userId": self.id, "username": self.email, "firstname": "Alice", "lastname": "Example"}
