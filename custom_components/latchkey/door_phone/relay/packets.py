"""Packets of sound and pictures (RTP, RFC 3550), as short a way as there is."""

from struct import Struct
from typing import Final, NamedTuple

HEADER: Final = Struct("!BBHLL")
_EXTENSION: Final = Struct("!HH")
VERSION: Final = 0x80
_PADDED: Final = 0x20
_EXTENDED: Final = 0x10
_ONE_BYTE_EXTENSIONS: Final = 0xBEDE
"""RFC 8285."""


class Packet(NamedTuple):
    """What one packet says."""

    payload_type: int
    marker: int
    sequence_number: int
    timestamp: int
    ssrc: int
    payload: bytes
    extensions: bytes = b""
    """Each of one byte that says which and how long, and its value."""


def parse(data: bytes) -> Packet:
    """Return what a packet says. Raises ValueError."""
    if len(data) < HEADER.size:
        raise ValueError("a packet is cut off")
    flags, kind, sequence_number, timestamp, ssrc = HEADER.unpack_from(data)
    begin, end, extensions = HEADER.size + 4 * (flags & 0x0F), len(data), b""
    if flags & _EXTENDED:
        if end < begin + _EXTENSION.size:
            raise ValueError("a packet is cut off")
        profile, words = _EXTENSION.unpack_from(data, begin)
        begin += _EXTENSION.size + 4 * words
        if profile == _ONE_BYTE_EXTENSIONS:
            extensions = data[begin - 4 * words : begin]
    if flags & _PADDED:
        end -= data[-1]
    if begin > end:
        raise ValueError("a packet is cut off")
    return Packet(kind & 0x7F, kind >> 7, sequence_number, timestamp, ssrc, data[begin:end], extensions)


def find_extension(packet: Packet, wanted: int) -> bytes | None:
    """Return the value of an extension of a packet's header."""
    extensions, at = packet.extensions, 0
    while at < len(extensions):
        number, length = extensions[at] >> 4, (extensions[at] & 0x0F) + 1
        if not number:
            at += 1  # padding
        elif number == wanted:
            return extensions[at + 1 : at + 1 + length]
        else:
            at += 1 + length
    return None
