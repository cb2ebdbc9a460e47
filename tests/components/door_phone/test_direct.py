"""What two sides are told that both made an offer: real peers understand it, and nothing else comes out."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from aiortc import RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.door_phone.direct import glue, listening, sends_sound, takes
from tests.simulators.browsers import UNIT, with_codecs
from tests.simulators.bticino.unit import Door
from tests.simulators.peer import Peer, Viewer

CAMERA = {"OPUS": 111, "H264": 109}

CHROMIUM = """v=0
o=- 1 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
a=extmap-allow-mixed
a=msid-semantic: WMS
m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:view
a=ice-pwd:password-of-the-viewer-1
a=ice-options:trickle
a=fingerprint:sha-256 AA:AA
a=setup:actpass
a=mid:0
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendrecv
a=msid:- track
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:111 opus/48000/2
a=rtcp-fb:111 transport-cc
a=fmtp:111 minptime=10;useinbandfec=1
a=rtpmap:63 red/48000/2
a=fmtp:63 111/111
a=rtpmap:0 PCMU/8000
m=video 9 UDP/TLS/RTP/SAVPF 96 97 109 114
c=IN IP4 0.0.0.0
a=rtcp:9 IN IP4 0.0.0.0
a=ice-ufrag:view
a=ice-pwd:password-of-the-viewer-1
a=ice-options:trickle
a=fingerprint:sha-256 AA:AA
a=setup:actpass
a=mid:1
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=recvonly
a=rtcp-mux
a=rtcp-rsize
a=rtpmap:96 VP8/90000
a=rtpmap:97 rtx/90000
a=fmtp:97 apt=96
a=rtpmap:109 H264/90000
a=rtcp-fb:109 nack pli
a=fmtp:109 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f
a=rtpmap:114 rtx/90000
a=fmtp:114 apt=109
"""

DOOR = """v=0
o=- 3 4 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE video0 audio1
a=fingerprint:sha-256 BB:BB
m=video 9 UDP/TLS/RTP/SAVPF 96
c=IN IP4 0.0.0.0
a=ice-ufrag:door
a=ice-pwd:password-of-the-door-0001
a=setup:actpass
a=mid:video0
a=sendonly
a=rtcp-mux
a=rtpmap:96 H264/90000
a=fmtp:96 packetization-mode=1;profile-level-id=42e01f
a=candidate:1 1 UDP 2015363327 192.0.2.7 40000 typ host
m=audio 9 UDP/TLS/RTP/SAVPF 97
c=IN IP4 0.0.0.0
a=ice-ufrag:door
a=ice-pwd:password-of-the-door-0001
a=setup:actpass
a=mid:audio1
a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
a=sendrecv
a=rtcp-mux
a=rtpmap:97 opus/48000/2
"""


def media(description: str) -> list[list[str]]:
    """Return the lines of each medium, the first word of its first line alone."""
    found = list[list[str]]()
    for line in description.replace("\r\n", "\n").split("\n"):
        if line.startswith("m="):
            found.append([next(iter(line[2:].split()), "")])
        elif found and line:
            found[-1].append(line)
    return found


def order(description: str) -> list[tuple[str, str]]:
    """Return the kinds and the mids of the media in their order."""
    return [
        (kind, next((line for line in lines if line.startswith("a=mid:")), ""))
        for kind, *lines in media(description)
    ]


def test_each_side_is_answered_in_the_order_and_by_the_names_of_its_own_offer() -> None:
    glued = glue(DOOR, CHROMIUM, CAMERA)
    assert glued is not None
    assert order(glued.for_camera) == order(DOOR) == [("video", "a=mid:video0"), ("audio", "a=mid:audio1")]
    assert order(glued.for_viewer) == order(CHROMIUM) == [("audio", "a=mid:0"), ("video", "a=mid:1")]
    assert "a=group:BUNDLE video0 audio1\r\n" in glued.for_camera
    assert "a=group:BUNDLE 0 1\r\n" in glued.for_viewer
    assert (glued.camera_index, glued.viewer_index) == (0, 0)


def test_each_side_is_told_the_transport_of_the_other_for_all_media() -> None:
    glued = glue(DOOR, CHROMIUM, CAMERA)
    assert glued is not None
    for _, *lines in media(glued.for_camera):
        assert {"a=ice-ufrag:view", "a=ice-pwd:password-of-the-viewer-1", "a=fingerprint:sha-256 AA:AA"} <= {
            *lines
        }
        assert "a=setup:active" in lines
    for _, *lines in media(glued.for_viewer):
        assert {"a=ice-ufrag:door", "a=ice-pwd:password-of-the-door-0001", "a=fingerprint:sha-256 BB:BB"} <= {
            *lines
        }
        assert "a=setup:passive" in lines
    assert glued.for_viewer.count("a=candidate:") == 1
    assert "actpass" not in glued.for_camera + glued.for_viewer


def test_what_the_camera_sends_anyhow_is_agreed_whatever_it_offers() -> None:
    glued = glue(DOOR, CHROMIUM, CAMERA)
    assert glued is not None
    for answer in (glued.for_camera, glued.for_viewer):
        assert "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" in answer
        assert "m=video 9 UDP/TLS/RTP/SAVPF 109\r\n" in answer
        assert "a=rtpmap:111 opus/48000/2\r\n" in answer
        assert not [gone for gone in ("VP8", "rtx", "red/", "PCMU", ":97 ") if gone in answer]


def test_each_side_is_told_whether_the_other_sends_and_listens() -> None:
    glued = glue(DOOR, CHROMIUM, CAMERA)
    assert glued is not None
    (_, *video), (_, *audio) = media(glued.for_camera)
    assert "a=recvonly" in video
    assert "a=sendrecv" in audio
    (_, *audio), (_, *video) = media(glued.for_viewer)
    assert "a=sendonly" in video
    assert "a=sendrecv" in audio
    listener = glue(DOOR, listening(CHROMIUM), CAMERA)
    assert listener is not None
    assert "a=sendrecv" not in listener.for_camera + listener.for_viewer


def test_a_name_that_media_do_not_share_is_not_in_their_packets() -> None:
    glued = glue(DOOR, CHROMIUM, CAMERA)
    assert glued is not None
    assert "sdes:mid" not in glued.for_camera + glued.for_viewer
    door = DOOR.replace("audio1", "0").replace("video0", "1")
    glued = glue(door, CHROMIUM, CAMERA)
    assert glued is not None
    assert "sdes:mid" in glued.for_camera
    assert "sdes:mid" in glued.for_viewer


def test_what_one_side_alone_has_is_declined() -> None:
    voice = DOOR[: DOOR.index("m=video")] + DOOR[DOOR.index("m=audio") :]
    voice = voice.replace("BUNDLE video0 audio1", "BUNDLE audio1")
    glued = glue(voice, CHROMIUM, CAMERA)
    assert glued is not None
    assert order(glued.for_camera) == [("audio", "a=mid:audio1")]
    assert order(glued.for_viewer) == order(CHROMIUM)
    assert "m=video 0 UDP/TLS/RTP/SAVPF 96 97 109 114\r\n" in glued.for_viewer
    assert "a=group:BUNDLE 0\r\n" in glued.for_viewer


def test_a_single_medium_needs_no_group() -> None:
    door = "v=0\na=fingerprint:sha-256 BB:BB\n" + DOOR[DOOR.index("m=audio") :]
    viewer = "v=0\n" + CHROMIUM[CHROMIUM.index("m=audio") : CHROMIUM.index("m=video")]
    glued = glue(door, viewer, CAMERA)
    assert glued is not None
    assert "a=group" not in glued.for_camera + glued.for_viewer


@pytest.mark.parametrize(
    ("gone", "instead"),
    [
        ("109 H264", "108 H264"),
        ("a=group:BUNDLE 0 1", "a=group:LS 0 1"),
        ("a=group:BUNDLE 0 1", "a=group:BUNDLE 0"),
        ("a=setup:actpass", "a=setup:active"),
        ("a=mid:1", "a=mid:0"),
        ("a=mid:1", "a=nothing"),
        ("a=ice-pwd:", "a=nothing:"),
        ("a=fingerprint:", "a=nothing:"),
        ("m=", "x="),
    ],
)
def test_what_does_not_fit_is_not_glued(gone: str, instead: str) -> None:
    assert glue(DOOR, CHROMIUM.replace(gone, instead), CAMERA) is None


def test_a_viewer_takes_what_has_the_same_numbers_in_its_offer() -> None:
    assert takes(CHROMIUM, CAMERA)
    assert takes(CHROMIUM, {})
    assert takes(CHROMIUM.replace("m=audio", "m=application"), CAMERA)
    assert not takes(CHROMIUM.replace("109 H264", "109 VP9"), CAMERA)
    assert not takes(CHROMIUM.replace("96 97 109 114", "96 97"), CAMERA)


def test_a_viewer_that_is_made_to_listen_sends_nothing() -> None:
    assert sends_sound(CHROMIUM)
    assert not sends_sound(listening(CHROMIUM))
    assert not sends_sound(listening(CHROMIUM.replace("a=sendrecv\n", "")))
    assert not sends_sound(listening(CHROMIUM.replace("t=0 0", "a=sendrecv").replace("a=sendrecv\n", "", 1)))
    assert listening("v=0\r\nm=application 9 x y\r\n") == "v=0\r\nm=application 9 x y\r\n"


LINES = sorted({*CHROMIUM.split("\n"), *DOOR.split("\n")})
TEXTS = st.text(max_size=20)
PLACES = st.integers(0, len(CHROMIUM))
DESCRIPTIONS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(LINES) | st.builds("a={}".format, TEXTS) | TEXTS).map("\n".join),
    st.permutations(CHROMIUM.split("\n")).map("\r\n".join),
    st.builds(lambda begin, end: CHROMIUM[:begin] + CHROMIUM[end:], PLACES, PLACES),
)


@given(camera=DESCRIPTIONS | st.just(DOOR), viewer=DESCRIPTIONS, numbers=st.sampled_from([CAMERA, {}]))
def test_whatever_comes_in_either_nothing_comes_out_or_answers_to_the_media_that_were_offered(
    camera: str, viewer: str, numbers: dict[str, int]
) -> None:
    for offer in (camera, viewer):
        takes(offer, numbers)
        assert not sends_sound(listening(offer))
        assert [kind for kind, *_ in media(listening(offer))] == [kind for kind, *_ in media(offer)]
    glued = glue(camera, viewer, numbers)
    if glued is not None:
        assert [kind for kind, _ in order(glued.for_camera)] == [kind for kind, _ in order(camera)]
        assert [kind for kind, _ in order(glued.for_viewer)] == [kind for kind, _ in order(viewer)]


class Ringing(Peer):
    """A camera that makes the offer itself."""

    async def offer(self, *, picture_first: bool) -> str:
        """Return its offer, with its candidates."""
        tracks = [Door("Strada"), AudioStreamTrack()]
        for track in tracks if picture_first else reversed(tracks):
            self.connection.addTrack(track)
        await self.connection.setLocalDescription()
        return with_codecs(self.connection.localDescription.sdp, UNIT)


@pytest.fixture
async def ringing(webrtc: None) -> AsyncGenerator[Ringing]:
    """Return a camera that makes an offer."""
    ringing = Ringing()
    yield ringing
    await ringing.close()


@pytest.fixture
async def viewer(webrtc: None) -> AsyncGenerator[Viewer]:
    """Return a viewer."""
    viewer = Viewer()
    yield viewer
    await viewer.close()


@pytest.mark.parametrize("picture_first", [True, False])
async def test_two_real_peers_that_both_made_an_offer_meet(
    ringing: Ringing, viewer: Viewer, picture_first: bool
) -> None:
    theirs, ours = await ringing.offer(picture_first=picture_first), await viewer.offer()
    glued = glue(theirs, ours, CAMERA)
    assert glued is not None
    await ringing.connection.setRemoteDescription(RTCSessionDescription(glued.for_camera, "answer"))
    await viewer.accept(glued.for_viewer)
    async with asyncio.timeout(20):
        assert (await viewer.frame()).width == 640
