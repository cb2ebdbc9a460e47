"""What the cameras of another Home Assistant see."""

from typing import override

from yarl import URL

from ..capabilities import HasCameras, HasStreams, LiveView, PictureStream, ShowsLive, Viewer
from ..model import LiveViewConfig, Picture
from .asking import Asking
from .connection import Connection
from .live_view import RemoteLiveView
from .mjpeg import async_open_stream
from .pictures import async_fetch


class Cameras(Asking, HasCameras, HasStreams, ShowsLive):
    """Cameras that are looked through."""

    _connection: Connection

    @override
    async def async_get_image(
        self, device_id: str, feature_key: str, width: int | None = None, height: int | None = None
    ) -> Picture:
        """Return what a camera sees (`/api/camera_proxy`); see `HasCameras.async_get_image`."""
        address = URL(f"{self._url}/api/camera_proxy/{self._entity_id(device_id, feature_key)}")
        if width and height:
            address = address.with_query(width=width, height=height)
        return await async_fetch(self._session, str(address))

    @override
    async def async_open_stream(self, device_id: str, feature_key: str) -> PictureStream:
        """Return what a camera sees from now on; see `HasStreams.async_open_stream`."""
        return await async_open_stream(self._session, self._url, self._entity_id(device_id, feature_key))

    @override
    def live_view_config(self, device_id: str, feature_key: str) -> LiveViewConfig:
        """Return what the other side tells its own browsers; see `ShowsLive.live_view_config`."""
        return self._home.sight(self._entity_id(device_id, feature_key)).config or LiveViewConfig()

    @override
    async def async_open_live_view(
        self, device_id: str, feature_key: str, offer: str, viewer: Viewer
    ) -> LiveView:
        """Offer a camera a live view; see `ShowsLive.async_open_live_view`."""
        entity_id = self._entity_id(device_id, feature_key)
        client = await self._connection.async_open()
        return await RemoteLiveView.async_open(client, entity_id, offer, viewer)
