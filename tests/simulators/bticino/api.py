"""The resources: homes, how they are, their changes, their calls, and servers that relay video."""

import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import web
from pybticino.const import (
    GETEVENTS_ENDPOINT,
    HOMESDATA_ENDPOINT,
    HOMESTATUS_ENDPOINT,
    SETSTATE_ENDPOINT,
    TURN_ENDPOINT,
)

from .account import Account, Bearers, Refused
from .calls import Calls
from .home import Home, Module
from .knobs import Knobs
from .relays import Relays

HOMES: Final[str] = HOMESDATA_ENDPOINT
STATUS: Final[str] = HOMESTATUS_ENDPOINT
SET_STATE: Final[str] = SETSTATE_ENDPOINT
EVENTS: Final[str] = GETEVENTS_ENDPOINT
TURN: Final[str] = TURN_ENDPOINT
VALUES: Final[dict[str, tuple[str, tuple[Any, ...]]]] = {
    "BNDL": ("lock", (True, False)),
    "BNSL": ("status", ("on", "off")),
}
"""What a module of each type takes: the field, and its values."""

type Answer = Callable[[dict[str, Any], Account], Awaitable[dict[str, Any]]]


class Api:
    """The resources for those who hold a bearer."""

    def __init__(self, knobs: Knobs, bearers: Bearers, calls: Calls, relays: Relays) -> None:
        self._knobs = knobs
        self._bearers = bearers
        self._calls = calls
        self._relays = relays

    def routes(self) -> list[web.RouteDef]:
        """Return what app.netatmo.net answers."""
        answers: dict[str, Answer] = {
            HOMES: self._homes,
            STATUS: self._status,
            SET_STATE: self._set_state,
            EVENTS: self._events,
        }
        return [web.post(path, self._for_account(answer)) for path, answer in answers.items()]

    def turn_routes(self) -> list[web.RouteDef]:
        """Return what app-turn.netatmo.net answers."""
        return [web.post(TURN, self._for_account(self._turn))]

    def _for_account(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handler(request: web.Request) -> web.Response:
            try:
                account = self._account(request)
                body = await answer(await request.json(), account)
            except Refused as refused:
                return web.json_response(refused.body, status=refused.status)
            except AttributeError, KeyError, TypeError, ValueError:
                return web.json_response(Refused(400, 21, "Invalid request").body, status=400)
            return web.json_response({"status": "ok", "time_server": int(time.time()), "body": body})

        return handler

    def _account(self, request: web.Request) -> Account:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not bearer:
            raise Refused(401, 1, "Access token is missing")
        account = self._bearers.account(bearer)
        if self._knobs.limited:
            raise Refused(403, 26, "User usage reached")
        return account

    async def _homes(self, _body: dict[str, Any], account: Account) -> dict[str, Any]:
        told = self._knobs.topology
        homes = [] if told == "no_homes" else account.homes.values()
        user = {"id": account.id, "email": account.email, "language": "it-IT"}
        return {"user": user, "homes": [home.information(has_modules=told == "full") for home in homes]}

    async def _status(self, body: dict[str, Any], account: Account) -> dict[str, Any]:
        return {"home": _home(account, body["home_id"]).state(tells_locks=self._knobs.tells_locks)}

    async def _events(self, body: dict[str, Any], account: Account) -> dict[str, Any]:
        home = _home(account, body["home_id"])
        return {"home": {"id": home.id, "events": self._calls.history(home)[: body["size"]]}}

    async def _set_state(self, body: dict[str, Any], account: Account) -> dict[str, Any]:
        self._knobs.changes.append(body)
        home = _home(account, body["home"]["id"])
        if body["home"].get("timezone") != home.timezone:
            raise Refused(400, 21, "Invalid timezone")
        errors = []
        for change in body["home"]["modules"]:
            module = home.find(change["id"])
            if module is None or not module.reachable:
                errors.append({"code": 6, "id": change["id"]})
            else:
                await self._relays.change(home, module, _accepted(module, change))
        return {"errors": errors} if errors else {}

    async def _turn(self, _body: dict[str, Any], account: Account) -> dict[str, Any]:
        credential = secrets.token_urlsafe(16)
        self._knobs.turn_credentials.append(credential)
        server = {
            # Nothing answers there: on one machine no relay is needed.
            "urls": ["turn:127.0.0.1:3478?transport=udp"],
            "username": f"{int(time.time())}:{account.id}",
            "credential": credential,
            "credentialType": "password",
        }
        return {"iceServers": [server]}


def _home(account: Account, home_id: str) -> Home:
    if home_id not in account.homes:
        raise Refused(404, 9, "Home not found")
    return account.homes[home_id]


def _accepted(module: Module, change: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a change that the module takes."""
    if module.bridge is not None and change.get("bridge") != module.bridge:
        raise Refused(400, 21, "Invalid bridge")
    field, values = VALUES[module.type]
    if change[field] not in values or type(change[field]) is not type(values[0]):
        raise Refused(400, 21, f"Invalid {field}")
    return {field: change[field]}
