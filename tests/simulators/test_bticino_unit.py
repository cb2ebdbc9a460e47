"""The unit at a door is a peer that talks as Chrome does, whatever it is asked for."""

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from .bticino.unit import Unit
from .peer import Viewer
from .sound import Silence, Tone

pytestmark = pytest.mark.usefixtures("socket_enabled", "webrtc")


@asynccontextmanager
async def called_by(viewer: Viewer) -> AsyncGenerator[Unit]:
    """Yield a unit that a viewer calls."""
    unit = Unit("Strada")
    try:
        answer, candidates = await unit.answer(await viewer.offer())
        await viewer.accept(answer)
        for index, line in candidates:
            await viewer.add_candidate(line, index)
        yield unit
    finally:
        await asyncio.gather(viewer.close(), unit.close())


@asynccontextmanager
async def answered_by(viewer: Viewer) -> AsyncGenerator[Unit]:
    """Yield a unit that calls a viewer."""
    unit = Unit("Strada")
    try:
        offer, candidates = await unit.offer()
        await unit.accept(await viewer.answer(offer))
        for index, line in candidates:
            await viewer.add_candidate(line, index)
        yield unit
    finally:
        await asyncio.gather(viewer.close(), unit.close())


async def test_a_viewer_that_calls_sees_and_hears_and_is_heard() -> None:
    viewer = Viewer("chromium", Tone(440))
    async with called_by(viewer) as unit:
        await viewer.frames(3)
        await viewer.until_heard(440)
        assert unit.sent_frames >= 3
        await unit.until(lambda: unit.heard.hears(440))


async def test_a_viewer_that_answers_sees_and_hears_and_is_heard() -> None:
    viewer = Viewer("chromium", Tone(440))
    async with answered_by(viewer) as unit:
        await viewer.frames(3)
        await viewer.until_heard(440)
        await unit.until(lambda: unit.heard.hears(440))


async def test_the_offer_of_a_unit_is_as_chromes() -> None:
    unit = Unit("Strada")
    offer, candidates = await unit.offer()
    await unit.close()
    lines = offer.splitlines()
    media = [
        line for line in lines if line.startswith(("m=", "a=rtpmap", "a=setup", "a=sendrecv", "a=sendonly"))
    ]
    assert [line.split(" ", 3)[-1] if line.startswith("m=") else line for line in media] == [
        "111",
        "a=sendrecv",
        "a=rtpmap:111 opus/48000/2",
        "a=setup:actpass",
        "109",
        "a=sendonly",
        "a=rtpmap:109 H264/90000",
        "a=setup:actpass",
    ]
    assert candidates


async def test_a_viewer_without_a_microphone_sees_and_hears_nothing() -> None:
    viewer = Viewer("chromium")
    async with called_by(viewer) as unit:
        await viewer.frames(5)
        assert (unit.sent_sound, viewer.heard.frames) == (0, 0)


async def test_silence_opens_the_microphone_of_a_unit_and_the_visitor_is_heard() -> None:
    viewer = Viewer("chromium", Silence())
    async with called_by(viewer) as unit:
        await viewer.until_heard()
        assert unit.heard.frames > 0
        assert not unit.heard.hears()


@pytest.mark.parametrize("kind", ["chromium-156", "firefox", "iphone"])
async def test_a_browser_that_numbers_pictures_otherwise_sees_none(kind: str) -> None:
    viewer = Viewer(kind, Silence())
    async with called_by(viewer) as unit:
        await unit.until(lambda: unit.sent_frames > 5)
        assert viewer.seen == 0


async def test_a_conversation_that_is_over_leaves_no_task_no_thread_and_no_port() -> None:
    before = left()
    viewer = Viewer("chromium", Tone(440))
    async with called_by(viewer):
        await viewer.until_heard()
        assert left() != before
    assert left() == before


async def test_a_viewer_that_is_gone_without_a_word_ends_what_the_unit_sends() -> None:
    viewer = Viewer("chromium")
    async with called_by(viewer) as unit:
        await viewer.frames(1)
        changed = asyncio.Event()
        unit.connection.on("connectionstatechange", changed.set)
        await viewer.close()
        async with asyncio.timeout(10):
            await changed.wait()
        assert unit.connection.connectionState == "closed"


def left() -> tuple[set[asyncio.Task[object]], set[str], int]:
    """Return the tasks, the threads of decoders, and how many sockets there are."""
    threads = {thread.name for thread in threading.enumerate() if thread.name.endswith("-decoder")}
    sockets = [file for file in Path("/proc/self/fd").iterdir() if _leads_to(file).startswith("socket:")]
    return asyncio.all_tasks(), threads, len(sockets)


def _leads_to(file: Path) -> str:
    """Return what an open file is; nothing where it was closed meanwhile."""
    try:
        return str(file.readlink())
    except FileNotFoundError:
        return ""
