"""Helpers of another Home Assistant: what they are here, and that they can be set from here."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from homeassistant.setup import async_setup_component

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import CommandFailed
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.model import (
    BinarySensor,
    Button,
    Command,
    Date,
    DateTime,
    Feature,
    FeatureId,
    Number,
    PressButton,
    Sensor,
    SetDate,
    SetDateTime,
    SetNumber,
    SetText,
    SetTime,
    Text,
    Time,
    Timer,
)
from custom_components.latchkey.clouds.settings import Settings

from .listening import found
from .remote import Remote


class House:
    """The other side, and the account there."""

    def __init__(self, remote: Remote, cloud: HomeAssistantCloud) -> None:
        self.remote = remote
        self._cloud = cloud

    async def add(self, kind: str, **options: Any) -> Feature:
        """Make a helper there, and return what it is here."""
        config = {kind: {"it": {"name": "It", **options}}}
        assert await async_setup_component(self.remote.hass, kind, config)
        await self.remote.hass.async_block_till_done()
        return (await self.find("It"))[1]

    async def find(self, name: str) -> tuple[FeatureId, Feature]:
        """Return what has a name here, and where it is."""
        return found(await self._cloud.async_fetch(), name)

    async def parts(self) -> dict[str, tuple[FeatureId, Feature]]:
        """Return what the helper is beside itself, by their labels."""
        features = (await self._cloud.async_fetch()).devices["instance"].features
        return {
            str(each.label): (("instance", key), each) for key, each in features.items() if each.index == "It"
        }

    async def send(self, command: Command, part: str | None = None) -> str:
        """Send a command, and return how the helper is there then."""
        feature_id, _ = await self.find("It") if part is None else (await self.parts())[part]
        await self._cloud.async_send(*feature_id, command)
        (state,) = (each for each in self.remote.hass.states.async_all() if each.name == "It")
        return state.state


@pytest.fixture
async def house(remote: Remote, session: TokenSession) -> House:
    """Return the other side, whose clocks show another time than those here."""
    await remote.hass.config.async_update(time_zone="America/New_York")
    return House(remote, HomeAssistantCloud(session, Settings(), url=remote.url))


async def test_a_text_is_a_text(house: House) -> None:
    feature = await house.add("input_text", initial="hello", min=2, max=9, pattern="[a-z]+")
    assert isinstance(feature, Text)
    assert (feature.value, feature.min_length, feature.max_length) == ("hello", 2, 9)
    assert (feature.pattern, feature.is_password) == ("[a-z]+", False)
    assert await house.send(SetText("there")) == "there"


async def test_a_password_is_one_here(house: House) -> None:
    feature = await house.add("input_text", initial="a key under the mat", mode="password")
    assert isinstance(feature, Text)
    assert feature.is_password
    assert "mat" not in repr(feature)


async def test_a_day_is_a_day(house: House) -> None:
    feature = await house.add("input_datetime", has_date=True, initial="2026-11-01")
    assert isinstance(feature, Date)
    assert feature.value == date(2026, 11, 1)
    assert await house.send(SetDate(date(2026, 12, 24))) == "2026-12-24"


async def test_a_day_stays_one_while_the_other_side_does_not_know_it(house: House) -> None:
    await house.add("input_datetime", has_date=True, initial="2026-11-01")
    house.remote.hass.states.async_set("input_datetime.it", "unavailable", {"friendly_name": "It"})
    _, feature = await house.find("It")
    assert isinstance(feature, Date)
    assert not feature.available
    house.remote.hass.states.async_set("input_datetime.it", "2026-11-02", {"has_time": False})
    _, feature = await house.find("It")
    assert isinstance(feature, Date)
    assert feature.value == date(2026, 11, 2)


async def test_a_time_of_the_day_is_one(house: House) -> None:
    feature = await house.add("input_datetime", has_time=True, initial="07:30:00")
    assert isinstance(feature, Time)
    assert feature.value == time(7, 30)
    assert await house.send(SetTime(time(22, 15))) == "22:15:00"


async def test_a_moment_is_the_same_here_whatever_the_clocks_show(house: House) -> None:
    feature = await house.add("input_datetime", has_date=True, has_time=True, initial="2026-07-01 08:00:00")
    assert isinstance(feature, DateTime)
    assert feature.value == datetime(2026, 7, 1, 12, tzinfo=UTC)
    # One o'clock comes twice in that night.
    assert await house.send(SetDateTime(datetime(2026, 11, 1, 5, 30, tzinfo=UTC))) == "2026-11-01 01:30:00"
    (_, feature) = await house.find("It")
    assert isinstance(feature, DateTime)
    assert feature.value == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


async def test_a_counter_is_a_number_with_buttons(house: House) -> None:
    feature = await house.add("counter", initial=4, minimum=0, maximum=10, step=2)
    assert isinstance(feature, Number)
    assert (feature.value, feature.minimum, feature.maximum, feature.step) == (4, 0, 10, 2)
    assert await house.send(SetNumber(8.0)) == "8"
    assert await house.send(PressButton(), "increment") == "10"
    assert await house.send(PressButton(), "decrement") == "8"
    assert await house.send(PressButton(), "reset") == "4"


async def test_a_counter_without_limits_goes_far(house: House) -> None:
    feature = await house.add("counter")
    assert isinstance(feature, Number)
    assert (feature.minimum, feature.maximum) == (-1e9, 1e9)
    assert await house.send(SetNumber(123456789.0)) == "123456789"


async def test_what_a_counter_does_not_take_has_failed(house: House) -> None:
    await house.add("counter", step=2)
    with pytest.raises(CommandFailed):
        await house.send(SetNumber(3.0))


async def test_a_timer_tells_how_it_is_and_when_it_ends(house: House) -> None:
    feature = await house.add("timer", duration="01:00:00")
    assert isinstance(feature, Timer)
    assert feature.state == "idle"
    parts = await house.parts()
    assert {label for label, (_, each) in parts.items() if isinstance(each, Button)} == {
        *("start", "pause", "cancel", "finish")
    }
    assert await house.send(PressButton(), "start") == "active"
    _, end = (await house.parts())["timer_end"]
    assert isinstance(end, Sensor)
    assert isinstance(end.value, datetime)
    assert await house.send(PressButton(), "pause") == "paused"
    assert await house.send(PressButton(), "cancel") == "idle"
    assert await house.send(PressButton(), "start") == "active"
    assert await house.send(PressButton(), "finish") == "idle"
    _, end = (await house.parts())["timer_end"]
    assert isinstance(end, Sensor)
    assert end.value is None


async def test_a_schedule_is_on_or_off(house: House) -> None:
    feature = await house.add("schedule", monday=[])
    assert isinstance(feature, BinarySensor)
    assert feature.on is False
