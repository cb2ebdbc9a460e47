"""A throw-away certificate authority."""

import ssl
from collections.abc import Iterable
from pathlib import Path


class Authority:
    """Signs the certificates of the vendors' host names; only who loads `path` trusts it."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "ca.pem"
        """The authority's own certificate."""

    def server_context(self, hosts: Iterable[str]) -> ssl.SSLContext:
        """Return what a server of these hosts needs."""
        raise NotImplementedError

    def client_context(self) -> ssl.SSLContext:
        """Return what a client needs that trusts this authority alone."""
        raise NotImplementedError
