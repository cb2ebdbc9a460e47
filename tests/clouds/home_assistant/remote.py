"""A real Home Assistant in this process, as the other side of an account."""

from collections.abc import Mapping
from typing import Any, Final

import pyotp
from aiohttp.test_utils import TestServer
from homeassistant.auth import auth_manager_from_config
from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.auth.models import User
from homeassistant.auth.providers.homeassistant import HassAuthProvider
from homeassistant.components import websocket_api
from homeassistant.components.frontend import websocket_get_icons
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import label_registry as lr
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

USERNAME: Final = "guest"
PASSWORD: Final = "a key under the mat"
COMPONENTS: Final[Mapping[str, Any]] = {
    "auth": {},
    "websocket_api": {},
    "config": {},
    "input_boolean": {},
    "input_number": {},
}


class Remote:
    """The other side, its one user, and what a person does there."""

    components: Mapping[str, Any] = COMPONENTS
    """What it starts with, and how that is configured."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.user: User
        self.areas = ar.async_get(hass)
        self.devices = dr.async_get(hass)
        self.entities = er.async_get(hass)
        self.labels = lr.async_get(hass)
        self.entry = MockConfigEntry(domain="maker", title="Maker")
        self.entry.add_to_hass(hass)
        self._secret = ""
        self._server: TestServer

    async def start(self) -> None:
        """Serve, with a user who has no one-time code."""
        providers = [{"type": "homeassistant"}]
        self.hass.auth = await auth_manager_from_config(self.hass, providers, [{"type": "totp"}])
        for component, config in self.components.items():
            assert await async_setup_component(self.hass, component, {component: config}), component
        websocket_api.async_register_command(self.hass, websocket_get_icons)
        await self._add_user()
        # What is set up later may have addresses too.
        self.hass.http.app._router.freeze = lambda: None  # type: ignore[method-assign]  # as Home Assistant does
        self._server = TestServer(self.hass.http.app)
        await self._server.start_server()

    async def stop(self) -> None:
        """Serve no more."""
        await self._server.close()

    @property
    def url(self) -> str:
        """The address."""
        return str(self._server.make_url("")).rstrip("/")

    async def _add_user(self) -> None:
        provider = self.hass.auth.get_auth_provider("homeassistant", None)
        assert isinstance(provider, HassAuthProvider)
        await provider.async_initialize()
        await provider.async_add_auth(USERNAME, PASSWORD)
        credentials = await provider.async_get_or_create_credentials({"username": USERNAME})
        # The first user owns everything, and cannot be blocked.
        await self.hass.auth.async_create_user("Owner")
        self.user = await self.hass.auth.async_create_user("Guest", group_ids=[GROUP_ID_USER])
        await self.hass.auth.async_link_user(self.user, credentials)

    async def set_up_totp(self) -> None:
        """Have the user asked for a one-time code."""
        self._secret = pyotp.random_base32()
        await self.hass.auth.async_enable_user_mfa(self.user, "totp", {"secret": self._secret})

    def code(self) -> str:
        """Return the user's one-time code of now."""
        return pyotp.TOTP(self._secret).now()

    def revoke_all(self) -> None:
        """Take all tokens of the user back."""
        for token in list(self.user.refresh_tokens.values()):
            self.hass.auth.async_remove_refresh_token(token)

    def add_entity(
        self, entity_id: str, state: str | None = "on", *, device: str | None = None, **attributes: Any
    ) -> er.RegistryEntry:
        """Register an entity, and give it a state."""
        domain, _, name = entity_id.partition(".")
        entry = self.entities.async_get_or_create(
            domain,
            "maker",
            f"maker-{entity_id}",
            suggested_object_id=name,
            original_name=name.replace("_", " ").capitalize(),
            config_entry=self.entry,
            device_id=self.device(device).id if device is not None else None,
            has_entity_name=True,
        )
        if state is not None:
            self.hass.states.async_set(entity_id, state, attributes)
        return entry

    def device(self, name: str, entry_type: dr.DeviceEntryType | None = None) -> dr.DeviceEntry:
        """Return a device, which is registered at its first mention."""
        return self.devices.async_get_or_create(
            config_entry_id=self.entry.entry_id,
            identifiers={("maker", name)},
            name=name,
            manufacturer="Maker",
            model="Thing",
            entry_type=entry_type,
        )
