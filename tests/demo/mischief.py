"""What a vendor, or somebody at home, may do to an account, done by hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID

from .other_home import USERNAME, OtherHome
from .process import DemoError
from .terminal import Command
from .vendors import Vendors

NAMES: Final = {"hubspace": "Hubspace", "evohome": "Honeywell evohome", "bticino": "BTicino"}
"""What people call the vendors that are simulated."""

HOME: Final = "home"
DROP_PUSH: Final = {"hubspace": "hubspace/conclave.drop", "bticino": "bticino/drop_sockets"}
"""What ends the connections that are open, which no fault of a request touches."""

MINUTES: Final = 5.0
MOST_MINUTES: Final = 1440.0
LAMP: Final = "Porch light"


class Mischief:
    """Revoked tokens, outages, and a lamp that somebody switches."""

    def __init__(
        self,
        vendors: Vendors,
        other: OtherHome,
        poll: Callable[[], Awaitable[None]],
        say: Callable[[str], None],
    ) -> None:
        """Take who is to suffer, what has Home Assistant notice at once, and what prints."""
        self._vendors = vendors
        self._other = other
        self._poll = poll
        self._say = say
        self._outages: dict[str, asyncio.Task[None]] = {}

    @property
    def commands(self) -> Sequence[Command]:
        """What can be typed."""
        return [
            Command("code", "the codes to log in with", self._code),
            Command(
                "switch [device]",
                f"somebody switches a Hubspace device, such as {LAMP}, by hand",
                self._switch,
            ),
            Command(
                "revoke KIND",
                f"{_either(*NAMES, HOME)} takes the key back: Home Assistant asks to log in again",
                self._revoke,
            ),
            Command(
                "outage KIND [minutes]",
                f"{_either(*NAMES)} is down, for {MINUTES:g} minutes unless you say otherwise",
                self._fail,
            ),
            Command("outage end", "all vendors are up again", self._fail),
        ]

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Let outages end by themselves until this ends."""
        try:
            yield
        finally:
            for outage in self._outages.values():
                outage.cancel()

    async def _code(self, _rest: str) -> str:
        """Tell all codes that are good now."""
        mailed = await self._vendors.get("hubspace/mailed")
        hubspace = mailed[-1][1] if mailed else "none mailed yet: it is when you log in"
        return f"Hubspace: {hubspace}\nHome Assistant, {USERNAME}: {self._other.code()}"

    async def _switch(self, name: str) -> str:
        """Switch a device on or off."""
        try:
            device = await self._vendors.call("hubspace/find", name=name or LAMP)
        except DemoError:
            return f"Hubspace tells of no {name or LAMP}."
        power = {"metadevice_id": device["id"], "function_class": "power"}
        is_on = await self._vendors.call("hubspace/state", **power)
        if is_on not in ("on", "off"):
            return f"{name} is nothing that is switched on and off."
        value = "off" if is_on == "on" else "on"
        await self._vendors.call("hubspace/set_state", **power, function_instance=None, value=value)
        return f"Somebody switched {device['name']} {value}."

    async def _revoke(self, kind: str) -> str:
        """Take the tokens of an account back."""
        if kind == HOME:
            return await self._revoke_at_home()
        if kind not in NAMES:
            return f"Whose? Type revoke, and {_either(*NAMES, HOME)}."
        if not await self._vendors.call(f"{kind}/tokens.live"):
            return f"No account of {NAMES[kind]} is linked."
        await self._vendors.call(f"{kind}/tokens.revoke_all")
        await self._poll()
        return f"{NAMES[kind]} took the key back. Home Assistant asks to log in again."

    async def _revoke_at_home(self) -> str:
        await self._other.guest.stay_logged_in()
        if not await self._other.tokens(CLIENT_ID):
            return "The other Home Assistant is not linked."
        await self._other.revoke(CLIENT_ID)
        return "The other Home Assistant took the key back. This one asks to log in again."

    async def _fail(self, rest: str) -> str:
        """Have a vendor answer with errors, or all of them work again."""
        kind, _, typed = rest.partition(" ")
        if kind == "end":
            return await self._end_outages()
        if kind not in NAMES:
            return f"Whose? Type outage, and {_either(*NAMES)}; or outage end."
        minutes = _minutes(typed)
        await self._begin_outage(kind, minutes)
        return (
            f"{NAMES[kind]} is down: it answers everything with 503. It is up again in {minutes:g} minutes, "
            "or when you type outage end."
        )

    async def _begin_outage(self, kind: str, minutes: float) -> None:
        self._forget(kind)
        await self._vendors.call(f"{kind}/faults.heal")
        await self._vendors.call(f"{kind}/faults.answer", status=503, times=None)
        if kind in DROP_PUSH:
            await self._vendors.call(DROP_PUSH[kind])
        self._outages[kind] = asyncio.create_task(self._end_later(kind, minutes))
        await self._poll()

    async def _end_outages(self) -> str:
        if not self._outages:
            return "No vendor is down."
        ended = [NAMES[kind] for kind in self._outages]
        for kind in list(self._outages):
            self._forget(kind)
            await self._vendors.call(f"{kind}/faults.heal")
        await self._poll()
        return f"Up again: {', '.join(ended)}."

    async def _end_later(self, kind: str, minutes: float) -> None:
        await asyncio.sleep(minutes * 60)
        del self._outages[kind]
        await self._vendors.call(f"{kind}/faults.heal")
        self._say(f"Up again: {NAMES[kind]}.")

    def _forget(self, kind: str) -> None:
        if kind in self._outages:
            self._outages.pop(kind).cancel()


def _either(*kinds: str) -> str:
    *others, last = kinds
    return f"{', '.join(others)} or {last}"


def _minutes(typed: str) -> float:
    """Return how many minutes were typed; raises DemoError."""
    with suppress(ValueError):
        minutes = float(typed or MINUTES)
        if 0 < minutes <= MOST_MINUTES:
            return minutes
    raise DemoError(f"{typed} is no number of minutes.")
