"""Who rang in vain since last night, once a day."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from tests.simulators.bticino import BticinoSimulator

from ..automating import DOORBELL, Phone, automate, have_noon, until

pytestmark = pytest.mark.usefixtures("automations")


async def tell(hass: HomeAssistant, *phones: Phone, **inputs: Any) -> datetime:
    """Have phones told at a time, and return when that is next."""
    await have_noon(hass)
    at = dt_util.now() + timedelta(hours=1)
    doorbells = [DOORBELL, "event.ingresso_doorbell"]
    told = {"at": f"{at:%H:%M:00}", "since": f"{at - timedelta(hours=2):%H:%M:00}", **inputs}
    devices = [phone.device_id for phone in phones]
    await automate(hass, "missed_calls_in_the_morning", doorbells=doorbells, phones=devices, **told)
    return at.replace(second=0, microsecond=0)


async def miss(
    bticino: BticinoSimulator, entry: MockConfigEntry, door: str, *, pictured: bool = True
) -> None:
    """Have a call missed, and wait until it is kept."""
    history = entry.runtime_data.door_phone.history
    count = len(history.calls)
    await bticino.miss(await bticino.ring(door, has_picture=pictured))
    await until(
        lambda: (
            len(history.calls) > count
            and history.calls[0].outcome == "missed"
            and history.calls[0].has_picture is pictured
        )
    )


async def test_each_missed_call_is_told_with_its_picture(
    hass: HomeAssistant, phone: Phone, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    at = await tell(hass, phone)
    await miss(bticino, loaded_bticino_entry, "Strada")
    await miss(bticino, loaded_bticino_entry, "Ingresso", pictured=False)
    async_fire_time_changed(hass, at)
    first, second = await phone.notified(), await phone.notified()
    assert (first["title"], first["message"][:10]) == ("Missed call", "Strada, 20")
    assert first["data"]["image"].startswith("/api/latchkey/calls/")
    assert second["message"].startswith("Ingresso, 20")
    assert "image" not in second["data"]
    assert first["data"]["tag"] != second["data"]["tag"]


async def test_every_phone_is_told(
    hass: HomeAssistant,
    phone: Phone,
    tablet: Phone,
    loaded_bticino_entry: MockConfigEntry,
    bticino: BticinoSimulator,
) -> None:
    at = await tell(hass, phone, tablet)
    await miss(bticino, loaded_bticino_entry, "Strada")
    async_fire_time_changed(hass, at)
    assert (await phone.notified())["message"] == (await tablet.notified())["message"]


async def test_a_call_that_was_answered_is_none(
    hass: HomeAssistant, phone: Phone, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    at = await tell(hass, phone)
    await bticino.answer(await bticino.ring("Strada"))
    history = loaded_bticino_entry.runtime_data.door_phone.history
    await until(lambda: bool(history.calls) and history.calls[0].outcome == "answered")
    async_fire_time_changed(hass, at)
    assert await phone.is_quiet()


async def test_what_was_before_is_not_told_again(
    hass: HomeAssistant, phone: Phone, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    await have_noon(hass)
    since = dt_util.now() + timedelta(minutes=30)
    at = await tell(hass, phone, since=f"{since:%H:%M:00}")
    await miss(bticino, loaded_bticino_entry, "Strada")
    async_fire_time_changed(hass, at)
    assert await phone.is_quiet()


async def test_there_are_no_more_than_are_wanted(
    hass: HomeAssistant, phone: Phone, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    at = await tell(hass, phone, most=1)
    await miss(bticino, loaded_bticino_entry, "Strada")
    await miss(bticino, loaded_bticino_entry, "Ingresso")
    async_fire_time_changed(hass, at)
    assert (await phone.notified())["message"].startswith("Ingresso")
    assert await phone.is_quiet()


async def test_the_evening_before_is_of_yesterday(
    hass: HomeAssistant, phone: Phone, loaded_bticino_entry: MockConfigEntry, bticino: BticinoSimulator
) -> None:
    at = await tell(hass, phone, since="22:00:00")
    await miss(bticino, loaded_bticino_entry, "Strada")
    async_fire_time_changed(hass, at)
    assert (await phone.notified())["message"].startswith("Strada")
