"""The last calls at a door, as an answer for automations."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.latchkey.const import DOMAIN
from tests.simulators.bticino import BticinoSimulator

from ..automating import DOORBELL, until
from ..memory import link
from .test_permissions import person
from .test_test_rings import BELL


async def get_calls(
    hass: HomeAssistant, entity_id: str = DOORBELL, context: Context | None = None, **data: Any
) -> list[dict[str, Any]]:
    """Return the calls at a door."""
    answer: Any = await hass.services.async_call(
        DOMAIN,
        "get_calls",
        {"entity_id": entity_id, **data},
        blocking=True,
        context=context,
        return_response=True,
    )
    calls: list[dict[str, Any]] = answer[entity_id]["calls"]
    return calls


async def miss(bticino: BticinoSimulator, entry: MockConfigEntry, door: str = "Strada") -> None:
    """Have a call missed, and wait until it is kept with its picture."""
    history = entry.runtime_data.door_phone.history
    count = len(history.calls)
    await bticino.miss(await bticino.ring(door))
    await until(
        lambda: (
            len(history.calls) > count
            and history.calls[0].outcome == "missed"
            and history.calls[0].has_picture
        )
    )


async def test_a_call_is_told_with_its_picture(
    hass: HomeAssistant,
    loaded_bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
    hass_client: ClientSessionGenerator,
) -> None:
    await miss(bticino, loaded_bticino_entry)
    (call,) = await get_calls(hass)
    assert (call["door"], call["outcome"]) == ("Strada", "missed")
    rang_at = dt_util.parse_datetime(call["rang_at"], raise_on_error=True)
    assert abs(dt_util.utcnow() - rang_at) < timedelta(minutes=1)
    picture = await (await hass_client()).get(call["picture"])
    assert picture.status == HTTPStatus.OK
    assert (
        call["media_content_id"]
        == f"media-source://latchkey/{call['picture'].removeprefix('/api/latchkey/calls/')}"
    )


async def test_a_call_that_was_answered_elsewhere_says_so_as_the_doorbell_does(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await bticino.answer(await bticino.ring("Strada", has_picture=False))
    history = loaded_bticino_entry.runtime_data.door_phone.history
    await until(lambda: bool(history.calls) and history.calls[0].outcome is not None)
    (call,) = await get_calls(hass)
    assert (call["outcome"], call["picture"], call["media_content_id"]) == ("answered_elsewhere", None, None)


async def test_calls_at_other_doors_are_not_told(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await miss(bticino, loaded_bticino_entry, "Ingresso")
    assert await get_calls(hass) == []
    assert len(await get_calls(hass, "event.ingresso_doorbell")) == 1


async def test_older_calls_are_left_out_where_that_is_wanted(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await miss(bticino, loaded_bticino_entry)
    now = dt_util.now()
    assert len(await get_calls(hass, since=(now - timedelta(minutes=1)).isoformat())) == 1
    assert await get_calls(hass, since=(now + timedelta(minutes=1)).isoformat()) == []


async def test_who_may_only_look_is_told_of_no_calls(
    hass: HomeAssistant, loaded_bticino_entry: MockConfigEntry
) -> None:
    with pytest.raises(Unauthorized):
        await get_calls(hass, context=await person(hass, GROUP_ID_READ_ONLY))


async def test_an_event_of_what_keeps_no_calls_says_so(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await link(hass, monkeypatch, BELL)
    with pytest.raises(ServiceValidationError, match="Doorbell"):
        await get_calls(hass, "event.thing_doorbell")
