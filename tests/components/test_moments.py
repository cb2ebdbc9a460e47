"""Days, times of the day and moments: what people see of them, and what setting one says to the vendor."""

from datetime import UTC, date, datetime, time

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from custom_components.latchkey.clouds.model import Date, DateTime, SetDate, SetDateTime, SetTime, Time

from .home import act, state
from .memory import link

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


async def test_a_day_is_shown_and_set(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, Date(key="it", value=date(2026, 11, 1)))
    assert state(hass, "date.thing").state == "2026-11-01"
    await act(hass, "date.set_value", "date.thing", date="2026-12-24")
    assert cloud.commands == [SetDate(date(2026, 12, 24))]


async def test_a_time_of_the_day_is_shown_and_set(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = await link(hass, monkeypatch, Time(key="it", value=time(7, 30)))
    assert state(hass, "time.thing").state == "07:30:00"
    await act(hass, "time.set_value", "time.thing", time="22:15:00")
    assert cloud.commands == [SetTime(time(22, 15))]


async def test_a_moment_is_shown_and_set(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = await link(hass, monkeypatch, DateTime(key="it", value=NOON))
    assert state(hass, "datetime.thing").state == "2026-11-01T12:00:00+00:00"
    await act(hass, "datetime.set_value", "datetime.thing", datetime="2026-12-24T18:00:00+00:00")
    assert cloud.commands == [SetDateTime(datetime(2026, 12, 24, 18, tzinfo=UTC))]


async def test_a_day_that_becomes_a_moment_leaves_nothing_behind(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    day, moment = Date(key="it", value=date(2026, 11, 1)), DateTime(key="it", value=NOON)
    cloud = await link(hass, monkeypatch, day, selects=True)
    for feature, shown in ((moment, "datetime.thing"), (day, "date.thing"), (moment, "datetime.thing")):
        cloud.push_all(feature)
        await hass.async_block_till_done()
        assert hass.states.async_entity_ids(("date", "datetime")) == [shown]
        assert [entry.entity_id for entry in er.async_get(hass).entities.values()] == [shown]
