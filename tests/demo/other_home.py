"""Another real Home Assistant, with a handful of entities and a user who has a one-time code."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp
import pyotp

from .home_assistant import HomeAssistant
from .owner import Owner
from .process import DemoError

CONFIGURATION: Final = """\
homeassistant:
  name: Parents
  time_zone: UTC
  unit_system: metric
  country: GB
logger:
  default: warning
system_health:
input_boolean:
  hall_lamp:
    name: Hall lamp switch
input_number:
  tank_level:
    name: Tank level
    min: 0
    max: 100
template:
  - light:
      - name: Hall lamp
        unique_id: hall_lamp
        state: "{{ is_state('input_boolean.hall_lamp', 'on') }}"
        turn_on:
          - action: input_boolean.turn_on
            target:
              entity_id: input_boolean.hall_lamp
        turn_off:
          - action: input_boolean.turn_off
            target:
              entity_id: input_boolean.hall_lamp
  - sensor:
      - name: Tank
        unique_id: tank
        unit_of_measurement: "%"
        state_class: measurement
        state: "{{ states('input_number.tank_level') | float(0) }}"
"""

USERNAME: Final = "guest"
PASSWORD: Final = "a key under the mat"  # of a Home Assistant on loopback, for trying things out


class OtherHome(HomeAssistant):
    """The Home Assistant that is linked."""

    guest: Owner
    """The user whose account is linked."""

    def __init__(self, directory: Path, port: int, configuration: str = CONFIGURATION) -> None:
        super().__init__(directory, port, configuration)
        self._secret = ""

    @asynccontextmanager
    async def serving_guest(self, network: Path) -> AsyncIterator[None]:
        """Serve, with a user who logs in with a one-time code."""
        async with self.serving(network), aiohttp.ClientSession(self.url) as client:
            self.guest = Owner(client, self.url)
            self._secret = self._stored_secret()
            if self._secret:
                await self.guest.log_in_with_password(USERNAME, PASSWORD, await self.fresh_code())
            else:
                await self._invite_guest()
            yield

    async def _invite_guest(self) -> None:
        """Add the guest, and have a one-time code asked for."""
        if not await self.owner.has_user(USERNAME):
            await self.owner.add_user(USERNAME, PASSWORD)
        await self.guest.log_in_with_password(USERNAME, PASSWORD)
        self._secret = await self.guest.set_up_totp()

    def _stored_secret(self) -> str:
        """Return what the guest's one-time codes are made of; nothing where there is no guest yet."""
        stored = self.directory / ".storage" / "auth_module.totp"
        users = json.loads(stored.read_text())["data"]["users"] if stored.exists() else {}
        return next((str(secret) for secret in users.values()), "")

    def code(self) -> str:
        """Return the guest's one-time code of now."""
        return pyotp.TOTP(self._secret).now()

    async def fresh_code(self) -> str:
        """Return a code that is good for some seconds yet."""
        left = 30 - time.time() % 30
        if left < 3:  # seconds that a login takes at most
            await asyncio.sleep(left)
        return self.code()

    async def tokens(self, client_id: str) -> list[Any]:
        """Return the guest's refresh tokens of a client, as the guest's own page lists them."""
        tokens = await self.guest.command(type="auth/refresh_tokens")
        return [token for token in tokens if token["client_id"] == client_id]

    async def revoke(self, client_id: str) -> None:
        """Take the guest's tokens of a client back, as the button on the guest's page does."""
        tokens = await self.tokens(client_id)
        if not tokens:
            raise DemoError(f"there is no token of {client_id}")
        for token in tokens:
            await self.guest.command(type="auth/delete_refresh_token", refresh_token_id=token["id"])
