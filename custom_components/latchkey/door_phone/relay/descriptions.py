"""Descriptions of sessions (SDP, RFC 8866), as far as the relay goes: one sound, one picture, one transport.

What comes from outside is not handed to aiortc as it is, but written anew: aiortc knows two kinds of H.264
and few of the forms that browsers use, and stumbles over what it does not know.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ...clouds.live_views import MAX_DESCRIPTION

CODECS: Final = {"audio": "OPUS", "video": "H264"}
H264_FORMAT: Final = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
"""The form of H.264 that aiortc knows; what the two ends say of it is the same to who does not decode."""

MAX_SECTIONS: Final = 16
MAX_CANDIDATES: Final = 64
AUDIO_LEVEL: Final = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"

_DYNAMIC: Final = range(96, 128)
_DIRECTIONS: Final = ("sendrecv", "sendonly", "recvonly", "inactive")
_FEEDBACK: Final = ("nack", "nack pli", "goog-remb")
_MEDIA: Final = re.compile(r"m=(audio|video|application) (\d{1,5}) ([A-Z/]{1,32}) ([\w. -]{1,1024})")
_TRANSPORT: Final = re.compile(
    r"a=(?:ice-ufrag:[\w+/]{4,256}|ice-pwd:[\w+/]{22,256}|ice-lite"
    r"|fingerprint:sha-(?:256|384|512) (?:[0-9A-Fa-f]{2}:){31,63}[0-9A-Fa-f]{2}"
    r"|setup:(?:active|passive|actpass))"
)
_NEEDED: Final = frozenset({"a=ice-ufrag", "a=ice-pwd", "a=fingerprint", "a=setup"})
_MID: Final = re.compile(r"a=mid:([\w.~!#$%&'*+^`{|}-]{1,32})")
_NUMBERED: Final = re.compile(r"a=(rtpmap|fmtp|rtcp-fb):(\d{1,3}|\*) (.{1,512})")
_LEVEL: Final = re.compile(rf"a=extmap:(1[0-4]|[1-9])(?:/\w+)? {re.escape(AUDIO_LEVEL)}")
_CANDIDATE: Final = re.compile(
    r"(?:a=)?candidate:([\w+/]{1,32} 1 udp \d{1,10} [0-9A-Za-z.:-]{2,64} (\d{1,5})"
    r" typ (?:host|srflx|prflx|relay))\b.{0,256}",
    re.ASCII | re.IGNORECASE,
)
_PORTS: Final = range(1, 1 << 16)


class UnfitDescription(ValueError):
    """A description is broken, or there is nothing in it that can be passed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One medium, or one that is not taken."""

    line: str
    """How it begins."""

    kind: str
    mid: str = ""
    direction: str = "sendrecv"
    transport: tuple[str, ...] = ()
    payload_type: int | None = None
    """Of the codec that is passed on; None where there is none."""

    format: str = ""
    feedback: tuple[str, ...] = ()
    level: str | None = None
    """The number of the header extension that says how loud a packet is."""

    @property
    def is_whole(self) -> bool:
        """Whether all is said that is needed to connect."""
        return {_name(line) for line in self.transport} >= _NEEDED

    def write(self) -> list[str]:
        """Return it as aiortc understands it."""
        number, name = self.payload_type, "opus/48000/2" if self.kind == "audio" else "H264/90000"
        return [
            f"m={self.kind} 9 UDP/TLS/RTP/SAVPF {number}",
            "c=IN IP4 0.0.0.0",
            *self.transport,
            f"a=mid:{self.mid}",
            f"a={self.direction}",
            "a=rtcp-mux",
            *([f"a=extmap:{self.level} {AUDIO_LEVEL}"] if self.level else ()),
            f"a=rtpmap:{number} {name}",
            *([f"a=fmtp:{number} {H264_FORMAT}"] if self.kind == "video" else ()),
            *(f"a=rtcp-fb:{number} {feedback}" for feedback in self.feedback),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What one side of a session says."""

    sections: tuple[Section, ...]
    bundle: tuple[str, ...]
    candidates: tuple[str, ...]

    @property
    def taken(self) -> dict[str, Section]:
        """The first of each kind that can be passed on."""
        taken: dict[str, Section] = {}
        for section in self.sections:
            if section.payload_type is not None:
                taken.setdefault(section.kind, section)
        return taken

    def write(self, sections: Iterable[Section]) -> str:
        """Return some of its sections as aiortc understands them."""
        written = tuple(sections)
        lines = ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=-", "t=0 0"]
        lines.append(f"a=group:BUNDLE {' '.join(section.mid for section in written)}")
        for section in written:
            lines += section.write()
        return _join(lines)

    def as_offer(self) -> str:
        """Return what can be passed on of an offer."""
        return self.write(self._bundled())

    def as_answer(self, offered: Mapping[str, int]) -> str:
        """Return an answer to an offer of these payload types by kinds of media, whatever was refused.

        Raises UnfitDescription.
        """
        if [section.kind for section in self.sections] != list(offered):
            raise UnfitDescription("an answer is not about what was offered")
        transport = next(section.transport for section in self._bundled())
        return self.write(
            section
            if section.payload_type is not None
            else replace(
                section,
                mid=section.mid or str(index),  # As aiortc names what it offers.
                payload_type=offered[section.kind],
                direction="inactive",
                transport=transport,
            )
            for index, section in enumerate(self.sections)
        )

    def _bundled(self) -> list[Section]:
        """Return what can be passed on, all of it on one transport."""
        taken = list(self.taken.values())
        is_bundled = len(taken) == 1 or {section.mid for section in taken} <= {*self.bundle}
        if not taken or not is_bundled or not all(section.is_whole for section in taken):
            raise UnfitDescription("a description has nothing that can be passed on")
        return taken


def parse(text: str, preferred: Mapping[str, int], *, sends: bool = False) -> Description:
    """Return what a description says; payload types by codecs are preferred. Raises UnfitDescription.

    Of who sends pictures any form of them will do: who understands fragments of them understands whole ones.
    """
    if len(text) > MAX_DESCRIPTION:
        raise UnfitDescription("a description is too long")
    groups: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("m="):
            groups.append([])
        groups[-1].append(line)
    head, *media = groups
    if len(media) > MAX_SECTIONS:
        raise UnfitDescription("a description has too many sections")
    candidates = [line for line in text.splitlines() if parse_candidate(line)]
    bundle = next((line for line in head if line.startswith("a=group:BUNDLE ")), "")
    return Description(
        sections=tuple(_parse_section(lines, _transport(head), preferred, sends) for lines in media),
        bundle=tuple(bundle.split()[1:]),
        candidates=tuple(dict.fromkeys(candidates))[:MAX_CANDIDATES],
    )


def _parse_section(
    lines: list[str], common: tuple[str, ...], preferred: Mapping[str, int], sends: bool
) -> Section:
    begin = _MEDIA.fullmatch(lines[0])
    if begin is None:
        raise UnfitDescription("a description has a section of an unknown form")
    kind, port, _, formats = begin.groups()
    mid = next((found[1] for line in lines if (found := _MID.fullmatch(line))), "")
    section = Section(line=lines[0], kind=kind, mid=mid)
    if kind not in CODECS or port == "0" or not mid:
        return section
    codec = _Codecs(lines).choose(CODECS[kind], formats.split(), preferred, sends)
    if codec is None:
        return section
    return replace(
        section,
        direction=next((line[2:] for line in lines if line[2:] in _DIRECTIONS), "sendrecv"),
        transport=_transport(lines, common),
        payload_type=codec.payload_type,
        format=codec.format,
        feedback=codec.feedback if kind == "video" else (),
        level=next((found[1] for line in lines if (found := _LEVEL.fullmatch(line))), None),
    )


def _transport(lines: list[str], common: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what is said of ICE and DTLS; what is said for all media holds where nothing else is said."""
    own = tuple(line for line in lines if _TRANSPORT.fullmatch(line))
    said = {_name(line) for line in own}
    return (*(line for line in common if _name(line) not in said), *own)


def _name(line: str) -> str:
    return line.partition(":")[0]


@dataclass(frozen=True, slots=True)
class _Codec:
    payload_type: int
    format: str
    feedback: tuple[str, ...]


class _Codecs:
    """What a section says of codecs."""

    def __init__(self, lines: list[str]) -> None:
        self._said = [found.groups() for line in lines if (found := _NUMBERED.fullmatch(line))]

    def choose(
        self, name: str, formats: list[str], preferred: Mapping[str, int], sends: bool
    ) -> _Codec | None:
        """Return the form of a codec that is best to pass on."""
        known = [
            number
            for what, number, value in self._said
            if what == "rtpmap" and value.upper().startswith(f"{name}/") and number in formats
        ]
        fit = [number for number in known if number.isdecimal() and int(number) in _DYNAMIC]
        if name == "H264":
            fit.sort(key=lambda number: "profile-level-id=42" not in self._format(number).lower())
            fragmented = [number for number in fit if "packetization-mode=1" in self._format(number)]
            fit = fragmented or (fit if sends else [])
        fit.sort(key=lambda number: int(number) != preferred.get(name))
        return _Codec(int(fit[0]), self._format(fit[0]), self._feedback(fit[0])) if fit else None

    def _format(self, number: str) -> str:
        return next((value for what, told, value in self._said if (what, told) == ("fmtp", number)), "")

    def _feedback(self, number: str) -> tuple[str, ...]:
        told = {value for what, told, value in self._said if what == "rtcp-fb" and told in (number, "*")}
        return tuple(feedback for feedback in _FEEDBACK if feedback in told)


def complete_answer(answer: str, offer: Description) -> str:
    """Return aiortc's answer to what it read of an offer as an answer to all of it."""
    head, *media = re.split(r"(?=^m=)", answer, flags=re.MULTILINE)
    ours = iter(media)
    taken = list(offer.taken.values())
    sections = [
        _as_offered(next(ours), section) if section in taken else _refuse(section)
        for section in offer.sections
    ]
    return head + "".join(sections)


def _as_offered(answer: str, section: Section) -> str:
    """Say of the form of a codec what the offer does."""
    begin = f"a=fmtp:{section.payload_type} "
    theirs = f"{begin}{section.format}\r\n" if section.format else ""
    return answer.replace(f"{begin}{H264_FORMAT}\r\n", theirs)


def _refuse(section: Section) -> str:
    begin = re.sub(r"^m=(\w+) \d+", r"m=\1 0", section.line)
    return _join(
        [begin, "c=IN IP4 0.0.0.0", "a=inactive", *([f"a=mid:{section.mid}"] if section.mid else ())]
    )


def renumber(offer: str, numbers: Mapping[int, int]) -> str:
    """Return an offer of our own with other payload types."""

    def new(found: re.Match[str]) -> str:
        return f"{found[1]}{numbers.get(int(found[2]), int(found[2]))}"

    return re.sub(r"^(m=\w+ \d+ \S+ |a=(?:rtpmap|fmtp|rtcp-fb):)(\d+)", new, offer, flags=re.MULTILINE)


def parse_candidate(text: str) -> str | None:
    """Return the part of a candidate that is needed, where it is of any use."""
    found = _CANDIDATE.fullmatch(text)
    return found[1] if found and int(found[2]) in _PORTS else None


def _join(lines: Iterable[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)
