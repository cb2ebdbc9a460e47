"""Who rang, and how it ended: one ring is one event, in whatever order and however often it is told."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from ..model import Call, CallOutcome, RingingCall
from .bells import Bell
from .offers import Offer, Offers

type Deed = Literal["answered_here", "rejected"]
"""What a person did with a call here."""

type Step = Deed | Literal["ring", "answered_elsewhere", "missed", "ended", "withdrawn"]
"""What is told of a call. One that is withdrawn was answered elsewhere, unless it is told as missed."""

type EventType = Deed | Literal["ring", "answered_elsewhere", "missed", "ended"]

EVENT_TYPES: Final[tuple[EventType, ...]] = (
    "ring",
    "answered_here",
    "answered_elsewhere",
    "rejected",
    "missed",
    "ended",
)

_CLEAR: Final = frozenset[Step]({"answered_here", "answered_elsewhere", "rejected", "missed"})
"""What says for itself how a call ended."""

RING_LIFE: Final = timedelta(seconds=30)
"""How long a call rings, where nothing else is told."""

ADDRESS_LIFE: Final = timedelta(minutes=5)
"""How long the address of a picture is good for from the message on that tells it."""

PLACE_DELAY = timedelta(seconds=0.5)
"""How long a ring waits for the offer that says at which door: somebody stands there."""

END_DELAY = timedelta(seconds=2)
"""How long an end waits for the message that says which: `terminate` may come before `missed_call`."""

MAX_SESSIONS: Final = 4096
"""Calls that are remembered, so that their messages are known again."""

MAX_CALLS: Final = 50
"""Calls that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Where the vendor keeps what an external unit saw, for a few minutes."""

    url: str = field(repr=False)
    expires_at: datetime

    def has_expired(self, now: datetime) -> bool:
        """Return whether the vendor does not hand it out any more."""
        return self.expires_at <= now


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

    offer: Offer | None = None
    """What can be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """What the vendor's history tells of a call."""

    session_id: str
    module_id: str
    """The bridge."""

    rang_at: datetime
    steps: tuple[Step, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event at a bell."""

    call_id: str
    bell_id: str
    event_type: EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorbell:
    """What happened at a bell."""

    event_type: EventType | None = None
    fired_at: datetime | None = None
    call_id: str | None = None
    """The last event, when it was, and the call that it belongs to."""

    last_call: Call | None = None
    pictured_call: Call | None = None
    """The last call of which there is a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BellStatus:
    """How a bell is."""

    doorbell: Doorbell
    is_ringing: bool
    """Whether somebody waits there."""

    can_be_answered: bool
    is_talking: bool
    """Whether somebody talks here to whoever rang."""


@dataclass(slots=True)
class _Session:
    """A call, as far as it is known."""

    bell_id: str | None = None
    """Whose bell it is, once that is certain or nobody has said it better in time."""

    likely_bell_id: str | None = None
    heard_at: datetime | None = None
    over_at: datetime | None = None
    """When something was told of it first, and when first that it rings no more."""

    rang_at: datetime | None = None
    rings_until: datetime | None = None
    picture: Picture | None = None
    steps: set[Step] = field(default_factory=set)
    told: set[EventType] = field(default_factory=set)
    """What of it was an event already, or is too old to become one."""

    is_held: bool = False
    """Whether it is being answered or rejected here: what is told of its end meanwhile may be just that."""

    @property
    def is_over(self) -> bool:
        """Whether it rings no more."""
        return bool(self.steps - {"ring"})

    @property
    def outcome(self) -> CallOutcome | None:
        """How it ended; what was done here counts, whatever the vendor makes of that."""
        if "answered_here" in self.steps:
            return "answered_here"
        if "rejected" in self.steps:
            return "rejected"
        if "missed" in self.steps:
            return "missed"
        if self.steps & {"answered_elsewhere", "withdrawn"}:
            return "answered"
        return "ended" if "ended" in self.steps else None

    @property
    def is_talking(self) -> bool:
        """Whether it was answered here and goes on."""
        return "answered_here" in self.steps and self.steps.isdisjoint({"ended", "missed"})

    @property
    def open_until(self) -> datetime | None:
        """When it is decided what no message has said: first whose bell it is, then how it ended."""
        if self.is_held:
            return None
        if self.bell_id is None:
            return self.heard_at + PLACE_DELAY if self.heard_at and self.likely_bell_id else None
        return self.over_at + END_DELAY if self.over_at and self._ends() else None

    def hear(self, step: Step, now: datetime) -> None:
        """Take a step that may have been told before."""
        self.steps.add(step)
        self.heard_at = self.heard_at or now
        if step != "ring":
            self.over_at = self.over_at or now

    def place(self, bell: Bell | None, now: datetime) -> None:
        """Take whose bell it is, unless that is known; what is only likely waits for something better."""
        if self.bell_id is None and bell is not None:
            if bell.certain:
                self.bell_id = bell.id
            else:
                self.likely_bell_id = bell.id
        if self.bell_id is None and self.open_until is not None and self.open_until <= now:
            self.bell_id = self.likely_bell_id

    def forget_ring(self) -> None:
        """Take that it is too late to tell of the ring, and of its end."""
        self.told |= {"ring", "ended"}

    def tell(self, now: datetime) -> list[EventType]:
        """Return what is to be told now: that it rang first, and then how it ended."""
        events: list[EventType] = ["ring"] if "ring" in self.steps and "ring" not in self.told else []
        if self._is_clear(now):
            events += self._ends()
        self.told.update(events)
        return events

    def _is_clear(self, now: datetime) -> bool:
        """Return whether no other message will say how it ended."""
        is_late = self.over_at is not None and self.over_at + END_DELAY <= now
        return not self.is_held and (is_late or not self.steps.isdisjoint(_CLEAR))

    def _ends(self) -> list[EventType]:
        """Return what is still to be told of its end; without a ring, it may be that of a live view."""
        ends: list[EventType] = []
        if "answered_here" in self.steps:
            ends = ["answered_here"] if self.is_talking else ["answered_here", "ended"]
        elif "rejected" in self.steps:
            ends = ["rejected"]
        elif "missed" in self.steps:
            ends = ["missed"]
        else:
            if self.outcome == "answered" and "ended" not in self.told:
                ends.append("answered_elsewhere")
            if {"ring", "ended"} <= self.steps:
                ends.append("ended")
        return [end for end in ends if end not in self.told]


class Calls:
    """All calls of an account."""

    def __init__(self) -> None:
        """Know of no call."""
        self._sessions: OrderedDict[str, _Session] = OrderedDict()
        self._ringing: dict[str, _Session] = {}
        self._open: dict[str, _Session] = {}
        self._talking: dict[str, _Session] = {}
        self._offers = Offers()
        self._doorbells: defaultdict[str, Doorbell] = defaultdict(Doorbell)
        self._calls: dict[str, Call] = {}

    @property
    def changes_at(self) -> datetime | None:
        """When something changes next although nothing is told; None where nothing will."""
        ends = [session.rings_until for session in self._ringing.values()]
        decisions = [session.open_until for session in self._open.values()]
        return min((moment for moment in ends + decisions if moment is not None), default=None)

    def last(self) -> tuple[Call, ...]:
        """Return the last calls, newest first."""
        return tuple(sorted(self._calls.values(), key=lambda call: call.rang_at, reverse=True))

    def doorbell(self, bell_id: str) -> Doorbell:
        """Return what happened at a bell."""
        return self._doorbells[bell_id]

    def status(self, bell_id: str) -> BellStatus:
        """Return how a bell is."""
        return BellStatus(
            doorbell=self._doorbells[bell_id],
            is_ringing=_is_among(self._ringing, bell_id),
            can_be_answered=self.ringing_call(bell_id) is not None,
            is_talking=_is_among(self._talking, bell_id),
        )

    def ringing_call(self, bell_id: str) -> RingingCall | None:
        """Return the last call that rings at a bell and can be answered; None where none does."""
        for session_id, session in reversed(self._ringing.items()):
            offer = self._offers.get(session_id)
            if offer is None or session.is_held:
                continue
            # An offer may say too late where it rings.
            if bell_id in (session.bell_id, offer.unit_id):
                return RingingCall(id=session_id, offer=offer.description)
        return None

    def hold(self, call_id: str) -> Offer | None:
        """Have nothing told of the end of a call, since it is about to be answered or rejected here.

        Returns what it offers; None where there is nothing to be answered or rejected any more.
        """
        offer = self._offers.get(call_id)
        if offer is None or self._sessions[call_id].is_held:
            return None
        self._sessions[call_id].is_held = True
        return offer

    def release(self, call_id: str, deed: Deed | None, now: datetime) -> list[Happening]:
        """Take what was done with a call that was held, and return what happened; None: nothing was."""
        session = self._session(call_id)
        session.is_held = False
        if deed is not None:
            session.hear(deed, now)
        return self._follow(call_id, session, now)

    def end(self, call_id: str, now: datetime) -> list[Happening]:
        """Take that a call that was answered here is over, and return what happened."""
        session = self._session(call_id)
        session.hear("ended", now)
        return self._follow(call_id, session, now)

    def picture(self, call_id: str) -> Picture | None:
        """Return where the vendor keeps what was seen at a call."""
        session = self._sessions.get(call_id)
        return session.picture if session is not None else None

    def take(self, message: CallMessage, bell: Bell | None, now: datetime) -> list[Happening]:
        """Take what was pushed, and whose bell that is about; return what happened."""
        session = self._session(message.session_id)
        session.picture = message.picture or session.picture
        if message.step != "ended":  # This may be that of a live view.
            session.rang_at = session.rang_at or now
        if message.step == "ring":
            session.rings_until = now + message.life
        session.hear(message.step, now)
        session.place(bell, now)
        if message.offer is not None:
            self._offers.put(message.session_id, message.offer)
        return self._follow(message.session_id, session, now)

    def take_history(
        self, past: Iterable[tuple[PastCall, Bell]], now: datetime, *, first: bool
    ) -> list[Happening]:
        """Take what the vendor remembers, and return what nobody had told.

        What was before the first time is no event, nor is a ring that nobody can answer any more.
        """
        happenings = []
        for call, bell in sorted(past, key=lambda each: each[0].rang_at):
            is_old = first and call.session_id not in self._sessions
            session = self._session(call.session_id)
            was_told = bool(session.steps)
            session.rang_at = session.rang_at or call.rang_at
            session.picture = call.picture or session.picture
            session.rings_until = session.rings_until or min(call.rang_at, now) + RING_LIFE
            for step in call.steps:
                session.hear(step, now)
            # What nobody has pushed until now, nobody will place any better.
            session.place(bell if was_told else Bell(bell.id, certain=True), now)
            if is_old:
                session.told.update(event for event in EVENT_TYPES if event in session.steps)
            elif not was_told and (session.is_over or session.rings_until <= now):
                session.forget_ring()
            happenings += self._follow(call.session_id, session, now)
        return happenings

    def settle(self, now: datetime) -> list[Happening]:
        """Decide what no message has said in time, and return what happened."""
        happenings = []
        for session_id, session in tuple(self._open.items()):
            session.place(None, now)
            happenings += self._follow(session_id, session, now)
        expired = [key for key, session in self._ringing.items() if _has_passed(session.rings_until, now)]
        for session_id in expired:
            del self._ringing[session_id]
            self._offers.drop(session_id)
        return happenings

    def fire(self, happening: Happening, now: datetime) -> None:
        """Have something that happened be the last event of its bell."""
        doorbell = self._doorbells[happening.bell_id]
        # Two events are never at the same time: they could not be told apart.
        before = doorbell.fired_at
        self._doorbells[happening.bell_id] = replace(
            doorbell,
            event_type=happening.event_type,
            call_id=happening.call_id,
            fired_at=now if before is None or now > before else before + timedelta(microseconds=1),
        )

    def _session(self, session_id: str) -> _Session:
        """Return what is known of a call; the one that was told of longest ago is forgotten."""
        session = self._sessions.setdefault(session_id, _Session())
        self._sessions.move_to_end(session_id)
        if len(self._sessions) > MAX_SESSIONS:
            oldest, _ = self._sessions.popitem(last=False)
            for known in (self._ringing, self._open, self._talking):
                known.pop(oldest, None)
            self._offers.drop(oldest)
        return session

    def _follow(self, session_id: str, session: _Session, now: datetime) -> list[Happening]:
        """Return what happened at a call, as soon as it is known whose bell it is."""
        bell_id = session.bell_id
        events = session.tell(now) if bell_id is not None else []
        if session.open_until is None:
            self._open.pop(session_id, None)
        else:
            self._open[session_id] = session
        if session.is_over:
            self._offers.drop(session_id)
        if bell_id is None:
            return []
        if session.is_over:
            self._ringing.pop(session_id, None)
        else:
            self._ringing[session_id] = session
        if session.is_talking:
            self._talking[session_id] = session
        else:
            self._talking.pop(session_id, None)
        self._note(session_id, bell_id, session)
        return [Happening(call_id=session_id, bell_id=bell_id, event_type=event) for event in events]

    def _note(self, session_id: str, bell_id: str, session: _Session) -> None:
        """Bring the lists of calls up to date."""
        if session.rang_at is None:
            return
        call = Call(
            id=session_id,
            device_id=bell_id,
            rang_at=session.rang_at,
            outcome=session.outcome,
            has_image=session.picture is not None,
        )
        self._calls[session_id] = call
        if len(self._calls) > MAX_CALLS:
            oldest = min(self._calls.values(), key=lambda each: each.rang_at)
            del self._calls[oldest.id]
        doorbell = self._doorbells[bell_id]
        self._doorbells[bell_id] = replace(
            doorbell,
            last_call=_later(doorbell.last_call, call),
            pictured_call=_later(doorbell.pictured_call, call) if call.has_image else doorbell.pictured_call,
        )


def _later(known: Call | None, call: Call) -> Call:
    """Return the later of two calls, as it is known now."""
    return call if known is None or known.id == call.id or call.rang_at > known.rang_at else known


def _is_among(sessions: Mapping[str, _Session], bell_id: str) -> bool:
    """Return whether one of these calls is at a bell."""
    return any(session.bell_id == bell_id for session in sessions.values())


def _has_passed(moment: datetime | None, now: datetime) -> bool:
    return moment is None or moment <= now
