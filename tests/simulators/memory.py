"""What the vendors remember from one run of the demo to the next: logins, and how the homes are."""

import asyncio
import json
import pickle
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from .tokens import TokenIssuer

HOMES: Final = {"hubspace": "metadevices", "evohome": "locations", "bticino": "homes"}
"""What an account at each vendor calls that which belongs to it."""

SECONDS_BETWEEN: Final = 1.0


class Vendor(Protocol):
    """What can be remembered of a simulator."""

    tokens: TokenIssuer
    accounts: dict[str, Any]

    @property
    def name(self) -> str: ...


class Memory:
    """Two files in a directory; homes are forgotten when the code changes, and with it what a home is."""

    def __init__(self, directory: Path, vendors: Iterable[Vendor]) -> None:
        directory.mkdir(exist_ok=True)
        self._vendors = list(vendors)
        self._logins = directory / "logins.json"
        self._homes = directory / "homes.pickle"
        self._fingerprint = _fingerprint()
        self._written: dict[Path, bytes] = {}

    def recall(self) -> None:
        """Have the vendors know what they knew."""
        logins = json.loads(self._logins.read_text()) if self._logins.exists() else {}
        for vendor in self._vendors:
            vendor.tokens.restore(logins.get(vendor.name, []))
            for email, home in self._recalled_homes().get(vendor.name, {}).items():
                setattr(vendor.accounts[email], HOMES[vendor.name], home)

    def _recalled_homes(self) -> dict[str, dict[str, Any]]:
        if not self._homes.exists():
            return {}
        fingerprint, homes = pickle.loads(self._homes.read_bytes())
        return pickle.loads(homes) if fingerprint == self._fingerprint else {}

    def keep(self) -> None:
        """Write down what the vendors know, where that changed."""
        logins = {vendor.name: vendor.tokens.logins() for vendor in self._vendors}
        homes = {
            vendor.name: {
                email: getattr(account, HOMES[vendor.name]) for email, account in vendor.accounts.items()
            }
            for vendor in self._vendors
        }
        self._write(self._logins, json.dumps(logins).encode())
        self._write(self._homes, pickle.dumps((self._fingerprint, pickle.dumps(homes))))

    async def keep_on(self) -> None:
        """Write down again and again."""
        while True:
            self.keep()
            await asyncio.sleep(SECONDS_BETWEEN)

    def _write(self, path: Path, content: bytes) -> None:
        if self._written.get(path) == content:
            return
        new = path.with_suffix(".new")
        new.write_bytes(content)
        new.replace(path)
        self._written[path] = content


def _fingerprint() -> str:
    """Return what changes with every change to the simulators."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
