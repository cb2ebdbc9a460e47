"""Whether a viewer and a camera can meet without a relay, and what each is told where both made an offer.

Descriptions (SDP, RFC 8866) come in, and go out as they are but for what must fit (RFC 8829, RFC 9143).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

_SENDS: Final = 1
_RECEIVES: Final = 2
_DIRECTIONS: Final = ("inactive", "sendonly", "recvonly", "sendrecv")
"""By the sum of what is done."""

_DIRECTION_LINES: Final = tuple(f"a={direction}" for direction in _DIRECTIONS)
_TRANSPORT: Final = ("a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=ice-options:")
_ESSENTIAL: Final = _TRANSPORT[:3]
_CANDIDATES: Final = ("a=candidate:", "a=end-of-candidates")
_CODECS: Final = ("a=rtpmap:", "a=fmtp:", "a=rtcp-fb:")
_EXTENSION: Final = "a=extmap:"
_NAMES_MEDIA: Final = "urn:ietf:params:rtp-hdrext:sdes:mid"

_OWN: Final = (
    *_TRANSPORT,
    *_CANDIDATES,
    *_CODECS,
    *_DIRECTION_LINES,
    "a=setup:",
    "a=group:",
    "a=mid:",
    "a=bundle-only",
    "a=rid:",
    "a=simulcast:",
)
"""What an answer says in other words than the offer of whoever answers."""

_REPAIRS: Final = ("RTX", "RED", "ULPFEC")
"""Codecs that are for packets of others."""


@dataclass(frozen=True, slots=True)
class _Medium:
    """Sound, picture, or something else that a description is about."""

    index: int
    lines: Sequence[str]

    @property
    def words(self) -> list[str]:
        """What its first line says: its kind, a port, a protocol, and the payload types."""
        return self.lines[0].removeprefix("m=").split()

    @property
    def kind(self) -> str:
        """Whether it is sound, or picture, or what else."""
        return next(iter(self.words), "")

    @property
    def mid(self) -> str:
        """What names it in its description."""
        return next(_values(self.lines, "a=mid:"), "")

    @property
    def codecs(self) -> dict[str, str]:
        """The names of codecs in capitals, by their payload types."""
        told = (value.partition(" ") for value in _values(self.lines, "a=rtpmap:"))
        names = {number: name.partition("/")[0].upper() for number, _, name in told}
        return {number: names[number] for number in self.words[3:] if number in names}

    @property
    def direction(self) -> int:
        """Whether something is sent, and received."""
        told = (_DIRECTION_LINES.index(line) for line in self.lines if line in _DIRECTION_LINES)
        return next(told, _SENDS | _RECEIVES)


@dataclass(frozen=True, slots=True)
class _Description:
    """What one side says of itself."""

    session: Sequence[str]
    media: Sequence[_Medium]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what a text says; what is no description has no media."""
        session, media = list[str](), list[list[str]]()
        for line in filter(None, (line.rstrip("\r") for line in text.split("\n"))):
            if line.startswith("m="):
                media.append([])
            (media[-1] if media else session).append(line)
        return cls(session, [_Medium(index, lines) for index, lines in enumerate(media)])

    def shared(self, media: Collection[_Medium]) -> _Medium | None:
        """Return the one of these media whose transport all of them use; None where each has its own."""
        by_mid = {medium.mid: medium for medium in media}
        groups = (value.split() for value in _values(self.session, "a=group:"))
        bundle = next((mids for kind, *mids in groups if kind == "BUNDLE"), list(by_mid)[:1])
        if not all(by_mid) or len(by_mid) != len(media) or not set(by_mid).issubset(bundle):
            return None
        return next((by_mid[mid] for mid in bundle if mid in by_mid), None)

    def transport(self, medium: _Medium) -> list[str]:
        """Return what says who is at the other end of a medium's transport, and what they say there."""
        return [
            line
            for name in _TRANSPORT
            for line in (_starting(medium.lines, name) or _starting(self.session, name))
        ]

    def may_begin(self, medium: _Medium) -> bool:
        """Return whether a medium's transport is told, and either side may begin its encryption."""
        transport = self.transport(medium)
        roles = [*_values(medium.lines, "a=setup:"), *_values(self.session, "a=setup:")]
        return roles[:1] == ["actpass"] and all(_starting(transport, name) for name in _ESSENTIAL)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A medium that both sides have."""

    camera: _Medium
    viewer: _Medium
    payload_types: Sequence[str]
    """Those that mean the same to both."""

    @property
    def codecs(self) -> list[str]:
        """What the viewer says of these: nobody else is free to choose."""
        lines = _starting(self.viewer.lines, *_CODECS)
        return [line for line in lines if line.partition(":")[2].split(" ")[0] in {*self.payload_types, "*"}]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glued:
    """What two sides are told that both made an offer."""

    for_camera: str
    """The viewer's offer, as an answer to the camera's."""

    for_viewer: str
    """The camera's offer, as an answer to the viewer's."""

    camera_index: int
    viewer_index: int
    """Which medium of either is the one whose transport all of them use: candidates are of that."""


def takes(offer: str, payload_types: Mapping[str, int]) -> bool:
    """Return whether a viewer understands what a camera sends whatever was agreed."""
    sent = {str(number): name for name, number in payload_types.items()}
    media = [medium for medium in _Description.parse(offer).media if medium.kind in {"audio", "video"}]
    return not sent or all(sent.items() & medium.codecs.items() for medium in media)


def sends_sound(offer: str) -> bool:
    """Return whether a viewer sends sound, be it silence."""
    media = _Description.parse(offer).media
    return any(medium.kind == "audio" and medium.direction & _SENDS for medium in media)


def listening(offer: str) -> str:
    """Return the offer of a viewer who may not talk: nothing is sent."""
    description = _Description.parse(offer)
    lines = [line for line in description.session if line not in _DIRECTION_LINES]
    for medium in description.media:
        lines += [line for line in medium.lines if line not in _DIRECTION_LINES]
        if medium.kind != "application":
            lines.append(_DIRECTION_LINES[medium.direction & _RECEIVES])
    return _join(lines)


def glue(camera_offer: str, viewer_offer: str, payload_types: Mapping[str, int]) -> Glued | None:
    """Return what a camera and a viewer are told that both made an offer; None where these do not fit."""
    camera, viewer = _Description.parse(camera_offer), _Description.parse(viewer_offer)
    pairs = _pair(camera, viewer, payload_types)
    at_camera = camera.shared([pair.camera for pair in pairs])
    at_viewer = viewer.shared([pair.viewer for pair in pairs])
    if at_camera is None or at_viewer is None or not all(pair.payload_types for pair in pairs):
        return None
    if not camera.may_begin(at_camera) or not viewer.may_begin(at_viewer):
        return None
    of_camera = {pair.camera.index: (pair.viewer, pair) for pair in pairs}
    of_viewer = {pair.viewer.index: (pair.camera, pair) for pair in pairs}
    return Glued(
        for_camera=_answer(
            camera, viewer, of_camera, at_offer=at_camera, at_answering=at_viewer, role="active"
        ),
        for_viewer=_answer(
            viewer, camera, of_viewer, at_offer=at_viewer, at_answering=at_camera, role="passive"
        ),
        camera_index=at_camera.index,
        viewer_index=at_viewer.index,
    )


def _pair(camera: _Description, viewer: _Description, payload_types: Mapping[str, int]) -> list[_Pair]:
    """Return the sound and the picture that both sides have."""
    pairs = []
    for kind in ("audio", "video"):
        ours = next((medium for medium in viewer.media if medium.kind == kind), None)
        theirs = next((medium for medium in camera.media if medium.kind == kind), None)
        if ours is not None and theirs is not None:
            pairs.append(_Pair(theirs, ours, _agree(theirs, ours, payload_types)))
    return pairs


def _agree(camera: _Medium, viewer: _Medium, payload_types: Mapping[str, int]) -> list[str]:
    """Return the payload types that mean the same to both, those first that the camera sends anyhow."""
    sent = {str(number): name for name, number in payload_types.items()}
    known = {number: name for number, name in camera.codecs.items() if number not in sent}
    codecs = {number: name for number, name in (sent | known).items() if name not in _REPAIRS}
    return [number for number, name in codecs.items() if viewer.codecs.get(number) == name]


def _answer(
    offer: _Description,
    answering: _Description,
    pairs: Mapping[int, tuple[_Medium, _Pair]],
    *,
    at_offer: _Medium,
    at_answering: _Medium,
    role: str,
) -> str:
    """Return the offer of one side as its answer to the other's, medium by medium in the order of that."""
    mids = [at_offer.mid, *(offer.media[index].mid for index in pairs if index != at_offer.index)]
    lines = [line for line in answering.session if not line.startswith(_OWN)]
    if any(_values(offer.session, "a=group:")):
        lines.append(f"a=group:BUNDLE {' '.join(mids)}")
    candidates = _starting(at_answering.lines, *_CANDIDATES)
    for medium in offer.media:
        if medium.index not in pairs:
            lines += _decline(medium)
            continue
        lines += [*_accept(medium, *pairs[medium.index]), f"a=setup:{role}"]
        lines += answering.transport(at_answering) + (candidates if medium is at_offer else [])
    return _join(lines)


def _accept(offered: _Medium, own: _Medium, pair: _Pair) -> list[str]:
    """Return the answer to the offer of a medium, but for its transport."""
    extensions = [
        line
        for line in _starting(own.lines, _EXTENSION)
        if line in offered.lines and (own.mid == offered.mid or not line.endswith(_NAMES_MEDIA))
    ]
    others = [line for line in own.lines[1:] if not line.startswith((*_OWN, _EXTENSION))]
    turned = (offered.direction & _SENDS) << 1 | offered.direction >> 1
    return [
        f"m={offered.kind} 9 {_protocol(offered)} {' '.join(pair.payload_types)}",
        *others,
        f"a=mid:{offered.mid}",
        _DIRECTION_LINES[turned & own.direction],
        *extensions,
        *pair.codecs,
    ]


def _decline(offered: _Medium) -> list[str]:
    """Return the answer to the offer of a medium that is not wanted."""
    payload_types = " ".join(offered.words[3:]) or "0"
    first = f"m={offered.kind} 0 {_protocol(offered)} {payload_types}"
    return [first, "c=IN IP4 0.0.0.0", "a=inactive", *_starting(offered.lines, "a=mid:")[:1]]


def _protocol(medium: _Medium) -> str:
    return next(iter(medium.words[2:3]), "UDP/TLS/RTP/SAVPF")


def _starting(lines: Sequence[str], *beginnings: str) -> list[str]:
    return [line for line in lines if line.startswith(beginnings)]


def _values(lines: Sequence[str], name: str) -> Iterator[str]:
    """Yield what lines say of a name."""
    return (line.removeprefix(name) for line in lines if line.startswith(name))


def _join(lines: Sequence[str]) -> str:
    return "".join(f"{line}\r\n" for line in lines)
