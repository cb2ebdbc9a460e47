"""What sees."""

import asyncio
from typing import Any, Final, override

from aiohttp import web
from homeassistant.components.camera import Camera as CameraEntity
from homeassistant.components.camera import (
    CameraEntityFeature,
    WebRTCClientConfiguration,
    WebRTCSendMessage,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from webrtc_models import RTCConfiguration, RTCIceCandidateInit, RTCIceServer

from .account.coordinator import LatchkeyCoordinator
from .auth.errors import TemporaryError
from .auth.redaction import mask_loggers
from .clouds.capabilities import HasCameras, HasStreams, LiveView, PictureStream, ShowsLive, Viewer
from .clouds.live_views import is_description
from .clouds.model import Camera, Device, SetCamera, SetMotionDetection
from .const import DOMAIN, LOGGER
from .door_phone.direct import listening
from .entities.calls import may_control
from .entities.entity import LatchkeyEntity, async_add_features
from .entities.live_view import LiveViewSession
from .entities.mjpeg import async_show
from .entities.two_way_audio import capabilities
from .entry import LatchkeyConfigEntry

# A picture may take its time, and several people may look.
PARALLEL_UPDATES = 0

MAX_VIEWERS: Final = 8
"""People who look through one camera at once, live or at its stream of pictures each.

A browser that comes back may still be among them.
"""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's cameras."""
    async_add_features(entry, async_add_entities, Camera, _make_camera)


def _make_camera(coordinator: LatchkeyCoordinator, device: Device, feature: Camera) -> LatchkeyCamera:
    """Return the entity of a camera."""
    camera = LatchkeyDoorCamera if feature.is_at_door else LatchkeyCamera
    return camera(coordinator, device, feature)


SOCKET_LOGGER: Final = "homeassistant.components.websocket_api"
"""Home Assistant writes there, at the level debug, all that it tells browsers."""


class LatchkeyCamera(LatchkeyEntity[Camera], CameraEntity):
    """A camera that is asked for what it sees whenever somebody looks.

    Its live view goes straight to the browser; a stream of pictures comes through this side.
    """

    _shows_by_itself = True

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Camera) -> None:
        """Take the feature as it is now; nobody looks."""
        LatchkeyEntity.__init__(self, coordinator, device, feature)
        CameraEntity.__init__(self)
        # Browsers are told the credentials of the vendor's TURN servers.
        mask_loggers(SOCKET_LOGGER)
        self._sessions: dict[str, LiveViewSession] = {}
        self._streams: set[PictureStream] = set()
        self._stream_viewers = 0

    @property
    @override
    def supported_features(self) -> CameraEntityFeature:
        """Return what it can do."""
        on_off = CameraEntityFeature.ON_OFF if self.feature.can_be_off else CameraEntityFeature(0)
        return on_off | (CameraEntityFeature.STREAM if self.feature.has_live_view else CameraEntityFeature(0))

    @property
    def camera_entity_capabilities(self) -> Any:
        """Return what it can do beyond that, as Home Assistant asks from 2026.11 on."""
        return capabilities(two_way_audio=self.feature.can_talk)

    @property
    @override
    def is_on(self) -> bool:
        """Return whether it sees anything."""
        return self.feature.on

    @property
    @override
    def is_recording(self) -> bool:
        """Return whether it records what it sees."""
        return self.feature.state == "recording"

    @property
    @override
    def is_streaming(self) -> bool:
        """Return whether it is looked through at its vendor."""
        return self.feature.state == "streaming"

    @property
    @override
    def motion_detection_enabled(self) -> bool:
        """Return whether it detects motion."""
        return self.feature.detects_motion

    @property
    @override
    def brand(self) -> str | None:
        """Return who made it."""
        return self.feature.brand

    @property
    @override
    def model(self) -> str | None:
        """Return what its maker calls it."""
        return self.feature.model

    @property
    @override
    def entity_picture(self) -> str | None:  # type: ignore[override]  # as entities of all other kinds may
        """Return where its picture is; what is a voice alone is shown as an icon."""
        return super().entity_picture if self.feature.has_picture else None

    @override
    async def async_turn_on(self) -> None:
        """Turn it on."""
        await self.async_send(SetCamera(on=True))

    @override
    async def async_turn_off(self) -> None:
        """Turn it off."""
        await self.async_send(SetCamera(on=False))

    @override
    async def async_enable_motion_detection(self) -> None:
        """Have it detect motion."""
        await self.async_send(SetMotionDetection(on=True))

    @override
    async def async_disable_motion_detection(self) -> None:
        """Have it detect motion no more."""
        await self.async_send(SetMotionDetection(on=False))

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return what it sees now."""
        picture = await self.async_ask(
            HasCameras, lambda cloud: cloud.async_get_image(*self.feature_id, width, height)
        )
        self.content_type = picture.content_type
        return picture.content

    @override
    async def handle_async_mjpeg_stream(self, request: web.Request) -> web.StreamResponse | None:
        """Show what it sees from now on; None where it shows nothing."""
        if not self.feature.has_stream:
            return await super().handle_async_mjpeg_stream(request)
        if self._stream_viewers >= MAX_VIEWERS:
            return None
        self._stream_viewers += 1
        try:
            return await self._async_show_stream(request)
        except HomeAssistantError as error:
            LOGGER.debug("%s shows no stream: %s", self.entity_id, error)
            return None
        finally:
            self._stream_viewers -= 1

    async def _async_show_stream(self, request: web.Request) -> web.StreamResponse:
        """Show what it sees from now on, until nobody looks or there is nothing to see."""
        stream = await self.async_ask(HasStreams, lambda cloud: cloud.async_open_stream(*self.feature_id))
        self._streams.add(stream)
        try:
            return await async_show(request, stream, lambda: self.available and self.is_on)
        finally:
            self._streams.discard(stream)
            stream.close()

    @override
    async def async_handle_async_webrtc_offer(
        self, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
    ) -> None:
        """Offer the camera a live view; what it says goes to the browser."""
        if not is_description(offer_sdp):
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="live_view_refused")
        for over in [key for key, session in self._sessions.items() if session.is_over]:
            self.close_webrtc_session(over)
        if sum(not session.is_over for session in self._sessions.values()) >= MAX_VIEWERS:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="too_many_viewers",
                translation_placeholders={"entity": self.friendly_name},
            )
        session = self._sessions[session_id] = LiveViewSession(send_message)
        try:
            await session.async_open(
                lambda viewer: self.async_ask(
                    ShowsLive, lambda cloud: self._async_open_live_view(cloud, offer_sdp, viewer)
                )
            )
        except BaseException:
            self._sessions.pop(session_id, None)
            raise

    async def _async_open_live_view(self, cloud: ShowsLive, offer: str, viewer: Viewer) -> LiveView:
        """Open a live view; who may not control the camera only looks and listens."""
        door_phone, may_talk = self.coordinator.door_phone, may_control(self.entity_id)
        if not self.feature.has_picture and not may_talk:
            # There is nothing to see: somebody would be called, and listened to.
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="not_allowed",
                translation_placeholders={"entity": self.friendly_name},
            )
        if door_phone is not None and door_phone.conversations is not None:
            return await door_phone.conversations.async_view(
                self.feature_id, offer, viewer, may_control=may_talk
            )
        offer = offer if may_talk else listening(offer)
        return await cloud.async_open_live_view(*self.feature_id, offer, viewer)

    @override
    async def async_on_webrtc_candidate(self, session_id: str, candidate: RTCIceCandidateInit) -> None:
        """Tell the camera a way on which the browser may be reached."""
        session = self._sessions.get(session_id)
        if session is None:
            return  # It comes late: the session is over.
        try:
            await session.async_add_candidate(candidate)
        except TemporaryError as error:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="live_view_ended") from error

    @callback
    @override
    def close_webrtc_session(self, session_id: str) -> None:
        """End a live view, since nobody looks any more."""
        session = self._sessions.get(session_id)
        if session is not None:
            self.coordinator.config_entry.async_create_background_task(
                self.hass, self._async_close(session_id, session), "close a live view"
            )

    async def _async_close(self, session_id: str, session: LiveViewSession) -> None:
        """End a live view; until that is done it is known, since an entry that is unloaded ends its tasks."""
        await session.async_close()
        self._sessions.pop(session_id, None)

    @callback
    @override
    def _async_get_webrtc_client_configuration(self) -> WebRTCClientConfiguration:
        """Return what helps the browser and the camera to find each other."""
        config = self.coordinator.able(ShowsLive).live_view_config(*self.feature_id)
        servers = [
            RTCIceServer(urls=list(server.urls), username=server.username, credential=server.credential)
            for server in config.ice_servers
        ]
        return WebRTCClientConfiguration(
            configuration=RTCConfiguration(ice_servers=servers), data_channel=config.data_channel
        )

    @override
    async def async_will_remove_from_hass(self) -> None:
        """End what somebody looks at."""
        for stream in self._streams:
            stream.close()
        await asyncio.gather(*(self._async_close(*known) for known in tuple(self._sessions.items())))
        await super().async_will_remove_from_hass()


class LatchkeyDoorCamera(LatchkeyCamera):
    """A camera at a door: its picture is of the last call."""

    @property
    @override
    def entity_picture(self) -> str | None:  # type: ignore[override]  # as entities of all other kinds may
        """Return where its picture is; before the first call there is none, and an icon is shown."""
        door_phone = self.coordinator.door_phone
        is_kept = door_phone is not None and door_phone.history.has_picture(self._device_id)
        return super().entity_picture if is_kept or "snapshot_at" in self.feature.attributes else None

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return what it saw at the last call, or else the last picture that is kept."""
        try:
            return await super().async_camera_image(width, height)
        except HomeAssistantError as error:
            door_phone = self.coordinator.door_phone
            kept = await door_phone.history.async_read_last(self._device_id) if door_phone else None
            if kept is None and error.translation_key != "no_picture":
                raise
            return kept
