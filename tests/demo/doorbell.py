"""The simulated door phone, rung by hand."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from .terminal import Command
from .vendors import Vendors

DOORS: Final = ("Strada", "Ingresso")
ENDINGS: Final = {
    "answer": ("the call is answered on another device", "The call was answered on another device."),
    "miss": ("nobody answers the call", "Nobody answered the call."),
    "end": ("the visitor gives up", "The call is over."),
}
"""How a call may end: what that means, and what to print."""


CALLS: Final = {
    "rings": "It rings, and nobody has answered.",
    "talks": "It was answered in Home Assistant, and goes on.",
    "over": "It is over.",
}
"""How a call is."""


class Doorbell:
    """The bell, and the call that goes on."""

    def __init__(self, vendors: Vendors) -> None:
        self._vendors = vendors
        self._call = ""

    @property
    def commands(self) -> Sequence[Command]:
        """What can be typed."""
        ring = Command("ring [door]", f"somebody rings at {' or '.join(DOORS)} (BTicino)", self._ring)
        endings = [
            Command(how, meaning, partial(self._end, how)) for how, (meaning, _done) in ENDINGS.items()
        ]
        return [
            ring,
            *endings,
            Command("call", "how the call is", self._tell),
            Command("heard", "what the visitor hears of who answers in Home Assistant", self._tell_heard),
        ]

    async def _ring(self, door: str) -> str:
        """Ring at a door."""
        door = door.capitalize() or DOORS[0]
        if door not in DOORS:
            return f"There is no door {door}, only {' and '.join(DOORS)}."
        self._call = await self._vendors.call("bticino/ring", module_name=door)
        return f"It rings at {door}. Answer in Home Assistant, or type answer, miss or end."

    async def _tell(self, _rest: str) -> str:
        """Tell how the last call is."""
        if not self._call:
            return "Nobody rings. Type ring first."
        return CALLS[await self._vendors.call("bticino/call_state", session_id=self._call)]

    async def _tell_heard(self, _rest: str) -> str:
        """Tell what the visitors hear."""
        heard = await self._vendors.get("bticino/heard")
        if not heard:
            return "Nobody talks to a visitor. Type ring, and answer in Home Assistant."
        return "\n".join(
            f"{each['level']:.0%} loud, {each['note']} Hz; {each['seconds']:.0f} s of sound so far"
            for each in heard
        )

    async def _end(self, how: str, _rest: str) -> str:
        """End the last call in one of the ways that calls end."""
        if not self._call:
            return "Nobody rings. Type ring first."
        call, self._call = self._call, ""
        await self._vendors.call(f"bticino/{how}", session_id=call)
        return ENDINGS[how][1]
