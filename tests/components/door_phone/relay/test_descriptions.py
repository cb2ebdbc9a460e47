"""Descriptions of browsers and units are understood, and hostile ones break nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.door_phone.relay.descriptions import (
    MAX_CANDIDATES,
    UnfitDescription,
    complete_answer,
    parse,
    parse_candidate,
    renumber,
)
from custom_components.latchkey.door_phone.relay.relay import Relay

from .conftest import Looker

TRANSPORT = """\
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuv
a=fingerprint:sha-256 {}
a=setup:actpass
""".format(":".join(["AB"] * 32))

AUDIO = (
    """\
m=audio 9 UDP/TLS/RTP/SAVPF 109 9
c=IN IP4 0.0.0.0
a=mid:0
a=sendrecv
a=rtcp-mux
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
a=rtpmap:109 opus/48000/2
a=rtpmap:9 G722/8000/1
"""
    + TRANSPORT
)

VIDEO = (
    """\
m=video 9 UDP/TLS/RTP/SAVPF 120 126 97 99
c=IN IP4 0.0.0.0
a=mid:1
a=recvonly
a=rtcp-mux
a=rtpmap:120 VP8/90000
a=rtpmap:97 H264/90000
a=fmtp:97 profile-level-id=42e01f;level-asymmetry-allowed=1
a=rtpmap:99 H264/90000
a=fmtp:99 profile-level-id=640c1f;packetization-mode=1
a=rtpmap:126 H264/90000
a=fmtp:126 profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1
a=rtcp-fb:126 nack
a=rtcp-fb:126 nack pli
a=rtcp-fb:* transport-cc
"""
    + TRANSPORT
)

HEAD = "v=0\no=mozilla 1 0 IN IP4 0.0.0.0\ns=-\nt=0 0\na=group:BUNDLE 0 1\n"
OFFER = HEAD + AUDIO + VIDEO


def test_the_form_of_a_codec_is_chosen_that_can_be_passed_on() -> None:
    audio, video = parse(OFFER, {}).sections
    assert (audio.payload_type, audio.level) == (109, "1")
    assert (video.payload_type, video.feedback) == (126, ("nack", "nack pli"))


def test_the_number_that_a_camera_sends_whatever_was_agreed_comes_first() -> None:
    video = parse(OFFER, {"H264": 99}).sections[1]
    assert video.payload_type == 99


def test_what_webkit_alone_offers_is_taken_where_there_is_nothing_else() -> None:
    only = OFFER.replace("a=rtpmap:126 H264/90000\n", "")
    assert parse(only, {}).sections[1].payload_type == 99


def test_what_firefox_says_once_for_all_media_holds_for_each() -> None:
    fingerprint = next(line for line in OFFER.splitlines() if line.startswith("a=fingerprint:"))
    once = f"{HEAD}{fingerprint}\n" + (AUDIO + VIDEO).replace(f"{fingerprint}\n", "")
    assert parse(once, {}).as_offer().count(fingerprint) == 2
    assert parse(f"{HEAD}{fingerprint}\n" + AUDIO + VIDEO, {}).as_offer().count(fingerprint) == 2


def test_a_camera_may_send_whole_pieces_of_pictures_alone() -> None:
    whole = HEAD + AUDIO + VIDEO.replace("packetization-mode=1", "packetization-mode=0")
    assert parse(whole, {}, sends=True).sections[1].payload_type == 97
    assert parse(OFFER, {}, sends=True).sections[1].payload_type == 126
    assert parse(whole, {}).sections[1].payload_type is None


def test_a_form_of_which_nothing_is_said_stays_so() -> None:
    silent = "".join(line for line in OFFER.splitlines(keepends=True) if not line.startswith("a=fmtp:"))
    offer = parse(silent, {"H264": 126}, sends=True)
    assert "a=fmtp:" in offer.as_offer()
    assert "a=fmtp:" not in complete_answer(offer.as_offer(), offer)


def test_an_answer_says_of_the_form_what_the_offer_does() -> None:
    only = parse(OFFER.replace("a=rtpmap:126 H264/90000\n", ""), {})
    answer = complete_answer(only.as_offer(), only)
    assert "a=fmtp:99 profile-level-id=640c1f;packetization-mode=1\r\n" in answer


def test_what_is_not_taken_is_refused_in_its_place() -> None:
    channel = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:data\n"
    second = AUDIO.replace("a=mid:0", "a=mid:2")
    offer = parse(HEAD + channel + AUDIO + VIDEO + second, {})
    answer = complete_answer(offer.as_offer(), offer)
    assert re.findall(r"^m=(\w+) (\d+)", answer, re.MULTILINE) == [
        ("application", "0"),
        ("audio", "9"),
        ("video", "9"),
        ("audio", "0"),
    ]
    assert "a=group:BUNDLE 0 1\r\n" in answer


def test_an_answer_that_refuses_the_picture_is_an_answer_still() -> None:
    answer = parse(OFFER.replace("m=video 9", "m=video 0"), {}).as_answer({"audio": 111, "video": 109})
    assert answer.count("a=ice-ufrag:abcd") == 2
    assert "a=inactive\r\n" in answer
    assert "a=rtpmap:109 H264/90000\r\n" in answer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=0",
        HEAD,
        HEAD + "m=video x\n",
        HEAD + "m=video 9 UDP/TLS/RTP/SAVPF 96\n",
        HEAD + VIDEO.replace("packetization-mode=1", "packetization-mode=0"),
        HEAD + VIDEO.replace("m=video 9", "m=video 0"),
        HEAD + VIDEO.replace("a=mid:1\n", ""),
        OFFER.replace("a=group:BUNDLE 0 1\n", ""),
        HEAD + "m=audio 0 UDP/TLS/RTP/SAVPF 0\n" * 17,
        *(OFFER.replace(line, "") for line in TRANSPORT.splitlines()),
        OFFER + "x" * 65_536,
    ],
)
def test_what_cannot_be_passed_on_is_unfit(text: str) -> None:
    with pytest.raises(UnfitDescription):
        parse(text, {}).as_offer()


def test_candidates_are_taken_where_they_are_of_use_and_bounded() -> None:
    lines = [f"a=candidate:1 1 UDP 1 192.0.2.1 {port} typ host generation 0\n" for port in range(1, 200)]
    found = parse(OFFER + "".join(lines) + "a=candidate:1 1 tcp 1 192.0.2.1 9 typ host\n", {}).candidates
    assert len(found) == MAX_CANDIDATES
    assert parse_candidate(found[0]) == "1 1 UDP 1 192.0.2.1 1 typ host"


def test_an_offer_of_ours_can_be_numbered_anew() -> None:
    offer = "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 opus/48000/2\r\na=ssrc:96 cname:a\r\n"
    assert renumber(offer, {96: 111}) == (
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=ssrc:96 cname:a\r\n"
    )


PIECES = [line for line in OFFER.splitlines() if line] + [
    "a=setup:holdconn",
    "a=fingerprint:sha-256",
    "a=ice-pwd:",
    "a=rtpmap:109",
    "a=rtpmap:999 opus/48000/2",
    "a=fmtp:126",
    "a=extmap:x y",
    "a=ssrc:1",
    "a=mid:",
    "a=group:BUNDLE",
    "a=candidate:",
    "m=audio 99999 UDP/TLS/RTP/SAVPF 72 73",
    "m=video 9 UDP/TLS/RTP/SAVPF -1",
    "c=IN",
    "\ud800",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=60))
def test_whatever_is_said_is_understood_or_unfit(lines: list[str]) -> None:
    try:
        description = parse("\n".join(lines), {})
        offer = description.as_offer()
    except UnfitDescription:
        return
    assert complete_answer(offer, description).count("m=") == len(description.sections)


@pytest.mark.parametrize("left_out", [line for line in OFFER.splitlines() if line.startswith("a=")])
async def test_an_offer_that_lacks_something_is_answered_or_refused(
    relay: Relay, looker: Looker, left_out: str
) -> None:
    try:
        await relay.async_add_viewer(OFFER.replace(f"{left_out}\n", ""), looker, may_talk=True)
    except CommandRefused as refused:
        assert refused.reason == "live_view_refused"  # noqa: PT017  # either may be
        assert not looker.answers
    else:
        assert looker.answers[0].count("m=") == 2
