"""Whatever is told of a call, and in whatever order: what a person did here is told once, and counts."""

from datetime import UTC, datetime, timedelta
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.clouds.bticino.bells import Bell
from custom_components.latchkey.clouds.bticino.calls import (
    END_DELAY,
    CallMessage,
    Calls,
    Deed,
    PastCall,
    Step,
)
from custom_components.latchkey.clouds.bticino.offers import Address, Offer

from .test_calls import BRIDGE, STRADA

NOW: Final = datetime(2026, 11, 30, tzinfo=UTC)
BELL: Final = Bell(STRADA, certain=True)
OFFER: Final = Offer(
    address=Address(session_id="one", tag_id="tag", correlation_id="7", bridge_id=BRIDGE),
    unit_id=STRADA,
    description="v=0\r\nm=audio",
)
DEEDS: Final[dict[str, Deed | None]] = {"answer": "answered_here", "reject": "rejected", "fail": None}
"""What can come of trying to do something."""

STEPS: Final[tuple[Step, ...]] = ("ring", "answered_elsewhere", "withdrawn", "missed", "ended")

LIVED: Final[list[tuple[str, Step | None]]] = [
    *[("push", step) for step in STEPS],
    *[("history", step) for step in STEPS],
    *[(what, None) for what in ("hold", *DEEDS, "hang up", "wait")],
]
"""What may happen to a call."""


class Life:
    """One call, and all that becomes known of it."""

    def __init__(self) -> None:
        self.calls = Calls()
        self.now = NOW
        self.events: list[str] = []
        self.is_held = False
        self.done: Deed | None = None

    def live(self, what: str, step: Step | None) -> None:
        """Let something happen."""
        self.now += timedelta(milliseconds=1)
        happenings = []
        if what == "push" and step is not None:
            offer = OFFER if step == "ring" else None
            message = CallMessage(session_id="one", step=step, life=timedelta(seconds=30), offer=offer)
            happenings = self.calls.take(message, BELL, self.now)
        elif what == "history" and step is not None:
            past = PastCall(session_id="one", module_id=STRADA, rang_at=NOW, steps=(step,))
            happenings = self.calls.take_history([(past, BELL)], self.now, first=False)
        elif what == "hold":
            self.is_held = self.calls.hold("one") is not None or self.is_held
        elif what in DEEDS and self.is_held:
            self.is_held, self.done = False, DEEDS[what] or self.done
            happenings = self.calls.release("one", DEEDS[what], self.now)
        elif what == "hang up" and self.done == "answered_here":
            happenings = self.calls.end("one", self.now)
        elif what == "wait":
            self.now += END_DELAY
            happenings = self.calls.settle(self.now)
        self.events += [happening.event_type for happening in happenings]


@given(st.lists(st.sampled_from(LIVED), max_size=25))
def test_what_was_done_here_is_told_once_and_counts(lived: list[tuple[str, Step | None]]) -> None:
    life = Life()
    for what, step in [("push", "ring"), *lived, ("fail", None), ("wait", None)]:
        life.live(what, step)
        assert not (life.is_held and life.events[1:]), "an end was told while it may still be ours"
    events = life.events
    assert events[0] == "ring"
    assert len(events) == len(set(events))
    if life.done == "answered_here":
        assert events in (["ring", "answered_here"], ["ring", "answered_here", "ended"])
    elif life.done == "rejected":
        assert events == ["ring", "rejected"]
    else:
        assert not {"answered_here", "rejected"} & set(events)
    outcome = life.calls.last()[0].outcome
    assert life.done is None or outcome == life.done
    if outcome is not None:
        assert life.calls.ringing_call(STRADA) is None
        assert life.calls.hold("one") is None
    assert life.calls.status(STRADA).is_talking == (events == ["ring", "answered_here"])
