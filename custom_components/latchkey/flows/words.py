"""Words in the language of whoever looks at a form, where they are part of a list that the form shows."""

from collections.abc import Iterable, Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..profile import async_read_profile, language_of


async def async_load_words(hass: HomeAssistant, *, translation_key: str) -> Mapping[str, str]:
    """Return the words that stand for the options of something."""
    language = language_of(hass, await async_read_profile(hass))
    words = await async_get_translations(hass, language, "selector", {DOMAIN})
    prefix = f"component.{DOMAIN}.selector.{translation_key}.options."
    return {key.removeprefix(prefix): word for key, word in words.items() if key.startswith(prefix)}


async def async_load_kinds(hass: HomeAssistant, kinds: Iterable[str]) -> Mapping[str, str]:
    """Return what Home Assistant calls some kinds of entities."""
    language = language_of(hass, await async_read_profile(hass))
    names = await async_get_translations(hass, language, "entity_component", set(kinds))
    return {kind: names.get(f"component.{kind}.entity_component._.name", kind) for kind in kinds}
