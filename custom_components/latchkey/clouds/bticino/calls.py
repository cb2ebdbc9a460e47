"""Who rings where: one ring is one event, in whatever order and however often its messages come."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

from ..model import Call, CallOutcome

type Step = Literal["ring", "answered_elsewhere", "missed", "ended", "withdrawn"]
"""What is told of a call. One that is withdrawn rings no more: why, another message says."""

EVENT_TYPES: Final = ("ring", "answered_elsewhere", "missed", "ended")

RING_LIFE: Final = timedelta(seconds=30)
"""How long a call rings, where nothing else is told."""

MAX_SESSIONS: Final = 4096
"""Calls that are remembered, so that their messages are known again."""

MAX_CALLS: Final = 50
"""Calls that are told."""

_OUTCOMES: Final[Mapping[Step, CallOutcome]] = {
    "answered_elsewhere": "answered",
    "missed": "missed",
    "ended": "ended",
}
"""The first of them that is told of a call says how it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Where the vendor keeps what an external unit saw, for a while."""

    url: str = field(repr=False)
    expires_at: datetime | None = None

    def has_expired(self, now: datetime) -> bool:
        """Return whether the vendor does not hand it out any more, as far as it said so."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMessage:
    """What a push tells of a call."""

    session_id: str
    step: Step
    unit_id: str | None = None
    """The external unit; only offers name it."""

    bridge_id: str | None = None
    picture: Picture | None = None
    life: timedelta
    """How long it rings on, where nothing else is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """What the vendor's history tells of a call."""

    session_id: str
    unit_id: str
    rang_at: datetime
    steps: tuple[Step, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event at an external unit."""

    call_id: str
    unit_id: str
    event_type: str


@dataclass(slots=True)
class Doorbell:
    """What happened at an external unit."""

    event_type: str | None = None
    fired_at: datetime | None = None
    call_id: str | None = None
    """The last event, when it was, and the call that it belongs to."""

    last_call: Call | None = None
    pictured_call: Call | None = None
    """The last call of which there is a picture."""


@dataclass(slots=True)
class _Session:
    """A call, as far as it is known."""

    unit_id: str | None = None
    bridge_id: str | None = None
    rang_at: datetime | None = None
    rings_until: datetime | None = None
    picture: Picture | None = None
    steps: list[Step] = field(default_factory=list)
    """What was told of it, without repetitions."""

    done: set[Step] = field(default_factory=set)
    """What of it was an event already, or is too old to become one."""

    @property
    def is_over(self) -> bool:
        """Whether it rings no more."""
        return any(step != "ring" for step in self.steps)

    @property
    def outcome(self) -> CallOutcome | None:
        """How it ended."""
        return next((outcome for step, outcome in _OUTCOMES.items() if step in self.steps), None)

    def add(self, step: Step) -> None:
        """Take a step that may have been told before."""
        if step not in self.steps:
            self.steps.append(step)

    def forget_ring(self) -> None:
        """Take that it is too late to tell of the ring, and of its end."""
        self.done |= {"ring", "ended"}

    def due(self) -> list[Step]:
        """Return what is to be told now: first of all that it rang, without which nothing ends."""
        has_rung = "ring" in self.steps
        due = [step for step in self.steps if step in EVENT_TYPES and step not in self.done]
        return sorted((step for step in due if step != "ended" or has_rung), key=lambda step: step != "ring")


class Calls:
    """All calls of an account."""

    def __init__(self) -> None:
        """Know of no call."""
        self._sessions: OrderedDict[str, _Session] = OrderedDict()
        self._ringing: dict[str, _Session] = {}
        self._unplaced: dict[str, _Session] = {}
        self._doorbells: defaultdict[str, Doorbell] = defaultdict(Doorbell)
        self._calls: dict[str, Call] = {}

    @property
    def unplaced(self) -> Mapping[str, str | None]:
        """The calls of which nobody has said where, and their bridges where these are known."""
        return {session_id: session.bridge_id for session_id, session in self._unplaced.items()}

    @property
    def rings_until(self) -> datetime | None:
        """When the first of those calls that ring now stops by itself; None where none rings."""
        moments = [session.rings_until for session in self._ringing.values() if session.rings_until]
        return min(moments, default=None)

    def last(self) -> tuple[Call, ...]:
        """Return the last calls, newest first."""
        return tuple(sorted(self._calls.values(), key=lambda call: call.rang_at, reverse=True))

    def doorbell(self, unit_id: str) -> Doorbell:
        """Return what happened at an external unit."""
        return self._doorbells[unit_id]

    def is_ringing(self, unit_id: str) -> bool:
        """Return whether somebody waits at an external unit."""
        return any(session.unit_id == unit_id for session in self._ringing.values())

    def picture(self, call_id: str) -> Picture | None:
        """Return where the vendor keeps what was seen at a call."""
        session = self._sessions.get(call_id)
        return session.picture if session is not None else None

    def take(self, message: CallMessage, units: Sequence[str], now: datetime) -> list[Happening]:
        """Take what was pushed, and return what happened. `units` are those that it can be about."""
        session = self._session(message.session_id)
        session.bridge_id = session.bridge_id or message.bridge_id
        session.unit_id = session.unit_id or message.unit_id or (units[0] if len(units) == 1 else None)
        session.picture = message.picture or session.picture
        if message.step not in ("ended", "withdrawn"):  # These may be of a live view.
            session.rang_at = session.rang_at or now
        if message.step == "ring":
            session.rings_until = now + message.life
        session.add(message.step)
        return self._follow(message.session_id, session)

    def take_history(self, past: Iterable[PastCall], now: datetime, *, first: bool) -> list[Happening]:
        """Take what the vendor remembers, and return what nobody had told.

        What was before the first time is no event, nor is a ring that nobody can answer any more.
        """
        happenings = []
        for call in sorted(past, key=lambda call: call.rang_at):
            is_news = not first or call.session_id in self._sessions
            session = self._session(call.session_id)
            is_pushed = "ring" in session.steps
            session.unit_id = session.unit_id or call.unit_id
            session.rang_at = session.rang_at or call.rang_at
            session.picture = call.picture or session.picture
            session.rings_until = session.rings_until or min(call.rang_at, now) + RING_LIFE
            for step in call.steps:
                session.add(step)
            if not is_news:
                session.done.update(session.steps)
            elif not is_pushed and (session.is_over or session.rings_until <= now):
                session.forget_ring()
            happenings += self._follow(call.session_id, session)
        return happenings

    def place(self, session_id: str, unit_id: str) -> list[Happening]:
        """Take where somebody rings of whom nobody has said it, and return what happened."""
        session = self._unplaced[session_id]
        session.unit_id = unit_id
        return self._follow(session_id, session)

    def fire(self, happening: Happening, now: datetime) -> None:
        """Have something that happened be the last event of its doorbell."""
        doorbell = self._doorbells[happening.unit_id]
        doorbell.event_type, doorbell.call_id = happening.event_type, happening.call_id
        # Two events are never at the same time: they could not be told apart.
        before = doorbell.fired_at
        doorbell.fired_at = now if before is None or now > before else before + timedelta(microseconds=1)

    def expire(self, now: datetime) -> None:
        """Have those calls ring no more of which nothing was told for long."""
        expired = [key for key, session in self._ringing.items() if _has_passed(session.rings_until, now)]
        for session_id in expired:
            del self._ringing[session_id]

    def _session(self, session_id: str) -> _Session:
        """Return what is known of a call; the one that was told of longest ago is forgotten."""
        session = self._sessions.setdefault(session_id, _Session())
        self._sessions.move_to_end(session_id)
        if len(self._sessions) > MAX_SESSIONS:
            oldest, _ = self._sessions.popitem(last=False)
            self._ringing.pop(oldest, None)
            self._unplaced.pop(oldest, None)
        return session

    def _follow(self, session_id: str, session: _Session) -> list[Happening]:
        """Return what happened at a call, as soon as it is known where."""
        unit_id, due = session.unit_id, session.due()
        if unit_id is None:
            if due:
                self._unplaced[session_id] = session
            return []
        self._unplaced.pop(session_id, None)
        session.done.update(due)
        if session.is_over:
            self._ringing.pop(session_id, None)
        else:
            self._ringing[session_id] = session
        self._note(session_id, unit_id, session)
        return [Happening(call_id=session_id, unit_id=unit_id, event_type=step) for step in due]

    def _note(self, session_id: str, unit_id: str, session: _Session) -> None:
        """Bring the lists of calls up to date."""
        if session.rang_at is None:
            return
        call = Call(
            id=session_id,
            device_id=unit_id,
            rang_at=session.rang_at,
            outcome=session.outcome,
            has_image=session.picture is not None,
        )
        self._calls[session_id] = call
        if len(self._calls) > MAX_CALLS:
            oldest = min(self._calls.values(), key=lambda each: each.rang_at)
            del self._calls[oldest.id]
        doorbell = self._doorbells[unit_id]
        doorbell.last_call = _later(doorbell.last_call, call)
        if call.has_image:
            doorbell.pictured_call = _later(doorbell.pictured_call, call)


def _later(known: Call | None, call: Call) -> Call:
    """Return the later of two calls, as it is known now."""
    return call if known is None or known.id == call.id or call.rang_at > known.rang_at else known


def _has_passed(moment: datetime | None, now: datetime) -> bool:
    return moment is None or moment <= now
