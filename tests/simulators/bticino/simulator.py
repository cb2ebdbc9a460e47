"""The whole vendor: accounts, homes, calls and knobs."""

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any, ClassVar, override

from aiohttp import web

from ..simulator import Simulator
from . import api, grants, images, push, signalling
from .account import Account, Bearers, identifier
from .api import Api
from .calls import Calls
from .grants import Grants
from .home import Home, Module
from .images import Images
from .knobs import Knobs
from .push import PushSockets
from .relays import Relays
from .signalling import Signalling
from .talks import Talks


class BticinoSimulator(Knobs, Simulator):
    """BTicino's door phones as they are on the wire.

    Knobs of every simulator: `faults` (answer, hang, drop, heal), `tokens` (rotation, grace, bearer_life,
    expire_bearers, revoke, revoke_all, live), `requests`, `count`. Its own are told in knobs.py. A used
    refresh token is dead at once. A bearer that dies takes the news of its push sockets along. Homes and
    modules are what they are told to be:

    >>> session_id = await bticino.ring("Strada")               # offer and incoming_call are pushed
    >>> await bticino.repeat_offer(session_id)                  # as it does every few seconds
    >>> await bticino.answer(session_id)                        # somebody took it on another device
    >>> await bticino.set_state("Portone", lock=False)          # somebody opened it; it locks itself
    >>> await bticino.ring("Strada", offers=False)              # only incoming_call: nobody says where
    >>> await bticino.connect("Classe 300X", connected=False)   # the door phone has lost its line
    >>> bticino.module("Portone").reachable = False
    >>> bticino.empty()                                         # a degraded answer: no modules
    >>> bticino.topology = "full"                               # and the right one again
    >>> await bticino.push({"push_type": "BNC9-unheard_of"})    # or a text, half a message included
    >>> await bticino.end_live_views()                          # the units hang up
    >>> bticino.answerable = True                               # from now on, rings can be answered
    >>> bticino.hangs_up_at = "answer"                          # units hang up as soon as that is told
    >>> bticino.mute_sockets()                                  # their lines are dead, and nobody says so
    """

    name: ClassVar[str] = "bticino"
    hosts: ClassVar[tuple[str, ...]] = (
        "app.netatmo.net",
        "app-ws.netatmo.net",
        "app-turn.netatmo.net",
        images.HOST,
    )

    TOKEN: ClassVar[str] = grants.TOKEN
    HOMES: ClassVar[str] = api.HOMES
    STATUS: ClassVar[str] = api.STATUS
    SET_STATE: ClassVar[str] = api.SET_STATE
    EVENTS: ClassVar[str] = api.EVENTS
    TURN: ClassVar[str] = api.TURN
    PUSH: ClassVar[str] = push.PATH
    SIGNALLING: ClassVar[str] = signalling.PATH
    PICTURES: ClassVar[str] = "/*.jpg"

    def __init__(self) -> None:
        super().__init__()
        self.accounts: dict[str, Account] = {}
        """By email address."""
        self.tokens.bearer_life = 10_800.0
        bearers = Bearers(self.accounts, self.tokens)
        self._grants = Grants(self.accounts, self.tokens)
        self._push = PushSockets(self, bearers)
        self._images = Images(self)
        self._talks = Talks()
        self._calls = Calls(self, self._push, self._images, self._talks)
        self._signalling = Signalling(self, bearers, self._talks, self._calls)
        self._relays = Relays(self, self._push)
        self._api = Api(self, bearers, self._calls, self._relays)

    @override
    def application(self) -> web.Application:
        resources = [web.post(self.TOKEN, self._grants.token), *self._api.routes()]
        routes: dict[str, list[web.RouteDef]] = {
            "app.netatmo.net": resources,
            "app-turn.netatmo.net": self._api.turn_routes(),
            "app-ws.netatmo.net": [
                web.get(self.PUSH, self._push.serve),
                web.get(self.SIGNALLING, self._signalling.serve),
            ],
            images.HOST: [web.get("/{name}", self._images.serve)],
        }
        application = web.Application(middlewares=[self.record, self.faults.middleware])
        for host, host_routes in routes.items():
            server = web.Application()
            server.router.add_routes(host_routes)
            application.add_domain(host, server)
        application.on_shutdown.append(self._stop)
        return application

    async def _stop(self, _application: web.Application) -> None:
        await self._relays.close()
        self._signalling.drop()
        await self._talks.close()
        await self._calls.close()
        self._push.stop()

    def add_account(self, email: str, password: str, homes: Iterable[Home] = ()) -> Account:
        """Open an account with homes of its own; its id is the same in every run."""
        account = Account(id=identifier(email), email=email, password=password)
        account.homes.update({home.id: home for home in homes})
        self.accounts[email] = account
        return account

    def change_email(self, email: str, new_email: str) -> None:
        """Give an account another email address; all else stays, its id too."""
        account = self.accounts.pop(email)
        account.email = new_email
        self.accounts[new_email] = account

    def home(self, name: str) -> Home:
        """Return the first home of that name; raises KeyError where there is none."""
        return _named(name, self._homes())

    def module(self, name: str) -> Module:
        """Return the first module of that name; raises KeyError where there is none."""
        return _named(name, (module for home in self._homes() for module in home.modules))

    def told(self, name: str) -> dict[str, Any]:
        """Return how a module is, as `homestatus` tells it now."""
        modules = self._home_of(name).state(tells_locks=self.tells_locks)["modules"]
        return next(each for each in modules if each["id"] == self.module(name).id)

    def add_module(self, home_name: str, module: Module) -> None:
        """Put a module into a home."""
        self.home(home_name).modules.append(module)

    def remove_module(self, name: str) -> None:
        """Take a module out of its home."""
        self._home_of(name).modules.remove(self.module(name))

    def remove_home(self, name: str) -> None:
        """Take a home out of its account."""
        home = self.home(name)
        for account in self.accounts.values():
            account.homes.pop(home.id, None)

    def empty(self) -> None:
        """Answer with homes that have no modules, until `topology` is set."""
        self.topology = "no_modules"

    def no_homes(self) -> None:
        """Answer with no homes, until `topology` is set."""
        self.topology = "no_homes"

    async def set_state(self, module_name: str, **state: Any) -> None:
        """Change a lock or light as if a person had done it: `lock` or `status`."""
        await self._relays.change(self._home_of(module_name), self.module(module_name), state)

    async def until_relocked(self) -> None:
        """Wait until every door that was opened has locked itself."""
        await self._relays.until_relocked()

    async def ring(self, module_name: str, *, offers: bool = True, has_picture: bool = True) -> str:
        """Ring at an external unit, or at a bridge without any, and return the id of the session.

        One firmware sends no offer.
        """
        home, bell = self._home_of(module_name), self.module(module_name)
        return await self._calls.ring(home, bell, offers=offers, has_picture=has_picture)

    async def repeat_offer(self, session_id: str) -> None:
        """Say once more that it rings."""
        await self._calls.repeat_offer(session_id)

    async def answer(self, session_id: str) -> None:
        """Take a call on another device."""
        await self._calls.answer(session_id)

    async def miss(self, session_id: str) -> None:
        """Let a call ring until the unit gives up."""
        await self._calls.miss(session_id)

    async def end(self, session_id: str) -> None:
        """Hang up."""
        await self._calls.end(session_id)

    def call_state(self, session_id: str) -> str:
        """Return how a call is: it "rings", "talks" with Home Assistant, or is "over"."""
        return self._calls.state(session_id)

    def pushed_at(self, session_id: str) -> float:
        """Return when it was first pushed that a call rings, in seconds since 1970."""
        return self._calls.pushed_at(session_id)

    def snapshot(self, session_id: str) -> str:
        """Return the SHA-256 of what the unit saw when somebody rang."""
        return sha256(self._calls.snapshot(session_id)).hexdigest()

    async def connect(self, bridge_name: str, *, connected: bool) -> None:
        """Have a door phone find the vendor, or lose it."""
        await self._calls.connect(self._home_of(bridge_name), self.module(bridge_name), connected=connected)

    def forget_history(self) -> None:
        """Have no event in the history any more."""
        self._calls.forget()

    def expire_images(self) -> None:
        """Let every address of a picture that was told so far die; the next answer holds others."""
        self._images.expire()

    def forget_images(self) -> None:
        """Throw every picture away: their addresses are told, and nothing is there."""
        self._images.forget()

    @property
    def sockets(self) -> int:
        """Return how many push sockets would hear of a ring now."""
        return len(self._push.subscribed)

    async def until_subscribed(self, times: int = 1) -> None:
        """Wait until that many subscriptions to the push socket were accepted."""
        await self._push.until_subscribed(times)

    async def push(self, message: dict[str, Any] | str) -> None:
        """Send a message, or exactly this text, to every push socket."""
        await self._push.push(message if isinstance(message, str) else json.dumps(message))

    def drop_sockets(self) -> None:
        """End every push socket without a word."""
        self._push.drop()

    def mute_sockets(self) -> None:
        """Let the lines of all push sockets go dead; even a farewell is not answered. New ones work."""
        self._push.mute()

    @property
    def live_sessions(self) -> int:
        """Return how many live views and answered calls there are: peers of units that are not closed."""
        return self._talks.live

    @property
    def heard(self) -> list[dict[str, Any]]:
        """Return what is heard at the doors: how loud it is, which note, and for how many seconds it was."""
        return self._talks.heard

    @property
    def peers(self) -> int:
        """Return how many peers of units are not closed, those that only ring included."""
        return self._talks.live + self._calls.peers

    async def until_live(self, sessions: int) -> None:
        """Wait until there are just so many live views."""
        await self._talks.until_live(sessions)

    async def end_live_views(self) -> None:
        """End every live view as a unit does: with a `terminate`."""
        await self._talks.terminate_all()

    def drop_signalling(self) -> None:
        """End every signalling socket without a word."""
        self._signalling.drop()

    def _homes(self) -> Iterator[Home]:
        return (home for account in self.accounts.values() for home in account.homes.values())

    def _home_of(self, module_name: str) -> Home:
        module = self.module(module_name)
        return next(home for home in self._homes() if module in home.modules)


def _named[Entity: (Home, Module)](name: str, entities: Iterator[Entity]) -> Entity:
    for entity in entities:
        if entity.name == name:
            return entity
    raise KeyError(name)
