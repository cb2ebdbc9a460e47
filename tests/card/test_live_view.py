"""Live views: how they are opened, what is sent meanwhile, and that none stays open."""

import pytest
from playwright.async_api import expect

from .dashboard import DOOR, Dashboard, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

HIDE = "isHidden => { window.isHidden = isHidden; document.dispatchEvent(new Event('visibilitychange')) }"
CAN_BE_HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => Boolean(window.isHidden) })"


async def test_silence_lets_the_door_be_heard(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until("async () => (await home.atTheDoor()).packets > 10")
    await dashboard.until("async () => (await home.atTheCard()).level > 0.5")
    assert (await dashboard.run("() => home.atTheDoor()"))["level"] < 0.001


async def test_it_offers_sound_both_ways_and_takes_the_picture(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    audio, video = (await dashboard.run("() => home.offer")).split("m=")[1:]
    assert audio.startswith("audio")
    assert "a=sendrecv" in audio
    assert video.startswith("video")
    assert "a=recvonly" in video


async def test_what_home_assistant_says_about_finding_each_other_is_used(dashboard: Dashboard) -> None:
    await dashboard.run(
        "() => { home.servers = [{ urls: 'turn:turn.example.com', username: 'u', credential: 'c' }] }"
    )
    await dashboard.run("() => { home.dataChannel = 'dataSendChannel' }")
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until("() => home.offer")
    servers = await dashboard.run("() => home.configuration.iceServers")
    assert servers == [{"urls": "turn:turn.example.com", "username": "u", "credential": "c"}]
    assert "m=application" in await dashboard.run("() => home.offer")


async def test_ways_wait_until_the_session_has_its_name(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.names = new Promise((resolve) => (home.name = resolve)) }")
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until("() => home.units.length")
    await dashboard.page.wait_for_timeout(300)
    assert not await dashboard.called("camera/webrtc/candidate")
    await dashboard.run("() => home.name()")
    await dashboard.until_seen()
    assert await dashboard.called("camera/webrtc/candidate")


async def test_one_that_begins_by_itself_is_silent_until_somebody_wants_to_hear(dashboard: Dashboard) -> None:
    card = await dashboard.show(view="live")
    await dashboard.until_seen()
    video = card.locator("video")
    assert await video.evaluate("video => video.muted && !video.paused")
    await expect(dashboard.button("Mute")).to_have_attribute("aria-pressed", "true")
    await dashboard.button("Mute").click()
    assert await video.evaluate("video => !video.muted && !video.paused")
    await expect(dashboard.button("Mute")).to_have_attribute("aria-pressed", "false")


async def test_a_picture_opens_nothing(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await expect(card.locator("img").first).to_have_attribute("alt", "Picture of Strada")
    assert not await dashboard.called("camera/webrtc/get_client_config")


async def test_a_new_picture_is_shown(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    picture = card.locator(".stage img")
    await expect(picture).to_have_attribute(
        "src", f"/api/camera_proxy/{DOOR}?token=one&at=2026-11-30T09%3A12%3A00%2B00%3A00&ringing=false"
    )
    await dashboard.run(f"() => home.set('{DOOR}', 'idle', {{ snapshot_at: '2026-11-30T10:00:00+00:00' }})")
    await expect(picture).to_have_attribute(
        "src", f"/api/camera_proxy/{DOOR}?token=one&at=2026-11-30T10%3A00%3A00%2B00%3A00&ringing=false"
    )


async def test_a_door_without_a_picture_shows_none(dashboard: Dashboard) -> None:
    card = await dashboard.show(entity="camera.ingresso")
    await expect(card.locator(".nothing")).to_be_visible()
    await expect(card.locator(".stage img")).to_be_hidden()


async def test_a_door_that_only_sounds_is_connected_too(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.hasPicture = false }")
    card = await dashboard.show()
    await dashboard.button("Live view").click()
    await expect(dashboard.state).to_have_text("Connected")
    await expect(card.locator(".stage img")).to_be_visible()
    await dashboard.until("async () => (await home.atTheCard()).level > 0.5")


async def test_it_ends_when_the_line_to_home_assistant_is_lost(dashboard: Dashboard) -> None:
    await dashboard.show(view="live")
    await dashboard.until_seen()
    await dashboard.run("() => home.connect(false)")
    await expect(dashboard.message).to_have_text("The connection to Home Assistant was lost.")
    await dashboard.until_closed()


async def test_one_that_begins_by_itself_is_back_with_the_line(dashboard: Dashboard) -> None:
    await dashboard.show(view="live")
    await dashboard.until_seen()
    await dashboard.run("() => home.connect(false)")
    await dashboard.until_closed()
    await dashboard.run("() => home.connect(true)")
    await dashboard.until_seen()


@pytest.mark.parametrize("visit", [Visit(script=CAN_BE_HIDDEN)])
async def test_it_ends_when_nobody_saw_it_for_a_minute(dashboard: Dashboard) -> None:
    await dashboard.page.clock.install()
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    await dashboard.run(HIDE, True)
    await dashboard.page.clock.fast_forward(59_000)
    assert await dashboard.run("() => home.open") == [1, 1]
    await dashboard.page.clock.fast_forward(1_000)
    await dashboard.until_closed()
    await expect(dashboard.message).to_have_text("The live view was stopped because the page was hidden.")


@pytest.mark.parametrize("visit", [Visit(script=CAN_BE_HIDDEN)])
async def test_it_goes_on_when_somebody_looks_again_within_a_minute(dashboard: Dashboard) -> None:
    await dashboard.page.clock.install()
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    await dashboard.run(HIDE, True)
    await dashboard.page.clock.fast_forward(30_000)
    await dashboard.run(HIDE, False)
    await dashboard.page.clock.fast_forward(60_000)
    assert await dashboard.run("() => home.open") == [1, 1]


@pytest.mark.parametrize("visit", [Visit(script=CAN_BE_HIDDEN)])
async def test_one_that_begins_by_itself_waits_until_somebody_looks(dashboard: Dashboard) -> None:
    await dashboard.run(HIDE, True)
    await dashboard.show(view="live")
    await dashboard.page.wait_for_timeout(100)
    assert await dashboard.run("() => home.open") == [0, 0]
    await dashboard.run(HIDE, False)
    await dashboard.until_seen()


async def test_it_ends_with_a_sentence_where_no_connection_comes_about(dashboard: Dashboard) -> None:
    await dashboard.page.clock.install()
    await dashboard.run("() => { home.answers = false }")
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until("() => home.units.length")
    await dashboard.page.clock.fast_forward(25_000)
    await expect(dashboard.message).to_have_text(
        "No connection to the door could be made. A firewall may be blocking it."
    )
    await dashboard.until_closed()


async def test_an_answer_that_no_browser_understands_ends_it(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.answers = false }")
    await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until("() => home.say")
    await dashboard.run("() => home.say({ type: 'answer', answer: 'v=0' })")
    await expect(dashboard.message).to_contain_text("No connection to the door could be made.")
    await dashboard.until_closed()


async def test_it_ends_with_its_card(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    await card.evaluate("card => card.remove()")
    await dashboard.until_closed()


async def test_it_goes_on_in_a_card_that_is_moved(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    await card.evaluate("""async (card) => {
        const place = card.parentNode;
        card.remove();
        await new Promise((resolve) => setTimeout(resolve, 50));
        place.append(card);
    }""")
    await dashboard.page.wait_for_timeout(1100)
    assert await dashboard.run("() => home.open") == [1, 1]
    assert await card.locator("video").evaluate("video => !video.paused")


async def test_those_at_home_are_not_called_by_a_card_that_is_merely_shown(dashboard: Dashboard) -> None:
    await dashboard.run("() => home.add('Inside', { 'camera.inside': ['idle', {}, 'call_home'] }, null)")
    await dashboard.show(entity="camera.inside", view="live")
    await expect(dashboard.button("Live view")).to_be_enabled()
    assert not await dashboard.called("camera/webrtc/get_client_config")


async def test_it_ends_where_the_card_is_edited(dashboard: Dashboard) -> None:
    card = await dashboard.show(view="live")
    await dashboard.until_seen()
    await card.evaluate("card => { card.preview = true }")
    await dashboard.until_closed()


async def test_it_ends_where_another_door_is_chosen(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    await card.evaluate("card => card.setConfig({ entity: 'camera.ingresso' })")
    await dashboard.until_closed()
    await expect(card.get_by_role("heading")).to_have_text("Ingresso")


async def test_what_the_server_refuses_is_told_in_the_language_of_the_person(dashboard: Dashboard) -> None:
    await dashboard.refuse(
        "camera/webrtc/get_client_config",
        code="home_assistant_error",
        translation_domain="latchkey",
        translation_key="not_reachable",
        translation_placeholders={"entity": "Strada"},
    )
    await dashboard.show()
    await dashboard.button("Live view").click()
    await expect(dashboard.message).to_have_text("Strada is out of reach.")
    await dashboard.until_closed()


async def test_what_a_browser_says_is_not_told_to_people(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.servers = 'none' }")
    await dashboard.show()
    await dashboard.button("Live view").click()
    await expect(dashboard.message).to_have_text("That did not work.")


@pytest.mark.parametrize("visit", [Visit(script="delete window.RTCPeerConnection")])
async def test_an_old_browser_says_that_it_cannot_show_it(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.button("Live view").click()
    await expect(dashboard.message).to_contain_text("This browser cannot show the live view.")
    await expect(dashboard.button("Portone")).to_be_enabled()


async def test_two_cards_of_two_doors_do_not_mind_each_other(dashboard: Dashboard) -> None:
    first = await dashboard.show()
    second = await dashboard.show(entity="camera.ingresso")
    await first.get_by_role("button", name="Live view").click()
    await dashboard.until("() => home.open.join() === '1,1'")
    await second.get_by_role("button", name="Live view").click()
    await dashboard.until("() => home.open.join() === '2,2'")
    await first.get_by_role("button", name="Hang up").click()
    await dashboard.until("() => home.open.join() === '1,1'")
    await expect(second.get_by_role("button", name="Hang up")).to_be_visible()


async def test_it_is_shown_as_large_as_the_screen_with_its_buttons(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.button("Full screen").click()
    await expect(dashboard.button("Full screen")).to_have_attribute("aria-pressed", "true")
    await expect(dashboard.button("Portone")).to_be_visible()
    await dashboard.button("Full screen").click()
    await expect(dashboard.button("Full screen")).to_have_attribute("aria-pressed", "false")
