"""What is kept of the functions of devices that are described alike."""

import copy
from typing import Any

from custom_components.latchkey.clouds.hubspace.home import Home
from custom_components.latchkey.clouds.hubspace.metadevice import Metadevice
from tests.simulators.hubspace.catalogue import many

from .answers import body


async def discover(home: Home, answer: list[Any]) -> list[Metadevice]:
    await home.async_discover(body(answer), home.moment)
    return list(home._metadevices.values())


async def test_devices_that_are_described_alike_share_what_is_kept_of_their_functions() -> None:
    first, second = await discover(Home(), [metadevice.full() for metadevice in many(2)])
    assert first.functions is second.functions
    assert first.attributes is second.attributes
    assert first.capabilities is second.capabilities


async def test_a_device_of_the_same_model_that_is_described_otherwise_has_functions_of_its_own() -> None:
    answer = [metadevice.full() for metadevice in many(3)]
    del answer[1]["description"]["functions"][0]
    first, second, third = await discover(Home(), answer)
    assert len(second.functions) == len(first.functions) - 1
    assert third.functions == first.functions


async def test_what_is_described_as_before_stays_the_same_object() -> None:
    home = Home()
    answer = [metadevice.full() for metadevice in many(2)]
    before = await discover(home, answer)
    after = await discover(home, copy.deepcopy(answer))
    assert all(new is old for new, old in zip(after, before, strict=True))


async def test_nothing_is_kept_of_a_model_that_is_gone() -> None:
    home = Home()
    lamp, other = (metadevice.full() for metadevice in many(2))
    other["description"]["device"]["model"] = "Other"
    await discover(home, [lamp, other])
    await discover(home, [lamp])
    await discover(home, [lamp])
    assert len(home._definitions._known) == 1
    assert len(home._definitions._before) == 1
