"""What a Home Assistant says of itself on the network (zeroconf): whoever is there may say anything."""

from dataclasses import dataclass
from typing import Any, Final, Self

from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo
from yarl import URL

MAX_TEXT: Final = 255

type _Place = tuple[str | None, int | None]
"""Host and port: the same instance may be reached there with and without TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A Home Assistant on the network."""

    instance_id: str
    host: str
    """Where it says it is; its name is not told, since anybody may call themselves anything."""

    url: str
    _places: frozenset[_Place]

    @classmethod
    def parse(cls, found: ZeroconfServiceInfo) -> Self | None:
        """Return what was announced, or None where it does not say which instance it is."""
        texts = {key: text for key, text in found.properties.items() if _is_text(text)}
        if "uuid" not in texts:
            return None
        heard_at = [
            str(URL.build(scheme="http", host=address, port=found.port)) for address in found.addresses
        ]
        said = [texts[key] for key in ("internal_url", "base_url", "external_url") if _place(texts.get(key))]
        url = (said + heard_at)[0]
        return cls(
            instance_id=texts["uuid"],
            host=str(URL(url).host),
            url=url,
            _places=frozenset(place for url in said + heard_at if (place := _place(url))),
        )

    def is_at(self, url: str | None) -> bool:
        """Return whether an address is one of this instance's."""
        return _place(url) in self._places


def _is_text(value: Any) -> bool:
    """Return whether something that was announced is a text of a decent size."""
    return isinstance(value, str) and 0 < len(value) <= MAX_TEXT and value.isprintable()


def _place(url: str | None) -> _Place | None:
    """Return where an address leads to; None where it is none."""
    try:
        parsed = URL(url or "")
        place = (parsed.host, parsed.port)
    except ValueError, LookupError, ArithmeticError:  # What yarl says to a host or port that is none.
        return None
    is_plain = parsed.scheme in ("http", "https") and "@" not in parsed.raw_authority
    return place if is_plain and parsed.host else None
