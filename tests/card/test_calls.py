"""Somebody rings: what the card shows, and what answering, rejecting and hanging up do."""

import pytest
from playwright.async_api import expect

from .dashboard import DOOR, Dashboard, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_ring_is_said_at_the_top(dashboard: Dashboard) -> None:
    await dashboard.show()
    await expect(dashboard.state).to_have_text("Last call: 10:12 AM · missed")
    await dashboard.ring()
    await expect(dashboard.state).to_have_text("Someone is at the door")
    await expect(dashboard.state).to_have_attribute("aria-live", "assertive")
    await dashboard.ring(on=False)
    await expect(dashboard.state).to_have_text("Last call: 10:12 AM · missed")


async def test_a_bell_that_is_hidden_elsewhere_rings_here(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.entities['binary_sensor.strada_ringing'].hidden = true }")
    await dashboard.show()
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_visible()


async def test_a_ring_at_another_door_is_none_of_its_business(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.run("() => home.ring(true, 'ingresso')")
    await expect(dashboard.state).to_contain_text("Last call")


async def test_a_door_that_was_never_rung_at_says_so(dashboard: Dashboard) -> None:
    await dashboard.show(entity="camera.ingresso")
    await expect(dashboard.state).to_have_text("No calls yet")


async def test_answering_opens_a_live_view_with_sound(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until_seen()
    await expect(dashboard.state).to_have_text("Connected")
    assert await card.locator("video").evaluate("video => !video.muted && !video.paused")
    assert await dashboard.called("camera/webrtc/offer") == [[DOOR, {"resubscribe": False}]]


async def test_a_call_that_was_answered_rings_no_more_although_the_vendor_is_slow_to_say_so(
    dashboard: Dashboard,
) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await expect(dashboard.button("Answer")).to_be_hidden()
    await expect(dashboard.button("Hang up")).to_be_visible()


async def test_hanging_up_leaves_nothing_open(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until_seen()
    await dashboard.ring(on=False)
    await dashboard.button("Hang up").click()
    await dashboard.until_closed()
    await expect(dashboard.message).to_have_text("The call is over.")
    await expect(dashboard.button("Live view")).to_be_visible()


async def test_who_hangs_up_before_it_is_connected_leaves_nothing_open_either(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.run("() => { home.slow = new Promise((resolve) => (home.hurry = resolve)) }")
    await dashboard.button("Answer").click()
    await dashboard.button("Hang up").click()
    await dashboard.run("() => home.hurry()")
    await dashboard.until_closed()
    assert not await dashboard.called("camera/webrtc/offer")


async def test_who_hangs_up_while_the_offer_is_on_its_way_leaves_nothing_open_either(
    dashboard: Dashboard,
) -> None:
    await dashboard.show()
    await dashboard.run("""() => {
        const take = home.take.bind(home);
        const wait = () => new Promise((resolve) => (home.hurry = resolve));
        home.take = (name) => (name === "camera/webrtc/offer" ? wait() : take(name));
    }""")
    await dashboard.button("Live view").click()
    await dashboard.until("() => home.hurry")
    await dashboard.button("Hang up").click()
    await dashboard.run("() => home.hurry()")
    await dashboard.until("() => home.units.length")
    await dashboard.until_closed()
    assert len(await dashboard.called("unsubscribed")) == 1


async def test_the_end_that_the_other_side_makes_is_told(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until_seen()
    await dashboard.ring(on=False)
    await dashboard.run("() => home.say({ type: 'error', code: 'live_view_ended', message: 'Ended.' })")
    await expect(dashboard.message).to_have_text("The call is over.")
    await dashboard.until_closed()


async def test_why_a_door_does_not_answer_is_told_and_it_can_be_answered_again(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.run("() => { home.answers = false }")
    await dashboard.button("Answer").click()
    await dashboard.until("() => home.say")
    await dashboard.run(
        "() => home.say({ type: 'error', code: 'webrtc_offer_failed', message: 'It is busy.' })"
    )
    await expect(dashboard.message).to_have_text("It is busy.")
    await expect(dashboard.button("Answer")).to_be_visible()
    await dashboard.until_closed()


async def test_rejecting_asks_home_assistant_to(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.button("Reject").click()
    await expect(dashboard.button("Reject")).to_be_hidden()
    assert await dashboard.called("latchkey.reject") == [[DOOR, False]]


async def test_who_may_not_control_the_door_is_told_so_once_and_sees_all_the_same(
    dashboard: Dashboard,
) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.refuse("latchkey.reject", code="unauthorized", message="Unauthorized")
    await dashboard.button("Reject").click()
    await expect(dashboard.message).to_have_text("You are not allowed to do this.")
    await expect(dashboard.button("Reject")).to_be_disabled()
    await dashboard.button("Answer").click()
    await dashboard.until_seen()
    await expect(dashboard.button("Hold to talk")).to_be_disabled()


async def test_a_live_view_that_is_open_when_it_rings_gives_way_to_the_answer(dashboard: Dashboard) -> None:
    await dashboard.show(view="live")
    await dashboard.until_seen()
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until("() => home.units.length === 2")
    await dashboard.until_seen()
    await dashboard.until("() => home.open.join() === '1,1'")


async def test_a_live_view_that_begins_by_itself_answers_no_call(dashboard: Dashboard) -> None:
    await dashboard.ring()
    await dashboard.show(view="live")
    await expect(dashboard.button("Answer")).to_be_visible()
    assert not await dashboard.called("camera/webrtc/offer")
    await dashboard.ring(on=False)
    await dashboard.until_seen()


async def test_a_chosen_language_is_spoken(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.locale = { ...home.locale, language: 'nl-BE' } }")
    await dashboard.show()
    await dashboard.ring()
    await expect(dashboard.state).to_have_text("Er staat iemand voor de deur")
    await expect(dashboard.button("Beantwoorden")).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ({"language": "en", "time_format": "12"}, "Last call: 10:12 AM"),
        ({"language": "en", "time_format": "24"}, "Last call: 10:12"),
        ({"language": "it", "time_format": "language"}, "Ultima chiamata: 10:12"),
        ({"language": "de", "time_format": "12"}, "Letzter Anruf: 10:12 AM"),
    ],
)
async def test_times_are_written_as_the_person_writes_them(
    dashboard: Dashboard, locale: dict[str, str], written: str
) -> None:
    await dashboard.page.clock.set_fixed_time("2026-11-30T12:00:00Z")
    await dashboard.run("locale => { home.locale = { time_zone: 'local', ...locale } }", locale)
    await dashboard.show()
    await expect(dashboard.state).to_have_text(f"{written} · missed")


async def test_the_day_of_a_call_is_written_unless_it_is_today(dashboard: Dashboard) -> None:
    await dashboard.page.clock.set_fixed_time("2026-12-01T12:00:00Z")
    await dashboard.show()
    await expect(dashboard.state).to_have_text("Last call: Nov 30, 2026, 10:12 AM · missed")


@pytest.mark.parametrize("visit", [Visit(zone="America/New_York")])
async def test_times_are_the_servers_for_whoever_chose_that(dashboard: Dashboard) -> None:
    await dashboard.page.clock.set_fixed_time("2026-11-30T12:00:00Z")
    card = await dashboard.show()
    await expect(dashboard.state).to_contain_text("4:12 AM")
    await dashboard.run("() => { home.locale = { ...home.locale, time_zone: 'server' }; home.push() }")
    await expect(dashboard.state).to_contain_text("10:12 AM")
    await expect(card.locator(".caption")).to_have_text("10:12 AM")
