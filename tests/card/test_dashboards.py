"""What dashboards ask of the card: the picker, the editor, sizes, and what cannot be shown."""

import re
from typing import Any

import pytest
from playwright.async_api import expect

from .dashboard import DOOR, Dashboard, Visit

pytestmark = pytest.mark.asyncio(loop_scope="session")

USUAL = {"view": "picture", "talk": "hold"}
LANGUAGES = ["de", "en", "es", "fr", "it", "nl"]
WORDS = """async () => {
    const text = await (await fetch("/latchkey-door.js")).text();
    return new Function(`${text}; return WORDS`)();
}"""
FORM = """() => {
    const { schema, computeLabel, computeHelper } = customElements.get("latchkey-door").getConfigForm();
    return schema.map((field) => [field.name, computeLabel(field), computeHelper(field) || ""]);
}"""
LARGE_ENOUGH = """card => [...card.shadowRoot.querySelectorAll("button")]
    .filter((button) => button.offsetParent)
    .map((button) => button.getBoundingClientRect())
    .every(({ width, height }) => width >= 44 && height >= 44)"""


async def test_the_picker_lists_it_once(dashboard: Dashboard) -> None:
    await dashboard.page.add_script_tag(url="/latchkey-door.js?again", type="module")
    listed = await dashboard.run("() => customCards.map(({ type, name, preview }) => [type, name, preview])")
    assert listed == [["latchkey-door", "Door phone", True]]


@pytest.mark.parametrize("visit", [Visit(language="it")])
async def test_the_picker_speaks_the_language_of_the_page(dashboard: Dashboard) -> None:
    assert await dashboard.run("() => customCards[0].name") == "Videocitofono"
    assert (
        await dashboard.run("() => customCards[0].description")
        == "Vedi chi è alla porta, rispondi, parla e apri."
    )


@pytest.mark.parametrize(
    ("entity", "suggestion"),
    [
        (DOOR, {"config": {"type": "custom:latchkey-door", "entity": DOOR, **USUAL}}),
        ("camera.elsewhere", None),  # Of another integration.
        ("camera.garden", None),  # At no door.
        ("camera.call_home", None),  # Those at home are no door either.
        ("lock.portone", None),
        ("camera.gone", None),
    ],
)
async def test_it_is_suggested_for_cameras_at_doors(
    dashboard: Dashboard, entity: str, suggestion: dict[str, Any] | None
) -> None:
    await dashboard.run("""() => {
        const bell = ["unknown", {}, "doorbell"];
        home.add("Elsewhere", { "camera.elsewhere": ["idle", {}], "event.elsewhere": bell });
        home.entities["camera.elsewhere"].platform = "another";
        home.add("Garden", { "camera.garden": ["idle", {}] });
        home.add("Classe 300X", { "camera.call_home": ["idle", {}, "call_home"], "event.bell": bell }, null);
    }""")
    assert (
        await dashboard.run("id => customCards[0].getEntitySuggestion(home.hass, id)", entity) == suggestion
    )


async def test_a_new_card_shows_the_first_door(dashboard: Dashboard) -> None:
    script = "ids => customElements.get('latchkey-door').getStubConfig(home.hass, ids, ['camera.strada'])"
    assert await dashboard.run(script, ["lock.portone", "camera.ingresso"]) == {
        "entity": "camera.ingresso",
        **USUAL,
    }
    assert await dashboard.run(script, ["lock.portone"]) == {"entity": "camera.strada", **USUAL}


async def test_a_preview_opens_nothing(dashboard: Dashboard) -> None:
    await dashboard.run(f"() => void home.show({{ entity: '{DOOR}', view: 'live' }}, document.body, true)")
    await expect(dashboard.button("Live view")).to_be_disabled()
    await expect(dashboard.button("Portone")).to_be_disabled()
    assert not await dashboard.called("camera/webrtc/get_client_config")


async def test_the_editor_names_its_fields(dashboard: Dashboard) -> None:
    assert await dashboard.run(FORM) == [
        ["entity", "Camera of the door", ""],
        ["view", "View", ""],
        ["talk", "Talk", ""],
        ["to_front", "Come to the front while it rings", ""],
        ["locks", "Locks", "Leave empty to show all locks of this home."],
    ]


async def test_the_editor_speaks_the_language_that_was_seen_last(dashboard: Dashboard) -> None:
    await dashboard.run("() => { home.locale = { ...home.locale, language: 'de' } }")
    await dashboard.show()
    assert (await dashboard.run(FORM))[0] == ["entity", "Kamera der Tür", ""]


async def test_sections_give_it_the_height_of_its_content(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    assert await card.evaluate("card => card.getGridOptions()") == {"columns": 12, "min_columns": 6}
    assert await card.evaluate("card => card.getCardSize()") == 9


@pytest.mark.parametrize(
    "config", [{}, {"entity": ""}, {"entity": "lock.portone"}, {"entity": ["camera.strada"]}]
)
async def test_a_configuration_without_a_camera_says_what_is_missing(
    dashboard: Dashboard, config: dict[str, Any]
) -> None:
    said = await dashboard.run(
        """config => {
            try {
                document.createElement("latchkey-door").setConfig(config);
            } catch (error) {
                return error.message;
            }
        }""",
        config,
    )
    assert said == "Select the camera of a door."


async def test_a_camera_that_does_not_exist_is_named(dashboard: Dashboard) -> None:
    await dashboard.show(entity="camera.gone", view="live")
    await expect(dashboard.state).to_have_text("camera.gone does not exist.")
    await expect(dashboard.button("Live view")).to_be_disabled()


async def test_a_door_that_is_out_of_reach_says_so(dashboard: Dashboard) -> None:
    await dashboard.run(f"() => home.set('{DOOR}', 'unavailable')")
    await dashboard.show()
    await expect(dashboard.state).to_have_text("Unavailable")
    await expect(dashboard.button("Live view")).to_be_disabled()


async def test_the_last_calls_are_shown_with_their_pictures(dashboard: Dashboard) -> None:
    await dashboard.run("""() => {
        home.callList = [
            { title: "Strada · 10:12 · Missed", can_play: true, media_content_id: "one" },
            { title: "Strada · 09:00 · Ended", can_play: false, media_content_id: "two" },
        ];
    }""")
    card = await dashboard.show()
    await expect(dashboard.button("Last calls")).to_have_attribute("aria-expanded", "false")
    await dashboard.button("Last calls").click()
    await expect(dashboard.button("Last calls")).to_have_attribute("aria-expanded", "true")
    calls = card.get_by_role("listitem")
    await expect(calls).to_have_text(["Strada · 10:12 · Missed", "Strada · 09:00 · Ended"])
    await expect(calls.first.locator("img")).to_have_attribute("src", "/picture.jpg")
    assert await dashboard.called("media_source/browse_media") == [["media-source://latchkey/entry"]]
    await calls.first.get_by_role("button").click()
    await expect(calls.first.get_by_role("button")).to_have_attribute("aria-expanded", "true")


async def test_without_calls_it_says_that_there_are_none(dashboard: Dashboard) -> None:
    await dashboard.refuse("media_source/browse_media", code="browse_media_failed")
    card = await dashboard.show()
    await dashboard.button("Last calls").click()
    await expect(card.get_by_role("listitem")).to_have_text("There are no calls yet.")


async def test_the_list_of_calls_is_read_again_when_a_call_is_over(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.button("Last calls").click()
    await expect(card.get_by_role("listitem")).to_have_text("There are no calls yet.")
    await dashboard.ring()
    await dashboard.run("() => { home.callList = [{ title: 'Strada · 10:20', can_play: false }] }")
    await dashboard.ring(on=False)
    await expect(card.get_by_role("listitem")).to_have_text("Strada · 10:20")


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example.com/picture.jpg", "//elsewhere.example.com/", "x"]
)
async def test_pictures_come_from_home_assistant_alone(dashboard: Dashboard, address: str) -> None:
    await dashboard.run(f"address => home.set('{DOOR}', 'idle', {{ entity_picture: address }})", address)
    card = await dashboard.show()
    await expect(card.locator(".nothing")).to_be_visible()
    assert await card.locator(".stage img").get_attribute("src") is None


async def test_every_language_has_every_text_with_the_same_gaps(dashboard: Dashboard) -> None:
    words = await dashboard.run(WORDS)
    assert sorted(words) == LANGUAGES
    gaps = {
        language: [(key, re.findall(r"{\w+}", text)) for key, text in texts.items()]
        for language, texts in words.items()
    }
    assert all(each == gaps["en"] for each in gaps.values())


@pytest.mark.parametrize("visit", [Visit(width=320), Visit(width=390, direction="rtl"), Visit()])
async def test_every_button_is_large_enough_for_a_finger_and_nothing_overflows(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    assert await card.evaluate(LARGE_ENOUGH)
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    assert await card.evaluate(LARGE_ENOUGH)
    assert await dashboard.run("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("visit", [Visit(direction="rtl")])
async def test_where_people_read_from_the_right_a_lock_fills_from_the_right(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.hold(dashboard.button("Portone"))
    await dashboard.page.wait_for_timeout(300)
    gap = await card.locator(".progress").first.evaluate(
        "fill => fill.parentNode.getBoundingClientRect().right - fill.getBoundingClientRect().right"
    )
    assert gap < 1


@pytest.mark.parametrize("visit", [Visit(motion="reduce")])
async def test_nothing_moves_for_whoever_wants_that(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.ring()
    assert await card.evaluate("card => card.shadowRoot.getAnimations().length") == 0


async def test_a_screen_reader_finds_a_name_for_everything(dashboard: Dashboard) -> None:
    card = await dashboard.show()
    await dashboard.button("Live view").click()
    await dashboard.until_seen()
    await expect(card.get_by_role("button", name="", exact=True)).to_have_count(0)
    await expect(card.locator("video")).to_have_attribute("aria-label", "Live view: Strada")
    await expect(card.get_by_role("group", name="Strada")).to_be_visible()
