"""What a Home Assistant says of itself on the network (zeroconf): whoever is there may say anything."""

from dataclasses import dataclass
from typing import Any, Final, Self

from yarl import URL

from ..discovery import Announced, Found, place_of

SERVICE: Final = "_home-assistant._tcp.local."
URLS: Final = ("internal_url", "base_url", "external_url")
"""Where it may say it is; the first is preferred."""

MAX_TEXT: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement(Found):
    """A Home Assistant on the network."""

    url: str
    instance_id: str

    @classmethod
    def parse(cls, found: Announced) -> Self | None:
        """Return what was announced, or None where it does not say which Home Assistant it is."""
        texts = {key: text for key, text in found.properties.items() if _is_text(text)}
        if found.type != SERVICE or "uuid" not in texts:
            return None
        heard_at = [
            str(URL.build(scheme="http", host=address, port=found.port)) for address in found.addresses
        ]
        said = [texts[key] for key in URLS if place_of(texts.get(key))]
        # What follows the host is none of Home Assistant's: it could be words for whoever reads the address.
        url = str(URL((said + heard_at)[0]).origin())
        return cls(
            id=f"instance:{texts['uuid']}",
            name=str(URL(url).host),
            url=url,
            instance_id=texts["uuid"],
            places=frozenset(place for url in said + heard_at if (place := place_of(url))),
        )


def _is_text(value: Any) -> bool:
    """Return whether something that was announced is a text of a decent size."""
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT and value.isprintable()
