"""The door phone inside a home, where a person calls those who are there: a voice, and nothing to see."""

from .unit import Unit


class Panel(Unit):
    """A talk with those at home."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        for transceiver in self.connection.getTransceivers():
            if transceiver.kind == "video":
                transceiver.direction = "inactive"
