"""Does what is small when it is told to, so that its instructions can be counted from outside.

Each line that is read names something that is done then, and is answered by a line. Nothing is sent: the
answers of the vendor are there at once.
"""

import asyncio
import gc
import sys
from contextlib import suppress

import aiohttp

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.hubspace import VENDOR
from custom_components.latchkey.clouds.hubspace.cloud import HubspaceCloud
from custom_components.latchkey.clouds.hubspace.messages import Messages
from custom_components.latchkey.clouds.model import Light, SetLight, changed_features
from custom_components.latchkey.clouds.settings import Settings

from ..simulators.hubspace.catalogue import many
from ..simulators.hubspace.conclave import attributes_of
from .answers import ACCOUNT_ID, REFRESH_TOKEN, Answers

DEVICES = 1000


class Account:
    """A home of so many lamps at Hubspace."""

    def __init__(self) -> None:
        """Have it linked, and nothing asked for."""
        self._answers = Answers(DEVICES)
        self._session = TokenSession(
            aiohttp.ClientSession(), VENDOR.token_endpoint, REFRESH_TOKEN, self._async_save
        )
        self._cloud = HubspaceCloud(self._session, Settings(account_id=ACCOUNT_ID))
        self._messages = Messages(self._cloud._home)
        self._lamp, self._told = many(1)[0], 0

    async def _async_save(self, _refresh_token: str) -> None:
        """Save nothing."""

    async def change(self) -> None:
        """Have the vendor say something else of one lamp."""
        self._answers.change(1)

    async def nothing(self) -> None:
        """Do what is done for everything."""

    async def bearer(self) -> None:
        """Take a bearer a thousand times."""
        for _ in range(1000):
            await self._session.async_get_access_token()

    async def poll(self) -> None:
        """Poll, to the snapshot of the home."""
        with self._answers.given():
            self.snapshot = await self._cloud.async_fetch()

    async def push(self) -> None:
        """Take a message of the push server, to what changed of the snapshot."""
        self._told += 1
        self._lamp.values["power", None] = "on" if self._told % 2 else "off"
        (attribute,) = attributes_of(self._lamp, ("power", None))
        data = {"id": self._lamp.device_id, "attribute": {**attribute, "updatedTimestamp": self._told}}
        self._messages.take({"private": {"event": "attr_change", "data": data}})
        before, self.snapshot = self.snapshot, await self._cloud._home.async_snapshot(self._cloud._bridge)
        changed_features(before, self.snapshot)

    async def command(self) -> None:
        """Switch a lamp, to the request, which this vendor refuses."""
        device_id = str(self._lamp.device_id)
        (key,) = (
            key
            for key, feature in self.snapshot.devices[device_id].features.items()
            if isinstance(feature, Light)
        )
        with self._answers.given(), suppress(CommandRefused):
            await self._cloud.async_send(device_id, key, SetLight(on=True))


def main() -> None:
    """Do what each line asks for."""
    with asyncio.Runner() as runner:

        async def begin() -> Account:
            account = Account()
            await account.poll()
            return account

        account = runner.run(begin())
        gc.disable()
        for line in sys.stdin:
            runner.run(getattr(account, line.strip())())
            print("done", flush=True)  # noqa: T201  # to who started this


if __name__ == "__main__":
    main()
