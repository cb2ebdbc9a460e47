"""What a test may turn, and what it may count."""

from typing import Literal


class Knobs:
    """How the vendor behaves; every part of the simulator looks here at the moment it acts."""

    def __init__(self) -> None:
        super().__init__()
        self.topology: Literal["full", "no_modules", "no_homes"] = "full"
        """How much `homesdata` tells; less than all is a degraded answer, and nothing is gone."""
        self.limited = False
        """While set, the API answers every request with its rate limit."""
        self.relock_after: float = 3.0
        """Seconds after which an opened door locks itself."""
        self.pushes_state = True
        """Whether a changed lock or light is told by push."""
        self.image_life: float = 86_400.0
        """Seconds that the address of a new image works."""
        self.refuse_subscriptions = 0
        """How many subscriptions are refused next, as if their bearer had expired."""
        self.opened: list[str] = []
        """The ids of the locks that were opened, one for each time."""
        self.subscriptions = 0
        """How many subscriptions to the push socket were accepted."""
        self.pings = 0
        """How many web-socket pings came; each cost its client the connection."""
        self.turn_credentials: list[str] = []
        """The credentials of TURN servers that were handed out."""
        self.image_bearers: list[str] = []
        """The Authorization headers that were sent where images are, which need none."""
