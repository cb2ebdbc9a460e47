"""Who looks through the cameras of an account with doors, and talks there: directly, or by a relay."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from homeassistant.components.web_rtc import async_get_ice_servers
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..auth.errors import TemporaryError
from ..clouds.base import CommandRefused
from ..clouds.capabilities import AnswersCalls, LiveView, ShowsLive, Viewer
from ..clouds.model import FeatureId, IceServer, LiveViewConfig, RingingCall
from ..const import CONF_VIDEO_RELAY, DOMAIN, VIDEO_RELAY
from .direct import glue, listening, sends_sound, takes
from .direct_view import DirectView
from .installing import RelayLoader

if TYPE_CHECKING:
    from .relay.relay import Relay


@dataclass(slots=True)
class _Door:
    """What goes on at one camera."""

    order: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whoever comes finds what the one before has begun."""

    relay: Relay | None = None
    direct: set[DirectView] = field(default_factory=set)


class Conversations:
    """All live views of one account; while it rings, that of somebody who may do so is an answer."""

    def __init__(
        self,
        hass: HomeAssistant,
        options: Mapping[str, Any],
        loader: RelayLoader,
        *,
        shows: ShowsLive,
        answers: AnswersCalls,
    ) -> None:
        """Take the cloud twice: as what shows, and as what answers."""
        self._hass = hass
        self._when = options.get(CONF_VIDEO_RELAY, VIDEO_RELAY)
        self._loader = loader
        self._shows = shows
        self._answers = answers
        self._doors: defaultdict[FeatureId, _Door] = defaultdict(_Door)
        self._answered: dict[str, str] = {}
        """The last calls that were answered here, by door."""
        self._ending: set[asyncio.Task[None]] = set()
        self._is_closed = False

    async def async_view(
        self, camera: FeatureId, offer: str, viewer: Viewer, *, may_control: bool
    ) -> LiveView:
        """Open a live view; who may not control the camera neither answers nor talks.

        Raises CommandRefused, RefreshTokenRejected, TemporaryError or HomeAssistantError.
        """
        door = self._doors[camera]
        async with door.order:
            self._check_open()
            relay_class = await self._async_choose(door, camera, offer, may_control=may_control)
            call = self._answers.ringing_call(camera[0]) if may_control else None
            if relay_class is None:
                offer = offer if may_control else listening(offer)
                return await self._async_view_directly(door, camera, offer, viewer, call)
            is_first = door.relay is None
            relay = await self._async_relay(door, camera, relay_class, call)
            try:
                return await relay.async_add_viewer(offer, viewer, may_talk=may_control)
            except BaseException:
                if is_first:
                    await relay.async_close()
                raise

    async def async_answer(self, camera: FeatureId) -> None:
        """Answer who rings; somebody must look soon. Raises what `async_view` does."""
        door = self._doors[camera]
        async with door.order:
            self._check_open()
            call = self._answers.ringing_call(camera[0])
            if call is None:
                raise CommandRefused("call_over")
            if self._when == "never":
                raise ServiceValidationError(translation_domain=DOMAIN, translation_key="answer_needs_relay")
            await self._async_relay(door, camera, await self._loader.async_get(), call)

    async def async_reject(self, device_id: str) -> None:
        """Hang up on who rings, or who was answered here. Raises what `async_view` does."""
        call = self._answers.ringing_call(device_id)
        call_id = call.id if call is not None else self._answered.get(device_id)
        if call_id is None:
            raise CommandRefused("call_over")
        await self._answers.async_reject_call(call_id)

    async def async_close(self) -> None:
        """End all that goes on; nothing begins any more."""
        self._is_closed = True
        for door in tuple(self._doors.values()):
            async with door.order:
                if door.relay is not None:
                    await door.relay.async_close()
                await asyncio.gather(*(view.async_close() for view in tuple(door.direct)))
        await asyncio.gather(*self._ending)

    def _check_open(self) -> None:
        if self._is_closed:
            raise TemporaryError("the account is closed", cause="closed")

    async def _async_choose(
        self, door: _Door, camera: FeatureId, offer: str, *, may_control: bool
    ) -> type[Relay] | None:
        """Return what relays to a viewer; None where they meet the camera directly."""
        config = self._shows.live_view_config(*camera)
        call = self._answers.ringing_call(camera[0]) if may_control else None
        fits = call is None or glue(call.offer, offer, config.payload_types) is not None
        understands = fits and takes(offer, config.payload_types)
        is_heard = may_control and (sends_sound(offer) or not config.wants_sound)
        is_first = door.relay is None and not door.direct
        if self._when == "never" or (self._when == "automatic" and understands and is_heard and is_first):
            return None
        try:
            return await self._loader.async_get()
        except HomeAssistantError:
            if not understands:
                raise
            return None

    async def _async_view_directly(
        self, door: _Door, camera: FeatureId, offer: str, viewer: Viewer, call: RingingCall | None
    ) -> LiveView:
        """Let a viewer meet the camera."""
        config = self._shows.live_view_config(*camera)
        glued = glue(call.offer, offer, config.payload_types) if call is not None else None
        if call is not None and glued is None:
            raise CommandRefused("live_view_refused")
        view = DirectView(viewer, door.direct.discard, glued)
        door.direct.add(view)
        try:
            if call is None or glued is None:
                view.opened(await self._shows.async_open_live_view(*camera, offer, view))
            else:
                view.answered(glued.for_viewer)
                view.opened(await self._answers.async_answer_call(call.id, glued.for_camera, view))
                self._answered[camera[0]] = call.id
        except BaseException:
            door.direct.discard(view)
            raise
        return view

    async def _async_relay(
        self, door: _Door, camera: FeatureId, relay_class: type[Relay], call: RingingCall | None
    ) -> Relay:
        """Return the relay of a camera, which rings, is called, or is connected already."""
        is_new = door.relay is None
        relay = door.relay = door.relay or relay_class(self._config(camera), lambda: self._end(door))
        if call is not None:
            await relay.async_answer(
                call.offer,
                lambda answer, viewer: self._answers.async_answer_call(call.id, answer, viewer),
            )
            self._answered[camera[0]] = call.id
        elif is_new:
            await relay.async_call(
                lambda offer, viewer: self._shows.async_open_live_view(*camera, offer, viewer)
            )
        if relay.is_over:
            raise CommandRefused("live_view_refused" if call is None else "call_over")
        return relay

    def _end(self, door: _Door) -> None:
        """Take that a relay is over, and see that nothing is left of it."""
        relay, door.relay = door.relay, None
        if relay is not None:
            ending = self._hass.async_create_background_task(relay.async_close(), "end a video relay")
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    def _config(self, camera: FeatureId) -> LiveViewConfig:
        """Return what the relay of a camera must know: who looks may also use the servers of this side."""
        config = self._shows.live_view_config(*camera)
        own = (
            IceServer(
                urls=(server.urls,) if isinstance(server.urls, str) else tuple(server.urls),
                username=server.username,
                credential=server.credential,
            )
            for server in async_get_ice_servers(self._hass)
        )
        return replace(config, ice_servers=(*config.ice_servers, *own))
