"""Whoever presses Answer in a notification comes with that in the address of the page."""

import pytest
from playwright.async_api import expect

from .dashboard import DOOR, Dashboard

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def go(dashboard: Dashboard, address: str) -> None:
    """Go to another address, as Home Assistant's page does."""
    await dashboard.run(
        "address => {"
        "  history.pushState(null, '', address);"
        "  window.dispatchEvent(new CustomEvent('location-changed'));"
        "}",
        address,
    )


async def answers(dashboard: Dashboard) -> int:
    """Return how often the door was answered."""
    return len(await dashboard.called("camera/webrtc/offer"))


async def test_the_call_is_answered_at_once(dashboard: Dashboard) -> None:
    await go(dashboard, f"/?view=hall&latchkey-answer={DOOR}")
    await dashboard.ring()
    await dashboard.show()
    await dashboard.until_seen()
    assert await answers(dashboard) == 1
    assert await dashboard.run("() => location.search") == "?view=hall"


async def test_a_page_that_is_open_answers_too(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_visible()
    await go(dashboard, f"/?latchkey-answer={DOOR}")
    await dashboard.until_seen()
    assert await answers(dashboard) == 1


async def test_a_page_that_learns_late_of_the_ring_answers_then(dashboard: Dashboard) -> None:
    await go(dashboard, f"/?latchkey-answer={DOOR}")
    await dashboard.show()
    await dashboard.ring()
    await dashboard.until_seen()


async def test_the_next_call_is_not_answered(dashboard: Dashboard) -> None:
    await go(dashboard, f"/?latchkey-answer={DOOR}")
    await dashboard.ring()
    await dashboard.show()
    await dashboard.until_seen()
    await dashboard.button("Hang up").click()
    await dashboard.ring(on=False)
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_visible()
    assert await answers(dashboard) == 1


async def test_who_comes_too_late_answers_no_other_call(dashboard: Dashboard) -> None:
    await go(dashboard, f"/?latchkey-answer={DOOR}")
    await dashboard.show()
    await dashboard.run("() => { const now = Date.now; Date.now = () => now() + 11_000; }")
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_visible()
    assert await answers(dashboard) == 0


async def test_the_call_of_another_door_is_not_answered(dashboard: Dashboard) -> None:
    await go(dashboard, "/?latchkey-answer=camera.ingresso")
    await dashboard.ring()
    await dashboard.show()
    await expect(dashboard.button("Answer")).to_be_visible()
    assert await answers(dashboard) == 0


async def test_a_preview_answers_nothing(dashboard: Dashboard) -> None:
    await go(dashboard, f"/?latchkey-answer={DOOR}")
    await dashboard.ring()
    await dashboard.run("entity => void home.show({ entity }, undefined, true)", DOOR)
    await dashboard.ring(on=False)
    await dashboard.ring()
    assert await answers(dashboard) == 0


async def test_the_microphone_waits_for_a_click_on_the_page(dashboard: Dashboard) -> None:
    await go(dashboard, f"/?latchkey-answer={DOOR}")
    await dashboard.ring()
    await dashboard.show(talk="open")
    await dashboard.until_seen()
    await expect(dashboard.button("Microphone")).to_have_attribute("aria-pressed", "false")
