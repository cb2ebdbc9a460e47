"""Talking with whoever is at the door."""

import pytest
from playwright.async_api import expect

from .dashboard import Dashboard, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

IS_HEARD = "async () => (await home.atTheDoor()).level > 0.002"
IS_NOT_HEARD = "async () => (await home.atTheDoor()).level < 0.001"


def microphone_that_fails(name: str) -> Visit:
    """Visit with a browser that gives no microphone."""
    return Visit(
        script="navigator.mediaDevices.getUserMedia = async () => {"
        f" throw new DOMException('no', '{name}') }}"
    )


REMEMBER_MICROPHONE = """() => {
    const get = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => (window.microphone = await get(wanted));
}"""


async def look(dashboard: Dashboard, **config: object) -> None:
    """Open a live view."""
    await dashboard.show(**config)
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    await dashboard.until(IS_NOT_HEARD)  # A line that opens may crackle.


async def test_the_visitor_hears_who_holds_the_button(dashboard: Dashboard) -> None:
    await look(dashboard)
    await dashboard.hold(dashboard.button("Hold to talk"))
    await expect(dashboard.button("Speak now")).to_have_attribute("aria-pressed", "true")
    await dashboard.until(IS_HEARD)
    await dashboard.let_go()
    await expect(dashboard.button("Hold to talk")).to_have_attribute("aria-pressed", "false")
    await dashboard.until(IS_NOT_HEARD)
    assert len(await dashboard.called("camera/webrtc/offer")) == 1


@pytest.mark.parametrize("key", ["Enter", "Space"])
async def test_a_key_that_is_held_does_as_well(dashboard: Dashboard, key: str) -> None:
    await look(dashboard)
    await dashboard.button("Hold to talk").focus()
    await dashboard.page.keyboard.down(key)
    await dashboard.page.keyboard.down(key)
    await expect(dashboard.button("Speak now")).to_be_visible()
    await dashboard.page.keyboard.up(key)
    await expect(dashboard.button("Hold to talk")).to_be_visible()


async def test_nobody_is_heard_any_more_when_the_focus_goes(dashboard: Dashboard) -> None:
    await look(dashboard)
    await dashboard.button("Hold to talk").focus()
    await dashboard.page.keyboard.down("Space")
    await expect(dashboard.button("Speak now")).to_be_visible()
    await dashboard.button("Hang up").focus()
    await expect(dashboard.button("Hold to talk")).to_be_visible()


async def test_nobody_is_heard_any_more_when_the_window_goes(dashboard: Dashboard) -> None:
    await look(dashboard)
    await dashboard.hold(dashboard.button("Hold to talk"))
    await expect(dashboard.button("Speak now")).to_be_visible()
    await dashboard.run("() => void window.dispatchEvent(new Event('blur'))")
    await expect(dashboard.button("Hold to talk")).to_be_visible()


async def test_a_screen_reader_which_cannot_hold_turns_the_microphone_on_and_off(
    dashboard: Dashboard,
) -> None:
    await look(dashboard)
    await dashboard.button("Hold to talk").evaluate("button => button.click()")
    await dashboard.until(IS_HEARD)
    await dashboard.button("Speak now").evaluate("button => button.click()")
    await dashboard.until(IS_NOT_HEARD)


async def test_an_open_microphone_is_open_from_the_answer_on(dashboard: Dashboard) -> None:
    await dashboard.show(talk="open")
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until(IS_HEARD)
    await expect(dashboard.button("Microphone")).to_have_attribute("aria-pressed", "true")
    await dashboard.button("Microphone").click()
    await expect(dashboard.button("Microphone")).to_have_attribute("aria-pressed", "false")
    await dashboard.until(IS_NOT_HEARD)
    await dashboard.button("Microphone").click()
    await dashboard.until(IS_HEARD)


async def test_an_open_microphone_is_closed_for_whoever_only_looks(dashboard: Dashboard) -> None:
    await look(dashboard, talk="open")
    await expect(dashboard.button("Microphone")).to_have_attribute("aria-pressed", "false")


async def test_the_microphone_is_asked_for_by_nobody_but_who_talks(dashboard: Dashboard) -> None:
    await dashboard.run("() => { navigator.mediaDevices.getUserMedia = () => { window.wasAsked = true } }")
    await look(dashboard)
    assert not await dashboard.run("() => window.wasAsked")


async def test_the_microphone_is_given_back_at_the_end(dashboard: Dashboard) -> None:
    await dashboard.run(REMEMBER_MICROPHONE)
    await look(dashboard)
    await dashboard.hold(dashboard.button("Hold to talk"))
    await dashboard.until("() => window.microphone")
    await dashboard.let_go()
    await dashboard.button("Hang up").click()
    await dashboard.until("() => window.microphone.getTracks()[0].readyState === 'ended'")


async def test_a_microphone_that_is_unplugged_is_shown_as_closed(dashboard: Dashboard) -> None:
    await dashboard.run(REMEMBER_MICROPHONE)
    await look(dashboard, talk="open")
    await dashboard.button("Microphone").click()
    await dashboard.until("() => window.microphone !== undefined")
    await dashboard.until(IS_HEARD)
    await dashboard.run("() => window.microphone.getTracks()[0].dispatchEvent(new Event('ended'))")
    await expect(dashboard.button("Microphone")).to_have_attribute("aria-pressed", "false")
    await dashboard.until(IS_NOT_HEARD)


@pytest.mark.parametrize(
    ("visit", "sentence"),
    [
        (
            microphone_that_fails("NotAllowedError"),
            "The microphone is blocked. Allow it for this page in your browser.",
        ),
        (microphone_that_fails("NotFoundError"), "No microphone was found."),
        (
            microphone_that_fails("NotReadableError"),
            "The microphone cannot be used. Another app may be using it.",
        ),
    ],
)
async def test_why_there_is_no_microphone_is_told_and_the_rest_goes_on(
    dashboard: Dashboard, sentence: str
) -> None:
    await look(dashboard)
    await dashboard.button("Hold to talk").click()
    await expect(dashboard.message).to_have_text(sentence)
    await expect(dashboard.button("Hold to talk")).to_have_attribute("aria-pressed", "false")
    await expect(dashboard.state).to_have_text("Connected")


@pytest.mark.parametrize("visit", [Visit(scheme="http")])
async def test_a_page_without_https_says_so_and_the_rest_goes_on(dashboard: Dashboard) -> None:
    card = await dashboard.show(talk="open")
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until_seen()
    await expect(card.locator(".note")).to_have_text(
        "To talk, open Home Assistant over https: browsers allow the microphone only there."
    )
    await expect(dashboard.button("Microphone")).to_be_disabled()
    await dashboard.until("async () => (await home.atTheCard()).level > 0.5")
