"""The resources: who the account is, its locations, and their changes."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, NamedTuple

from aiohttp import web

from ..tokens import TokenIssuer
from .account import Account
from .home import HotWater, Programmed, System, Zone
from .schedule import accepts
from .tasks import Change, Tasks

BASE: Final = "/WebAPI/emea/api/v1"

type Answer = Callable[[web.Request, Account], Awaitable[web.Response]]


class Order(NamedTuple):
    """A change that the vendor was asked for."""

    resource: str
    """What shall change, such as "temperatureZone/1234567/heatSetpoint"."""

    body: Any


class Api:
    """The resources for the bearers of one issuer."""

    def __init__(self, accounts: dict[str, Account], tokens: TokenIssuer, tasks: Tasks) -> None:
        self._accounts = accounts
        self._tokens = tokens
        self._tasks = tasks
        self.orders: list[Order] = []
        """All changes that it was asked for, in order, also those that it refused."""

    def routes(self) -> list[web.RouteDef]:
        """Return what it answers."""
        programmed = f"{BASE}/{{kind:temperatureZone|domesticHotWater}}/{{id}}"
        answers: list[tuple[str, str, Answer]] = [
            ("GET", f"{BASE}/userAccount", self._user),
            ("GET", f"{BASE}/location/installationInfo", self._installation),
            ("GET", f"{BASE}/location/{{id}}/status", self._status),
            ("PUT", f"{BASE}/temperatureControlSystem/{{id}}/mode", self._set_system),
            ("PUT", f"{BASE}/temperatureZone/{{id}}/heatSetpoint", self._set_zone),
            ("PUT", f"{BASE}/domesticHotWater/{{id}}/state", self._set_hot_water),
            ("GET", f"{programmed}/schedule", self._schedule),
            ("PUT", f"{programmed}/schedule", self._set_schedule),
            ("GET", f"{BASE}/commTasks", self._task),
        ]
        return [web.route(method, path, self._for_account(answer)) for method, path, answer in answers]

    def _for_account(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Let in who has a live bearer; what belongs to somebody else is answered like a dead bearer."""

        async def handler(request: web.Request) -> web.Response:
            scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
            owner = self._tokens.owner(bearer)
            if scheme.lower() != "bearer" or owner is None:
                return _refuse(401, "Unauthorized")
            account = next(account for account in self._accounts.values() if account.id == owner)
            try:
                if request.method == "PUT":
                    self.orders.append(Order(request.path.removeprefix(f"{BASE}/"), await request.json()))
                return await answer(request, account)
            except AttributeError, KeyError, TypeError, ValueError:
                return _refuse(400, "InvalidInput")

        return handler

    async def _user(self, _request: web.Request, account: Account) -> web.Response:
        return web.json_response(account.information())

    async def _installation(self, request: web.Request, account: Account) -> web.Response:
        if request.query.get("userId") != account.id:
            return _refuse(401, "Unauthorized")
        owner = account.person()
        return web.json_response([each.information(owner) for each in account.locations.values()])

    async def _status(self, request: web.Request, account: Account) -> web.Response:
        location = account.locations.get(request.match_info["id"])
        return _refuse(401, "Unauthorized") if location is None else web.json_response(location.status())

    async def _set_system(self, request: web.Request, account: Account) -> web.Response:
        system = _pick(request, _systems(account))
        body = await request.json()
        mode, until = body["systemMode"], _moment(body.get("timeUntil"))
        allowed = next((each for each in system.modes if each["systemMode"] == mode), None)
        if allowed is None:
            return _refuse(400, "SystemModeNotAllowed")
        if not allowed["canBePermanent" if body["permanent"] else "canBeTemporary"]:
            return _refuse(400, "SystemModeNotAllowed")
        if body["permanent"] is not (until is None):
            return _refuse(400, "SystemModeChangeTimeUntilNotSet")
        return self._accept(partial(system.set_mode, mode, until))

    async def _set_zone(self, request: web.Request, account: Account) -> web.Response:
        zone = _pick(request, _zones(account))
        body = await request.json()
        limits = zone.setpoint_capabilities
        mode, value = body["setpointMode"], body.get("heatSetpointValue")
        if mode not in limits["allowedSetpointModes"]:
            return _refuse(400, "SetpointModeNotAllowed")
        if mode == "FollowSchedule":
            return self._accept(zone.follow_schedule)
        if not limits["minHeatSetpoint"] <= value <= limits["maxHeatSetpoint"]:
            return _refuse(400, "HeatSetpointOutOfRange")
        return self._override(zone, mode, float(value), body.get("timeUntil"))

    async def _set_hot_water(self, request: web.Request, account: Account) -> web.Response:
        hot_water = _pick(request, _hot_waters(account))
        body = await request.json()
        limits = hot_water.state_capabilities
        mode, state = body["mode"], body.get("state")
        if mode not in limits["allowedModes"]:
            return _refuse(400, "DhwModeNotAllowed")
        if mode == "FollowSchedule":
            return self._accept(hot_water.follow_schedule)
        if state not in limits["allowedStates"]:
            return _refuse(400, "DhwStateNotAllowed")
        return self._override(hot_water, mode, state, body.get("untilTime"))

    def _override(self, programmed: Any, mode: str, value: float | str, until: str | None) -> web.Response:
        """Override a zone or hot water."""
        if (mode == "PermanentOverride") is not (until is None):
            return _refuse(400, "TimeUntilNotSet")
        moment = _moment(until)

        def change() -> None:
            programmed.mode, programmed.override, programmed.until = mode, value, moment

        return self._accept(change)

    async def _schedule(self, request: web.Request, account: Account) -> web.Response:
        programmed = _programmed(request, account)
        if programmed.schedule is None:
            return _refuse(400, "ScheduleNotFound")
        return web.json_response({"dailySchedules": programmed.schedule})

    async def _set_schedule(self, request: web.Request, account: Account) -> web.Response:
        programmed = _programmed(request, account)
        days = (await request.json())["dailySchedules"]
        if not accepts(programmed, days):
            return _refuse(400, "InvalidSchedule")
        return self._accept(partial(setattr, programmed, "schedule", days))

    async def _task(self, request: web.Request, _account: Account) -> web.Response:
        task = request.query["commTaskId"]
        return web.json_response({"commtaskId": task, "state": self._tasks.states[task]})

    def _accept(self, change: Change) -> web.Response:
        return web.json_response({"id": self._tasks.add(change)}, status=201)


def _systems(account: Account) -> Iterator[System]:
    return (location.system for location in account.locations.values() if location.system is not None)


def _zones(account: Account) -> Iterator[Zone]:
    return (zone for system in _systems(account) for zone in system.zones)


def _hot_waters(account: Account) -> Iterator[HotWater]:
    return (system.hot_water for system in _systems(account) if system.hot_water is not None)


def _programmed(request: web.Request, account: Account) -> Programmed:
    is_zone = request.match_info["kind"] == "temperatureZone"
    return _pick(request, _zones(account)) if is_zone else _pick(request, _hot_waters(account))


def _pick[Entity: (System, Zone, HotWater)](request: web.Request, entities: Iterator[Entity]) -> Entity:
    for entity in entities:
        if entity.id == request.match_info["id"]:
            return entity
    raise web.HTTPUnauthorized


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _refuse(status: int, code: str) -> web.Response:
    return web.json_response([{"code": code, "message": "Refused"}], status=status)
