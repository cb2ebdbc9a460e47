"""What is typed into the demo's terminal rings the simulated bell."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from unittest.mock import AsyncMock

import aiohttp
import pytest

from ..simulators.bticino import BticinoSimulator
from ..simulators.bticino.talks import Talk
from ..simulators.bticino.unit import Unit
from ..simulators.sound import Meter, Tone
from .doorbell import Doorbell
from .terminal import Command, obey
from .vendors import Vendors

NOBODY: Final = "Nobody rings. Type ring first."


@pytest.fixture
def commands(knobs: Vendors) -> Sequence[Command]:
    """Return what can be typed."""
    return Doorbell(knobs).commands


def calls(bticino: BticinoSimulator) -> list[tuple[str, str]]:
    """Return the calls, oldest first: the name of the unit, and what happened last."""
    return [(call.bell.name, call.happened) for call in bticino._calls._calls.values()]


@pytest.mark.parametrize(
    ("line", "door"), [("ring", "Strada"), ("ring Ingresso", "Ingresso"), ("  ring  ingresso ", "Ingresso")]
)
async def test_ring_rings(
    commands: Sequence[Command], bticino: BticinoSimulator, line: str, door: str
) -> None:
    assert (
        await obey(line, commands)
        == f"It rings at {door}. Answer in Home Assistant, or type answer, miss or end."
    )
    assert calls(bticino) == [(door, "incoming_call")]


@pytest.mark.parametrize(
    ("line", "outcome", "answer"),
    [
        ("answer", "accepted_call", "The call was answered on another device."),
        ("miss", "missed_call", "Nobody answered the call."),
        ("end", "incoming_call", "The call is over."),
    ],
)
async def test_a_call_ends_as_it_is_told_to(
    commands: Sequence[Command], bticino: BticinoSimulator, line: str, outcome: str, answer: str
) -> None:
    assert await obey(line, commands) == NOBODY
    await obey("ring", commands)
    assert await obey(line, commands) == answer
    assert calls(bticino) == [("Strada", outcome)]
    assert await obey(line, commands) == NOBODY


async def test_words_after_the_end_of_a_call_change_nothing(
    commands: Sequence[Command], bticino: BticinoSimulator
) -> None:
    await obey("ring", commands)
    await obey("miss answer", commands)
    assert calls(bticino) == [("Strada", "missed_call")]


async def test_a_door_that_is_not_there_is_named(commands: Sequence[Command]) -> None:
    assert await obey("ring Cellar", commands) == "There is no door Cellar, only Strada and Ingresso."


async def test_vendors_that_are_gone_are_told_of(socket_enabled: None, unused_tcp_port: int) -> None:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}/") as session:
        commands = Doorbell(Vendors(Path(), session)).commands
        assert await obey("ring", commands) == "bticino/ring: the simulated vendors do not answer"
        assert await obey("end", commands) == NOBODY


async def test_call_tells_how_it_is(commands: Sequence[Command], bticino: BticinoSimulator) -> None:
    assert await obey("call", commands) == NOBODY
    await obey("ring", commands)
    assert await obey("call", commands) == "It rings, and nobody has answered."
    (call,) = bticino._calls._calls.values()
    await bticino.answer(call.session_id)
    assert await obey("call", commands) == "It is over."
    await talk(bticino, call.session_id)
    assert await obey("call", commands) == "It was answered in Home Assistant, and goes on."


async def test_heard_tells_what_arrives_at_the_door(
    commands: Sequence[Command], bticino: BticinoSimulator
) -> None:
    assert (
        await obey("heard", commands) == "Nobody talks to a visitor. Type ring, and answer in Home Assistant."
    )
    meter = await talk(bticino, "a call")
    assert await obey("heard", commands) == "0% loud, 0 Hz; 0 s of sound so far"
    tone = Tone(440, amplitude=0.5)
    for _ in range(100):
        meter.take(await tone.recv())
    assert await obey("heard", commands) == "35% loud, 440 Hz; 2 s of sound so far"


async def talk(bticino: BticinoSimulator, session_id: str) -> Meter:
    """Have somebody talk at a door, and return what is measured there."""
    unit = Unit("Strada")
    await bticino._talks.begin(session_id, Talk(bridge_id="", peer=unit, line=None, tell=AsyncMock()))
    return unit.heard
