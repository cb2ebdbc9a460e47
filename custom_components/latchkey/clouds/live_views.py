"""What vendors say of live views, unchecked."""

from collections.abc import Mapping
from typing import Any, Final, TypeGuard

from ..auth.redaction import mask
from .model import IceServer
from .raw import read_mappings, read_text, read_texts

MAX_DESCRIPTION: Final = 64 * 1024
"""Characters."""

CREDENTIAL_LIFE: Final = 24 * 60 * 60.0
"""Seconds that a credential of a TURN server is good for, as far as is known."""


def is_description(raw: Any) -> TypeGuard[str]:
    """Return whether it is a description (SDP) or a candidate, and of sensible length."""
    return isinstance(raw, str) and 0 < len(raw) <= MAX_DESCRIPTION


def parse_ice_servers(raw: Any) -> tuple[IceServer, ...]:
    """Return the servers that are told; what makes no sense is left out."""
    servers = (_parse_ice_server(server) for server in read_mappings(raw))
    return tuple(server for server in servers if server is not None)


def _parse_ice_server(raw: Mapping[str, Any]) -> IceServer | None:
    told = raw.get("urls")
    urls = tuple(read_texts([told] if isinstance(told, str) else told))
    credential = read_text(raw.get("credential"))
    if credential is not None:
        mask(credential, CREDENTIAL_LIFE)
    return (
        IceServer(urls=urls, username=read_text(raw.get("username")), credential=credential) if urls else None
    )
