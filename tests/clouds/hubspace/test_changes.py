"""What is built of changes, one after the other, is what is built of it all at once."""

import asyncio
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, cast

import pytest
from aioafero.v1.controllers.light import LightController
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.hubspace.bridge import Bridge
from custom_components.latchkey.clouds.hubspace.home import Home
from custom_components.latchkey.clouds.hubspace.mapping.states import SHOWN
from custom_components.latchkey.clouds.hubspace.raw_words import SECRETS
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.hubspace.catalogue import catalogue
from tests.simulators.hubspace.metadevice import Metadevice

from .answers import body

type Answer = Sequence[dict[str, Any]]
type Place = tuple[int, int]
"""The number of a metadevice, and that of one of its values."""

NONSENSE: Final[Sequence[Any]] = (None, "nonsense", True, False, 0, {})
DEVICES: Final = sorted(
    {each.device_id or each.id for each in catalogue() if any(key[0] in SHOWN for key in each.values)}
)
BATH_LIGHT: Final = "Bath light"
PORCH_LIGHT: Final = "Porch light"


@pytest.mark.parametrize("device_id", DEVICES)
@settings(max_examples=25)
@given(data=st.data())
def test_a_device_that_changed_is_what_it_would_be_if_nothing_had_been_made_of_it_before(
    device_id: str, data: st.DataObject
) -> None:
    answers = [[each.full() for each in catalogue() if each.device_id == device_id]]
    places = [(raw, at) for raw, each in enumerate(answers[0]) for at in _shown(each)]
    for _ in range(data.draw(st.integers(1, 4))):
        answers.append(deepcopy(answers[-1]))
        for number, at in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
            answers[-1][number]["state"]["values"][at]["value"] = data.draw(_values(answers[0][number], at))
    _assert_same(answers)


def _shown(raw: Mapping[str, Any]) -> list[int]:
    """Return which values of a metadevice are shown."""
    return [at for at, state in enumerate(raw["state"]["values"]) if state["functionClass"] in SHOWN]


def _values(raw: Mapping[str, Any], at: int) -> st.SearchStrategy[Any]:
    """Return what a value may become: what its function takes, what it was, or nonsense."""
    state = raw["state"]["values"][at]
    strategies: list[st.SearchStrategy[Any]] = [st.just(state["value"]), st.sampled_from(NONSENSE)]
    for function in raw["description"]["functions"]:
        if _key(function) != _key(state):
            continue
        if function["type"] == "category":
            strategies.append(st.sampled_from([each["name"] for each in function["values"]]))
        if function["type"] == "numeric" and (limits := function["values"][0]["range"]):
            strategies.append(st.integers(int(limits["min"]), int(limits["max"])))
    return st.one_of(*reversed(strategies))


def _key(raw: Mapping[str, Any]) -> tuple[str, str | None]:
    return raw["functionClass"], raw.get("functionInstance")


def test_a_sequence_that_nobody_knows_ends_the_one_that_ran() -> None:
    lamp = _find(PORCH_LIGHT)
    lamp.values["color-mode", None] = "sequence"
    before = lamp.full()
    lamp.values["color-sequence", "preset"] = "nonsense"
    _assert_same([[before], [lamp.full()]])


def test_a_channel_that_is_dimmed_is_not_the_whole_lamp() -> None:
    lamp = _find(BATH_LIGHT)
    lamp.values = {key: value for key, value in lamp.values.items() if key[0] != "toggle"}
    before = lamp.full()
    lamp.values["brightness", "white"] = 30
    _assert_same([[before], [lamp.full()]])


def test_models_that_cannot_be_brought_up_to_date_are_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stumble(*_: object) -> None:
        raise AttributeError

    monkeypatch.setattr(LightController, "update_elem", stumble)
    lamp = _find(PORCH_LIGHT)
    before = lamp.full()
    lamp.values["brightness", None] = 7
    _assert_same([[before], [lamp.full()]])


def _find(name: str) -> Metadevice:
    (found,) = (metadevice for metadevice in catalogue() if metadevice.name == name)
    return found


def _assert_same(answers: Sequence[Answer]) -> None:
    """See that it is the same whether what answers tell is built at each of them or only at last."""
    assert asyncio.run(_built(answers, at_each=True)) == asyncio.run(_built(answers, at_each=False))


async def _built(answers: Sequence[Answer], *, at_each: bool) -> tuple[Any, ...]:
    """Return the devices that a full answer and polls make, and what their commands are made of."""
    home = Home()
    # Nothing is asked of this session.
    bridge = Bridge(cast("TokenSession", object()), home.answer, Settings())
    await home.async_discover(body(answers[0]), home.moment)
    for answer in answers[1:]:
        if at_each:
            await home.async_snapshot(bridge)
        await home.async_update(body(answer), home.moment)
    devices = (await home.async_snapshot(bridge)).devices
    features = [(key, feature) for key, device in devices.items() for feature in device.features]
    parts = {feature_id: home.part(*feature_id) for feature_id in features}
    return devices, parts, bridge.controller("lights").items


def test_no_secret_is_among_what_is_shown() -> None:
    assert SHOWN.isdisjoint(SECRETS)
