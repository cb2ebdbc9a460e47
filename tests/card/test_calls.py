"""Somebody rings: what the card shows, and what answering and rejecting do."""

import pytest
from playwright.async_api import expect

from .dashboard import DOOR, Dashboard

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_ring_is_said_at_the_top(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await expect(card.locator("[aria-live]")).to_have_text("Last call: 10:12 AM · missed")
    await dashboard.ring()
    await expect(card.locator("[aria-live]")).to_have_text("Someone is at the door")


async def test_answering_shows_the_door_and_leaves_nothing_open_when_it_is_over(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until(
        "() => home.cards.values().next().value.shadowRoot.querySelector('video').videoWidth"
    )
    await dashboard.button("Hang up").click()
    await dashboard.until_closed()


async def test_rejecting_asks_home_assistant_to(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await dashboard.button("Reject").click()
    await expect(dashboard.button("Reject")).to_be_hidden()
    assert await dashboard.called("latchkey.reject") == [[DOOR, False]]
