"""The whole vendor: one account, whose lamps can be switched."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Final, override

from aiohttp import web

from tests.simulators.simulator import Simulator
from tests.simulators.tokens import Granted

CLIENT: Final = "toy-app"

type Answer = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(slots=True, kw_only=True)
class Account:
    """Who has the lamps."""

    id: str
    email: str
    password: str


@dataclass(slots=True, kw_only=True)
class Lamp:
    """A lamp that tells how full its battery is."""

    id: str
    name: str
    room: str
    on: bool = False
    battery: int = 80


class ToySimulator(Simulator):
    """A vendor that asks for no code, rotates its refresh tokens, and revokes them."""

    name: ClassVar[str] = "toy"
    hosts: ClassVar[tuple[str, ...]] = ("api.toy.example",)

    TOKEN: ClassVar[str] = "/oauth/token"
    REVOKE: ClassVar[str] = "/oauth/revoke"
    API: ClassVar[str] = "/v1"

    def __init__(self, email: str, password: str) -> None:
        super().__init__()
        self.account = Account(id="account-1", email=email, password=password)
        self.accounts = {email: self.account}
        self.rooms = {"room-1": "Playroom"}
        self.lamps = {
            lamp.id: lamp
            for lamp in (
                Lamp(id="lamp-1", name="Night lamp", room="room-1"),
                Lamp(id="lamp-2", name="Desk lamp", room="room-1", on=True),
            )
        }

    @override
    def application(self) -> web.Application:
        application = web.Application(middlewares=[self.record, self.faults.middleware])
        application.router.add_post(self.TOKEN, self._token)
        application.router.add_post(self.REVOKE, self._revoke)
        application.router.add_get(f"{self.API}/account", self._for_owner(self._who))
        application.router.add_get(f"{self.API}/home", self._for_owner(self._home))
        application.router.add_put(f"{self.API}/lamps/{{id}}", self._for_owner(self._set_lamp))
        return application

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        if form.get("client_id") != CLIENT:
            return web.json_response({"error": "invalid_client"}, status=401)
        granted: Granted | None = None
        if form.get("grant_type") == "refresh_token":
            granted = self.tokens.refresh(str(form.get("refresh_token")))
        elif (form.get("username"), form.get("password")) == (self.account.email, self.account.password):
            granted = self.tokens.issue(self.account.id)
        if granted is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response(
            {
                "access_token": granted.bearer,
                "refresh_token": granted.refresh_token,
                "expires_in": self.tokens.bearer_life,
            }
        )

    async def _revoke(self, request: web.Request) -> web.Response:
        self.tokens.revoke(str((await request.post()).get("token")))
        return web.Response()

    def _for_owner(self, answer: Answer) -> Answer:
        """Let in who has a live bearer."""

        async def handler(request: web.Request) -> web.Response:
            _, _, bearer = request.headers.get("Authorization", "").partition(" ")
            return web.Response(status=401) if self.tokens.owner(bearer) is None else await answer(request)

        return handler

    async def _who(self, _request: web.Request) -> web.Response:
        return web.json_response({"id": self.account.id, "email": self.account.email})

    async def _home(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "rooms": [{"id": key, "name": name} for key, name in self.rooms.items()],
                "lamps": [self._describe(lamp) for lamp in self.lamps.values()],
            }
        )

    async def _set_lamp(self, request: web.Request) -> web.Response:
        lamp = self.lamps.get(request.match_info["id"])
        if lamp is None:
            return web.Response(status=404)
        lamp.on = (await request.json())["on"]
        return web.json_response(self._describe(lamp))

    def _describe(self, lamp: Lamp) -> dict[str, Any]:
        return {name: getattr(lamp, name) for name in ("id", "name", "room", "on", "battery")}
