"""What the entities of the integration "remote_homeassistant", which HACS offers, are here."""

import re
from typing import Final

from yarl import URL

from ..predecessor import Counterpart, MissingReason, OldEntity
from .home import Home

_UNIQUE_ID: Final = re.compile(r"[^_.]+_(?P<domain>[a-z0-9_]+)\.(?P<name>[a-z0-9_]+)")
"""The beginning of the other side's id, and the entity as it is called here."""


def find_counterpart(old: OldEntity, home: Home, url: str) -> Counterpart | MissingReason:
    """Return what an old entity is here, or why it is nothing."""
    if not _is_at(old, URL(url)):
        return "other_account"
    match = _UNIQUE_ID.fullmatch(old.unique_id)
    if match is None:
        return "no_counterpart"
    prefix = old.entry_options.get("entity_prefix")
    name = match["name"].removeprefix(prefix) if isinstance(prefix, str) else match["name"]
    found = home.find(f"{match['domain']}.{name}")
    return found if isinstance(found, str) else Counterpart(feature=found)


def _is_at(old: OldEntity, url: URL) -> bool:
    """Return whether an entity is of this account's address, as far as that is known.

    Two homes may well have entities of the same name, and nothing but the address tells them apart here.
    """
    host, port = old.entry_data.get("host"), old.entry_data.get("port")
    return host is None or (str(host).strip("[]").lower(), port) == (url.host, url.port)
