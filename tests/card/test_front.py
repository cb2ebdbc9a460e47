"""A card that comes to the front of the page while it rings."""

import pytest
from playwright.async_api import expect

from .dashboard import Dashboard, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOCUS_ANOTHER_BUTTON = """() => {
    const button = document.createElement("button");
    document.body.prepend(button);
    button.focus();
}"""


async def test_it_comes_while_it_rings_and_goes_with_the_call(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)
    await dashboard.ring()
    await expect(dashboard.page.get_by_role("dialog", name="Strada")).to_be_visible()
    await dashboard.ring(on=False)
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)
    await expect(dashboard.button("Live view")).to_be_visible()


async def test_it_stays_where_it_is_unless_the_person_wants_it(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_visible()
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)


async def test_answer_has_the_focus_and_whatever_had_it_gets_it_back(dashboard: Dashboard) -> None:
    await dashboard.run(FOCUS_ANOTHER_BUTTON)
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_focused()
    await dashboard.ring(on=False)
    await expect(dashboard.page.locator("body > button")).to_be_focused()


@pytest.mark.parametrize("visit", [Visit(width=844, height=390), Visit(width=320, height=568)])
async def test_on_a_phone_answer_is_in_sight_however_it_is_held(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_in_viewport(ratio=1)


async def test_escape_closes_it_for_this_call(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await dashboard.page.keyboard.press("Escape")
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)
    await expect(dashboard.button("Answer")).to_be_visible()
    await dashboard.run("() => home.set('lock.portone', 'unlocked')")
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)
    await dashboard.ring(on=False)
    await dashboard.ring()
    await expect(dashboard.page.get_by_role("dialog")).to_be_visible()


async def test_a_button_closes_it_too(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await dashboard.button("Close").click()
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)
    await expect(dashboard.button("Close")).to_be_hidden()


async def test_it_stays_as_long_as_people_talk(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until_seen()
    await dashboard.ring(on=False)
    await expect(dashboard.page.get_by_role("dialog")).to_be_visible()
    await dashboard.button("Hang up").click()
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)


async def test_the_focus_is_on_what_comes_next(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await dashboard.page.keyboard.press("Enter")
    await expect(dashboard.button("Hold to talk")).to_be_focused()


async def test_a_call_goes_on_when_it_is_closed(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await dashboard.button("Answer").click()
    await dashboard.until_seen()
    await dashboard.page.keyboard.press("Escape")
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)
    await expect(dashboard.state).to_have_text("Connected")
    await dashboard.until("() => home.open.join() === '1,1'")


async def test_one_of_several_cards_of_a_door_is_enough(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(1)


async def test_a_card_that_is_edited_stays_where_it_is(dashboard: Dashboard) -> None:
    card = await dashboard.show(to_front=True)
    await card.evaluate("card => { card.preview = true }")
    await dashboard.ring()
    await expect(dashboard.state).to_have_text("Someone is at the door")
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)


async def test_a_card_that_is_removed_leaves_nothing_in_front(dashboard: Dashboard) -> None:
    card = await dashboard.show(to_front=True)
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await card.evaluate("card => card.remove()")
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(0)
    await dashboard.ring(on=False)
    await dashboard.ring()
    await expect(dashboard.page.get_by_role("dialog")).to_have_count(1)


@pytest.mark.parametrize("visit", [Visit(script="delete HTMLDialogElement.prototype.showModal")])
async def test_a_browser_without_dialogs_shows_the_card_where_it_is(dashboard: Dashboard) -> None:
    await dashboard.show(to_front=True)
    await dashboard.ring()
    await expect(dashboard.button("Answer")).to_be_visible()
