"""What the suite must know of each kind of account: how it is reached, and where its vendor's knobs are."""

from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from custom_components.latchkey.auth.errors import OneTimeCodeRequired
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.auth.token import Token
from custom_components.latchkey.clouds.vendor import Vendor
from tests.simulators.simulator import Simulator

from .front import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An account, and the vendor that it is at."""

    vendor: Vendor
    simulator: Simulator
    api: str
    """The beginning of the paths of what only who has a bearer may ask; see `Faults`."""

    token: str
    """The path of the token endpoint."""

    account_id: str
    username: str
    password: str
    revoke: Callable[[], None]
    """Kills all refresh tokens of the account."""

    rotates: bool = True
    url: str | None = None
    """Where it is, if at an address of its own."""

    def halve(self) -> None:
        """Have only half of each answer arrive."""
        if isinstance(self.simulator, Front):
            self.simulator.halves = True
        else:
            self.simulator.faults.change(self.api, lambda body: body[: len(body) // 2], times=None)

    def heal(self) -> None:
        """Have all be well again."""
        self.simulator.faults.heal()
        if isinstance(self.simulator, Front):
            self.simulator.halves = False

    async def log_in(self, client: aiohttp.ClientSession, password: str | None = None) -> Token:
        """Log in as a person does, with a client session that serves this login alone."""
        login = self.vendor.login(client)
        credentials = Credentials(username=self.username, password=password or self.password)
        try:
            return await login.async_start(credentials)
        except OneTimeCodeRequired:
            return await login.async_submit(self.simulator.mailed[-1].code)

    def asked(self) -> int:
        """Return how often it was asked for what needs a bearer."""
        return self.simulator.count(self.api)
