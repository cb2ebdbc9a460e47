"""Rings: one ring is one event, in whatever order and however often its messages come."""

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import Settings
from custom_components.latchkey.clouds.bticino import calls as bticino_calls
from custom_components.latchkey.clouds.bticino import cloud as bticino_cloud
from custom_components.latchkey.clouds.bticino.calls import Calls, Happening, PastCall
from custom_components.latchkey.clouds.bticino.cloud import BticinoCloud
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.calls import Calls as SimulatedCalls
from tests.simulators.bticino.home import Module

from .account import LinkedAccount

BRIDGE = "00:03:50:aa:bb:01"
STRADA = "aabb01-a06f-000000000001"
INGRESSO = "aabb01-a16f-000000000002"
UNITS = {STRADA: "Strada", INGRESSO: "Ingresso"}


def offer(session_id: str, unit: str = STRADA) -> dict[str, Any]:
    """Return what is pushed every few seconds while it rings."""
    description = {"type": "call", "sdp": "v=0\r\n", "module_id": unit, "modules": []}
    data = {"type": "offer", "session_description": description}
    extra = {"session_id": session_id, "device_id": BRIDGE, "data": data}
    return {"push_type": "BNC1-rtc", "expiry": 30, "extra_params": extra}


def signal(session_id: str, kind: str) -> dict[str, Any]:
    """Return a signal that names nothing but the session."""
    return {"push_type": "BNC1-rtc", "extra_params": {"session_id": session_id, "data": {"type": kind}}}


def event(session_id: str, kind: str) -> dict[str, Any]:
    """Return what is pushed of a call beside its signals; it does not name the external unit."""
    extra = {"event_type": kind, "device_id": BRIDGE, "session_id": session_id}
    return {"push_type": f"BNC1-{kind}", "extra_params": extra}


# One ring


async def test_a_ring_is_one_event_and_rings_until_it_ends(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await listening.until_happened(1)
    assert listening.events == [("Strada", "ring")]
    assert listening.is_ringing("Strada")
    assert not listening.is_ringing("Ingresso")
    await bticino.end(call)
    await listening.until_happened(2)
    assert listening.events[1:] == [("Strada", "ended")]
    assert not listening.is_ringing("Strada")
    assert listening.calls == [call, call]


async def test_a_call_that_nobody_takes_is_missed_and_ended_once(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.miss(await bticino.ring("Strada"))
    await listening.until_happened(3)
    assert listening.events == [("Strada", "ring"), ("Strada", "missed"), ("Strada", "ended")]
    assert listening.snapshot.calls[0].outcome == "missed"


async def test_a_call_that_somebody_takes_is_answered_elsewhere(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.answer(await bticino.ring("Strada"))
    await listening.until_happened(2)
    assert listening.events == [("Strada", "ring"), ("Strada", "answered_elsewhere")]
    assert not listening.is_ringing("Strada")
    assert listening.snapshot.calls[0].outcome == "answered"


async def test_an_offer_that_is_repeated_is_no_other_ring(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    for _ in range(3):
        await bticino.repeat_offer(call)
    await listening.until_happened(1)


async def test_a_call_that_is_withdrawn_rings_no_more_and_its_end_is_told_when_it_is_known(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(offer("one"))
    await listening.until_happened(1)
    await bticino.push(signal("one", "rescind"))
    await listening.until(lambda: not listening.is_ringing("Strada"))
    await bticino.push(event("one", "accepted_call"))
    await listening.until_happened(2)
    assert listening.events[1] == ("Strada", "answered_elsewhere")


async def test_an_offer_that_comes_after_the_end_is_one_ring_that_has_ended(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    for message in (signal("one", "terminate"), event("one", "missed_call"), offer("one"), offer("one")):
        await bticino.push(message)
    await listening.until(lambda: len(listening.events) >= 3)
    assert listening.events == [("Strada", "ring"), ("Strada", "ended"), ("Strada", "missed")]
    assert not listening.is_ringing("Strada")


async def test_the_end_of_a_live_view_is_no_event(account: LinkedAccount, bticino: BticinoSimulator) -> None:
    bticino.remove_module("Ingresso")
    await account.poll()
    async with account.listening():
        await bticino.push(signal("a live view", "terminate"))
        await bticino.push(offer("one"))
        await account.until_happened(1)
    assert account.calls == ["one"]
    assert [call.id for call in account.snapshot.calls] == ["one"]


def test_two_events_are_never_at_the_same_time() -> None:
    calls, now = Calls(), datetime.now(UTC)
    for event_type, later in (("ring", 0), ("missed", 1), ("ended", 2)):
        calls.fire(Happening(call_id="one", unit_id=STRADA, event_type=event_type), now)
        assert calls.doorbell(STRADA).fired_at == now + timedelta(microseconds=later)


async def test_a_ring_of_which_nothing_more_is_told_rings_no_longer_than_it_may(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(offer("one") | {"expiry": 0.1})
    await listening.until(lambda: bool(listening.is_ringing("Strada")))
    await listening.until(lambda: not listening.is_ringing("Strada"))
    await bticino.push(offer("one") | {"expiry": 0.1})
    await listening.until(lambda: bool(listening.is_ringing("Strada")))
    await listening.until_happened(1)


async def test_the_end_of_a_call_is_told_however_long_it_lasts(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await bticino.push(offer(call) | {"expiry": 0.01})
    await listening.until(lambda: listening.events != [] and not listening.is_ringing("Strada"))
    await listening.poll()
    await bticino.end(call)
    await listening.until_happened(2)
    assert listening.events == [("Strada", "ring"), ("Strada", "ended")]


# Several


async def test_rings_at_two_units_at_once_are_an_event_each(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    first, second = await asyncio.gather(bticino.ring("Strada"), bticino.ring("Ingresso"))
    await listening.until_happened(2)
    assert sorted(listening.events) == [("Ingresso", "ring"), ("Strada", "ring")]
    await bticino.end(first)
    await listening.until_happened(3)
    assert (listening.is_ringing("Strada"), listening.is_ringing("Ingresso")) == (False, True)
    await bticino.miss(second)
    await listening.until_happened(5)


async def test_a_second_ring_at_a_unit_that_rings_is_an_event_of_its_own(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    first = await bticino.ring("Strada")
    second = await bticino.ring("Strada")
    await listening.until_happened(2)
    assert listening.calls == [first, second]
    await bticino.end(first)
    await listening.until_happened(3)
    assert listening.is_ringing("Strada")


# Where it rings


async def test_a_ring_whose_unit_no_message_names_is_placed_by_the_history(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tell_nothing(_calls: SimulatedCalls, _session_id: str) -> None: ...

    monkeypatch.setattr(SimulatedCalls, "repeat_offer", tell_nothing)
    call = await bticino.ring("Ingresso")
    await listening.until_happened(1)
    assert (listening.events, listening.calls) == ([("Ingresso", "ring")], [call])


async def test_a_ring_that_ends_before_it_is_placed_is_told_all_the_same(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tell_nothing(_calls: SimulatedCalls, _session_id: str) -> None: ...

    monkeypatch.setattr(SimulatedCalls, "repeat_offer", tell_nothing)
    await bticino.miss(await bticino.ring("Ingresso"))
    await listening.until_happened(3)
    assert listening.events == [("Ingresso", "ring"), ("Ingresso", "missed"), ("Ingresso", "ended")]


async def test_a_ring_of_which_the_history_knows_nothing_either_rings_at_the_first_unit(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(event("one", "incoming_call"))
    await listening.until_happened(1)
    assert listening.events == [("Strada", "ring")]


async def test_a_ring_that_the_history_has_at_the_bridge_rings_at_the_first_unit(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    events = [
        {
            "session_id": "one",
            "module_id": BRIDGE,
            "time": int(datetime.now(UTC).timestamp()),
            "subevents": [{"type": "incoming_call"}],
        }
    ]
    body = json.dumps({"body": {"home": {"events": events}}})
    bticino.faults.answer(bticino.EVENTS, status=200, body=body, content_type="application/json", times=None)
    await bticino.push(event("one", "incoming_call"))
    await listening.until_happened(1)
    assert listening.events == [("Strada", "ring")]


async def test_a_ring_waits_no_longer_for_the_history_than_somebody_at_the_door_does(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.hang(bticino.EVENTS, times=None)
    await bticino.push(event("one", "incoming_call"))
    await listening.until_happened(1)
    assert listening.events == [("Strada", "ring")]


@pytest.mark.parametrize("message", [offer("one"), event("one", "incoming_call")], ids=["offer", "event"])
async def test_a_ring_at_a_unit_that_names_none_of_two_bridges_is_heard_there(
    account: LinkedAccount, bticino: BticinoSimulator, message: dict[str, Any]
) -> None:
    bticino.module("Strada").bridge = None
    bticino.add_module("Casa", Module(id="second", type="BNC1", name="Second", variant=None))
    await account.poll()
    async with account.listening():
        await bticino.push(message)
        await account.until_happened(1)
    assert account.events == [("Strada", "ring")]


async def test_a_ring_at_another_home_is_none_at_a_unit_that_names_no_bridge(
    session: TokenSession, bticino: BticinoSimulator
) -> None:
    bticino.add_module("Mare", Module(id="spiaggia", type="BNEU", name="Spiaggia", variant=None))
    bticino.add_module("Mare", Module(id="second", type="BNC1", name="Second", variant=None))
    hidden = frozenset({bticino.home("Casa").id})
    account = LinkedAccount(BticinoCloud(session, Settings(hidden_places=hidden)), bticino)
    await account.poll()
    async with account.listening():
        await bticino.push(offer("one"))
        await account.until_happened(0)


async def test_a_ring_at_a_bridge_with_one_unit_waits_for_nothing(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.remove_module("Strada")
    await account.poll()
    async with account.listening():
        asked = bticino.count(bticino.EVENTS)
        await bticino.push(event("one", "incoming_call"))
        await account.until_happened(1)
        assert account.events == [("Ingresso", "ring")]
        assert bticino.count(bticino.EVENTS) == asked


async def test_a_ring_at_a_home_that_is_hidden_is_none(
    session: TokenSession, bticino: BticinoSimulator
) -> None:
    hidden = frozenset({bticino.home("Casa").id})
    account = LinkedAccount(BticinoCloud(session, Settings(hidden_places=hidden)), bticino)
    await account.poll()
    async with account.listening():
        await bticino.ring("Strada")
        await bticino.push(
            offer("one") | {"extra_params": offer("one")["extra_params"] | {"device_id": None}}
        )
        await account.until_happened(0)
    assert account.snapshot.calls == ()


# What was not pushed


async def test_what_happened_before_is_known_but_is_no_event(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await bticino.miss(call)
    account = LinkedAccount(cloud, bticino)
    await account.poll()
    async with account.listening():
        await account.until_happened(0)
    assert account.call(call).outcome == "missed"
    assert account.reading("Strada", "last_call") == account.call(call).rang_at
    assert account.reading("Ingresso", "last_call") is None


async def test_a_history_that_comes_late_is_no_event_either(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await bticino.miss(call)
    bticino.faults.answer(bticino.EVENTS, times=2)
    account = LinkedAccount(cloud, bticino)
    await account.poll()
    assert account.snapshot.calls == ()
    async with account.listening():
        await account.until_happened(0)
    assert account.call(call).outcome == "missed"


async def test_a_ring_while_the_socket_was_away_is_told_when_it_is_back(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.PUSH, times=3)
    bticino.drop_sockets()
    await bticino.until_asked(bticino.PUSH, times=2)
    call = await bticino.ring("Strada")
    await listening.until_happened(1)
    assert (listening.events, listening.calls) == ([("Strada", "ring")], [call])
    assert listening.is_ringing("Strada")


async def test_a_ring_of_which_only_the_history_tells_rings_no_longer_than_it_may(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The vendor tells the time in whole seconds.
    monkeypatch.setattr(bticino_calls, "RING_LIFE", timedelta(seconds=2))
    bticino.mute_sockets()
    await bticino.ring("Strada")
    await listening.poll()
    assert listening.is_ringing("Strada")
    await listening.until(lambda: not listening.is_ringing("Strada"))
    await listening.until_happened(1)


def test_a_ring_that_the_vendor_has_in_the_future_rings_no_longer_than_any_other() -> None:
    calls, now = Calls(), datetime.now(UTC)
    call = PastCall(session_id="one", unit_id=STRADA, rang_at=now + timedelta(hours=1), steps=("ring",))
    assert calls.take_history([call], now, first=False)
    assert calls.is_ringing(STRADA)
    calls.expire(now + bticino_calls.RING_LIFE)
    assert not calls.is_ringing(STRADA)


async def test_a_call_that_was_missed_while_the_socket_was_away_is_told_as_missed(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.PUSH, times=3)
    bticino.drop_sockets()
    await bticino.until_asked(bticino.PUSH, times=2)
    await bticino.miss(await bticino.ring("Strada"))
    await listening.until_happened(1)
    assert listening.events == [("Strada", "missed")]


async def test_a_poll_tells_the_end_that_was_not_pushed(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await listening.until_happened(1)
    bticino.mute_sockets()
    await bticino.answer(call)
    await listening.poll()
    await listening.until_happened(2)
    assert listening.events[1] == ("Strada", "answered_elsewhere")


# What makes no sense


@pytest.mark.parametrize(
    "message",
    [
        "",
        "[]",
        "null",
        '{"push_type": "BNC1-rtc", "extra_params": {"session_id": "half a mess',
        {"push_type": "BNC1-unheard_of", "extra_params": {"session_id": "one", "device_id": BRIDGE}},
        {"push_type": None, "extra_params": []},
        {"push_type": ["BNC1-rtc"]},
        {"push_type": "BNC1-rtc"},
        {"push_type": "BNC1-rtc", "extra_params": {"session_id": 7, "data": {"type": "offer"}}},
        {"push_type": "BNC1-rtc", "extra_params": {"session_id": "one", "data": {"type": ["offer"]}}},
        {"push_type": "BNC1-rtc", "extra_params": {"session_id": "one", "data": "offer"}},
        {"push_type": "BNC1-incoming_call", "extra_params": {"device_id": BRIDGE}},
        {"push_type": "BNC1-disconnection", "extra_params": {"device_id": None}},
        {
            "push_type": "embedded_json",
            "extra_params": {"home": {"id": "nowhere", "modules": [{"id": STRADA}]}},
        },
        {"push_type": "embedded_json", "extra_params": {"home": {"id": [], "modules": 7}}},
        "[" * 100_000,
    ],
)
async def test_a_message_that_makes_no_sense_costs_nothing(
    listening: LinkedAccount, bticino: BticinoSimulator, message: dict[str, Any] | str
) -> None:
    await bticino.push(message)
    await bticino.push(offer("one"))
    await listening.until_happened(1)
    assert listening.calls == ["one"]


async def test_a_ring_at_a_unit_that_nobody_knows_is_one_at_the_only_unit_there_is(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.remove_module("Ingresso")
    await account.poll()
    async with account.listening():
        await bticino.push(offer("one", "unheard of"))
        await account.until_happened(1)
    assert account.events == [("Strada", "ring")]


@pytest.mark.parametrize("life", [-1, 0, "30", None, 1e300, True])
async def test_a_strange_expiry_is_the_usual_one(
    listening: LinkedAccount, bticino: BticinoSimulator, life: Any
) -> None:
    await bticino.push(offer("one") | {"expiry": life})
    await listening.until(lambda: bool(listening.is_ringing("Strada")))


@pytest.mark.parametrize("units", [[STRADA], [STRADA, INGRESSO]], ids=["one unit", "two units"])
async def test_ten_thousand_messages_in_any_order_are_no_double_and_no_lost_ring(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch, units: list[str]
) -> None:
    monkeypatch.setattr(bticino_cloud, "PLACE_DELAY", 3600.0)  # Nobody looks up what an offer will say.
    for unit in set(UNITS) - set(units):
        bticino.remove_module(UNITS[unit])
    await account.poll()
    storm, rings = make_storm(random.Random(20261121), units)
    async with account.listening():
        for message in storm:
            await bticino.push(message)
        await account.until(lambda: set(account.calls) >= set(rings))
        await bticino.push(offer("the last", units[0]))
        await account.until(lambda: "the last" in account.calls)
    told = list(zip(account.calls, account.events, strict=True))
    assert len(told) == len(set(told))
    assert {call: unit for call, (unit, kind) in told if kind == "ring"} == rings | {
        "the last": UNITS[units[0]]
    }


def make_storm(seeded: random.Random, units: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return ten thousand messages, and where it rings by the calls that are to be told."""
    messages: list[tuple[str, str, str, bool]] = []
    for number in range(2000):
        call, unit = f"call-{number}", seeded.choice(units)
        ends = [signal(call, "terminate"), signal(call, "rescind")]
        ends += [event(call, kind) for kind in ("accepted_call", "missed_call", "end_recording")]
        rings = [offer(call, unit), event(call, "incoming_call")]
        for message in [*rings, *seeded.sample(ends, 2)]:
            # With several units, only the offer says where it rings.
            tells = message is rings[0] or (message is rings[1] and len(units) == 1)
            text = json.dumps(message)
            messages += [(text, call, unit, tells)] * seeded.randint(0, 2)
            messages.append((text[: seeded.randrange(len(text))], call, unit, False))
    seeded.shuffle(messages)
    storm = messages[:10_000]
    return [text for text, *_ in storm], {call: UNITS[unit] for _, call, unit, tells in storm if tells}
