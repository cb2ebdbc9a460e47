"""The calls that are answered or rejected here."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial

from ...auth.session import TokenSession
from ..base import CommandRefused
from ..capabilities import LiveView, Viewer
from .calls import Calls, Deed, Happening
from .live_view import BticinoLiveView, async_terminate
from .offers import Offer


class Answering:
    """Answers calls, rejects them, and hangs up."""

    def __init__(
        self, session: TokenSession, calls: Calls, tell: Callable[[Iterable[Happening]], None]
    ) -> None:
        """Take the calls, and who is told what happens to them."""
        self._session = session
        self._calls = calls
        self._tell = tell
        self._views: dict[str, BticinoLiveView] = {}
        """The calls that were answered here and go on."""

    async def async_answer(self, call_id: str, answer: str, viewer: Viewer) -> LiveView:
        """Answer a call; see `AnswersCalls.async_answer_call`."""
        offer = self._hold(call_id)
        deed: Deed | None = None
        try:
            view = await BticinoLiveView.async_answer(self._session, offer.address, answer, viewer)
            deed = "answered_here"
        finally:
            self._tell(self._calls.release(call_id, deed, datetime.now(UTC)))
        self._views[call_id] = view
        view.when_over(partial(self._end, call_id))
        return view

    async def async_reject(self, call_id: str) -> None:
        """End a call; see `AnswersCalls.async_reject_call`."""
        view = self._views.get(call_id)
        if view is not None:
            await view.async_hang_up()
            return
        offer = self._hold(call_id)
        deed: Deed | None = None
        try:
            await async_terminate(self._session, offer.address)
            deed = "rejected"
        finally:
            self._tell(self._calls.release(call_id, deed, datetime.now(UTC)))

    def _hold(self, call_id: str) -> Offer:
        """Return the offer of a call that rings, which nobody else is to answer here meanwhile."""
        offer = self._calls.hold(call_id)
        if offer is None:
            raise CommandRefused("call_over")
        return offer

    def _end(self, call_id: str) -> None:
        """Take that a call that was answered here is over."""
        del self._views[call_id]
        self._tell(self._calls.end(call_id, datetime.now(UTC)))
