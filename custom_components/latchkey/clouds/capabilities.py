"""What some clouds can: a cloud inherits from each of these that it is able to do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from ..auth.errors import TemporaryError
from .predecessor import Counterpart, MissingReason, OldEntity
from .pushes import Pushes
from .settings import Choices, Selection

if TYPE_CHECKING:  # whoever has a capability imports what it is about
    from .model import (
        CalendarEvent,
        EventId,
        FeatureId,
        Forecast,
        ForecastKind,
        IceCandidate,
        JsonValue,
        LiveViewConfig,
        MediaId,
        MediaItem,
        MediaSearch,
        Picture,
        RingingCall,
        Schedule,
        Snapshot,
        TodoItem,
    )


class Listener(Protocol):
    """Who is told what changes."""

    def changed(self, snapshot: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Take the account as it is now; `features` are all that changed, None is anything."""

    def lost(self, error: TemporaryError) -> None:
        """Take that nothing is told until `changed` is called again."""

    def paced(self) -> None:
        """Take that `Pushing.poll_interval` is another one now."""


class TellsMore(ABC):
    """It tells more than polls ask for, as long as the account is set up."""

    @abstractmethod
    async def async_listen(self, listener: Listener) -> None:
        """Tell what changes as it becomes known, until this is cancelled.

        Connects, and connects again, by itself. Raises RefreshTokenRejected.
        """


class Pushing(TellsMore):
    """Its vendor tells what changes by itself."""

    pushes: Pushes
    """What becomes known of what the vendor pushes."""

    @property
    def poll_interval(self) -> float | None:
        """The seconds between two polls that are enough now, since the vendor tells what changes.

        None where a person's choice counts.
        """
        return None


class HasHomes(ABC):
    """An account may have several homes: the places of its snapshots are these, and no rooms."""

    @abstractmethod
    async def async_list_homes(self) -> Mapping[str, str]:
        """Return the names of the homes that a person may choose among, by their ids as places.

        Raises RefreshTokenRejected or TemporaryError.
        """


class ExpectsHomes(ABC):
    """It may ask how homes are while it asks which there are."""

    @abstractmethod
    def expect_homes(self, home_ids: Iterable[str]) -> None:
        """Take which homes there were at the last start, as ids of places; there may be others by now."""


class Selectable(ABC):
    """A person chooses which features are shown."""

    @abstractmethod
    async def async_list_choices(self) -> Choices:
        """Return out of what a person may choose. Raises RefreshTokenRejected or TemporaryError."""

    @abstractmethod
    async def async_list_shown(self, selection: Selection) -> frozenset[str]:
        """Return the ids of the features that a selection shows (`Choice.id`).

        Raises RefreshTokenRejected or TemporaryError.
        """


class HasSchedules(ABC):
    """Its devices may follow schedules."""

    @abstractmethod
    async def async_get_schedule(self, device_id: str) -> Schedule:
        """Return the schedule of a device as the vendor has it now.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class TakesRawStates(ABC):
    """Its devices take values in the vendor's own words."""

    @abstractmethod
    async def async_send_state(self, device_id: str, values: Sequence[Mapping[str, JsonValue]]) -> Snapshot:
        """Send raw values and return the home as it is now.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class HasCameras(ABC):
    """Its devices may see something."""

    @abstractmethod
    async def async_get_image(
        self, device_id: str, feature_key: str, width: int | None = None, height: int | None = None
    ) -> Picture:
        """Return what a camera sees now, or saw at the last call where it is at a door.

        It may be larger than what is wanted. Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class PictureStream(Protocol):
    """Pictures that come one after the other."""

    async def async_next(self) -> Picture | None:
        """Return the next picture; None where no more come. May be cancelled, and called again.

        Raises TemporaryError.
        """

    def close(self) -> None:
        """End it, once or several times; who waits for a picture need not wait any more."""


class HasStreams(ABC):
    """Its cameras show what they see now, picture by picture."""

    @abstractmethod
    async def async_open_stream(self, device_id: str, feature_key: str) -> PictureStream:
        """Return what a camera sees from now on.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class HasPictures(ABC):
    """Its features may have pictures: all those that are images, and whichever has `Feature.picture`."""

    @abstractmethod
    async def async_get_picture(self, device_id: str, feature_key: str) -> Picture:
        """Return the picture of a feature.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class HasForecasts(ABC):
    """Its weather may have forecasts."""

    @abstractmethod
    async def async_get_forecast(
        self, device_id: str, feature_key: str, kind: ForecastKind
    ) -> Sequence[Forecast] | None:
        """Return a forecast of now; None where the vendor has none.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """

    @abstractmethod
    def watch_forecast(
        self,
        device_id: str,
        feature_key: str,
        kind: ForecastKind,
        on_forecast: Callable[[Sequence[Forecast] | None], None],
    ) -> Callable[[], None]:
        """Tell a forecast, and each that follows, until what is returned is called."""


class HasReleaseNotes(ABC):
    """Its updates may tell at length what is new."""

    @abstractmethod
    async def async_get_release_notes(self, device_id: str, feature_key: str) -> str | None:
        """Return what is new in the newest version, in Markdown; None where nothing is told.

        Raises CommandRefused, CommandFailed, RefreshTokenRejected or TemporaryError.
        """


class HasMedia(ABC):
    """Its media players know what there is to be played.

    Every method raises CommandRefused, CommandFailed, RefreshTokenRejected or TemporaryError.
    """

    @abstractmethod
    async def async_browse_media(self, device_id: str, feature_key: str, where: MediaId | None) -> MediaItem:
        """Return what there is somewhere, or at the beginning, as a player sees it."""

    @abstractmethod
    async def async_search_media(
        self, device_id: str, feature_key: str, search: MediaSearch
    ) -> Sequence[MediaItem]:
        """Return what a player finds."""

    @abstractmethod
    async def async_knows_media(self, content_id: str) -> bool:
        """Return whether there is something of that name (media-source://…) where the players are."""

    @abstractmethod
    async def async_get_thumbnail(self, name: str) -> Picture:
        """Return the picture of something that was browsed or found (`MediaItem.thumbnail`)."""


class HasCalendars(ABC):
    """It may have calendars.

    What is asked for or done raises CommandRefused, CommandFailed, RefreshTokenRejected or TemporaryError.
    """

    @abstractmethod
    async def async_get_events(
        self, device_id: str, feature_key: str, start: datetime, end: datetime
    ) -> Sequence[CalendarEvent]:
        """Return the events of a span."""

    @abstractmethod
    def watch_events(
        self,
        device_id: str,
        feature_key: str,
        start: datetime,
        end: datetime,
        on_events: Callable[[Sequence[CalendarEvent] | None], None],
    ) -> Callable[[], None]:
        """Tell the events of a span, now and whenever they may be others, until what is returned is called.

        None is told where nothing is known of them for now.
        """

    @abstractmethod
    async def async_create_event(self, device_id: str, feature_key: str, event: CalendarEvent) -> None:
        """Put an event, or a series, into a calendar."""

    @abstractmethod
    async def async_update_event(
        self, device_id: str, feature_key: str, event_id: EventId, event: CalendarEvent
    ) -> None:
        """Let an event be another one."""

    @abstractmethod
    async def async_delete_event(self, device_id: str, feature_key: str, event_id: EventId) -> None:
        """Take an event out of a calendar."""


class HasTodoLists(ABC):
    """It may have to-do lists."""

    @abstractmethod
    def watch_todo_items(
        self, device_id: str, feature_key: str, on_items: Callable[[Sequence[TodoItem]], None]
    ) -> Callable[[], None]:
        """Tell the items of a list, now and whenever they change, until what is returned is called."""

    @abstractmethod
    async def async_move_todo_item(
        self, device_id: str, feature_key: str, uid: str, previous: str | None
    ) -> None:
        """Put an item after the previous one, or before all.

        Raises CommandRefused, CommandFailed, RefreshTokenRejected or TemporaryError.
        """


class RunsScripts(ABC):
    """Some of its switches are scripts, which are on while they run and take data."""

    @abstractmethod
    async def async_run_script(
        self, device_id: str, feature_key: str, data: Mapping[str, JsonValue], *, returns: bool
    ) -> dict[str, JsonValue]:
        """Run a script, wait until it has ended, and return what it returns where that is wanted.

        Raises CommandRefused, CommandFailed, RefreshTokenRejected or TemporaryError.
        """


class HasDoors(ABC):
    """Somebody may ring: the last calls can be kept, and relays be shown as something else."""

    @abstractmethod
    async def async_get_call_image(self, call_id: str) -> bytes:
        """Return what a door phone saw at a call of the last snapshot, as JPEG.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class Viewer(Protocol):
    """Who looks at a live view. All of it is called on the event loop, and must not raise."""

    def answered(self, description: str) -> None:
        """Take the other side's answer (SDP, RFC 8866) to one's own offer."""

    def found(self, candidate: IceCandidate) -> None:
        """Take a way on which the other side may be reached."""

    def ended(self) -> None:
        """Take that the other side ended the live view, or that the connection to it is lost."""


class LiveView(Protocol):
    """A live view that is open."""

    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        """Tell the other side a way on which the viewer may be reached. Raises TemporaryError."""

    async def async_close(self) -> None:
        """End it, once or several times; `Viewer.ended` is not called any more."""


class ShowsLive(ABC):
    """Its cameras show what they see now."""

    @abstractmethod
    def live_view_config(self, device_id: str, feature_key: str) -> LiveViewConfig:
        """Return what helps a live view of a camera along, as the vendor told it last."""

    @abstractmethod
    async def async_open_live_view(
        self, device_id: str, feature_key: str, offer: str, viewer: Viewer
    ) -> LiveView:
        """Offer a camera a live view (SDP, RFC 8866); the viewer is told what comes of it.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class AnswersCalls(ABC):
    """Whoever rings at its doors can be answered."""

    @abstractmethod
    def ringing_call(self, device_id: str) -> RingingCall | None:
        """Return the call that rings at a device and can be answered; None where none does."""

    @abstractmethod
    async def async_answer_call(self, call_id: str, answer: str, viewer: Viewer) -> LiveView:
        """Answer a call (SDP, RFC 8866), so that it rings nowhere any more; the viewer is told what comes.

        `Viewer.answered` is not called. Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """

    @abstractmethod
    async def async_reject_call(self, call_id: str) -> None:
        """End a call that rings, everywhere, or that was answered here.

        Raises CommandRefused, RefreshTokenRejected or TemporaryError.
        """


class TellsEvents(ABC):
    """Has a bus of its own; `Settings.event_types` are the events that are told."""

    @abstractmethod
    def tell_events(self, on_event: Callable[[str, Mapping[str, JsonValue]], None]) -> None:
        """Have somebody told of these events as they happen: their type, and what they hold."""

    @abstractmethod
    async def async_list_forbidden(self, event_types: Collection[str]) -> list[str]:
        """Return which of these events are not told to this account.

        Raises RefreshTokenRejected or TemporaryError.
        """


class HasPredecessor(ABC):
    """Another integration showed its accounts before (`Vendor.predecessor`)."""

    @abstractmethod
    def counterpart(self, old: OldEntity) -> Counterpart | MissingReason:
        """Return what an old entity is here, by what was fetched last; or why it is nothing."""
