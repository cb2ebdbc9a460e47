"""How browsers and units number the codecs: each in its own way."""

from typing import Final, NamedTuple


class Codec(NamedTuple):
    """A line of a description: the payload type, the codec, and its settings."""

    number: int
    name: str
    settings: str = ""


type Codecs = dict[str, tuple[Codec, ...]]
"""By the kind of medium."""

MODE_0: Final = "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id="
MODE_1: Final = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id="
OPUS: Final = "opus/48000/2"
OPUS_SETTINGS: Final = "minptime=10;useinbandfec=1"
H264: Final = "H264/90000"
VP8: Final = "VP8/90000"

UNIT: Final[Codecs] = {
    "audio": (Codec(111, OPUS, OPUS_SETTINGS),),
    "video": (Codec(109, H264, MODE_1 + "42e01f"),),
}
"""What a unit sends, whatever was agreed."""

BROWSERS: Final[dict[str, Codecs]] = {
    "chromium": {
        "audio": (Codec(111, OPUS, OPUS_SETTINGS), Codec(9, "G722/8000"), Codec(0, "PCMU/8000")),
        "video": (
            Codec(96, VP8),
            Codec(97, "rtx/90000", "apt=96"),
            Codec(103, H264, MODE_1 + "42001f"),
            Codec(104, "rtx/90000", "apt=103"),
            Codec(107, H264, MODE_0 + "42001f"),
            Codec(109, H264, MODE_1 + "42e01f"),
            Codec(114, "rtx/90000", "apt=109"),
            Codec(115, H264, MODE_0 + "42e01f"),
        ),
    },
    # As Debian's offers: what a unit sends as pictures, it takes for pictures that are sent again.
    "chromium-156": {
        "audio": (
            Codec(111, OPUS, OPUS_SETTINGS),
            Codec(63, "red/48000/2", "111/111"),
            Codec(9, "G722/8000"),
            Codec(0, "PCMU/8000"),
            Codec(8, "PCMA/8000"),
            Codec(13, "CN/8000"),
            Codec(110, "telephone-event/48000"),
        ),
        "video": (
            Codec(96, VP8),
            Codec(97, "rtx/90000", "apt=96"),
            Codec(98, "VP9/90000", "profile-id=0"),
            Codec(99, "rtx/90000", "apt=98"),
            Codec(102, H264, MODE_1 + "42001f"),
            Codec(103, "rtx/90000", "apt=102"),
            Codec(104, H264, MODE_0 + "42001f"),
            Codec(107, "rtx/90000", "apt=104"),
            Codec(108, H264, MODE_1 + "42e01f"),
            Codec(109, "rtx/90000", "apt=108"),
            Codec(114, H264, MODE_0 + "42e01f"),
            Codec(115, "rtx/90000", "apt=114"),
            Codec(116, H264, MODE_1 + "4d001f"),
            Codec(117, "rtx/90000", "apt=116"),
        ),
    },
    # What a unit takes for pictures is sound here.
    "firefox": {
        "audio": (
            Codec(109, OPUS, "maxplaybackrate=48000;stereo=1;useinbandfec=1"),
            Codec(9, "G722/8000"),
            Codec(0, "PCMU/8000"),
        ),
        "video": (
            Codec(120, VP8, "max-fs=12288;max-fr=60"),
            Codec(124, "rtx/90000", "apt=120"),
            Codec(126, H264, "profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1"),
            Codec(127, "rtx/90000", "apt=126"),
            Codec(97, H264, "profile-level-id=42e01f;level-asymmetry-allowed=1"),
            Codec(98, "rtx/90000", "apt=97"),
        ),
    },
    # As WebKit is known to number them; no iPhone was asked.
    "iphone": {
        "audio": (Codec(111, OPUS, OPUS_SETTINGS), Codec(9, "G722/8000"), Codec(0, "PCMU/8000")),
        "video": (
            Codec(96, H264, MODE_1 + "640c1f"),
            Codec(97, "rtx/90000", "apt=96"),
            Codec(98, H264, MODE_1 + "42e01f"),
            Codec(99, "rtx/90000", "apt=98"),
            Codec(100, VP8),
            Codec(101, "rtx/90000", "apt=100"),
        ),
    },
}
FEEDBACK: Final = ("goog-remb", "ccm fir", "nack", "nack pli")


def with_codecs(sdp: str, codecs: Codecs) -> str:
    """Return a description with these codecs in the place of its own."""
    kept, kind = list[str](), ""
    for line in sdp.splitlines():
        if line.startswith("m="):
            kind = line.removeprefix("m=").split()[0]
            numbers = (str(codec.number) for codec in codecs[kind])
            kept.append(" ".join([*line.split()[:3], *numbers]))
        elif not line.startswith(("a=rtpmap:", "a=fmtp:", "a=rtcp-fb:")):
            kept.append(line)
        if line == "a=rtcp-mux":
            kept += [told for codec in codecs[kind] for told in _lines(kind, codec)]
    return "".join(f"{line}\r\n" for line in kept)


def _lines(kind: str, codec: Codec) -> list[str]:
    lines = [f"a=rtpmap:{codec.number} {codec.name}"]
    if codec.settings:
        lines.append(f"a=fmtp:{codec.number} {codec.settings}")
    if kind == "video" and not codec.name.startswith("rtx"):
        lines += [f"a=rtcp-fb:{codec.number} {feedback}" for feedback in FEEDBACK]
    return lines
