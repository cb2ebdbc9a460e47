"""Afero's API: who the account is, its metadevices, and their states."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from aiohttp import web

from ..tokens import TokenIssuer
from .account import Account
from .conclave import Conclave
from .metadevice import Key
from .reactions import carry_out
from .units import Fahrenheit, Unit

CONCLAVE: Final = "/v1/accounts/*/conclaveAccess"

type Answer = Callable[[web.Request, Account], Awaitable[web.Response]]


class Change(NamedTuple):
    """A change of states that was asked for, and that the device takes."""

    device: str
    units: str | None
    """In what temperatures are; None is degrees Celsius."""

    values: dict[str, Any]
    """By functionClass, or functionClass|functionInstance."""


class Api:
    """The API for the bearers of one issuer."""

    def __init__(
        self,
        accounts: dict[str, Account],
        tokens: TokenIssuer,
        conclave: Conclave,
        pin: Callable[[], str],
        changes: list[Change],
    ) -> None:
        """Take the accounts, what knows bearers, tells of changes and the PIN, and where these are noted."""
        self._changes = changes
        self._accounts = accounts
        self._tokens = tokens
        self._conclave = conclave
        self._pin = pin

    def routes(self) -> list[web.RouteDef]:
        """Return what it answers."""
        account = "/v1/accounts/{account}"
        return [
            web.get("/v1/users/me", self._for_account(self._user)),
            web.get(f"{account}/metadevices", self._for_account(self._metadevices)),
            web.get(f"{account}/metadevices/{{id}}/state", self._for_account(self._state)),
            web.put(f"{account}/metadevices/{{id}}/state", self._for_account(self._change)),
            web.get(f"{account}/devices/{{id}}/versions", self._for_account(self._versions)),
            web.post(f"{account}/conclaveAccess", self._for_account(self._conclave_access)),
        ]

    def _for_account(self, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Let in who has a live bearer, and only to the account it is for."""

        async def handler(request: web.Request) -> web.Response:
            bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
            owner = self._tokens.owner(bearer)
            if owner is None:
                return _refuse(401, "Unauthorized")
            if request.match_info.get("account", owner) != owner:
                return _refuse(403, "Forbidden")
            account = next(account for account in self._accounts.values() if account.id == owner)
            return await answer(request, account)

        return handler

    async def _user(self, _request: web.Request, account: Account) -> web.Response:
        access = {"account": {"accountId": account.id, "type": "CUSTOMER"}, "privileges": {"canWrite": True}}
        return web.json_response({"credential": {"credentialId": account.email}, "accountAccess": [access]})

    async def _metadevices(self, request: web.Request, account: Account) -> web.Response:
        is_full = "semantics" in request.query.get("expansions", "").split(",")
        metadevices = account.metadevices.values()
        unit = _unit(request)
        return web.json_response([item.full(unit) if is_full else item.summary(unit) for item in metadevices])

    async def _state(self, request: web.Request, account: Account) -> web.Response:
        metadevice = account.metadevices.get(request.match_info["id"])
        if metadevice is None:
            return _refuse(404, "Not found")
        return web.json_response({"metadeviceId": metadevice.id, "values": metadevice.states(_unit(request))})

    async def _change(self, request: web.Request, account: Account) -> web.Response:
        metadevice = account.metadevices.get(request.match_info["id"])
        if metadevice is None:
            return _refuse(404, "Not found")
        unit = _unit(request)
        values = {_key(state): state["value"] for state in (await request.json())["values"]}
        if not all(metadevice.accepts(key, value, unit) for key, value in values.items()):
            return _refuse(400, "Bad request")
        told = {"|".join(filter(None, key)): value for key, value in values.items()}
        self._changes.append(Change(metadevice.name, request.query.get("units"), told))
        before = dict(metadevice.values)
        carry_out(metadevice, {key: unit.stored(key, value) for key, value in values.items()}, self._pin())
        for key in [key for key, value in metadevice.values.items() if before.get(key) != value]:
            self._conclave.tell_state(account, metadevice, key)
        # The real one also tells values that were not sent.
        keys = [*values, ("power", None), ("available", None)]
        echo = [
            {**state, "value": values.get(_key(state), state["value"])}
            for state in metadevice.states(unit, keys)
        ]
        return web.json_response({"metadeviceId": metadevice.id, "values": echo})

    async def _conclave_access(self, request: web.Request, account: Account) -> web.Response:
        if await request.json() != {"user": True, "softHub": False}:
            return _refuse(400, "Bad request")
        return web.json_response(self._conclave.grant(account))

    async def _versions(self, request: web.Request, account: Account) -> web.Response:
        device_id = request.match_info["id"]
        if device_id not in {metadevice.device_id for metadevice in account.metadevices.values()}:
            return _refuse(404, "Not found")
        return web.json_response({"applicationVersionString": "1.4.2", "applicationVersion": 10402})


def _unit(request: web.Request) -> Unit:
    """Return in what temperatures are asked for and told."""
    return Fahrenheit() if request.query.get("units") == "fahrenheit" else Unit()


def _key(state: dict[str, Any]) -> Key:
    return state["functionClass"], state.get("functionInstance")


def _refuse(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)
