"""The stream of a camera is pictures, however it is cut up and whatever stands between them."""

from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.home_assistant import mjpeg
from custom_components.latchkey.clouds.home_assistant.mjpeg import Parser
from custom_components.latchkey.clouds.model import Picture

JPEG = Picture(content_type="image/jpeg", content=b"\xff\xd8 one -\r\n-- \xff\xd9")
PNG = Picture(content_type="image/png", content=b"\x89PNG two")


def parse(*chunks: bytes, boundary: str = "--frameboundary") -> list[Picture]:
    """Return the pictures of a stream."""
    parser = Parser(boundary)
    return [picture for chunk in chunks for picture in parser.feed(chunk)]


def write(
    *pictures: Picture, boundary: str = "--frameboundary", sized: bool = True, line: str = "\r\n"
) -> bytes:
    """Return what a camera sends."""

    def parts() -> Iterable[bytes]:
        for picture in pictures:
            length = f"Content-Length: {len(picture.content)}{line}" if sized else ""
            yield f"{boundary}{line}Content-Type: {picture.content_type}{line}{length}{line}".encode()
            yield picture.content + line.encode()

    return b"".join(parts())


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_pictures_are_found_however_the_stream_is_cut_up(size: int) -> None:
    stream = write(JPEG, PNG, JPEG)
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert parse(*chunks) == [JPEG, PNG, JPEG]


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    ("said", "written"),
    [("frame", "--frame"), ("--frame", "--frame"), ("--frame", "----frame")],
)
def test_pictures_of_no_said_length_end_where_the_next_begins(said: str, written: str, size: int) -> None:
    stream = write(JPEG, PNG, JPEG, boundary=written, sized=False)
    chunks = [stream[at : at + size] for at in range(0, len(stream), size)]
    assert parse(*chunks, boundary=said) == [JPEG, PNG]


def test_lines_may_end_as_they_like() -> None:
    assert parse(write(PNG, PNG, line="\n")) == [PNG, PNG]


def test_a_picture_of_no_said_kind_is_a_photograph() -> None:
    assert parse(b"--frame\r\nContent-Length: 3\r\n\r\none") == [
        Picture(content_type="image/jpeg", content=b"one")
    ]


def test_a_picture_without_content_is_none() -> None:
    empty = Picture(content_type="image/jpeg", content=b"")
    assert parse(write(empty, PNG)) == [PNG]


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "multipart/mixed", "application/javascript"])
def test_what_is_no_picture_is_refused(kind: str) -> None:
    with pytest.raises(TemporaryError, match="none of pictures"):
        parse(write(Picture(content_type=kind, content=b"<script>")))


def test_what_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mjpeg, "MAX_BYTES", 7)
    with pytest.raises(TemporaryError, match="none of pictures"):
        parse(write(PNG))
    with pytest.raises(TemporaryError, match="makes no sense"):
        parse(write(PNG, sized=False))
    monkeypatch.setattr(mjpeg, "MAX_HEAD", 8)
    with pytest.raises(TemporaryError, match="makes no sense"):
        parse(b"<html><body>")


@given(st.lists(st.binary() | st.sampled_from([b"--frame", b"\r\n\r\n", b"Content-Length: 3", b"\n"])))
def test_whatever_comes_is_pictures_or_is_refused(chunks: list[bytes]) -> None:
    with suppress(TemporaryError):
        assert all(picture.content for picture in parse(*chunks, boundary="frame"))
