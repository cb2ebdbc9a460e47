"""Calendars of another Home Assistant: what takes place there is known here, and can be changed."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, override

import pytest
from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.components.calendar import CalendarEntity, CalendarEntityFeature, CalendarEvent
from homeassistant.components.demo.calendar import DemoCalendar, calendar_data_current, calendar_data_future
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from .home import act, state
from .mirroring import Mirror

FAMILY: Final = "calendar.family"
START: Final = datetime(2026, 12, 1, tzinfo=UTC)
END: Final = datetime(2027, 1, 1, tzinfo=UTC)
DANCE: Final = CalendarEvent(
    start=datetime(2026, 12, 5, 19, tzinfo=UTC),
    end=datetime(2026, 12, 5, 21, tzinfo=UTC),
    summary="Dance",
    description="Bring shoes. " * 40,
    location="Town hall",
    uid="dance",
    recurrence_id="20261205T190000",
    rrule="FREQ=WEEKLY;COUNT=3",
)
TRIP: Final = CalendarEvent(start=date(2026, 12, 24), end=date(2026, 12, 27), summary="Trip", uid="trip")


class Family(CalendarEntity):
    """A calendar there, which can do all that calendars can, and remembers what it was asked."""

    entity_id = FAMILY
    _attr_unique_id = "family"
    _attr_name = "Family"
    _attr_should_poll = False
    _attr_supported_features = CalendarEntityFeature(7)

    def __init__(self, *events: CalendarEvent) -> None:
        self.events = list(events)
        self.asked: list[tuple[datetime, datetime]] = []
        self.done: list[Any] = []
        self.error: Exception | None = None

    def show(self, *events: CalendarEvent) -> None:
        """Have these events from now on."""
        self.events = list(events)
        self.async_write_ha_state()

    def lookers(self) -> int:
        """Return how many are told what takes place."""
        return len(self._event_listeners or ())

    @property
    @override
    def event(self) -> CalendarEvent | None:
        return self.events[0] if self.events else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        if self.error is not None:
            raise self.error
        self.asked.append((start_date, end_date))
        return [event for event in self.events if event.start_datetime_local < end_date]

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        self._do("create", kwargs)

    @override
    async def async_update_event(
        self,
        uid: str,
        event: dict[str, Any],
        recurrence_id: str | None = None,
        recurrence_range: str | None = None,
    ) -> None:
        self._do("update", uid, event, recurrence_id, recurrence_range)

    @override
    async def async_delete_event(
        self, uid: str, recurrence_id: str | None = None, recurrence_range: str | None = None
    ) -> None:
        self._do("delete", uid, recurrence_id, recurrence_range)

    def _do(self, *what: Any) -> None:
        if self.error is not None:
            raise self.error
        self.done.append(what)


class Onlooker:
    """Who looks at a span of a calendar."""

    def __init__(self) -> None:
        self.told: list[Any] = []

    def __call__(self, events: Any) -> None:
        self.told.append(events)

    def last(self) -> Any:
        """Return what was told last to take place."""
        if not self.told or self.told[-1] is None:
            return None
        return [event["summary"] for event in self.told[-1]]


@pytest.fixture
async def family(mirror: Mirror) -> Family:
    """Return the calendar there, which is linked."""
    family = Family(DANCE, TRIP)
    await mirror.add(family)
    await mirror.link()
    return family


def entity_here(mirror: Mirror) -> CalendarEntity:
    """Return the calendar here."""
    entity = mirror.here.data["calendar"].get_entity(mirror.id(FAMILY))
    assert isinstance(entity, CalendarEntity)
    return entity


async def events_here(mirror: Mirror) -> list[CalendarEvent]:
    """Return what takes place in a month."""
    return await entity_here(mirror).async_get_events(mirror.here, START, END)


async def look(mirror: Mirror, start: datetime = START, end: datetime = END) -> Onlooker:
    """Look at a month, as a dashboard does."""
    onlooker, calendar = Onlooker(), entity_here(mirror)
    mirror.entry.async_on_unload(calendar.async_subscribe_events(start, end, onlooker))
    calendar.async_update_single_event_listener(start, end, onlooker)
    await mirror.here.async_block_till_done()
    return onlooker


async def until_told(mirror: Mirror) -> None:
    """Wait until the other side has told what is looked at."""
    await mirror.until(lambda: bool(entity_here(mirror)._told), True)  # type: ignore[attr-defined]


def told(hass: HomeAssistant, entity_id: str) -> tuple[str, dict[str, Any]]:
    """Return all that a calendar says, whatever it is called."""
    now = state(hass, entity_id)
    return now.state, {key: value for key, value in now.attributes.items() if key != "friendly_name"}


async def test_a_calendar_is_here_as_it_is_there(mirror: Mirror, family: Family) -> None:
    assert told(mirror.here, mirror.id(FAMILY)) == told(mirror.there, FAMILY)
    assert told(mirror.here, mirror.id(FAMILY))[1]["message"] == "Dance"
    family.show(TRIP)
    await mirror.until(lambda: told(mirror.here, mirror.id(FAMILY))[1]["message"], "Trip")
    assert told(mirror.here, mirror.id(FAMILY)) == told(mirror.there, FAMILY)
    family.show()
    await mirror.until(lambda: "message" in told(mirror.here, mirror.id(FAMILY))[1], False)
    assert told(mirror.here, mirror.id(FAMILY)) == told(mirror.there, FAMILY)


async def test_what_takes_place_there_takes_place_here(mirror: Mirror, family: Family) -> None:
    now = dt_util.now().replace(microsecond=0)
    family.show(replace(DANCE, start=now - timedelta(minutes=5), end=now + timedelta(minutes=5)))
    await mirror.until(lambda: state(mirror.here, mirror.id(FAMILY)).state, "on")


async def test_the_clocks_there_may_show_another_time(mirror: Mirror) -> None:
    await mirror.add(Family(DANCE))
    await mirror.there.config.async_set_time_zone("Europe/Rome")
    await mirror.link()
    await mirror.here.config.async_set_time_zone("America/New_York")
    event = entity_here(mirror).event
    assert event is not None
    # What was written before by clocks of this process is said to be of those in Rome.
    assert state(mirror.there, FAMILY).attributes["start_time"] == "2026-12-05 11:00:00"
    assert event.start.astimezone(UTC) == datetime(2026, 12, 5, 10, tzinfo=UTC)  # type: ignore[union-attr]


async def test_the_calendars_of_the_demo_are_here(mirror: Mirror) -> None:
    calendars = [DemoCalendar(calendar_data_future(), "One"), DemoCalendar(calendar_data_current(), "Two")]
    for number, calendar in enumerate(calendars):
        calendar.entity_id = f"calendar.demo_{number}"
        calendar._attr_unique_id = str(number)
    await mirror.add(*calendars)
    await mirror.link()
    assert [told(mirror.here, mirror.id(each.entity_id)) for each in calendars] == [
        told(mirror.there, each.entity_id) for each in calendars
    ]


@pytest.mark.usefixtures("family")
async def test_events_of_a_span_are_here_as_they_are_there(mirror: Mirror) -> None:
    assert await events_here(mirror) == [DANCE, TRIP]


async def test_an_event_says_how_sure_it_is_where_home_assistant_knows_that(
    mirror: Mirror, family: Family
) -> None:
    has_status = "status" in {field.name for field in fields(CalendarEvent)}
    sure: Any = {"status": "tentative"} if has_status else {}
    family.events = [replace(TRIP, **sure)]
    assert await events_here(mirror) == family.events


async def test_an_event_that_home_assistant_takes_for_none_is_left_out(
    mirror: Mirror, family: Family
) -> None:
    hourly = replace(TRIP)
    hourly.rrule = "FREQ=HOURLY"
    family.events = [hourly, DANCE]
    assert await events_here(mirror) == [DANCE]


async def test_an_action_returns_events(mirror: Mirror, family: Family) -> None:
    start, end = (
        dt_util.as_local(moment) for moment in (DANCE.start_datetime_local, DANCE.end_datetime_local)
    )
    family.show(replace(DANCE, start=start, end=end), TRIP)
    span = {"start_date_time": START.isoformat(), "end_date_time": END.isoformat()}
    answers = [
        await hass.services.async_call(
            "calendar", "get_events", {"entity_id": entity_id, **span}, blocking=True, return_response=True
        )
        for hass, entity_id in ((mirror.here, mirror.id(FAMILY)), (mirror.there, FAMILY))
    ]
    here, there = (next(iter(answer.values())) for answer in answers if answer is not None)
    assert here == there


async def test_a_person_reads_why_there_are_no_events(mirror: Mirror, family: Family) -> None:
    family.error = HomeAssistantError("no network")
    with pytest.raises(HomeAssistantError) as failed:
        await events_here(mirror)
    assert failed.value.translation_key == "error_status"
    await family.async_remove()
    with pytest.raises(ServiceValidationError) as gone:
        await events_here(mirror)
    assert gone.value.translation_key == "unknown_device"


async def test_events_are_told_as_long_as_somebody_looks(
    mirror: Mirror, family: Family, hass_ws_client: WebSocketGenerator
) -> None:
    assert family.lookers() == 0
    onlooker, calendar = Onlooker(), entity_here(mirror)
    end = calendar.async_subscribe_events(START, END, onlooker)
    calendar.async_update_single_event_listener(START, END, onlooker)
    await mirror.until(onlooker.last, ["Dance", "Trip"])
    await mirror.until(family.lookers, 1)
    family.show(DANCE, replace(TRIP, summary="Long trip"))
    await mirror.until(onlooker.last, ["Dance", "Long trip"])
    end()
    family.show(DANCE)
    await mirror.until(family.lookers, 0)


async def test_events_that_are_looked_at_are_not_asked_for_again(mirror: Mirror, family: Family) -> None:
    await look(mirror)
    await until_told(mirror)
    family.asked.clear()
    assert await events_here(mirror) == [DANCE, TRIP]
    assert family.asked == []


async def test_only_the_month_that_is_looked_at_is_told(mirror: Mirror, family: Family) -> None:
    calendar, onlooker = entity_here(mirror), Onlooker()
    end = calendar.async_subscribe_events(START, END, onlooker)
    calendar.async_update_single_event_listener(START, END, onlooker)
    await mirror.until(family.lookers, 1)
    end()
    await look(mirror, END, END + timedelta(days=31))
    await mirror.until(lambda: [span[0] for span in calendar._watching], [END])  # type: ignore[attr-defined]
    await mirror.until(family.lookers, 1)


async def test_that_events_cannot_be_told_is_told(mirror: Mirror, family: Family) -> None:
    onlooker = await look(mirror)
    await mirror.until(onlooker.last, ["Dance", "Trip"])
    await until_told(mirror)
    family.error = HomeAssistantError("no network")
    family.async_write_ha_state()
    await mirror.until(onlooker.last, None)


async def test_events_go_on_after_the_connection_was_lost(mirror: Mirror, family: Family) -> None:
    onlooker = await look(mirror)
    await mirror.until(family.lookers, 1)
    await mirror.hang_up()
    family.events = [TRIP]
    await mirror.until(onlooker.last, ["Trip"])


async def test_events_go_on_where_the_entity_here_gets_another_id(mirror: Mirror, family: Family) -> None:
    onlooker = await look(mirror)
    await mirror.until(family.lookers, 1)
    er.async_get(mirror.here).async_update_entity(mirror.id(FAMILY), new_entity_id="calendar.house")
    await mirror.here.async_block_till_done()
    await mirror.until(family.lookers, 1)
    family.show(TRIP)
    await mirror.until(onlooker.last, ["Trip"])


async def test_nothing_is_told_any_more_where_the_account_is_unloaded(mirror: Mirror, family: Family) -> None:
    await look(mirror)
    await mirror.until(family.lookers, 1)
    assert await mirror.here.config_entries.async_unload(mirror.entry.entry_id)
    await mirror.until(family.lookers, 0)


async def test_an_event_is_created(mirror: Mirror, family: Family) -> None:
    await act(
        mirror.here,
        "calendar.create_event",
        mirror.id(FAMILY),
        summary="Dance",
        start_date_time="2026-12-05T20:00:00+01:00",
        end_date_time="2026-12-05T22:00:00+01:00",
        location="Town hall",
    )
    ((_, created),) = family.done
    assert created == {
        "dtstart": DANCE.start,
        "dtend": DANCE.end,
        "summary": "Dance",
        "description": "",
        "location": "Town hall",
    }


async def test_a_series_is_created_across_a_change_of_the_clocks(mirror: Mirror, family: Family) -> None:
    start = datetime(2027, 3, 13, 12, tzinfo=dt_util.get_default_time_zone())
    end = datetime(2027, 3, 14, 12, tzinfo=dt_util.get_default_time_zone())
    await entity_here(mirror).async_create_event(
        dtstart=start, dtend=end, summary="Ball", rrule="FREQ=YEARLY"
    )
    ((_, created),) = family.done
    assert created == {"dtstart": start, "dtend": end, "summary": "Ball", "rrule": "FREQ=YEARLY"}


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        ({}, (None, None)),
        ({"recurrence_id": "20261205"}, ("20261205", None)),
        (
            {"recurrence_id": "20261205", "recurrence_range": "THISANDFUTURE"},
            ("20261205", "THISANDFUTURE"),
        ),
    ],
)
async def test_an_event_is_changed_and_deleted(
    mirror: Mirror, family: Family, recurrence: dict[str, Any], expected: tuple[str | None, str | None]
) -> None:
    wanted = {"dtstart": date(2026, 12, 25), "dtend": date(2026, 12, 28), "summary": "Trip"}
    await entity_here(mirror).async_update_event("trip", wanted, **recurrence)
    await entity_here(mirror).async_delete_event("trip", **recurrence)
    assert family.done == [("update", "trip", wanted, *expected), ("delete", "trip", *expected)]


async def test_a_person_reads_what_cannot_be_done_there(mirror: Mirror, family: Family) -> None:
    family.error = HomeAssistantError("the calendar is full")
    with pytest.raises(HomeAssistantError) as error:
        await entity_here(mirror).async_delete_event("trip")
    assert error.value.translation_key == "failed"


async def test_what_its_user_may_not_do_there_is_refused_here(mirror: Mirror) -> None:
    await mirror.there.auth.async_update_user(mirror.remote.user, group_ids=[GROUP_ID_READ_ONLY])
    family = Family(DANCE)
    await mirror.add(family)
    await mirror.link()
    assert await events_here(mirror) == [DANCE]
    with pytest.raises(ServiceValidationError) as error:
        await entity_here(mirror).async_delete_event("dance")
    assert error.value.translation_key == "not_permitted"
    assert family.done == []
