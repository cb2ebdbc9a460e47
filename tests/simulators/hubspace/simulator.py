"""The whole vendor: accounts, homes and knobs."""

from collections.abc import Iterable
from typing import Any, ClassVar, override

from aiohttp import web

from ..simulator import Simulator
from .account import Account
from .metadevice import Metadevice


class HubspaceSimulator(Simulator):
    """Hubspace as it is on the wire.

    Knobs of every simulator: `faults` (answer, hang, drop, heal), `tokens` (rotation, grace, bearer_life,
    expire_bearers, revoke, revoke_all, live), `requests`, `count`, `mailed`.

    >>> hubspace.faults.answer("/v1", status=429, retry_after=30)   # one API request is refused
    >>> hubspace.faults.drop(HubspaceSimulator.TOKEN, after=True)   # rotated, but the answer is lost
    >>> hubspace.tokens.revoke_all()                                # every account must log in again
    >>> hubspace.accounts["alice@example.com"].locked_for = 600     # logins are refused with a 429
    >>> hubspace.count(HubspaceSimulator.TOKEN, "POST")             # how often tokens were asked for
    """

    name: ClassVar[str] = "hubspace"
    hosts: ClassVar[tuple[str, ...]] = ("accounts.hubspaceconnect.com", "api2.afero.net")

    AUTHORIZE: ClassVar[str] = "/auth/realms/thd/protocol/openid-connect/auth"
    LOGIN: ClassVar[str] = "/auth/realms/thd/login-actions/authenticate"
    TOKEN: ClassVar[str] = "/auth/realms/thd/protocol/openid-connect/token"
    REVOKE: ClassVar[str] = "/auth/realms/thd/protocol/openid-connect/revoke"
    API: ClassVar[str] = "/v1"

    def __init__(self) -> None:
        super().__init__()
        self.accounts: dict[str, Account] = {}
        """By e-mail address."""
        self.pin = "1234"
        """What disarms every security system."""

    @override
    def application(self) -> web.Application:
        raise NotImplementedError

    def add_account(self, email: str, password: str, metadevices: Iterable[Metadevice] = ()) -> Account:
        """Open an account with a home of its own."""
        raise NotImplementedError

    def expire_logins(self) -> None:
        """Forget every login that is under way: its next form shows the login form again."""
        raise NotImplementedError

    def metadevice(self, metadevice_id: str) -> Metadevice:
        """Return a device or room of any account; raises KeyError where there is none."""
        raise NotImplementedError

    def find(self, name: str) -> Metadevice:
        """Return the first device or room of that name; raises KeyError where there is none."""
        raise NotImplementedError

    def state(self, metadevice_id: str, function_class: str, function_instance: str | None = None) -> Any:
        """Return how one function of a device is now; None where it has no such function."""
        raise NotImplementedError

    def set_state(
        self, metadevice_id: str, function_class: str, function_instance: str | None, value: Any
    ) -> None:
        """Change a device as if a person had touched it."""
        raise NotImplementedError

    def add(self, *metadevices: Metadevice, email: str | None = None) -> None:
        """Put devices or rooms into the home of an account, or of the first."""
        raise NotImplementedError

    def remove(self, metadevice_id: str) -> None:
        """Take a device or room out of its home, children's lists included."""
        raise NotImplementedError

    def rename(self, metadevice_id: str, name: str) -> None:
        """Give a device or room another name."""
        raise NotImplementedError

    def empty(self) -> None:
        """Take everything out of every home."""
        raise NotImplementedError
