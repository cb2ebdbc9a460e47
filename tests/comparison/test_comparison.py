"""Everything that another house has is here as it is there, and does what it does there."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from homeassistant.core import State
from homeassistant.helpers.json import json_dumps

from .calls import CALLS, NOT_SENT
from .differences import ACTIONS, NEVER, STATES, Difference
from .houses import Comparison
from .unusual import press_remote_control

PATIENCE: Final = 1.0
"""Seconds that a change may take from there to here."""

_MISSING: Final = "missing"
_OF_ITS_OWN: Final = (
    "access_token",
    "entity_picture",
    "media_position",
    "media_position_updated_at",
    "restored",
)
"""What one house has of its own, and its twin differently."""


def _words(state: State) -> dict[str, Any]:
    """Return what an entity tells, as JSON says it."""
    words: dict[str, Any] = json.loads(json_dumps({"state": state.state, **state.attributes}))
    return words


def _differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return what two entities do not tell alike."""
    return {
        what: (one.get(what, _MISSING), other.get(what, _MISSING))
        for what in sorted({*one, *other})
        if one.get(what, _MISSING) != other.get(what, _MISSING)
    }


def _unexplained(there: State, here: State) -> list[str]:
    """Return in which ways an entity differs from its mirror without a reason."""
    return [
        f"{there.entity_id} {what}: {before!r} is {after!r}"
        for what, (before, after) in _differences(_words(there), _words(here)).items()
        if not any(each.explains(there.entity_id, what) for each in STATES)
    ]


def _unneeded(differences: Iterable[Difference], found: Iterable[tuple[str, str]]) -> list[Difference]:
    """Return the differences that there are no more."""
    return [
        difference
        for difference in differences
        if not any(difference.explains(entity_id, what) for entity_id, what in found)
    ]


async def test_every_entity_is_mirrored(comparison: Comparison) -> None:
    states = comparison.there.states.async_all()
    missing = {state.domain for state in states if comparison.mirror(state.entity_id) is None}
    assert missing <= NEVER.keys()


async def test_every_entity_tells_what_it_tells_there(comparison: Comparison) -> None:
    press_remote_control(comparison.there, "volume down")
    await _arrived(comparison, "event.remote_control")
    pairs = [
        (there, here)
        for there in comparison.there.states.async_all()
        if (here := comparison.mirror(there.entity_id)) is not None
    ]
    found = [
        (there.entity_id, what) for there, here in pairs for what in _differences(_words(there), _words(here))
    ]
    unexplained = [line for there, here in pairs for line in _unexplained(there, here)]
    assert not unexplained, "\n".join(unexplained)
    assert _unneeded(STATES, found) == []


async def test_each_action_does_what_it_does_there(comparison: Comparison) -> None:
    found, unexplained = [], []
    for call in (call for calls in CALLS.values() for call in calls):
        before = comparison.there.states.get(call.entity_id)
        errors = await comparison.act(call)
        there, twin = (
            _words(state)
            for hass in (comparison.there, comparison.twin)
            if (state := hass.states.get(call.entity_id)) is not None
        )
        differences = _differences(there, twin)
        tells_when = call.service == "press" or call.entity_id.startswith("scene.")
        if tells_when and before is not None and before.state != there["state"]:
            del differences["state"]
        for each in _OF_ITS_OWN:
            differences.pop(each, None)
        if bool(errors[0]) != bool(errors[1]):
            differences["error"] = errors
        if differences:
            found.append((call.entity_id, call.service))
            if not any(each.explains(call.entity_id, call.service) for each in ACTIONS):
                unexplained.append(f"{call}: {differences}")
        unexplained += [f"after {call}: {line}" for line in await _arrived(comparison, call.entity_id)]
    assert not unexplained, "\n".join(unexplained)
    assert _unneeded(ACTIONS, found) == []


async def _arrived(comparison: Comparison, entity_id: str) -> list[str]:
    """Wait until a mirror is as the entity is there; return in which ways it does not become so."""
    unexplained: list[str] = []
    for _ in range(int(PATIENCE / 0.01)):
        await comparison.here.async_block_till_done()
        there, here = comparison.there.states.get(entity_id), comparison.mirror(entity_id)
        assert there is not None
        assert here is not None
        unexplained = _unexplained(there, here)
        if not unexplained:
            break
        await asyncio.sleep(0.01)
    return unexplained


async def test_every_action_is_sent(comparison: Comparison) -> None:
    services = comparison.there.services.async_services()
    sent = {f"{domain}.{call.service}" for domain, calls in CALLS.items() for call in calls}
    unsent = {
        f"{domain}.{service}" for domain in CALLS for service in services[domain] if service not in NOT_SENT
    }
    assert unsent - sent <= NOT_SENT.keys()


async def test_what_happens_there_is_an_event_here_with_all_that_is_told_of_it(
    comparison: Comparison,
) -> None:
    press_remote_control(comparison.there, "volume up")
    assert await _arrived(comparison, "event.remote_control") == []
    event = comparison.mirror("event.remote_control")
    assert event is not None
    assert (event.attributes["event_type"], event.attributes["key"]) == ("press", "volume up")


async def test_what_happens_there_while_this_side_restarts_is_an_event_after_the_restart(
    comparison: Comparison,
) -> None:
    await comparison.restart(lambda hass: press_remote_control(hass, "mute"))
    event = comparison.mirror("event.remote_control")
    assert event is not None
    assert (event.attributes["event_type"], event.attributes["key"]) == ("press", "mute")
