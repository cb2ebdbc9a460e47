"""What is typed into the demo's terminal rings the simulated bell."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from ..simulators import control
from ..simulators.bticino import BticinoSimulator
from .terminal import Command, Doorbell, obey, obeying
from .vendors import Vendors


@pytest.fixture
async def commands(socket_enabled: None, bticino: BticinoSimulator) -> AsyncGenerator[dict[str, Command]]:
    """Return what can be typed."""
    server = TestServer(control.application({"bticino": bticino}))
    await server.start_server()
    async with aiohttp.ClientSession(str(server.make_url("/"))) as session:
        yield dict(Doorbell(Vendors(Path(), session)).commands)
    await server.close()


def calls(bticino: BticinoSimulator) -> list[tuple[str, str]]:
    """Return the calls, oldest first: the name of the unit, and what happened last."""
    return [(call.bell.name, call.happened) for call in bticino._calls._calls.values()]


@pytest.mark.parametrize(
    ("line", "door"), [("ring", "Strada"), ("ring Ingresso", "Ingresso"), ("  ring  ingresso ", "Ingresso")]
)
async def test_ring_rings(
    commands: dict[str, Command], bticino: BticinoSimulator, line: str, door: str
) -> None:
    assert await obey(line, commands) == f"It rings at {door}."
    assert calls(bticino) == [(door, "incoming_call")]


@pytest.mark.parametrize(
    ("line", "outcome"), [("answer", "accepted_call"), ("miss", "missed_call"), ("end", "incoming_call")]
)
async def test_a_call_ends_as_it_is_told_to(
    commands: dict[str, Command], bticino: BticinoSimulator, line: str, outcome: str
) -> None:
    assert await obey(line, commands) == "Nobody rings. Type ring first."
    await obey("ring", commands)
    assert await obey(line, commands) == "The call is over."
    assert calls(bticino) == [("Strada", outcome)]
    assert await obey(line, commands) == "Nobody rings. Type ring first."


async def test_words_after_the_end_of_a_call_change_nothing(
    commands: dict[str, Command], bticino: BticinoSimulator
) -> None:
    await obey("ring", commands)
    assert await obey("miss answer", commands) == "The call is over."
    assert calls(bticino) == [("Strada", "missed_call")]


async def test_what_is_not_known_is_explained(commands: dict[str, Command]) -> None:
    assert await obey("help", commands) == "What can be typed: ring, answer, miss, end, help"
    assert await obey("ring Cellar", commands) == "There is no door Cellar, only Strada and Ingresso."


@asynccontextmanager
async def obeying_input(
    number: int, commands: dict[str, Command], monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[asyncio.Queue[str]]:
    """Do what is typed into the open file of this number; yield what is said."""
    said: asyncio.Queue[str] = asyncio.Queue()
    with os.fdopen(number) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        async with obeying(commands, said.put_nowait):
            yield said


async def test_lines_are_obeyed_in_their_order_until_the_input_ends(
    commands: dict[str, Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, writer = os.pipe()
    async with obeying_input(reader, commands, monkeypatch) as said:
        os.write(writer, b"ring\nmi")
        assert await said.get() == "It rings at Strada."
        os.write(writer, b"ss\n")
        os.close(writer)
        assert await said.get() == "The call is over."


async def test_vendors_that_are_gone_are_told_of_and_the_next_line_is_obeyed(
    socket_enabled: None, unused_tcp_port: int
) -> None:
    async with aiohttp.ClientSession(f"http://127.0.0.1:{unused_tcp_port}/") as session:
        commands = Doorbell(Vendors(Path(), session)).commands
        assert await obey("ring", commands) == "bticino/ring: the simulated vendors do not answer"
        assert await obey("end", commands) == "Nobody rings. Type ring first."


async def test_a_terminal_that_goes_away_ends_the_reading(
    commands: dict[str, Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    keyboard, terminal = os.openpty()
    async with obeying_input(terminal, commands, monkeypatch) as said:
        os.write(keyboard, b"ring\n")
        assert await said.get() == "It rings at Strada."
        os.close(keyboard)
        await asyncio.sleep(0.01)
        assert not asyncio.get_running_loop().remove_reader(terminal)


@pytest.mark.parametrize("path", [os.devnull, __file__])
async def test_without_a_terminal_nothing_is_read(
    commands: dict[str, Command], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with Path(path).open() as stdin:  # noqa: ASYNC230  # of which nothing is read
        monkeypatch.setattr(sys, "stdin", stdin)
        async with obeying(commands, pytest.fail):
            await asyncio.sleep(0)


async def test_a_closed_input_is_no_failure(
    commands: dict[str, Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    async with obeying(commands, pytest.fail):
        await asyncio.sleep(0)
