"""What a test may turn, and what it may count."""

from typing import Any, Literal


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
        """Whether a changed light is told by push, and a lock where `tells_locks` is set."""
        self.tells_locks = False
        """Whether the vendor says how a lock is: none that was seen does."""
        self.image_life: float = 300.0
        """Seconds that an address of an image works from the answer on that holds it."""
        self.refuse_subscriptions = 0
        """How many subscriptions are refused next, as if their bearer had expired."""
        self.answerable = False
        """Whether the offers of rings are those of real peers: without, no test need load codecs."""
        self.max_peers = 2
        """How many live views and calls a door phone serves at a time."""
        self.hangs_up_at: Literal["never", "offer", "ack", "answer"] = "never"
        """When live views and calls end by themselves: as soon as that is told."""
        self.keeps_lost_calls = False
        """Whether what was arranged over a line goes on when that is gone."""
        self.changes: list[dict[str, Any]] = []
        """The bodies of the requests that change something, those that are refused included."""
        self.opened: list[str] = []
        """The ids of the locks that were opened, one for each time."""
        self.subscriptions = 0
        """How many subscriptions to the push socket were accepted."""
        self.pings = 0
        """How many web-socket pings came; each cost its client the connection."""
        self.turn_credentials: list[str] = []
        """The credentials of TURN servers that were handed out."""
        self.image_signatures: list[str] = []
        """What is secret in the addresses of images that were handed out."""
        self.image_bearers: list[str] = []
        """The Authorization headers that were sent where images are, which need none."""
