"""What somebody looks at is asked for once, also where everything happens at the same time."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from types import SimpleNamespace
from typing import Any, cast

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.home_assistant import watches as watches_module
from custom_components.latchkey.clouds.home_assistant.client import Client
from custom_components.latchkey.clouds.home_assistant.home import Home
from custom_components.latchkey.clouds.home_assistant.watches import Watches

SKY = ("garden", "sky")


class OtherSide:
    """Tells of one entity, when it is let to."""

    def __init__(self) -> None:
        self.has_entity = True
        self.asked = 0
        self.told: list[Callable[[Any], None]] = []
        """Who is told something now."""

        self.answers = asyncio.Event()
        self.answers.set()
        self.error: TemporaryError | None = None

    def is_there(self, feature_id: tuple[str, str]) -> bool:
        """Return whether there is the entity."""
        return self.has_entity and feature_id == SKY

    def part(self, *_feature_id: str) -> Any:
        """Return what the entity is."""
        return SimpleNamespace(entity=SimpleNamespace(entity_id="weather.sky"))

    async def async_subscribe(
        self, on_event: Callable[[Any], None], _command: str, **_fields: Any
    ) -> Callable[[], None]:
        """Tell something from now on."""
        self.asked += 1
        await self.answers.wait()
        if self.error is not None:
            raise self.error
        self.told.append(on_event)
        return lambda: self.told.remove(on_event)


async def settle() -> None:
    """Let everything happen that can."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def other() -> OtherSide:
    """Return the other side."""
    return OtherSide()


@pytest.fixture
async def watches(other: OtherSide) -> AsyncGenerator[Watches]:
    """Return what is looked at, over a socket that is open."""
    watches = Watches(cast("Home", other))
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(watches.over(cast("Client", other)))
        watches.look()
        await settle()
        yield watches
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_who_looks_is_told(other: OtherSide, watches: Watches) -> None:
    heard: list[Any] = []
    end = watches.add(SKY, "tell", heard.append)
    await settle()
    other.told[0]("rain")
    end()
    end()
    assert (heard, other.told) == (["rain"], [])


async def test_nothing_is_asked_before_it_is_known_what_there_is(other: OtherSide) -> None:
    watches = Watches(cast("Home", other))
    watches.add(SKY, "tell", print)
    async with watches.over(cast("Client", other)):
        watches.look([SKY])
        await settle()
        assert other.asked == 0
        watches.look()
        await settle()
        assert other.asked == 1


async def test_what_comes_late_is_not_told(other: OtherSide, watches: Watches) -> None:
    heard: list[Any] = []
    end = watches.add(SKY, "tell", heard.append)
    await settle()
    (tell,) = other.told
    end()
    tell("rain")
    assert heard == []


async def test_who_looked_away_while_it_was_asked_is_told_nothing(other: OtherSide, watches: Watches) -> None:
    other.answers.clear()
    end = watches.add(SKY, "tell", print)
    await settle()
    end()
    other.answers.set()
    await settle()
    assert (other.asked, other.told) == (1, [])


async def test_an_entity_that_came_back_while_it_was_asked_is_asked_again(
    other: OtherSide, watches: Watches
) -> None:
    other.answers.clear()
    watches.add(SKY, "tell", print)
    await settle()
    for other.has_entity in (False, True):
        watches.look([SKY])
    other.answers.set()
    await settle()
    assert (other.asked, len(other.told)) == (2, 1)


async def test_who_refuses_is_asked_again_when_the_entity_changes(other: OtherSide, watches: Watches) -> None:
    other.error = TemporaryError("not yet")
    watches.add(SKY, "tell", print)
    await settle()
    other.error = None
    await settle()
    assert other.asked == 1
    watches.look([SKY])
    await settle()
    assert (other.asked, len(other.told)) == (2, 1)


async def test_nobody_looks_at_everything(
    other: OtherSide, watches: Watches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watches_module, "MAX_WATCHES", 2)
    for end in [watches.add(SKY, "tell", print) for _ in range(3)]:
        await settle()
        assert len(other.told) <= 2
        end()
    assert other.told == []
