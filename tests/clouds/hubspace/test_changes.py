"""What is built of changes, one after the other, is what is built of it all at once."""

import asyncio
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, cast

from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.hubspace.bridge import Bridge
from custom_components.latchkey.clouds.hubspace.home import Home
from custom_components.latchkey.clouds.hubspace.mapping.part import Part
from custom_components.latchkey.clouds.hubspace.mapping.states import SHOWN
from custom_components.latchkey.clouds.hubspace.raw_words import SECRETS
from custom_components.latchkey.clouds.model import Device
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.hubspace.catalogue import catalogue

from .answers import body

type Answer = list[dict[str, Any]]
type Place = tuple[int, int]
"""The number of a metadevice, and that of one of its values."""

ANSWER: Final[Answer] = [metadevice.full() for metadevice in catalogue()]
PLACES: Final = [
    (number, at)
    for number, raw in enumerate(ANSWER)
    for at, state in enumerate(raw["state"]["values"])
    if state["functionClass"] in SHOWN
]
"""Of each value that is shown."""


def _function(place: Place) -> Mapping[str, Any]:
    raw = ANSWER[place[0]]
    state = raw["state"]["values"][place[1]]
    functions = raw["description"].get("functions", [])
    alike = (each for each in functions if _key(each) == _key(state))
    return next(alike, {"type": None})


def _key(raw: Mapping[str, Any]) -> tuple[str, str | None]:
    return raw["functionClass"], raw.get("functionInstance")


def _values(place: Place) -> st.SearchStrategy[Any]:
    """Return what a value may become: what its function takes, what others of its class are, or nonsense."""
    function = _function(place)
    state = ANSWER[place[0]]["state"]["values"][place[1]]
    others = [
        other["value"]
        for raw in ANSWER
        for other in raw["state"]["values"]
        if other["functionClass"] == state["functionClass"]
    ]
    strategies: list[st.SearchStrategy[Any]] = [st.sampled_from(others)]
    if function["type"] == "category":
        strategies.append(st.sampled_from([each["name"] for each in function["values"]]))
    if function["type"] == "numeric" and function["values"][0]["range"]:
        limits = function["values"][0]["range"]
        strategies.append(st.integers(int(limits["min"]), int(limits["max"])))
    return st.one_of(*strategies, st.sampled_from([None, "nonsense", True, False, 0, {}]))


changes = st.sampled_from(PLACES).flatmap(lambda place: st.tuples(st.just(place), _values(place)))
polls = st.lists(st.lists(changes, min_size=1, max_size=4), min_size=1, max_size=4)


@given(polls)
def test_a_home_that_changed_is_what_it_would_be_if_it_had_always_been_so(
    told: Sequence[Sequence[tuple[Place, Any]]],
) -> None:
    answers = [deepcopy(ANSWER)]
    for poll in told:
        answers.append(deepcopy(answers[-1]))
        for (number, at), value in poll:
            answers[-1][number]["state"]["values"][at]["value"] = value
    assert asyncio.run(_built(answers, at_each=True)) == asyncio.run(_built(answers, at_each=False))


async def _built(answers: Sequence[Answer], *, at_each: bool) -> dict[str, tuple[Device, Mapping[str, Part]]]:
    """Return what a full answer and polls make, built at each of them or only at last."""
    home = Home()
    # Nothing is asked of this session.
    bridge = Bridge(cast("TokenSession", object()), home.answer, Settings())
    await home.async_discover(body(answers[0]), home.moment)
    for answer in answers[1:]:
        if at_each:
            await home.async_snapshot(bridge)
        await home.async_update(body(answer), home.moment)
    snapshot = await home.async_snapshot(bridge)
    return {
        key: (device, {feature: home.part(key, feature) for feature in device.features})
        for key, device in snapshot.devices.items()
    }


def test_no_secret_is_among_what_is_shown() -> None:
    assert SHOWN.isdisjoint(SECRETS)
