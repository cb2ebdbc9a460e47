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
from ..clouds.base import Choices, Selection

CONF_SHOWN_PLACES: Final = "shown_places"


def selection_schema(choices: Choices, selection: Selection) -> dict[vol.Optional, Any]:
    """Return the fields, filled with what is chosen now."""
    kinds = {kind: f"{kind} ({count})" for kind, count in choices.kinds.items()}
    texts = selector.TextSelector(selector.TextSelectorConfig(multiple=True))
    return {
        vol.Optional(CONF_PLACES, default=sorted(selection.places)): _choice(choices.places),
        vol.Optional(CONF_LABELS, default=sorted(selection.labels)): _choice(choices.labels),
        vol.Optional(CONF_KINDS, default=sorted(selection.kinds)): _choice(kinds),
        vol.Optional(CONF_PATTERNS, default=list(selection.patterns)): texts,
        vol.Optional(CONF_EXCLUDED, default=list(selection.excluded)): texts,
        vol.Optional(CONF_MIRRORED, default=selection.mirrored): selector.BooleanSelector(),
    }


def _choice(names: Mapping[str, str]) -> selector.SelectSelector:
    """Return a choice of several out of some names; what was chosen before may be gone by now."""
    by_name = sorted(names.items(), key=lambda each: each[1].casefold())
    options = [selector.SelectOptionDict(value=value, label=name) for value, name in by_name]
    return selector.SelectSelector(
        selector.SelectSelectorConfig(options=options, multiple=True, custom_value=True)
    )


def places_schema(places: Mapping[str, str], hidden: set[str]) -> dict[vol.Required, Any]:
    """Return the field of the places that are shown."""
    by_name = sorted(places.items(), key=lambda place: place[1].casefold())
    options = [selector.SelectOptionDict(value=place, label=name) for place, name in by_name]
    shown = [place for place, _ in by_name if place not in hidden]
    choice = selector.SelectSelector(selector.SelectSelectorConfig(options=options, multiple=True))
    return {vol.Required(CONF_SHOWN_PLACES, default=shown): choice}
