"""What sees."""

import asyncio
from typing import Final, override

from homeassistant.components.camera import Camera as CameraEntity
from homeassistant.components.camera import (
    CameraEntityFeature,
    WebRTCClientConfiguration,
    WebRTCSendMessage,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from webrtc_models import RTCConfiguration, RTCIceCandidateInit, RTCIceServer

from .account.coordinator import LatchkeyCoordinator
from .auth.errors import TemporaryError
from .auth.redaction import mask_loggers
from .clouds.capabilities import HasCameras, ShowsLive
from .clouds.model import Camera, Device
from .const import DOMAIN
from .door_phone.live_view import LiveViewSession
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# A picture may take its time, and several people may look.
PARALLEL_UPDATES = 0

MAX_SESSIONS: Final = 8
"""People who look through one camera at once; a browser that comes back may still be among them."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's cameras."""
    async_add_features(entry, async_add_entities, Camera, _make_camera)


def _make_camera(coordinator: LatchkeyCoordinator, device: Device, feature: Camera) -> LatchkeyCamera:
    """Return the entity of a camera."""
    camera = LatchkeyDoorCamera if feature.has_live_view else LatchkeyCamera
    return camera(coordinator, device, feature)


SOCKET_LOGGER: Final = "homeassistant.components.websocket_api"
"""Home Assistant writes there, at the level debug, all that it tells browsers."""


class LatchkeyCamera(LatchkeyEntity[Camera], CameraEntity):  # type: ignore[misc]  # each has its picture
    """A camera that is asked for a picture whenever somebody looks."""

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Camera) -> None:
        """Take the feature as it is now."""
        LatchkeyEntity.__init__(self, coordinator, device, feature)
        CameraEntity.__init__(self)

    @property
    @override
    def is_on(self) -> bool:
        """Return whether it sees anything."""
        return self.feature.on

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return what it sees now."""
        return await self.async_ask(HasCameras, lambda cloud: cloud.async_get_image(*self.feature_id))


class LatchkeyDoorCamera(LatchkeyCamera):
    """A camera at a door: its picture is of the last call, its live view goes straight to the browser."""

    _attr_supported_features = CameraEntityFeature.STREAM

    def __init__(self, coordinator: LatchkeyCoordinator, device: Device, feature: Camera) -> None:
        """Take the feature as it is now; nobody looks."""
        super().__init__(coordinator, device, feature)
        # Browsers are told the credentials of the vendor's TURN servers.
        mask_loggers(SOCKET_LOGGER)
        self._sessions: dict[str, LiveViewSession] = {}

    @property
    @override
    def entity_picture(self) -> str | None:  # type: ignore[override]  # as entities of all other kinds may
        """Return where its picture is; before the first call there is none, and an icon is shown."""
        history = self.coordinator.call_history
        is_kept = history is not None and history.has_picture(self._device_id)
        return super().entity_picture if is_kept or "snapshot_at" in self.feature.attributes else None

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return what it saw at the last call, or else the last picture that is kept."""
        try:
            return await super().async_camera_image(width, height)
        except HomeAssistantError as error:
            history = self.coordinator.call_history
            kept = await history.async_read_last(self._device_id) if history is not None else None
            if kept is None and error.translation_key != "no_picture":
                raise
            return kept

    @override
    async def async_handle_async_webrtc_offer(
        self, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
    ) -> None:
        """Offer the door a live view; what it says goes to the browser."""
        for over in [key for key, session in self._sessions.items() if session.is_over]:
            self.close_webrtc_session(over)
        if sum(not session.is_over for session in self._sessions.values()) >= MAX_SESSIONS:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="live_view_refused")
        session = self._sessions[session_id] = LiveViewSession(send_message)
        try:
            await session.async_open(
                lambda viewer: self.async_ask(
                    ShowsLive,
                    lambda cloud: cloud.async_open_live_view(*self.feature_id, offer_sdp, viewer),
                )
            )
        except BaseException:
            self._sessions.pop(session_id, None)
            raise

    @override
    async def async_on_webrtc_candidate(self, session_id: str, candidate: RTCIceCandidateInit) -> None:
        """Tell the door a way on which the browser may be reached."""
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
        """Return the servers that help the browser and the door to find each other."""
        servers = [
            RTCIceServer(urls=list(server.urls), username=server.username, credential=server.credential)
            for server in self.coordinator.ice_servers
        ]
        return WebRTCClientConfiguration(configuration=RTCConfiguration(ice_servers=servers))

    @override
    async def async_will_remove_from_hass(self) -> None:
        """End what somebody looks at."""
        await asyncio.gather(*(self._async_close(*known) for known in tuple(self._sessions.items())))
        await super().async_will_remove_from_hass()
