"""The cameras of another Home Assistant: what they see now is seen here."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, override

import aiohttp
import pytest
from aiohttp import web
from homeassistant.components.camera import (
    Camera,
    CameraEntityFeature,
    StreamType,
    WebRTCAnswer,
    WebRTCCandidate,
    WebRTCClientConfiguration,
    WebRTCError,
    WebRTCSendMessage,
    async_get_image,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)
from webrtc_models import RTCConfiguration, RTCIceCandidateInit, RTCIceServer

from custom_components.latchkey import camera
from custom_components.latchkey.auth.redaction import REDACTED
from custom_components.latchkey.clouds.home_assistant import sights
from custom_components.latchkey.clouds.live_views import MAX_DESCRIPTION
from custom_components.latchkey.entities import mjpeg

from .home import act, state
from .mirroring import Mirror

GATE = "camera.test_home_gate"
WINDOW = "camera.test_home_window"
STREAM = f"/api/camera_proxy_stream/{GATE}"

OFFER = "v=0 offer"
ANSWER = "v=0 answer"
CREDENTIAL = "credential-of-a-turn-server"


class Gate(Camera):
    """A camera there that shows pictures alone."""

    entity_id = "camera.gate"
    _attr_unique_id = "gate"
    _attr_name = "Gate"
    _attr_brand = "Eye"
    _attr_model = "One"
    _attr_is_streaming = True
    _attr_frame_interval = 0.01
    _attr_supported_features = CameraEntityFeature.ON_OFF

    def __init__(self) -> None:
        super().__init__()
        self.content_type = "image/png"
        self.picture: bytes | None = b"picture 0"
        self.sizes: list[tuple[int | None, int | None]] = []

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        self.sizes.append((width, height))
        return self.picture

    @override
    async def async_turn_on(self) -> None:
        self._attr_is_on = True
        self.async_write_ha_state()

    @override
    async def async_turn_off(self) -> None:
        self._attr_is_on = False
        self.async_write_ha_state()

    @override
    async def async_enable_motion_detection(self) -> None:
        self._attr_motion_detection_enabled = True
        self.async_write_ha_state()

    @override
    async def async_disable_motion_detection(self) -> None:
        self._attr_motion_detection_enabled = False
        self.async_write_ha_state()


class Window(Gate):
    """A camera there that shows what it sees live."""

    entity_id = "camera.window"
    _attr_unique_id = "window"
    _attr_name = "Window"
    _attr_supported_features = CameraEntityFeature.ON_OFF | CameraEntityFeature.STREAM

    def __init__(self) -> None:
        super().__init__()
        self.refusal: str | None = None
        self.viewers: dict[str, WebRTCSendMessage] = {}
        self.candidates: list[RTCIceCandidateInit] = []

    @override
    async def async_handle_async_webrtc_offer(
        self, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
    ) -> None:
        if self.refusal is not None:
            raise HomeAssistantError(self.refusal)
        assert offer_sdp == OFFER
        self.viewers[session_id] = send_message
        send_message(WebRTCAnswer(ANSWER))

    @override
    async def async_on_webrtc_candidate(self, session_id: str, candidate: RTCIceCandidateInit) -> None:
        assert session_id in self.viewers
        self.candidates.append(candidate)

    @override
    def close_webrtc_session(self, session_id: str) -> None:
        self.viewers.pop(session_id, None)

    @override
    def _async_get_webrtc_client_configuration(self) -> WebRTCClientConfiguration:
        server = RTCIceServer(urls=["turn:turn.example"], username="kid", credential=CREDENTIAL)
        return WebRTCClientConfiguration(
            configuration=RTCConfiguration(ice_servers=[server]), data_channel="dataSendChannel"
        )


@pytest.fixture
def gate() -> Gate:
    """Return the camera that shows pictures alone."""
    return Gate()


@pytest.fixture
def window() -> Window:
    """Return the camera that shows what it sees live."""
    return Window()


@pytest.fixture(autouse=True)
async def linked(
    hass: HomeAssistant, mirror: Mirror, gate: Gate, window: Window, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[None]:
    """Show the cameras of the other side here."""
    monkeypatch.setattr(sights, "PAUSE", 0.01)
    monkeypatch.setattr(sights, "LIFE_WHILE_OFF", 0.05)
    monkeypatch.setattr(mjpeg, "LOOK", 0.02)
    assert await async_setup_component(hass, "camera", {})
    await mirror.add(gate, window)
    await mirror.link()
    await mirror.until(lambda: features(hass, WINDOW), 3)
    yield
    await mirror.until(lambda: len(window.viewers), 0)


def features(hass: HomeAssistant, entity_id: str) -> int:
    """Return what a camera here can do."""
    value: int = state(hass, entity_id).attributes["supported_features"]
    return value


def is_on(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether a camera here is on."""
    entity = hass.data["camera"].get_entity(entity_id)
    assert entity is not None
    return bool(entity.is_on)


async def test_a_camera_is_here_what_it_is_there(hass: HomeAssistant, mirror: Mirror, gate: Gate) -> None:
    shown = state(hass, GATE)
    assert shown.state == "streaming"
    assert features(hass, GATE) == CameraEntityFeature.ON_OFF
    told = {key: shown.attributes.get(key) for key in ("brand", "model_name", "motion_detection")}
    assert told == {"brand": "Eye", "model_name": "One", "motion_detection": None}
    gate._attr_is_recording = True
    gate.async_write_ha_state()
    await mirror.until(lambda: state(hass, GATE).state, "recording")
    gate._attr_is_recording = gate._attr_is_streaming = False
    gate.async_write_ha_state()
    await mirror.until(lambda: state(hass, GATE).state, "idle")


async def test_no_key_to_a_picture_there_is_told_here(hass: HomeAssistant, gate: Gate) -> None:
    told = str(state(hass, GATE).attributes)
    assert not [token for token in gate.access_tokens if token in told]


async def test_motion_detection_is_set_there(hass: HomeAssistant, mirror: Mirror, gate: Gate) -> None:
    await act(hass, "camera.enable_motion_detection", GATE)
    assert gate.motion_detection_enabled
    await mirror.until(lambda: state(hass, GATE).attributes.get("motion_detection"), expected=True)
    await act(hass, "camera.disable_motion_detection", GATE)
    assert not gate.motion_detection_enabled


async def test_a_camera_is_turned_off_and_on_there(hass: HomeAssistant, mirror: Mirror, gate: Gate) -> None:
    await act(hass, "camera.turn_off", GATE)
    assert not gate.is_on
    await mirror.until(lambda: is_on(hass, GATE), expected=False)
    with pytest.raises(HomeAssistantError, match="off"):
        await async_get_image(hass, GATE)
    await act(hass, "camera.turn_on", GATE)
    assert gate.is_on
    await mirror.until(lambda: is_on(hass, GATE), expected=True)


async def test_a_camera_that_is_turned_on_there_without_a_word_is_on_here_after_a_while(
    hass: HomeAssistant, mirror: Mirror, window: Window, caplog: pytest.LogCaptureFixture
) -> None:
    await act(hass, "camera.turn_off", WINDOW)
    await mirror.until(lambda: is_on(hass, WINDOW), expected=False)
    assert features(hass, WINDOW) == 3
    await window.async_turn_on()
    await mirror.until(lambda: is_on(hass, WINDOW), expected=True)
    # Who asks in another way writes an error into the log of the other side.
    assert "ERROR" not in {each.levelname for each in caplog.records}


async def test_a_picture_is_of_the_size_and_the_kind_wanted(hass: HomeAssistant, gate: Gate) -> None:
    image = await async_get_image(hass, GATE, width=80, height=60)
    assert (image.content_type, image.content) == ("image/png", b"picture 0")
    assert gate.sizes == [(80, 60)]


class Page:
    """Somebody who looks at a stream of pictures."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def until(self, picture: bytes) -> None:
        """Wait until a picture is shown."""
        async with asyncio.timeout(5):
            await self.response.content.readuntil(picture)

    async def until_over(self) -> None:
        """Wait until nothing is shown any more."""
        async with asyncio.timeout(5):
            await self.response.read()


@pytest.fixture
async def page(hass: HomeAssistant, hass_client: ClientSessionGenerator) -> Page:
    """Return somebody who looks at the stream of the gate."""
    browser = await hass_client()
    page = Page(await browser.get(STREAM))
    assert page.response.status == HTTPStatus.OK
    assert page.response.content_type == "multipart/x-mixed-replace"
    return page


def looked_at(hass: HomeAssistant, entity_id: str = GATE) -> int:
    """Return how many look at the stream of a camera here."""
    entity: Any = hass.data["camera"].get_entity(entity_id)
    return int(entity._stream_viewers)


async def test_a_stream_shows_what_the_camera_sees(page: Page, gate: Gate) -> None:
    await page.until(b"Content-Type: image/png\r\nContent-Length: 9\r\n\r\npicture 0\r\n")
    gate.picture = b"picture 1"
    await page.until(b"Content-Length: 9\r\n\r\npicture 1\r\n")


async def test_a_stream_ends_with_who_looks(
    hass: HomeAssistant, mirror: Mirror, page: Page, gate: Gate
) -> None:
    await page.until(b"picture 0")
    assert looked_at(hass) == 1
    page.response.close()
    await mirror.until(lambda: looked_at(hass), 0)
    gate.picture = b"picture 1"
    await asyncio.sleep(0.05)
    asked = len(gate.sizes)
    await asyncio.sleep(0.05)
    assert len(gate.sizes) == asked


async def test_a_stream_that_ends_there_ends_here(page: Page, gate: Gate) -> None:
    await page.until(b"picture 0")
    gate.picture = None
    await page.until_over()


async def test_a_stream_ends_where_the_camera_is_turned_off(
    hass: HomeAssistant, page: Page, gate: Gate
) -> None:
    await page.until(b"picture 0")
    await act(hass, "camera.turn_off", GATE)
    await page.until_over()


async def test_a_stream_ends_with_the_account(hass: HomeAssistant, mirror: Mirror, page: Page) -> None:
    await page.until(b"picture 0")
    assert await hass.config_entries.async_unload(mirror.entry.entry_id)
    await page.until_over()


async def test_no_more_look_at_a_stream_than_there_is_room_for(
    hass: HomeAssistant, page: Page, hass_client: ClientSessionGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "MAX_VIEWERS", 1)
    await page.until(b"picture 0")
    browser = await hass_client()
    refused = await browser.get(STREAM)
    assert refused.status == HTTPStatus.BAD_GATEWAY


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500),
        web.Response(status=404),
        web.Response(body=b"<html>", content_type="text/html"),
        web.Response(body=b"--frame", content_type="multipart/x-mixed-replace"),
    ],
)
async def test_what_is_no_stream_there_is_none_here(
    hass: HomeAssistant,
    gate: Gate,
    hass_client: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
    answer: web.Response,
) -> None:
    async def show(_request: web.Request) -> web.Response:
        return answer

    monkeypatch.setattr(gate, "handle_async_mjpeg_stream", show)
    browser = await hass_client()
    assert (await browser.get(STREAM)).status == HTTPStatus.BAD_GATEWAY
    assert looked_at(hass) == 0


async def test_another_side_that_is_away_shows_no_stream(
    hass: HomeAssistant, mirror: Mirror, hass_client: ClientSessionGenerator
) -> None:
    await mirror.remote.stop()
    browser = await hass_client()
    assert (await browser.get(STREAM)).status == HTTPStatus.BAD_GATEWAY


class Browser:
    """Somebody who looks live, as Home Assistant's own pages do."""

    def __init__(self, socket: MockHAClientWebSocket) -> None:
        self._socket = socket
        self.session_id = ""
        self.subscription = 0

    async def ask(self, command: str, **message: Any) -> Any:
        """Return what Home Assistant answers to a command."""
        await self._socket.send_json_auto_id({"type": f"camera/{command}", "entity_id": WINDOW, **message})
        async with asyncio.timeout(5):
            return await self._socket.receive_json()

    async def look(self) -> None:
        """Send an offer."""
        answer = await self.ask("webrtc/offer", offer=OFFER)
        assert answer["success"]
        self.subscription = answer["id"]
        self.session_id = (await self.told())["session_id"]

    async def told(self) -> dict[str, Any]:
        """Return what the camera says next."""
        async with asyncio.timeout(5):
            event: dict[str, Any] = (await self._socket.receive_json())["event"]
        return event

    async def leave(self) -> None:
        """Close the page."""
        await self._socket.send_json_auto_id(
            {"type": "unsubscribe_events", "subscription": self.subscription}
        )


@pytest.fixture
async def browser(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Browser:
    """Return somebody who may look."""
    return Browser(await hass_ws_client(hass))


async def test_a_camera_shows_live_what_does_so_there(hass: HomeAssistant, browser: Browser) -> None:
    of_window, of_gate = await browser.ask("capabilities"), await browser.ask("capabilities", entity_id=GATE)
    assert of_window["result"]["frontend_stream_types"] == ["web_rtc"]
    assert of_gate["result"]["frontend_stream_types"] == []


@dataclass
class Talking:
    """What a camera there can do that takes sound, from Home Assistant 2026.11 on."""

    frontend_stream_types: set[StreamType]
    two_way_audio: bool = True


async def test_a_camera_takes_sound_where_it_does_so_there(
    hass: HomeAssistant, mirror: Mirror, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    entity: Any = hass.data["camera"].get_entity(WINDOW)
    assert not entity.feature.can_talk
    talking = Talking({StreamType.WEB_RTC})
    monkeypatch.setattr(Window, "camera_capabilities", talking, raising=False)
    window._attr_is_recording = True
    window.async_write_ha_state()
    await mirror.until(lambda: entity.feature.can_talk, expected=True)


async def test_who_may_not_control_a_camera_does_not_talk_there(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    window: Window,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offers: list[str] = []

    async def note(offer: str, session_id: str, send_message: WebRTCSendMessage) -> None:
        offers.append(offer)
        send_message(WebRTCAnswer(ANSWER))

    monkeypatch.setattr(window, "async_handle_async_webrtc_offer", note)
    browser = Browser(await hass_ws_client(hass, hass_read_only_access_token))
    await browser.ask("webrtc/offer", offer="v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=sendrecv\r\n")
    while (await browser.told())["type"] != "answer":
        pass
    assert offers == ["v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=recvonly\r\n"]


async def test_what_browser_and_camera_say_to_each_other_is_passed_on(
    mirror: Mirror, browser: Browser, window: Window
) -> None:
    await browser.look()
    assert await browser.told() == {"type": "answer", "answer": ANSWER}
    (tell,) = window.viewers.values()
    tell(WebRTCCandidate(RTCIceCandidateInit("candidate:there", sdp_mid="video")))
    assert (await browser.told())["candidate"] == {"candidate": "candidate:there", "sdpMid": "video"}
    told = {"candidate": "candidate:here", "sdpMid": "1", "sdpMLineIndex": 1, "userFragment": "abcd"}
    answer = await browser.ask("webrtc/candidate", session_id=browser.session_id, candidate=told)
    assert answer["success"]
    assert [each.to_dict() for each in window.candidates] == [told]
    await browser.leave()
    await mirror.until(lambda: len(window.viewers), 0)


async def test_what_makes_no_sense_is_not_passed_on(browser: Browser, window: Window) -> None:
    await browser.look()
    await browser.told()
    (tell,) = window.viewers.values()
    for description in ("", "v=0" * MAX_DESCRIPTION):
        tell(WebRTCAnswer(description))
        tell(WebRTCCandidate(RTCIceCandidateInit(description)))
    tell(WebRTCCandidate(RTCIceCandidateInit("candidate:there", sdp_m_line_index=10**9)))
    assert (await browser.told())["candidate"] == {"candidate": "candidate:there", "sdpMLineIndex": 0}
    await browser.leave()


async def test_a_browser_is_told_what_browsers_are_told_there(browser: Browser) -> None:
    config = (await browser.ask("webrtc/get_client_config"))["result"]
    server = {"urls": ["turn:turn.example"], "username": "kid", "credential": CREDENTIAL}
    assert server in config["configuration"]["iceServers"]
    assert config["dataChannel"] == "dataSendChannel"


async def test_credentials_of_turn_servers_are_in_no_log(
    caplog: pytest.LogCaptureFixture, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = Browser(await hass_ws_client(hass))
    await browser.ask("webrtc/get_client_config")
    sent = [line for line in caplog.messages if "Sending" in line and "iceServers" in line]
    assert REDACTED in sent[-1]
    assert CREDENTIAL not in sent[-1]


async def test_a_camera_that_refuses_says_so_here_and_why_in_the_log(
    browser: Browser, window: Window, caplog: pytest.LogCaptureFixture
) -> None:
    window.refusal = "Somebody else looks"
    await browser.look()
    error = await browser.told()
    assert (error["type"], error["code"]) == ("error", "live_view_refused")
    assert "The live view of camera.window has ended: 'Somebody else looks'" in caplog.text


async def test_a_camera_that_is_live_no_more_refuses(browser: Browser, window: Window) -> None:
    window._attr_supported_features = CameraEntityFeature.ON_OFF
    window.async_write_ha_state()
    await browser.look()
    error = await browser.told()
    # Of two in one process, the other one would be asked for the sentence.
    assert (error["code"], error["message"]) == ("webrtc_offer_failed", "live_view_refused")


async def test_a_camera_that_ends_it_says_so(browser: Browser, window: Window) -> None:
    await browser.look()
    await browser.told()
    (tell,) = window.viewers.values()
    tell(WebRTCError("gone", "It is dark"))
    assert (await browser.told())["code"] == "live_view_ended"
    await browser.leave()


@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of the other side
async def test_a_connection_that_is_lost_ends_a_live_view(
    mirror: Mirror, browser: Browser, window: Window
) -> None:
    await browser.look()
    await browser.told()
    await mirror.remote.stop()
    assert (await browser.told())["code"] == "live_view_ended"


async def test_an_account_that_is_unloaded_ends_its_live_views(
    hass: HomeAssistant, mirror: Mirror, browser: Browser, window: Window
) -> None:
    await browser.look()
    await browser.told()
    assert await hass.config_entries.async_unload(mirror.entry.entry_id)
    await mirror.until(lambda: len(window.viewers), 0)


async def test_a_camera_that_becomes_live_there_does_so_here_after_a_while(
    hass: HomeAssistant, mirror: Mirror, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sights, "LIFE", 0.05)
    await act(hass, "camera.enable_motion_detection", WINDOW)
    for bits in (CameraEntityFeature.ON_OFF, CameraEntityFeature.ON_OFF | CameraEntityFeature.STREAM):
        window._attr_supported_features = bits
        window.async_write_ha_state()
        await mirror.until(lambda: features(hass, WINDOW), int(bits))
