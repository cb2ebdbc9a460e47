"""The form in which a person chooses what of an account is shown."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import voluptuous as vol
from homeassistant.helpers import selector

from .clouds.base import Choices, Selection

CONF_PLACES: Final = "places"
CONF_LABELS: Final = "labels"
CONF_KINDS: Final = "kinds"
CONF_PATTERNS: Final = "patterns"
CONF_EXCLUDED: Final = "excluded"
CONF_MIRRORED: Final = "mirrored"
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


def parse_selection(stored: Mapping[str, Any]) -> Selection:
    """Return the selection that was typed, or stored."""
    return Selection(
        places=frozenset(stored.get(CONF_PLACES, ())),
        labels=frozenset(stored.get(CONF_LABELS, ())),
        kinds=frozenset(stored.get(CONF_KINDS, ())),
        patterns=tuple(stored.get(CONF_PATTERNS, ())),
        excluded=tuple(stored.get(CONF_EXCLUDED, ())),
        mirrored=stored.get(CONF_MIRRORED, False),
    )


def describe_selection(selection: Selection) -> dict[str, Any]:
    """Return a selection as it is stored."""
    fields = asdict(selection)
    return {key: value if isinstance(value, bool) else sorted(value) for key, value in fields.items()}


def places_schema(places: Mapping[str, str], hidden: set[str]) -> dict[vol.Required, Any]:
    """Return the field of the places that are shown."""
    by_name = sorted(places.items(), key=lambda place: place[1].casefold())
    options = [selector.SelectOptionDict(value=place, label=name) for place, name in by_name]
    shown = [place for place, _ in by_name if place not in hidden]
    choice = selector.SelectSelector(selector.SelectSelectorConfig(options=options, multiple=True))
    return {vol.Required(CONF_SHOWN_PLACES, default=shown): choice}
