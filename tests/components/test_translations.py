"""Every name and every word that a person reads has a text, in every language, and every icon has a name."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.translation import async_get_translations, recursive_flatten
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import latchkey
from custom_components.latchkey.const import DOMAIN
from custom_components.latchkey.entities.entity import LatchkeyEntity

FOLDER: Final = Path(latchkey.__file__).parent
LANGUAGES: Final[dict[str, dict[str, Any]]] = {
    path.stem: json.loads(path.read_text()) for path in sorted((FOLDER / "translations").glob("*.json"))
}
ENGLISH: Final = LANGUAGES["en"]
FLAT: Final = {language: recursive_flatten("", texts) for language, texts in LANGUAGES.items()}
TEXTS: Final[dict[str, dict[str, Any]]] = ENGLISH["entity"]
ICONS: Final[dict[str, dict[str, Any]]] = json.loads((FOLDER / "icons.json").read_text())["entity"]

STATES: Final = {"select": "options", "sensor": "options", "water_heater": "operation_list"}
"""By platform, the list of its states."""

ATTRIBUTES: Final = {
    "effect": "effect_list",
    "fan_mode": "fan_modes",
    "operation_mode": "operation_list",
    "preset_mode": "preset_modes",
    "swing_mode": "swing_modes",
}
"""By attribute, the list of its words."""

MARKUP: Final = ("`", "](", "\n\n")
"""What is marked up in every language: code, links, paragraphs."""

WIDTHS: Final = {"select": 36}
"""By platform, the characters of a name that fit: what is chosen stands below it, rather than beside it."""

LINE_OF_REPAIR: Final = 27
"""Characters."""

LONG: Final = 15
"""A text of more characters is no name that languages share, as Firmware and Zone are."""


@pytest.fixture
async def entities(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    evohome_entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> list[er.RegistryEntry]:
    """Return all entities of the catalogues, those too that are disabled at first."""
    monkeypatch.setattr(LatchkeyEntity, "entity_registry_enabled_default", True)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert evohome_entry.state is ConfigEntryState.LOADED
    return list(er.async_get(hass).entities.values())


def words(attributes: dict[str, Any], entity: er.RegistryEntry) -> Iterator[str]:
    """Yield where the text of each word belongs that an entity may show."""
    for word in attributes.get(STATES.get(entity.domain, ""), ()):
        yield f"state.{word}"
    for attribute, listed in ATTRIBUTES.items():
        for word in attributes.get(listed) or ():
            yield f"state_attributes.{attribute}.state.{word}"


async def test_every_entity_that_is_not_the_device_itself_has_a_name(
    entities: list[er.RegistryEntry],
) -> None:
    for entity in entities:
        names = TEXTS.get(entity.domain, {}).get(entity.translation_key or "", {})
        if entity.original_name is not None:
            assert "name" in names, entity.entity_id
            assert "{" not in entity.original_name


async def test_no_two_entities_of_a_device_have_the_same_name(entities: list[er.RegistryEntry]) -> None:
    names = [(entity.device_id, entity.domain, entity.original_name) for entity in entities]
    assert len(names) == len(set(names))


async def test_every_word_that_can_be_chosen_or_shown_has_a_text(
    hass: HomeAssistant, entities: list[er.RegistryEntry]
) -> None:
    own = await async_get_translations(hass, "en", "entity", [DOMAIN])
    common = await async_get_translations(
        hass, "en", "entity_component", {entity.domain for entity in entities}
    )
    missing = [
        f"{entity.domain}.{entity.translation_key}.{word}"
        for entity in entities
        if (state := hass.states.get(entity.entity_id)) is not None
        for word in words(dict(state.attributes), entity)
        if f"component.{DOMAIN}.entity.{entity.domain}.{entity.translation_key}.{word}" not in own
        and f"component.{entity.domain}.entity_component._.{word}" not in common
    ]
    assert not missing


@pytest.mark.parametrize("platform", ICONS)
def test_every_icon_belongs_to_a_name(platform: str) -> None:
    assert set(ICONS[platform]) <= set(TEXTS[platform])


@pytest.mark.parametrize("platform", ICONS)
def test_the_icon_of_a_state_differs_from_the_default(platform: str) -> None:
    for label, icons in ICONS[platform].items():
        for icon in (icons, *icons.get("state_attributes", {}).values()):
            assert icon.get("default") not in icon.get("state", {}).values(), label


@pytest.mark.parametrize("flow", ["config", "options"])
def test_no_address_in_a_dialog_is_a_link_by_chance(flow: str) -> None:
    for step in ENGLISH[flow]["step"].values():
        for text in (step.get("description", ""), *step.get("data_description", {}).values()):
            assert not re.search(r"(?<!`)\{(example|host|tried|url|username)\}(?!`)", text)


@pytest.mark.parametrize("step", ["credentials", "credentials_again", "login", "login_again"])
def test_no_login_form_speaks_of_a_code_before_there_is_one(step: str) -> None:
    assert "code" not in json.dumps(ENGLISH["config"]["step"][step])


def test_the_code_of_an_app_is_not_said_to_have_been_sent() -> None:
    assert "sent" not in json.dumps(ENGLISH["config"]["step"]["app_code"])
    assert "sent" not in ENGLISH["config"]["error"]["invalid_code"]


@pytest.fixture(params=FLAT)
def language(request: pytest.FixtureRequest) -> str:
    """Return each language in turn."""
    return str(request.param)


def entity_names(language: str) -> dict[str, str]:
    """Return the names of entities, by the keys of their texts."""
    return {key: text for key, text in FLAT[language].items() if re.fullmatch(r"entity\.\w+\.\w+\.name", key)}


def test_latchkey_speaks_six_languages() -> None:
    assert set(FLAT) == {"de", "en", "es", "fr", "it", "nl"}


def test_every_language_has_the_texts_that_english_has(language: str) -> None:
    assert list(FLAT[language]) == list(FLAT["en"])


def test_every_language_leaves_the_same_open_as_english(language: str) -> None:
    assert {key: set(re.findall(r"\{\w*\}", text)) for key, text in FLAT[language].items()} == {
        key: set(re.findall(r"\{\w*\}", text)) for key, text in FLAT["en"].items()
    }


@pytest.mark.parametrize("mark", MARKUP)
def test_every_language_marks_up_the_same_as_english(language: str, mark: str) -> None:
    assert {key: text.count(mark) for key, text in FLAT[language].items()} == {
        key: text.count(mark) for key, text in FLAT["en"].items()
    }


@pytest.mark.parametrize("mark", ["**", "`"])
def test_what_is_marked_up_ends(language: str, mark: str) -> None:
    assert not [key for key, text in FLAT[language].items() if text.count(mark) % 2]


@pytest.mark.parametrize("language", sorted(FLAT.keys() - {"en"}))
def test_no_language_leaves_a_long_text_in_english(language: str) -> None:
    english = FLAT["en"]
    assert not [key for key, text in FLAT[language].items() if text == english[key] and len(text) > LONG]


def test_no_name_of_an_entity_is_too_long_for_the_page(language: str) -> None:
    assert not [
        name
        for key, name in entity_names(language).items()
        if len(name.replace("{index}", "1")) > WIDTHS.get(key.split(".")[1], 30)
    ]


def test_the_title_of_a_step_of_a_repair_is_one_line_on_a_phone(language: str) -> None:
    # A second line would lie over what stands below it: names belong in the text.
    titles = {
        key: text
        for key, text in FLAT[language].items()
        if key.startswith("issues.") and ".fix_flow.step." in key and key.endswith(".title")
    }
    assert titles
    assert not {key: text for key, text in titles.items() if "{" in text or len(text) > LINE_OF_REPAIR}


@pytest.mark.parametrize(
    ("delay", "volume"),
    [
        ("entry_delay", "entry_delay_volume"),
        ("exit_delay_away", "exit_delay_volume_away"),
        ("exit_delay_home", "exit_delay_volume_home"),
    ],
)
def test_the_volume_of_a_delay_is_named_after_it(language: str, delay: str, volume: str) -> None:
    names = entity_names(language)
    words_of_delay = names[f"entity.number.{delay}.name"].casefold().split()
    assert set(words_of_delay) < set(names[f"entity.select.{volume}.name"].casefold().split())


def test_no_error_names_an_address_and_its_host(language: str) -> None:
    errors = (text for key, text in FLAT[language].items() if key.startswith("config.error."))
    assert not [text for text in errors if "{tried}" in text and "{host}" in text]


def test_what_english_tells_apart_every_language_does(language: str) -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for key in (key for key in FLAT["en"] if key.startswith("entity.")):
        _, platform, *_, last = key.split(".")
        among = platform if last == "name" else key.removesuffix(last)
        meanings.setdefault((among, FLAT[language][key]), set()).add(FLAT["en"][key])
    assert not {text: meant for (_, text), meant in meanings.items() if len(meant) > 1}


def test_no_word_is_doubled(language: str) -> None:
    assert not [text for text in FLAT[language].values() if re.search(r"\b(\w+) \1\b", text, re.IGNORECASE)]
