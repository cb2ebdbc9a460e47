"""The whole vendor: accounts, homes and knobs."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, override

from aiohttp import web

from ..simulator import Simulator
from . import api, grants
from .account import Account
from .api import Api, Order
from .builder import identifier
from .grants import Grants
from .home import HotWater, Location, System, Zone
from .tasks import Tasks


class EvohomeSimulator(Simulator):
    """Honeywell evohome as it is on the wire.

    Knobs of every simulator: `faults` (answer, hang, drop, heal), `tokens` (rotation, grace, bearer_life,
    expire_bearers, revoke, revoke_all, live), `requests`, `count`. Locations, systems, zones and hot water
    are what they are told to be:

    >>> evohome.zone("Kitchen").temperature = None              # its sensor has no contact
    >>> evohome.zone("Kitchen").faults = ["TempZoneActuatorLowBattery"]
    >>> evohome.zone("Kitchen").name = "Pantry"
    >>> evohome.remove_zone("Kitchen")
    >>> evohome.location("Cottage").gateway = None
    >>> evohome.empty()                                         # the account has no location any more
    >>> evohome.tasks.outcome = "Running"                       # changes wait for `tasks.finish()`
    >>> evohome.accounts["alice@example.com"].logins_left = 0   # the next login is refused
    """

    name: ClassVar[str] = "evohome"
    hosts: ClassVar[tuple[str, ...]] = ("tccna.resideo.com",)

    TOKEN: ClassVar[str] = grants.TOKEN
    API: ClassVar[str] = api.BASE

    def __init__(self) -> None:
        super().__init__()
        self.accounts: dict[str, Account] = {}
        """By email address."""
        self.retry_after: str | float | None = None
        """The Retry-After of too many logins: seconds or an HTTP date."""
        self.limit_status = 429
        """The status of too many logins; 400 is as well known."""
        self.tasks = Tasks()
        self.tokens.bearer_life = 1800.0
        self._grants = Grants(self.accounts, self.tokens, self._refuse_login)
        self._api = Api(self.accounts, self.tokens, self.tasks)

    @override
    def application(self) -> web.Application:
        application = web.Application(middlewares=[self.record, self.faults.middleware])
        application.router.add_post(self.TOKEN, self._grants.token)
        application.router.add_routes(self._api.routes())
        return application

    @property
    def orders(self) -> list[Order]:
        """All changes that it was asked for, in order, also those that it refused."""
        return self._api.orders

    def _refuse_login(self) -> web.Response:
        """Return the answer to one login too many."""
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        error = {"error": "attempt_limit_exceeded"}
        return web.json_response(error, status=self.limit_status, headers=headers)

    def add_account(self, email: str, password: str, locations: Iterable[Location] = ()) -> Account:
        """Open an account with locations of its own; its id is the same in every run."""
        account = Account(id=identifier(f"account {email}"), email=email, password=password)
        account.locations.update({location.id: location for location in locations})
        self.accounts[email] = account
        return account

    def change_email(self, email: str, new_email: str) -> None:
        """Give an account another email address; all else stays, its id too."""
        account = self.accounts.pop(email)
        account.email = new_email
        self.accounts[new_email] = account

    def location(self, name: str) -> Location:
        """Return the first location of that name; raises KeyError where there is none."""
        return _named(name, self._locations())

    def system(self, location_name: str) -> System:
        """Return the control system of a location; raises KeyError where there is none."""
        system = self.location(location_name).system
        if system is None:
            raise KeyError(location_name)
        return system

    def hot_water(self, location_name: str) -> HotWater:
        """Return the hot water of a location; raises KeyError where there is none."""
        hot_water = self.system(location_name).hot_water
        if hot_water is None:
            raise KeyError(location_name)
        return hot_water

    def zone(self, name: str) -> Zone:
        """Return the first zone of that name; raises KeyError where there is none."""
        return _named(name, (zone for system in self._systems() for zone in system.zones))

    def add_location(self, location: Location) -> None:
        """Put a location into the first account."""
        next(iter(self.accounts.values())).locations[location.id] = location

    def remove_location(self, name: str) -> None:
        """Take a location out of its account."""
        location = self.location(name)
        for account in self.accounts.values():
            account.locations.pop(location.id, None)

    def remove_zone(self, name: str) -> None:
        """Take a zone out of its system."""
        zone = self.zone(name)
        for system in self._systems():
            system.zones = [each for each in system.zones if each is not zone]

    def empty(self) -> None:
        """Take every location out of every account."""
        for account in self.accounts.values():
            account.locations.clear()

    def _locations(self) -> Iterator[Location]:
        return (location for account in self.accounts.values() for location in account.locations.values())

    def _systems(self) -> Iterator[System]:
        return (location.system for location in self._locations() if location.system is not None)


def _named[Entity: (Location, Zone)](name: str, entities: Iterator[Entity]) -> Entity:
    for entity in entities:
        if entity.name == name:
            return entity
    raise KeyError(name)
