"""An account with door phones."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from types import MappingProxyType
from typing import Any, Final, override

from ...auth.errors import RefreshTokenRejected, TemporaryError
from ...auth.session import TokenSession
from ..allowed import Sieve
from ..base import Account, Cloud, CommandRefused
from ..capabilities import (
    AnswersCalls,
    HasCameras,
    HasDoors,
    HasHomes,
    HasPredecessor,
    Listener,
    LiveView,
    Pushing,
    ShowsLive,
    Viewer,
)
from ..live_views import parse_ice_servers
from ..model import (
    Camera,
    Command,
    IceServer,
    JsonValue,
    LiveViewConfig,
    Picture,
    RingingCall,
    Snapshot,
    changed_features,
)
from ..predecessor import Counterpart, MissingReason, OldEntity
from ..pushes import Pushes
from ..raw import read_mapping
from ..settings import Settings
from ..slices import in_slices
from ..together import async_each_of, async_together
from . import raw_words
from .answering import Answering
from .api import Api
from .calls import Happening
from .commands import describe
from .installation import Home, Kind, Module, parse_account
from .live_view import BticinoLiveView
from .messages import parse_message
from .pictures import Pictures
from .predecessor import find_counterpart
from .push import Push
from .state import State
from .status import UNREACHABLE, read_errors

_LOGGER = logging.getLogger(__name__)

HISTORY_SIZE: Final = 30
"""Events of a home that are read with each poll."""

HISTORY_PAUSE = 60.0
"""Seconds until the history is worth asking for other addresses of pictures: there may be many to fetch."""

ICE_INTERVAL = 60 * 60.0
"""Seconds between two readings of the TURN servers: their credentials are good for a while."""

PAYLOAD_TYPES: Final = MappingProxyType({"OPUS": 111, "H264": 109})
"""What the units send whatever was agreed: that of Chrome."""

RELOCK_INTERVAL = 2.0
RELOCK_LOOKS = 15
"""Seconds between two looks at a door that says that it is open, and how many there are at the most."""


class BticinoCloud(Cloud, Pushing, HasHomes, HasCameras, HasDoors, ShowsLive, AnswersCalls, HasPredecessor):
    """One account at Netatmo, with all its homes that have a door phone."""

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        """Take the session that every request of this account goes through; see `Cloud`."""
        super().__init__(session, settings)
        self.pushes = Pushes(raw_words.PUSH)
        self._api = Api(session)
        self._state = State(settings)
        self._pictures = Pictures(session.client)
        self._answering = Answering(session, self._state.calls, self._tell)
        self._push = Push(session, self._take, self._async_catch_up, self._lost)
        self._snapshot = self._state.snapshot()
        self._listener: Listener | None = None
        self._is_lost = False
        self._unlocked: frozenset[str] = frozenset()
        self._looks: dict[str, int] = {}
        self._opened = asyncio.Event()
        self._told = asyncio.Event()
        self._history_read_at = -HISTORY_PAUSE
        self._live_view_config = _live_view_config()
        self._ice_read_at = -ICE_INTERVAL

    @override
    async def async_identify(self) -> Account:
        """Return who the account is (`homesdata`); see `Cloud.async_identify`."""
        return parse_account(await self._api.async_read_homes())

    @override
    async def async_list_homes(self) -> Mapping[str, str]:
        """Return the names of the homes; see `HasHomes.async_list_homes`."""
        self._state.take_homes(await self._api.async_read_homes())
        return self._state.places

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all devices, with two requests for each home; see `Cloud.async_fetch`."""
        # What does not depend on which homes there are is asked for meanwhile.
        await async_together(self.async_list_homes(), self._async_read_ice_servers())
        return await self._async_read_all()

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Carry out a command (`setstate`); see `Cloud.async_send`."""
        home, module = self._state.find(device_id)
        feature = self._snapshot.devices[device_id].features.get(feature_key)
        state = describe(module, feature, command)
        if state is not None:
            await self._async_set(home, module, state)
            if module.kind is Kind.DOOR_LOCK:
                self._state.take_opening(module)
        # The command is carried out, whether or not the vendor says so at once.
        with suppress(TemporaryError):
            await self._async_read_status(home)
        self._told.set()
        return self._renew()

    @override
    async def async_get_image(
        self, device_id: str, feature_key: str, width: int | None = None, height: int | None = None
    ) -> Picture:
        """Return what an external unit saw at the last call; see `HasCameras.async_get_image`."""
        unit = self._find_camera(device_id, feature_key)
        call = self._state.calls.doorbell(unit.id).pictured_call
        if unit.kind is Kind.BRIDGE or call is None:
            raise CommandRefused("no_picture")
        return Picture(content_type="image/jpeg", content=await self.async_get_call_image(call.id))

    @override
    async def async_get_call_image(self, call_id: str) -> bytes:
        """Return what an external unit saw at a call; see `HasDoors.async_get_call_image`.

        Where its address is good no more, the history may know another.
        """
        image = await self._async_get_picture(call_id)
        if image is None and monotonic() >= self._history_read_at + HISTORY_PAUSE:
            for home in self._state.shown:
                await self._async_read_history(home)
            self._tell(())
            image = await self._async_get_picture(call_id)
        if image is None:
            raise CommandRefused("no_picture")
        return image

    @override
    def live_view_config(self, device_id: str, feature_key: str) -> LiveViewConfig:
        """Return the vendor's TURN servers; see `ShowsLive.live_view_config`."""
        return self._live_view_config

    @override
    async def async_open_live_view(
        self, device_id: str, feature_key: str, offer: str, viewer: Viewer
    ) -> LiveView:
        """Offer an external unit a live view, or a bridge a talk; see `ShowsLive.async_open_live_view`."""
        module = self._find_camera(device_id, feature_key)
        return await BticinoLiveView.async_open(self._session, module, offer, viewer)

    @override
    def ringing_call(self, device_id: str) -> RingingCall | None:
        """Return the call that rings at a door phone; see `AnswersCalls.ringing_call`."""
        return self._state.calls.ringing_call(device_id)

    @override
    async def async_answer_call(self, call_id: str, answer: str, viewer: Viewer) -> LiveView:
        """Send an answer to a call; see `AnswersCalls.async_answer_call`."""
        return await self._answering.async_answer(call_id, answer, viewer)

    @override
    async def async_reject_call(self, call_id: str) -> None:
        """Terminate a call; see `AnswersCalls.async_reject_call`."""
        await self._answering.async_reject(call_id)

    @override
    async def async_listen(self, listener: Listener) -> None:
        """Tell what is pushed, and what comes of it; see `Pushing.async_listen`."""
        self._listener = listener
        tasks = [
            asyncio.create_task(self._push.async_run(), name="latchkey push socket"),
            asyncio.create_task(self._async_follow_doors(), name="latchkey doors"),
            asyncio.create_task(self._async_follow_time(), name="latchkey rings"),
        ]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            await ended.pop()  # None of them ends, but by what it raises.
        finally:
            self._listener = None
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        """Return what the vendor says now; see `Cloud.async_raw_words`."""
        return await raw_words.async_read(self._api, sieve)

    @override
    def counterpart(self, old: OldEntity) -> Counterpart | MissingReason:
        """Return what an entity of the HACS integration is here; see `HasPredecessor.counterpart`."""
        return find_counterpart(old, self._state.homes, self._settings)

    def _find_camera(self, device_id: str, feature_key: str) -> Module:
        """Return the module whose camera this is; raises CommandRefused where it is none."""
        _, module = self._state.find(device_id)
        if not isinstance(self._snapshot.devices[device_id].features.get(feature_key), Camera):
            raise CommandRefused("not_supported")
        return module

    async def _async_set(self, home: Home, module: Module, state: dict[str, Any]) -> None:
        """Bring a module to a state; raises CommandRefused where the vendor says that it did not follow."""
        answer = await self._api.async_set(
            home.id, module.id, state, timezone=home.timezone, bridge_id=module.bridge_id
        )
        if UNREACHABLE in read_errors(answer).values():
            raise CommandRefused("not_reachable")
        # Whatever else may be wrong: nobody is to think that the door is open.
        errors = read_mapping(answer.get("body")).get("errors")
        if errors or "error" in answer or answer.get("status") != "ok":
            raise CommandRefused("refused")

    async def _async_read_all(self) -> Snapshot:
        """Read how each home is and who rang there, at the same time; a home that fails leaves the others."""
        homes = self._state.shown
        failures: list[TemporaryError] = []

        async def read_status(home: Home) -> None:
            try:
                await self._async_read_status(home)
            except TemporaryError as error:
                self._state.take_silence(home)
                failures.append(error)

        async def read_history(home: Home) -> None:
            # It is the safety net of what is pushed: no poll fails for it.
            with suppress(TemporaryError):
                await self._async_read_history(home)

        asks = [partial(read, home) for home in homes for read in (read_status, read_history)]
        try:
            await async_each_of(asks, lambda ask: ask())
            if failures and len(failures) == len(homes):
                raise failures[-1]
            async for home in in_slices(homes):
                self._state.build(home)
            self._fire(self._state.settle())
            return self._renew()
        finally:
            self._told.set()  # Also a history alone may have something change by itself.

    async def _async_read_status(self, home: Home) -> None:
        """Read how the modules of a home are (`homestatus`)."""
        self._state.take_status(home, await self._api.async_get_home_status(home.id))

    async def _async_read_history(self, home: Home) -> None:
        """Read who rang at a home (`getevents`), and tell what happened that nobody had told."""
        raw = await self._api.async_get_events(home.id, HISTORY_SIZE)
        self._history_read_at = monotonic()
        happenings = self._state.take_history(home, raw)
        if happenings:
            self._tell(happenings)

    async def _async_read_ice_servers(self) -> None:
        """Read the vendor's TURN servers, from time to time; no poll fails for them."""
        if monotonic() < self._ice_read_at + ICE_INTERVAL:
            return
        with suppress(TemporaryError):
            servers = parse_ice_servers(await self._api.async_read_ice_servers())
            self._live_view_config = _live_view_config(servers)
            self._ice_read_at = monotonic()

    async def _async_get_picture(self, call_id: str) -> bytes | None:
        """Return what was seen at a call, as far as the vendor still says where that is."""
        picture = self._state.calls.picture(call_id)
        if picture is None or picture.has_expired(datetime.now(UTC)):
            return None
        return await self._pictures.async_get(call_id, picture)

    async def _async_catch_up(self) -> None:
        """Tell what nobody could tell before the push socket was open."""
        self.pushes.opened()
        with suppress(TemporaryError):
            snapshot = await self._async_read_all()
            if self._listener is not None:
                self._listener.changed(snapshot, None)
        if self._is_lost:
            _LOGGER.info("BTicino pushes again what happens")
        self._is_lost = False

    def _lost(self, error: TemporaryError) -> None:
        """Take that nothing is pushed for now; polls go on."""
        self.pushes.lost()
        if not self._is_lost:
            _LOGGER.warning("BTicino does not push what happens any more: %s", error)
        self._is_lost = True

    def _take(self, raw: Mapping[str, Any]) -> None:
        """Take what was pushed."""
        self.pushes.heard(raw)
        message = parse_message(raw, datetime.now(UTC))
        if message is not None:
            self._tell(self._state.take(message))

    def _tell(self, happenings: Iterable[Happening]) -> None:
        """Tell what happened and whatever else is new, and look when something will change by itself."""
        self._fire(happenings)
        self._publish()
        self._told.set()

    def _fire(self, happenings: Iterable[Happening]) -> None:
        """Tell what happened, one after the other."""
        for happening in happenings:
            self._state.calls.fire(happening, datetime.now(UTC))
            self._publish()

    def _publish(self) -> None:
        """Tell what is new, if anything is."""
        before, after = self._snapshot, self._renew()
        if self._listener is None or after is before:
            return
        features = changed_features(before, after)
        if features or before.calls != after.calls:
            self._listener.changed(after, features)

    def _renew(self) -> Snapshot:
        """Return the account as it is now."""
        unlocked_before = self._unlocked
        self._snapshot = self._state.snapshot()
        self._unlocked = self._state.unlocked
        for home_id in self._unlocked - unlocked_before:
            self._looks[home_id] = RELOCK_LOOKS
            self._opened.set()
        return self._snapshot

    async def _async_follow_doors(self) -> None:
        """Look at doors that say that they are open until they say that they are locked."""
        while True:
            await self._opened.wait()
            await asyncio.sleep(RELOCK_INTERVAL)
            # Polls tell what goes wrong.
            with suppress(RefreshTokenRejected):
                await self._async_look_at_doors()
            self._looks = {
                home_id: looks - 1
                for home_id, looks in self._looks.items()
                if looks > 1 and home_id in self._state.unlocked
            }
            self._publish()
            if not self._looks:
                self._opened.clear()

    async def _async_look_at_doors(self) -> None:
        """Look at doors that are open; wait where the vendor wants fewer requests."""
        try:
            for home in [home for home in self._state.shown if home.id in self._looks]:
                await self._async_read_status(home)
        except TemporaryError as error:
            await asyncio.sleep(error.retry_after or 0.0)

    async def _async_follow_time(self) -> None:
        """Tell what time decides: whose bell it is, how a call ended, that a door is locked again."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pause()):
                    await self._told.wait()
            self._told.clear()
            self._fire(self._state.settle())
            self._publish()

    def _pause(self) -> float | None:
        """Return the seconds until something changes by itself; None where nothing will."""
        until = self._state.changes_at
        return None if until is None else max((until - datetime.now(UTC)).total_seconds(), 0.0)


def _live_view_config(servers: tuple[IceServer, ...] = ()) -> LiveViewConfig:
    """Return what a viewer must know: the firmware sends as Chrome does, and is silent to whoever is."""
    return LiveViewConfig(ice_servers=servers, payload_types=PAYLOAD_TYPES, wants_sound=True)
