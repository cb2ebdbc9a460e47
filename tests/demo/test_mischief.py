"""What is typed into the demo's terminal revokes keys, brings vendors down, and switches a lamp."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any, Final, cast

import aiohttp
import pytest

from ..simulators.bticino import BticinoSimulator
from ..simulators.evohome import EvohomeSimulator
from ..simulators.hubspace import HubspaceSimulator
from ..simulators.network import Network
from ..simulators.vendors import EMAIL
from . import mischief
from .mischief import Mischief
from .terminal import obey
from .vendors import Vendors

ANYTHING: Final = "https://tccna.resideo.com/anything"


class Guest:
    """Stands for the user of the other Home Assistant, whose login is good for half an hour."""

    is_logged_in = False

    async def stay_logged_in(self) -> None:
        self.is_logged_in = True


class OtherHome:
    """Stands for the other Home Assistant, which the test of the kept state starts in truth."""

    def __init__(self) -> None:
        self.guest = Guest()
        self.keys = ["a key"]

    def code(self) -> str:
        return "654321"

    async def tokens(self, _client_id: str) -> list[str]:
        assert self.guest.is_logged_in
        return self.keys

    async def revoke(self, _client_id: str) -> None:
        self.keys.clear()


class Prompt:
    """Types lines, and takes down what comes of it."""

    def __init__(self, knobs: Vendors) -> None:
        self.other = OtherHome()
        self.polls = 0
        self.said: asyncio.Queue[str] = asyncio.Queue()
        self.mischief = Mischief(knobs, cast(Any, self.other), self._poll, self.said.put_nowait)

    async def type(self, line: str) -> str:
        return await obey(line, self.mischief.commands)

    async def _poll(self) -> None:
        self.polls += 1


@pytest.fixture
async def prompt(knobs: Vendors) -> AsyncGenerator[Prompt]:
    """Return what lines can be typed at."""
    prompt = Prompt(knobs)
    async with prompt.mischief.going_on():
        yield prompt


async def test_all_codes_are_told(prompt: Prompt, hubspace: HubspaceSimulator) -> None:
    assert "none mailed yet" in await prompt.type("code")
    hubspace.mail(EMAIL, "111111")
    hubspace.mail(EMAIL, "123456")
    assert await prompt.type("code") == "Hubspace: 123456\nHome Assistant, guest: 654321"


async def test_a_lamp_is_switched_at_the_vendor(prompt: Prompt, hubspace: HubspaceSimulator) -> None:
    lamp = hubspace.find("Porch light").id
    for value in ("off", "on"):
        assert await prompt.type("switch") == f"Somebody switched Porch light {value}."
        assert hubspace.state(lamp, "power") == value


async def test_another_device_is_switched_by_its_name(prompt: Prompt, hubspace: HubspaceSimulator) -> None:
    before = hubspace.state(hubspace.find("Hall light").id, "power")
    await prompt.type("switch Hall light")
    assert hubspace.state(hubspace.find("Hall light").id, "power") != before


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("switch Cellar", "Hubspace tells of no Cellar."),
        ("switch Front door", "Front door is nothing that is switched on and off."),
    ],
)
async def test_what_cannot_be_switched_is_said(prompt: Prompt, line: str, answer: str) -> None:
    assert await prompt.type(line) == answer


@pytest.mark.parametrize(
    ("kind", "name"), [("hubspace", "Hubspace"), ("evohome", "Honeywell evohome"), ("bticino", "BTicino")]
)
async def test_a_vendor_takes_the_key_back_and_home_assistant_notices(
    prompt: Prompt, knobs: Vendors, request: pytest.FixtureRequest, kind: str, name: str
) -> None:
    vendor = request.getfixturevalue(kind)
    assert await prompt.type(f"revoke {kind}") == f"No account of {name} is linked."
    assert prompt.polls == 0
    vendor.tokens.issue(vendor.accounts[EMAIL].id)
    answer = f"{name} took the key back. Home Assistant asks to log in again."
    assert await prompt.type(f"revoke {kind}") == answer
    assert vendor.tokens.live() == []
    assert prompt.polls == 1


async def test_the_other_home_assistant_takes_the_key_back(prompt: Prompt) -> None:
    answer = "The other Home Assistant took the key back. This one asks to log in again."
    assert await prompt.type("revoke home") == answer
    assert prompt.other.keys == []
    assert await prompt.type("revoke home") == "The other Home Assistant is not linked."


async def answers(client: aiohttp.ClientSession) -> bool:
    """Return whether evohome is up."""
    async with client.get(ANYTHING) as response:
        return response.status != 503


async def test_a_vendor_is_down_until_somebody_ends_that(
    prompt: Prompt, vendors: Network, client: aiohttp.ClientSession
) -> None:
    assert await prompt.type("outage end") == "No vendor is down."
    assert "Honeywell evohome is down" in await prompt.type("outage evohome")
    assert not await answers(client)
    assert not await answers(client)
    assert await prompt.type("outage end") == "Up again: Honeywell evohome."
    assert await answers(client)
    assert prompt.polls == 2
    assert await prompt.type("outage end") == "No vendor is down."


async def test_an_outage_ends_by_itself(
    prompt: Prompt, vendors: Network, client: aiohttp.ClientSession
) -> None:
    assert "up again in 0.001 minutes" in await prompt.type("outage evohome 0.001")
    assert await prompt.said.get() == "Up again: Honeywell evohome."
    assert await answers(client)


async def test_a_second_outage_replaces_the_first(
    prompt: Prompt, vendors: Network, client: aiohttp.ClientSession
) -> None:
    await prompt.type("outage evohome 0.001")
    await prompt.type("outage evohome")
    await asyncio.sleep(0.1)
    assert not await answers(client)
    assert prompt.said.empty()


async def test_an_outage_ends_what_is_pushed(prompt: Prompt, bticino: BticinoSimulator) -> None:
    dropped: list[bool] = []
    bticino.drop_sockets = lambda: dropped.append(True)  # type: ignore[method-assign]
    await prompt.type("outage bticino")
    assert dropped == [True]


@pytest.mark.parametrize("minutes", ["x", "0", "-1", "nan", "inf", "1e9"])
async def test_what_is_no_number_of_minutes_is_refused(
    prompt: Prompt, evohome: EvohomeSimulator, minutes: str
) -> None:
    assert await prompt.type(f"outage evohome {minutes}") == f"{minutes} is no number of minutes."
    assert evohome.faults._orders == []


@pytest.mark.parametrize("line", ["revoke", "revoke me", "outage", "outage me"])
async def test_who_is_not_known_is_asked_for(prompt: Prompt, line: str) -> None:
    answer = await prompt.type(line)
    assert answer.startswith("Whose? Type")
    assert all(kind in answer for kind in mischief.NAMES)
