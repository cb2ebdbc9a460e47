"""The door phone inside a home, where a person calls those who are there: a voice, and nothing to see."""

from typing import override

from .unit import Unit


class Panel(Unit):
    """A talk with those at home."""

    @override
    async def answer(self, offer: str) -> tuple[str, list[tuple[int, str]]]:
        """Return the answer to an offer, which takes its sound alone, and the candidates that follow."""
        for transceiver in self.connection.getTransceivers():
            if transceiver.kind == "video":
                transceiver.direction = "inactive"
        return await super().answer(offer)
