"""What the owner of a Home Assistant does on its web page, done through the same HTTP API."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import pyotp

from .process import DemoError

USERNAME: Final = "owner"
PASSWORD: Final = "latchkey"  # of a Home Assistant on loopback, for trying things out

AREAS: Final = ("Attic", "Garden")
"""Besides those that Home Assistant itself suggests: Living Room, Kitchen, Bedroom."""

FLOWS: Final = "/api/config/config_entries/flow"
ENTRIES: Final = "/api/config/config_entries/entry"
SECONDS_TO_CHANGE: Final = 10


class Owner:
    """The owner, who is logged in once `log_in` has returned."""

    def __init__(self, client: aiohttp.ClientSession, url: str) -> None:
        self._client = client
        self._url = url

        self._client_id = {"client_id": f"{url}/"}
        self._refresh_token = ""

    async def log_in(self) -> None:
        """Log in; in a new Home Assistant, create the owner first."""
        if await self._is_there():
            await self.log_in_with_password(USERNAME, PASSWORD)
        else:
            await self._create()

    async def _is_there(self) -> bool:
        """Return whether there is an owner: the first steps are over then, and their pages gone."""
        async with self._client.get("/api/onboarding") as response:
            return response.status == HTTPStatus.NOT_FOUND

    async def _create(self) -> None:
        """Create the owner and the rooms of the house, as the first pages do."""
        owner = {"name": "Owner", "username": USERNAME, "password": PASSWORD, "language": "en"}
        created = await self._request("POST", "/api/onboarding/users", json=owner | self._client_id)
        await self._take_token(grant_type="authorization_code", code=created["auth_code"])
        # Accounts that are linked already bring their own.
        areas = {area["name"] for area in await self.command(type="config/area_registry/list")}
        for name in AREAS:
            if name not in areas:
                await self.command(type="config/area_registry/create", name=name)

    async def log_in_with_password(self, username: str, password: str, code: str = "") -> None:
        """Log in as the first page does, with a one-time code where the user has one."""
        about = {"handler": ["homeassistant", None], "redirect_uri": f"{self._url}/"}
        flow = await self._request("POST", "/auth/login_flow", json=about | self._client_id)
        page = f"/auth/login_flow/{flow['flow_id']}"
        typed = {"username": username, "password": password}
        done = await self._request("POST", page, json=typed | self._client_id)
        if done.get("step_id") == "mfa":
            done = await self._request("POST", page, json={"code": code} | self._client_id)
        if done["type"] != "create_entry":
            raise DemoError(f"{username} has another password or code by now; --fresh starts anew")
        await self._take_token(grant_type="authorization_code", code=done["result"])

    async def stay_logged_in(self) -> None:
        """Have a new access token: each is good for half an hour."""
        await self._take_token(grant_type="refresh_token", refresh_token=self._refresh_token)

    @property
    def login(self) -> dict[str, Any]:
        """Return what a browser in which the owner is logged in keeps of it."""
        return {
            "hassUrl": self._url,
            "clientId": self._client_id["client_id"],
            "access_token": self._client.headers["Authorization"].removeprefix("Bearer "),
            "refresh_token": self._refresh_token,
            "expires": 0,
        }

    async def _take_token(self, **grant: str) -> None:
        token = await self._request("POST", "/auth/token", data=grant | self._client_id)
        self._refresh_token = token.get("refresh_token", self._refresh_token)
        self._client.headers["Authorization"] = f"Bearer {token['access_token']}"

    async def add_user(self, username: str, password: str) -> None:
        """Add a user who may use everything and change nothing."""
        created = await self.command(type="config/auth/create", name=username, group_ids=["system-users"])
        await self.command(
            type="config/auth_provider/homeassistant/create",
            user_id=created["user"]["id"],
            username=username,
            password=password,
        )

    async def has_user(self, name: str) -> bool:
        """Return whether there is a user of this name."""
        users = await self.command(type="config/auth/list")
        return any(user["name"] == name for user in users)

    async def set_up_totp(self) -> str:
        """Have this user asked for a one-time code; return the secret that codes are made of."""
        form = await self.command(type="auth/setup_mfa", mfa_module_id="totp")
        secret: str = form["description_placeholders"]["code"]
        code = {"code": pyotp.TOTP(secret).now()}
        await self.command(type="auth/setup_mfa", flow_id=form["flow_id"], user_input=code)
        return secret

    async def is_running(self) -> bool:
        """Return whether everything that is configured has been set up."""
        return bool((await self._request("GET", "/api/config"))["state"] == "RUNNING")

    async def attributes(self, entity_id: str) -> Any:
        """Return the attributes of an entity that is there."""
        return (await self._request("GET", f"/api/states/{entity_id}"))["attributes"]

    async def picture(self, entity_id: str) -> str:
        """Return the SHA-256 of what a camera shows."""
        async with self._client.get(f"/api/camera_proxy/{entity_id}") as response:
            if not response.ok:
                raise DemoError(f"{entity_id}: {response.status}")
            return sha256(await response.read()).hexdigest()

    async def state(self, entity_id: str) -> str:
        """Return the state of an entity; "missing" where there is no such entity."""
        states = await self._request("GET", "/api/states")
        return next((str(each["state"]) for each in states if each["entity_id"] == entity_id), "missing")

    async def act(self, domain: str, action: str, **fields: Any) -> None:
        """Perform an action."""
        await self._request("POST", f"/api/services/{domain}/{action}", json=fields)

    async def poll(self, integration: str) -> None:
        """Have all accounts of an integration polled now."""
        entities = await self.command(type="config/entity_registry/list")
        one_of_each = {
            entity["config_entry_id"]: entity["entity_id"]
            for entity in entities
            if entity["platform"] == integration and entity["disabled_by"] is None
        }
        await self.act("homeassistant", "update_entity", entity_id=list(one_of_each.values()))

    async def start_flow(self, domain: str) -> Any:
        """Begin to add an integration and return the first form."""
        return await self._request("POST", FLOWS, json={"handler": domain})

    async def submit(self, flow_id: str, **fields: Any) -> Any:
        """Send a form and return what comes next."""
        return await self._request("POST", f"{FLOWS}/{flow_id}", json=fields)

    async def form(self, flow_id: str) -> Any:
        """Return the form that a flow shows."""
        return await self._request("GET", f"{FLOWS}/{flow_id}")

    async def reauth_flows(self) -> list[str]:
        """Return the ids of the flows that ask for a new login."""
        flows = await self.command(type="config_entries/flow/progress")
        return [flow["flow_id"] for flow in flows if flow["context"]["source"] == "reauth"]

    async def entries(self, domain: str) -> Any:
        """Return the entries of an integration."""
        return await self._request("GET", ENTRIES, params={"domain": domain})

    async def remove(self, domain: str) -> None:
        """Remove what there is of an integration."""
        for entry in await self.entries(domain):
            await self._request("DELETE", f"{ENTRIES}/{entry['entry_id']}")

    async def _request(self, method: str, path: str, **arguments: Any) -> Any:
        async with self._client.request(method, path, **arguments) as response:
            if not response.ok:
                raise DemoError(f"{method} {path}: {response.status} {await response.text()}")
            return await response.json()

    async def command(self, **command: Any) -> Any:
        """Return the result of one command of the web socket."""
        async with self._commanding(command) as (_socket, result):
            return result

    @asynccontextmanager
    async def watching(self, entity_id: str) -> AsyncIterator[Callable[[], Awaitable[Any]]]:
        """Watch an entity; what this yields returns its attributes after the next change."""
        trigger = {"platform": "state", "entity_id": entity_id}
        async with self._commanding({"type": "subscribe_trigger", "trigger": trigger}) as (socket, _result):

            async def next_change() -> Any:
                told = await socket.receive_json(timeout=SECONDS_TO_CHANGE)
                return told["event"]["variables"]["trigger"]["to_state"]["attributes"]

            yield next_change

    @asynccontextmanager
    async def looking(self, entity_id: str, offer: str) -> AsyncIterator[Callable[[], Awaitable[Any]]]:
        """Look through a camera; what this yields returns what is told next of the connection."""
        look = {"type": "camera/webrtc/offer", "entity_id": entity_id, "offer": offer}
        async with self._commanding(look) as (socket, _result):

            async def next_told() -> Any:
                return (await socket.receive_json())["event"]

            yield next_told

    @asynccontextmanager
    async def _commanding(
        self, command: dict[str, Any]
    ) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, Any]]:
        """Send a command; yield the web socket, and the result."""
        token = self._client.headers["Authorization"].removeprefix("Bearer ")
        async with self._client.ws_connect("/api/websocket") as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": token})
            await socket.receive_json()
            await socket.send_json({"id": 1, **command})
            answer = await socket.receive_json()
            if not answer["success"]:
                raise DemoError(f"{command['type']}: {answer['error']}")
            yield socket, answer["result"]
