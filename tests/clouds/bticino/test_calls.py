"""Rings: one ring is one event, in whatever order and however often its messages come."""

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.bticino import calls as bticino_calls
from custom_components.latchkey.clouds.bticino.bells import Bell
from custom_components.latchkey.clouds.bticino.calls import Calls, Happening, PastCall
from custom_components.latchkey.clouds.bticino.cloud import BticinoCloud
from custom_components.latchkey.clouds.settings import Settings
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.home import Module

from .account import LinkedAccount
from .conftest import END_DELAY

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


async def test_a_call_that_nobody_takes_is_missed_alone(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.miss(await bticino.ring("Strada"))
    await listening.until_happened(2)
    assert listening.events == [("Strada", "ring"), ("Strada", "missed")]
    assert listening.snapshot.calls[0].outcome == "missed"


async def test_a_call_that_is_terminated_before_it_is_missed_is_missed_alone(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    for message in (offer("one"), signal("one", "terminate"), event("one", "missed_call")):
        await bticino.push(message)
    await listening.until_happened(2)
    await asyncio.sleep(END_DELAY.total_seconds())
    assert listening.events == [("Strada", "ring"), ("Strada", "missed")]


async def test_a_call_that_is_missed_after_all_is_told_so_however_late(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(offer("one"))
    await bticino.push(signal("one", "terminate"))
    await listening.until_happened(2)
    assert listening.events[1] == ("Strada", "ended")
    await bticino.push(event("one", "missed_call"))
    await listening.until_happened(3)
    assert listening.events[2] == ("Strada", "missed")
    assert listening.call("one").outcome == "missed"


async def test_a_call_that_is_withdrawn_and_of_which_nothing_more_is_told_was_answered_elsewhere(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.push(offer("one"))
    await listening.until_happened(1)
    await bticino.push(signal("one", "rescind"))
    await listening.until(lambda: not listening.is_ringing("Strada"))
    await listening.until_happened(2)
    assert listening.events[1] == ("Strada", "answered_elsewhere")
    assert listening.call("one").outcome == "answered"


async def test_a_call_that_is_withdrawn_because_it_was_missed_is_missed_alone(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    for message in (offer("one"), signal("one", "rescind"), event("one", "missed_call")):
        await bticino.push(message)
    await listening.until_happened(2)
    await asyncio.sleep(END_DELAY.total_seconds())
    assert listening.events == [("Strada", "ring"), ("Strada", "missed")]


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


async def test_a_conversation_that_somebody_else_had_ends_when_it_is_over(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await bticino.answer(call)
    await listening.until_happened(2)
    await bticino.end(call)
    await listening.until_happened(3)
    assert listening.events[1:] == [("Strada", "answered_elsewhere"), ("Strada", "ended")]
    assert listening.call(call).outcome == "answered"


async def test_an_offer_that_comes_after_the_end_is_one_ring_that_has_ended(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    for message in (signal("one", "terminate"), event("one", "missed_call"), offer("one"), offer("one")):
        await bticino.push(message)
    await listening.until_happened(2)
    assert listening.events == [("Strada", "ring"), ("Strada", "missed")]
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
    for later, event_type in enumerate(bticino_calls.EVENT_TYPES):
        calls.fire(Happening(call_id="one", bell_id=STRADA, event_type=event_type), now)
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
    await listening.until_happened(4)


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


async def test_a_ring_that_no_offer_places_is_at_the_only_unit_of_its_bridge_at_once(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bticino_calls, "PLACE_DELAY", timedelta(hours=1))
    bticino.remove_module("Strada")
    await account.poll()
    async with account.listening():
        asked = bticino.count(bticino.EVENTS)
        await bticino.ring("Ingresso", offers=False)
        await account.until_happened(1)
        assert account.events == [("Ingresso", "ring")]
        assert bticino.count(bticino.EVENTS) == asked


async def test_a_ring_that_no_offer_places_is_at_the_bridge_of_several_units(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    asked = bticino.count(bticino.EVENTS)
    call = await bticino.ring("Ingresso", offers=False)
    await listening.until_happened(1)
    assert (listening.events, listening.calls) == ([("Classe 300X", "ring")], [call])
    assert listening.is_ringing("Classe 300X")
    await bticino.answer(call)
    await listening.until_happened(2)
    assert listening.events[1] == ("Classe 300X", "answered_elsewhere")
    assert not listening.is_ringing("Classe 300X")
    assert bticino.count(bticino.EVENTS) == asked


async def test_an_offer_that_comes_a_moment_late_places_the_ring_all_the_same(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bticino_calls, "PLACE_DELAY", timedelta(hours=1))
    call = await bticino.ring("Ingresso", offers=False)
    await listening.until_happened(0)
    await bticino.repeat_offer(call)
    await listening.until_happened(1)
    assert listening.events == [("Ingresso", "ring")]


async def test_an_offer_that_comes_too_late_is_no_second_ring(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Ingresso", offers=False)
    await listening.until_happened(1)
    await bticino.repeat_offer(call)
    await bticino.miss(call)
    await listening.until_happened(2)
    assert listening.events == [("Classe 300X", "ring"), ("Classe 300X", "missed")]


async def test_a_ring_that_ends_before_it_is_placed_is_told_all_the_same(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.miss(await bticino.ring("Ingresso", offers=False))
    await listening.until_happened(2)
    assert listening.events == [("Classe 300X", "ring"), ("Classe 300X", "missed")]


async def test_a_bridge_without_a_unit_rings_itself(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Classe 100X")
    await listening.until_happened(1)
    assert (listening.events, listening.calls) == ([("Classe 100X", "ring")], [call])
    assert listening.is_ringing("Classe 100X")
    await bticino.miss(call)
    await listening.until_happened(2)
    assert listening.events[1] == ("Classe 100X", "missed")


async def test_the_bell_of_a_bridge_is_shown_unless_its_only_unit_rings_for_it(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bells = {name: account.feature(name, "doorbell").enabled for name in ("Classe 300X", "Classe 100X")}
    assert bells == {"Classe 300X": True, "Classe 100X": True}
    bticino.remove_module("Strada")
    await account.poll()
    for key in ("doorbell", "ringing", "last_call"):
        assert not account.feature("Classe 300X", key).enabled
        assert account.feature("Ingresso", key).enabled


@pytest.mark.parametrize(
    ("message", "bell"), [(offer("one"), "Strada"), (event("one", "incoming_call"), "Classe 300X")]
)
async def test_a_unit_that_names_none_of_two_bridges_is_heard(
    account: LinkedAccount, bticino: BticinoSimulator, message: dict[str, Any], bell: str
) -> None:
    bticino.module("Strada").bridge = None
    bticino.add_module("Casa", Module(id="second", type="BNC1", name="Second"))
    await account.poll()
    async with account.listening():
        await bticino.push(message)
        await account.until_happened(1)
    assert account.events == [(bell, "ring")]


async def test_a_ring_at_a_bridge_that_nobody_lists_is_none(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    extra = event("one", "incoming_call")["extra_params"] | {"device_id": "unheard of"}
    await bticino.push(event("one", "incoming_call") | {"extra_params": extra})
    await listening.until_happened(0)
    assert listening.snapshot.calls == ()


async def test_a_ring_at_another_home_is_none_at_a_unit_that_names_no_bridge(
    session: TokenSession, bticino: BticinoSimulator
) -> None:
    bticino.add_module("Mare", Module(id="spiaggia", type="BNEU", name="Spiaggia"))
    bticino.add_module("Mare", Module(id="second", type="BNC1", name="Second"))
    hidden = frozenset({bticino.home("Casa").id})
    account = LinkedAccount(BticinoCloud(session, Settings(hidden_places=hidden)), bticino)
    await account.poll()
    async with account.listening():
        await bticino.push(offer("one"))
        await account.until_happened(0)


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
    # The history does not say at which of two units it was.
    assert account.reading("Classe 300X", "last_call") == account.call(call).rang_at
    assert account.reading("Strada", "last_call") is None


async def test_a_call_of_the_history_was_at_the_only_unit_that_there_is(
    cloud: BticinoCloud, bticino: BticinoSimulator
) -> None:
    bticino.remove_module("Strada")
    call = await bticino.ring("Ingresso")
    await bticino.answer(call)
    account = LinkedAccount(cloud, bticino)
    await account.poll()
    assert account.call(call).outcome == "answered"
    assert account.reading("Ingresso", "last_call") == account.call(call).rang_at


async def test_a_history_that_names_a_unit_is_believed(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    subevent = {"type": "missed_call", "session_id": "one"}
    past = {"module_id": INGRESSO, "time": int(datetime.now(UTC).timestamp()), "subevents": [subevent]}
    body = json.dumps({"body": {"home": {"events": [past]}}})
    bticino.faults.answer(bticino.EVENTS, status=200, body=body, content_type="application/json", times=None)
    await listening.poll()
    assert listening.events == [("Ingresso", "missed")]


async def test_a_call_stays_where_its_offer_placed_it_whatever_the_history_says(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada")
    await listening.until_happened(1)
    await listening.poll()
    assert listening.reading("Strada", "last_call") == listening.call(call).rang_at
    assert listening.reading("Classe 300X", "last_call") is None


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
    assert (listening.events, listening.calls) == ([("Classe 300X", "ring")], [call])
    assert listening.is_ringing("Classe 300X")


async def test_a_ring_of_which_only_the_history_tells_rings_no_longer_than_it_may(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The vendor tells the time in whole seconds.
    monkeypatch.setattr(bticino_calls, "RING_LIFE", timedelta(seconds=2))
    bticino.mute_sockets()
    await bticino.ring("Strada")
    await listening.poll()
    assert listening.is_ringing("Classe 300X")
    await listening.until(lambda: not listening.is_ringing("Classe 300X"))
    await listening.until_happened(1)


def test_a_ring_that_the_vendor_has_in_the_future_rings_no_longer_than_any_other() -> None:
    calls, now = Calls(), datetime.now(UTC)
    call = PastCall(session_id="one", module_id=BRIDGE, rang_at=now + timedelta(hours=1), steps=("ring",))
    assert calls.take_history([(call, Bell(STRADA, certain=True))], now, first=False)
    assert calls.status(STRADA).is_ringing
    calls.settle(now + bticino_calls.RING_LIFE)
    assert not calls.status(STRADA).is_ringing


async def test_a_call_that_was_missed_while_the_socket_was_away_is_told_as_missed(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.PUSH, times=3)
    bticino.drop_sockets()
    await bticino.until_asked(bticino.PUSH, times=2)
    await bticino.miss(await bticino.ring("Strada"))
    await listening.until_happened(1)
    assert listening.events == [("Classe 300X", "missed")]


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


async def test_a_poll_that_fails_tells_in_time_what_the_history_says(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    await listening.until_happened(1)
    bticino.mute_sockets()
    bticino.faults.change(
        bticino.EVENTS, lambda body: body.replace(b"incoming_call", b"end_recording"), times=None
    )
    bticino.faults.answer(bticino.STATUS, times=None)
    with pytest.raises(TemporaryError):
        await listening.poll()
    await listening.until_happened(2)
    assert listening.events[1] == ("Strada", "ended")


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
    monkeypatch.setattr(bticino_calls, "PLACE_DELAY", timedelta(hours=1))
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
