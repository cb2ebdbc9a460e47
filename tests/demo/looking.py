"""Looking through a camera of Home Assistant, as the browser of a person does: with a real WebRTC peer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from ..simulators.peer import Viewer
from .owner import Owner
from .process import DemoError

SECONDS_TO_ANSWER: Final = 30


@asynccontextmanager
async def looking(owner: Owner, camera: str, viewer: Viewer) -> AsyncIterator[None]:
    """Look through a camera, and hang up in the end."""
    try:
        async with owner.looking(camera, await viewer.offer()) as next_told:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                await viewer.accept(await _answer(next_told))
            taking = asyncio.create_task(_take_candidates(viewer, next_told))
            try:
                yield
            finally:
                taking.cancel()
                await asyncio.wait([taking])
    finally:
        await viewer.close()


async def _answer(next_told: Callable[[], Awaitable[Any]]) -> str:
    while (told := await next_told())["type"] != "answer":
        if told["type"] == "error":
            raise DemoError(told["message"])
    return str(told["answer"])


async def _take_candidates(viewer: Viewer, next_told: Callable[[], Awaitable[Any]]) -> None:
    """Take the ways on which the camera may be reached, for as long as some are told."""
    while (told := await next_told())["type"] == "candidate":
        candidate = told["candidate"]
        await viewer.add_candidate(candidate["candidate"], candidate["sdpMLineIndex"] or 0)
