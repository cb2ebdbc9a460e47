"""Checks, without a browser, that every kind of account can be linked, used and removed."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from . import bticino, evohome, hubspace, linked_home, vendors
from .configuration import free_port
from .home_assistant import HomeAssistant
from .steps import CheckFailed, Steps

KINDS = (hubspace.check, evohome.check, bticino.check, linked_home.check)
LINES_OF_LOG = 40


async def check(directory: Path, say: Callable[[str], None]) -> bool:
    """Run every step; return whether all passed."""
    step = Steps(say)
    home_assistant = HomeAssistant(directory / "home_assistant", free_port())
    try:
        async with AsyncExitStack() as stack:
            with step("the simulated vendors start"):
                simulated = await stack.enter_async_context(vendors.serving(directory, lambda _line: None))
            with step("Home Assistant starts with Latchkey installed, and its owner is logged in"):
                await stack.enter_async_context(home_assistant.serving(simulated.network))
            for check_kind in KINDS:
                await check_kind(step, home_assistant, simulated)
    except CheckFailed:
        say(_end_of(home_assistant.log))
    say(f"{step.passed} passed, {step.failed} failed")
    return step.failed == 0


def _end_of(log: Path) -> str:
    lines = log.read_text().splitlines() if log.exists() else []
    return "\n".join(["", "The end of Home Assistant's log:", *lines[-LINES_OF_LOG:], ""])
