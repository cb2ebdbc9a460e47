"""The whole vendor: accounts, homes and knobs."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, override

from aiohttp import web

from ..simulator import Simulator, Stream
from . import api, conclave, grants, login
from .account import Account
from .api import Api, Change
from .builder import identifier
from .conclave import Conclave
from .grants import Grants
from .login import LoginPages
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
    hosts: ClassVar[tuple[str, ...]] = (
        "accounts.hubspaceconnect.com",
        "api2.afero.net",
        conclave.HOST,
    )

    AUTHORIZE: ClassVar[str] = login.AUTHORIZE
    LOGIN: ClassVar[str] = login.AUTHENTICATE
    TOKEN: ClassVar[str] = grants.TOKEN
    REVOKE: ClassVar[str] = grants.REVOKE
    API: ClassVar[str] = "/v1"
    CONCLAVE: ClassVar[str] = api.CONCLAVE
    LINE: ClassVar[str] = conclave.LINE

    def __init__(self) -> None:
        super().__init__()
        self.accounts: dict[str, Account] = {}
        """By email address."""
        self.pin = "1234"
        """What disarms every security system."""
        self._grants = Grants(self.tokens)
        self._login_pages = LoginPages(self.accounts, self.mail, self._grants.issue_code)
        self.changes: list[Change] = []
        """All changes of states that devices have taken, in order."""
        self.conclave = Conclave(self.faults)
        """The push server."""
        self._api = Api(self.accounts, self.tokens, self.conclave, lambda: self.pin, self.changes)

    @override
    def application(self) -> web.Application:
        accounts = web.Application()
        accounts.router.add_get(self.AUTHORIZE, self._login_pages.authorize)
        accounts.router.add_post(self.LOGIN, self._login_pages.authenticate)
        accounts.router.add_post(self.TOKEN, self._grants.token)
        accounts.router.add_post(self.REVOKE, self._grants.revoke)
        metadevices = web.Application()
        metadevices.router.add_routes(self._api.routes())
        application = web.Application(middlewares=[self.record, self.faults.middleware])
        application.add_domain("accounts.hubspaceconnect.com", accounts)
        # Some requests go to api2.afero.net with `Host: semantics2.afero.net`.
        application.add_domain("*.afero.net", metadevices)
        return application

    @override
    def streams(self) -> Mapping[str, Stream]:
        return {conclave.HOST: self.conclave.serve}

    def add_account(self, email: str, password: str, metadevices: Iterable[Metadevice] = ()) -> Account:
        """Open an account with a home of its own; its id is the same in every run."""
        account = Account(id=identifier(f"account {email}"), email=email, password=password)
        account.metadevices.update({metadevice.id: metadevice for metadevice in metadevices})
        self.accounts[email] = account
        return account

    def change_email(self, email: str, new_email: str) -> None:
        """Give an account another email address; all else stays, its id too."""
        account = self.accounts.pop(email)
        account.email = new_email
        self.accounts[new_email] = account

    def expire_logins(self) -> None:
        """Forget every login that is under way: its next form leads to the login form again."""
        self._login_pages.expire()

    def metadevice(self, metadevice_id: str) -> Metadevice:
        """Return a device or room of any account; raises KeyError where there is none."""
        return self._owner_of(metadevice_id).metadevices[metadevice_id]

    def find(self, name: str) -> Metadevice:
        """Return the first device, or else room, of that name; raises KeyError where there is none."""
        named = [item for home in self._homes() for item in home.values() if item.name == name]
        if not named:
            raise KeyError(name)
        return min(named, key=lambda item: item.type_id)

    def state(self, metadevice_id: str, function_class: str, function_instance: str | None = None) -> Any:
        """Return how one function of a device is now; None where it has no such function."""
        return self.metadevice(metadevice_id).values.get((function_class, function_instance))

    def set_state(
        self, metadevice_id: str, function_class: str, function_instance: str | None, value: Any
    ) -> None:
        """Change a device as if a person had touched it; who listens is told at once."""
        metadevice, key = self.metadevice(metadevice_id), (function_class, function_instance)
        metadevice.values[key] = value
        self.conclave.tell_state(self._owner_of(metadevice_id), metadevice, key)

    def set_sensor(self, metadevice_id: str, sensor: int, **fields: int) -> None:
        """Change a sensor of a security system: triggered, tampered, missing (0 or 1) or batteryLevel."""
        state = self.state(metadevice_id, "sensor-state", f"sensor-{sensor}")
        changed = {"security-sensor-state": {**state["security-sensor-state"], **fields}}
        self.set_state(metadevice_id, "sensor-state", f"sensor-{sensor}", changed)

    def add(self, *metadevices: Metadevice) -> None:
        """Put devices or rooms into the home of the first account."""
        account = next(iter(self.accounts.values()))
        account.metadevices.update({metadevice.id: metadevice for metadevice in metadevices})
        for metadevice in metadevices:
            self.conclave.tell_inventory(account, "add", metadevice)

    def remove(self, metadevice_id: str) -> None:
        """Take a device or room out of its home, children's lists included."""
        account = self._owner_of(metadevice_id)
        home = account.metadevices
        self.conclave.tell_inventory(account, "remove", home.pop(metadevice_id))
        for other in home.values():
            other.children = [child for child in other.children if child != metadevice_id]

    def rename(self, metadevice_id: str, name: str) -> None:
        """Give a device or room another name."""
        metadevice = self.metadevice(metadevice_id)
        metadevice.name = name
        self.conclave.tell_inventory(self._owner_of(metadevice_id), "update", metadevice)

    def empty(self) -> None:
        """Take everything out of every home."""
        for home in self._homes():
            home.clear()

    def _homes(self) -> list[dict[str, Metadevice]]:
        return [account.metadevices for account in self.accounts.values()]

    def _owner_of(self, metadevice_id: str) -> Account:
        for account in self.accounts.values():
            if metadevice_id in account.metadevices:
                return account
        raise KeyError(metadevice_id)
