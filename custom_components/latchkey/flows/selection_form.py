"""The form in which a person chooses what of an account is shown."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol
from homeassistant.helpers import selector

from ..account.selection import (
    CONF_EXCLUDED,
    CONF_KINDS,
    CONF_LABELS,
    CONF_MIRRORED,
    CONF_PATTERNS,
    CONF_PLACES,
)
from ..clouds.settings import Choices, Selection
from .fields import some_of

CONF_SHOWN_PLACES: Final = "shown_places"


def selection_schema(choices: Choices, selection: Selection) -> dict[vol.Optional, Any]:
    """Return the fields, filled with what is chosen now."""
    kinds = {kind: f"{kind} ({count})" for kind, count in choices.kinds.items()}
    texts = selector.TextSelector(selector.TextSelectorConfig(multiple=True))
    return {
        vol.Optional(CONF_PLACES, default=sorted(selection.places)): some_of(choices.places, others=True),
        vol.Optional(CONF_LABELS, default=sorted(selection.labels)): some_of(choices.labels, others=True),
        vol.Optional(CONF_KINDS, default=sorted(selection.kinds)): some_of(kinds, others=True),
        vol.Optional(CONF_PATTERNS, default=list(selection.patterns)): texts,
        vol.Optional(CONF_EXCLUDED, default=list(selection.excluded)): texts,
        vol.Optional(CONF_MIRRORED, default=selection.mirrored): selector.BooleanSelector(),
    }


def shows_no_place(user_input: Mapping[str, Any]) -> bool:
    """Return whether nothing at all would be shown, of places among which a person may choose."""
    return user_input.get(CONF_SHOWN_PLACES) == []


def places_schema(places: Mapping[str, str], hidden: set[str]) -> dict[vol.Required, Any]:
    """Return the field of the places that are shown."""
    by_name = sorted(places, key=lambda place: places[place].casefold())
    shown = [place for place in by_name if place not in hidden]
    return {vol.Required(CONF_SHOWN_PLACES, default=shown): some_of(places)}
