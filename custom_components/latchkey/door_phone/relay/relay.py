"""The relay: one connection to a camera, and one to each who looks."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, override

from aiortc.rtp import RtcpSrPacket

from ...clouds.base import CommandRefused
from ...clouds.capabilities import LiveView, Viewer
from ...clouds.model import IceCandidate, LiveViewConfig
from .camera import CameraConnection, Open
from .descriptions import UnfitDescription
from .packets import Packet
from .streams import CLOCK_RATES, Timeline
from .viewer import ViewerConnection

WAIT_FOR_VIEWER: Final = 30.0
"""Seconds that a connection to a camera, such as a call that was answered, waits for somebody who looks."""


class Relay:
    """One connection to a camera, handed on to all who look."""

    def __init__(self, config: LiveViewConfig, on_end: Callable[[], None]) -> None:
        """Take what a camera wants, and what is told once, when it is over.

        `async_close` is to be awaited then too: it returns when nothing is left of it.
        """
        self.timelines = {kind: Timeline(rate) for kind, rate in CLOCK_RATES.items()}
        self.is_over = False
        self._config = config
        self._on_end = on_end
        self._viewers: set[ViewerConnection] = set()
        self._watching: tuple[ViewerConnection, ...] = ()
        self._camera: CameraConnection | None = None
        self._cameras: list[CameraConnection] = []
        """The one that is shown, and those that are connected meanwhile to take its place."""

        self._connecting = 0
        """How many cameras are being called or answered: whoever does that is about to look."""

        self._closing: set[asyncio.Task[None]] = set()
        self._waiting: asyncio.TimerHandle | None = None

    @property
    def viewers(self) -> int:
        """How many look."""
        return len(self._viewers)

    async def async_call(self, async_offer: Open) -> None:
        """Call the camera, as Chromium would. Raises CommandRefused and what `async_offer` does."""
        self._check_open()
        camera = CameraConnection(self._config, self)
        await self._async_connect(camera, camera.async_call(async_offer))

    async def async_answer(self, offer: str, async_answer: Open) -> None:
        """Answer the camera's own offer, also in place of a call of ours; who looks sees it go on.

        Raises CommandRefused, and what `async_answer` does.
        """
        self._check_open()
        camera = CameraConnection(self._config, self)
        await self._async_connect(camera, camera.async_take_call(offer, async_answer))

    def _check_open(self) -> None:
        if self.is_over:
            raise CommandRefused("live_view_refused")

    async def _async_connect(self, camera: CameraConnection, connecting: Awaitable[None]) -> None:
        """Connect the camera; one that was connected before stays until then."""
        self._cameras.append(camera)
        self._connecting += 1
        try:
            await connecting
        except BaseException as error:
            self._leave_camera(camera)
            if isinstance(error, UnfitDescription):
                raise CommandRefused("live_view_refused") from error
            raise
        finally:
            self._connecting -= 1
            self._wait_for_viewer()

    async def async_add_viewer(self, offer: str, viewer: Viewer, *, may_talk: bool) -> LiveView:
        """Let somebody look; they are told the whole answer. Raises CommandRefused."""
        self._check_open()
        connection = ViewerConnection(self._config, self, viewer, may_talk=may_talk)
        self._viewers.add(connection)
        self._wait_for_viewer()
        try:
            answer = await connection.async_look(offer)
        except BaseException as error:
            self._viewers.discard(connection)
            self._close(connection.async_close())
            self._wait_for_viewer()
            if isinstance(error, UnfitDescription):
                raise CommandRefused("live_view_refused") from error
            raise
        if not self.is_over:
            viewer.answered(answer)
        return RelayedView(self, connection)

    def _wait_for_viewer(self) -> None:
        """Hang up unless somebody looks soon, or looks already."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if not self._viewers and not self.is_over:
            self._waiting = asyncio.get_running_loop().call_later(WAIT_FOR_VIEWER, self._end)

    def on_viewer_connected(self, viewer: ViewerConnection) -> None:
        """Show somebody what the camera sees, from a whole picture on."""
        if viewer in self._viewers:
            self._watching = (*self._watching, viewer)
            self.ask_for_key_frame()

    def on_viewer_over(self, viewer: ViewerConnection) -> None:
        """Take that somebody is gone."""
        if viewer in self._viewers:
            viewer.viewer.ended()
            self._leave_viewer(viewer)

    def _leave_viewer(self, viewer: ViewerConnection) -> None:
        """Look no more; it ends with the last, unless another one is about to come."""
        if viewer not in self._viewers:
            return
        self._viewers.discard(viewer)
        self._watching = tuple(watching for watching in self._watching if watching is not viewer)
        if self._camera is not None:
            self._camera.talk.leave(viewer)
        self._close(viewer.async_close())
        if not self._viewers and not self._connecting:
            self._end()

    def on_media(self, camera: CameraConnection, kind: str, packet: Packet) -> None:
        """Hand a packet on."""
        if camera is self._camera:
            placed = self.timelines[kind].place(packet)
            for viewer in self._watching:
                outgoing = viewer.outgoing.get(kind)
                if outgoing is not None:
                    outgoing.send(placed)

    def on_clock(self, camera: CameraConnection, kind: str, moment: float, report: RtcpSrPacket) -> None:
        """Take when the camera recorded something, for who looks and listens."""
        timeline = self.timelines[kind]
        if camera is self._camera and report.ssrc == timeline.source:
            timeline.set_clock(moment, report.sender_info.rtp_timestamp)

    def on_voice(self, viewer: ViewerConnection, packet: Packet, level: int | None) -> None:
        """Let the camera hear who talks."""
        if self._camera is not None:
            self._camera.talk.take(viewer, packet, level)

    def ask_for_key_frame(self) -> None:
        """Ask the camera for a picture that needs no other one."""
        if self._camera is not None:
            self._camera.ask_for_key_frame()

    def ask_again(self, kind: str, sequence_number: int) -> None:
        """Ask the camera for a packet that never came."""
        timeline = self.timelines[kind]
        if self._camera is not None and timeline.source is not None:
            self._camera.ask_again(timeline.source, [timeline.at_source(sequence_number)])

    def on_camera_connected(self, camera: CameraConnection) -> None:
        """Show what this camera sends, in place of what was shown before."""
        if camera not in self._cameras:
            return
        while self._cameras[0] is not camera:
            self._close(self._cameras.pop(0).async_close())
        self._camera = camera
        for timeline in self.timelines.values():
            timeline.leave_source()
        camera.ask_for_key_frame()

    def on_camera_over(self, camera: CameraConnection) -> None:
        """Take that the camera hung up."""
        self._leave_camera(camera)

    def _leave_camera(self, camera: CameraConnection) -> None:
        """Hang up; it ends where nothing else is shown."""
        self._close(camera.async_close())
        if camera in self._cameras:
            self._cameras.remove(camera)
        if camera is self._camera:
            self._camera = None
        if not self._cameras:
            self._end()

    def _end(self) -> None:
        """Tell everybody that it is over."""
        if self.is_over:
            return
        self.is_over = True
        if self._waiting is not None:
            self._waiting.cancel()
        for camera in self._cameras:
            self._close(camera.async_close())
        self._cameras.clear()
        for viewer in tuple(self._viewers):
            viewer.viewer.ended()
            self._close(viewer.async_close())
        self._viewers.clear()
        self._watching = ()
        self._on_end()

    def _close(self, closing: Awaitable[None]) -> None:
        """Close something in the background; `async_close` waits for it."""
        task = asyncio.ensure_future(closing)
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def async_remove_viewer(self, viewer: ViewerConnection) -> None:
        """Take that somebody looks no more; with the last, wait until nothing is left."""
        self._leave_viewer(viewer)
        await self._async_closed()

    async def _async_closed(self) -> None:
        while self._closing:
            closed, _ = await asyncio.wait(self._closing)
            self._closing -= closed

    async def async_close(self) -> None:
        """End it, once or several times, and wait until nothing is left."""
        self._end()
        await self._async_closed()


class RelayedView(LiveView):
    """What somebody who looks has of it."""

    def __init__(self, relay: Relay, connection: ViewerConnection) -> None:
        """Take their connection."""
        self._relay = relay
        self._connection = connection

    @override
    async def async_add_candidate(self, candidate: IceCandidate) -> None:
        """Take a way to who looks."""
        await self._connection.async_add_candidate(candidate)

    @override
    async def async_close(self) -> None:
        """Look no more."""
        await self._relay.async_remove_viewer(self._connection)
