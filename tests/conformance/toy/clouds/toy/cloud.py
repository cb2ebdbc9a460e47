"""An account."""

from collections.abc import Mapping
from typing import Any, Final, override

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.http import async_read_json
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.allowed import Sieve
from custom_components.latchkey.clouds.base import Account, Cloud, CommandRefused
from custom_components.latchkey.clouds.model import Command, Device, JsonValue, SetSwitch, Snapshot
from custom_components.latchkey.clouds.raw import read_mapping, read_text
from custom_components.latchkey.clouds.settings import Settings

from . import raw_words
from .login import BASE
from .mapping import SWITCH, map_lamps, map_rooms

_GONE: Final = 404


class ToyCloud(Cloud):
    """One account, read with one request."""

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        """Take the session that every request of this account goes through; see `Cloud`."""
        super().__init__(session, settings)
        self._devices: dict[str, Device] = {}

    @override
    async def async_identify(self) -> Account:
        """Return who the account is; see `Cloud.async_identify`."""
        raw = await self._async_get("account")
        account_id = read_text(raw.get("id"))
        if account_id is None:
            raise TemporaryError("the vendor's answer holds no account")
        return Account(id=account_id, name=read_text(raw.get("email")) or account_id)

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all lamps; see `Cloud.async_fetch`."""
        raw = await self._async_get("home")
        before = self._devices
        self._devices = {
            lamp.id: old if (old := before.get(lamp.id)) == lamp else lamp for lamp in map_lamps(raw)
        }
        return Snapshot(devices=self._devices, places=map_rooms(raw))

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Switch a lamp; see `Cloud.async_send`."""
        if device_id not in self._devices:
            raise CommandRefused("unknown_device")
        if feature_key != SWITCH or not isinstance(command, SetSwitch):
            raise CommandRefused("not_supported")
        response = await self._session.async_request(
            "PUT", f"{BASE}/v1/lamps/{device_id}", json={"on": command.on}
        )
        if response.status == _GONE:
            raise CommandRefused("unknown_device")
        await async_read_json(response)
        return await self.async_fetch()

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        """Return what the vendor says now; see `Cloud.async_raw_words`."""
        return sieve.sift(await self._async_get("home"), raw_words.HOME)

    async def _async_get(self, path: str) -> Mapping[str, Any]:
        """Return what is at a path of the API. Raises RefreshTokenRejected or TemporaryError."""
        answer = await async_read_json(await self._session.async_request("GET", f"{BASE}/v1/{path}"))
        if not isinstance(answer, dict):
            raise TemporaryError("the vendor's answer is no object")
        return read_mapping(answer)
