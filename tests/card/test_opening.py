"""Opening: a lock asks to be held, and tells what came of it; lights are switched."""

import pytest
from playwright.async_api import expect

from .dashboard import Dashboard

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONGER_THAN_IT_TAKES = 1000


async def test_a_lock_that_is_held_opens_and_says_so(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.hold(dashboard.button("Portone"))
    await expect(dashboard.button("Portone")).to_contain_text("Keep holding")
    await expect(dashboard.button("Portone")).to_contain_text("Opened")
    await dashboard.let_go()
    await expect(dashboard.message).to_have_text("Portone was opened.")
    assert await dashboard.called("lock.open") == [["lock.portone", False]]


async def test_a_slip_of_the_finger_opens_nothing_and_says_how(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.button("Portone").click()
    await expect(dashboard.message).to_have_text("Hold the button until it is filled to open Portone.")
    await dashboard.page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    assert not await dashboard.called("lock.open")


async def test_a_mouse_that_leaves_the_button_opens_nothing(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.hold(dashboard.button("Portone"))
    await dashboard.page.mouse.move(5, 5)
    await dashboard.page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    assert not await dashboard.called("lock.open")


@pytest.mark.parametrize(
    "change",
    [
        "() => { home.entities = { ...home.entities }; home.push(); }",
        "() => home.cards.forEach((card) => card.remove())",
    ],
    ids=["made anew", "removed"],
)
async def test_a_finger_on_a_button_that_is_gone_opens_nothing(dashboard: Dashboard, change: str) -> None:
    await dashboard.show()
    await dashboard.touch(dashboard.button("Portone"))
    await dashboard.run(change)
    await dashboard.page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    assert not await dashboard.called("lock.open")


async def test_a_finger_that_stays_opens(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.touch(dashboard.button("Portone"))
    await expect(dashboard.message).to_have_text("Portone was opened.")


async def test_a_finger_that_slides_away_opens_nothing(dashboard: Dashboard) -> None:
    await dashboard.show()
    finger = await dashboard.touch(dashboard.button("Portone"))
    await finger.point("touchMove", 20, 20)
    await dashboard.page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    assert not await dashboard.called("lock.open")


async def test_another_button_of_the_mouse_opens_nothing(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.button("Portone").hover()
    await dashboard.page.mouse.down(button="right")
    await dashboard.page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    assert not await dashboard.called("lock.open")


@pytest.mark.parametrize("key", ["Enter", "Space"])
async def test_a_key_that_is_held_opens_too(dashboard: Dashboard, key: str) -> None:
    await dashboard.show()
    await dashboard.button("Portone").focus()
    await dashboard.page.keyboard.press(key)
    await dashboard.page.wait_for_timeout(LONGER_THAN_IT_TAKES)
    assert not await dashboard.called("lock.open")
    await dashboard.page.keyboard.down(key)
    await expect(dashboard.message).to_have_text("Portone was opened.")
    await dashboard.page.keyboard.up(key)
    assert len(await dashboard.called("lock.open")) == 1


async def test_a_screen_reader_which_cannot_hold_is_asked_to_press_again(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.button("Portone").evaluate("button => button.click()")
    await expect(dashboard.message).to_have_text("Press again to open Portone.")
    assert not await dashboard.called("lock.open")
    await dashboard.button("Portone").evaluate("button => button.click()")
    await expect(dashboard.message).to_have_text("Portone was opened.")


async def test_a_door_that_does_not_open_says_why(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.refuse(
        "lock.open",
        code="home_assistant_error",
        translation_domain="latchkey",
        translation_key="not_reachable",
        translation_placeholders={"entity": "Portone"},
    )
    await dashboard.hold(dashboard.button("Portone"))
    await expect(dashboard.message).to_have_text("Portone is out of reach.")
    await dashboard.let_go()
    await expect(dashboard.button("Portone")).to_contain_text("Hold to open")


async def test_who_may_not_open_one_is_told_so_once(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.refuse("lock.open", code="unauthorized", message="Unauthorized")
    await dashboard.hold(dashboard.button("Portone"))
    await expect(dashboard.message).to_have_text("You are not allowed to do this.")
    await dashboard.let_go()
    await expect(dashboard.button("Portone")).to_be_disabled()
    await expect(dashboard.button("Cancello")).to_be_enabled()


async def test_a_lock_without_a_latch_is_unlocked(dashboard: Dashboard) -> None:
    await dashboard.show()
    await dashboard.hold(dashboard.button("Cancello"))
    await expect(dashboard.message).to_have_text("Cancello was opened.")
    assert await dashboard.called("lock.unlock") == [["lock.cancello", False]]


async def test_the_locks_of_that_door_phone_are_shown_and_no_others(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await expect(card.locator(".lock .text")).to_have_text(["Portone", "Cancello"])


async def test_locks_can_be_chosen(dashboard: Dashboard) -> None:
    card = await dashboard.show(locks=["lock.elsewhere"])
    await expect(card.locator(".lock .text")).to_have_text(["Elsewhere"])


async def test_a_hidden_lock_is_not_shown(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.entities['lock.cancello'].hidden = true }")
    card = await dashboard.show()
    await expect(card.locator(".lock .text")).to_have_text(["Portone"])


async def test_a_lock_that_is_out_of_reach_or_gone_cannot_be_pressed(dashboard: Dashboard) -> None:
    await dashboard.run("() => home.set('lock.portone', 'unavailable')")
    await dashboard.show(locks=["lock.portone", "lock.gone"])
    await expect(dashboard.button("Portone Unavailable")).to_be_disabled()
    await expect(dashboard.button("lock.gone Unavailable")).to_be_disabled()


async def test_a_lock_that_is_added_is_shown(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.run("""() => {
        home.entities = { ...home.entities };
        home.add("Garage", { "lock.garage": ["locked", {}] });
        home.push();
    }""")
    await expect(card.locator(".lock .text")).to_have_text(["Portone", "Cancello", "Garage"])


async def test_a_light_is_switched(dashboard: Dashboard) -> None:
    await dashboard.show()
    await expect(dashboard.button("Luci scale")).to_have_attribute("aria-pressed", "false")
    await dashboard.button("Luci scale").click()
    await expect(dashboard.button("Luci scale")).to_have_attribute("aria-pressed", "true")


async def test_a_light_whose_relay_is_a_button_is_pressed(dashboard: Dashboard) -> None:
    await dashboard.run("() => home.add('Cortile', { 'button.cortile': ['unknown', {}] })")
    await dashboard.show()
    await dashboard.button("Cortile").click()
    assert await dashboard.called("button.press") == [["button.cortile", False]]


async def test_names_are_never_read_as_html(dashboard: Dashboard) -> None:
    hostile = "<img src=x onerror='window.wasHostile = true'>"
    await dashboard.run(
        """hostile => {
            home.devices.Strada.name = hostile;
            home.set("lock.portone", "locked", { friendly_name: hostile });
            home.set("light.luci_scale", "off", { friendly_name: hostile });
            home.set("event.strada_doorbell", "x", { event_type: hostile });
            home.callList = [{ title: hostile, can_play: true, media_content_id: hostile }];
        }""",
        hostile,
    )
    card = await dashboard.show()
    await expect(card.get_by_role("heading")).to_have_text(hostile)
    await expect(card.locator(".lock .text").first).to_have_text(hostile)
    await dashboard.button("Last calls").click()
    await expect(card.locator(".calls li")).to_have_text(hostile)
    assert not await dashboard.run("() => window.wasHostile")
