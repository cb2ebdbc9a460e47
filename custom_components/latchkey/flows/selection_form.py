"""The forms in which a person chooses what of an account is shown."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import voluptuous as vol
from homeassistant.helpers import selector

from ..account.selection import (
    CONF_EXCLUDED,
    CONF_FEATURES,
    CONF_HOUSEKEEPING,
    CONF_KINDS,
    CONF_LABELS,
    CONF_MIRRORED,
    CONF_PATTERNS,
    CONF_PLACES,
)
from ..clouds.settings import Choices, Selection
from .fields import some_of
from .tree import Branch, Tree

CONF_SHOWN_PLACES: Final = "shown_places"
CONF_PARTIAL_PLACES: Final = "partial_places"
CONF_WHOLE_DEVICES: Final = "whole_devices"
CONF_PARTIAL_DEVICES: Final = "partial_devices"

_PATTERNS: Final = selector.TextSelector(selector.TextSelectorConfig(multiple=True))


def everything_schema(selection: Selection) -> vol.Schema:
    """Return the fields of what is left out of everything."""
    return vol.Schema({_filled(CONF_EXCLUDED, selection.excluded): _PATTERNS, **_extras(selection)})


def rules_schema(choices: Choices, selection: Selection, kinds: Mapping[str, str]) -> vol.Schema:
    """Return the fields of the rules by which things are shown."""
    counts = Counter(feature.kind for feature in choices.features)
    counted = {kind: f"{kinds[kind]} ({count})" for kind, count in counts.items()}
    return vol.Schema(
        {
            _filled(CONF_LABELS, sorted(selection.labels)): some_of(choices.labels, others=True),
            _filled(CONF_KINDS, sorted(selection.kinds)): some_of(counted, others=True),
            _filled(CONF_PATTERNS, selection.patterns): _PATTERNS,
            _filled(CONF_EXCLUDED, selection.excluded): _PATTERNS,
            **_extras(selection),
        }
    )


def areas_schema(tree: Tree) -> vol.Schema:
    """Return the fields of the places that are shown, whole or in part."""
    options = tree.place_options()
    return vol.Schema(
        {
            _filled(CONF_PLACES, tree.whole_places): some_of(options),
            _filled(CONF_PARTIAL_PLACES, tree.partial_places): some_of(options),
            **_extras(tree.chosen),
        }
    )


def branch_schema(tree: Tree, branch: Branch) -> vol.Schema:
    """Return the fields of what is in a place, or of a device."""
    fields: dict[vol.Optional, Any] = {}
    devices = {} if branch.is_device else tree.device_options(branch.id)
    if devices:
        fields[_filled(CONF_WHOLE_DEVICES, tree.whole_devices(branch.id))] = some_of(devices)
        fields[_filled(CONF_PARTIAL_DEVICES, tree.partial_devices(branch.id))] = some_of(devices)
    if features := tree.feature_options(branch):
        fields[_filled(CONF_FEATURES, tree.chosen_features(branch))] = some_of(features)
    return vol.Schema(fields)


def shows_no_place(user_input: Mapping[str, Any]) -> bool:
    """Return whether nothing at all would be shown, of places among which a person may choose."""
    return user_input.get(CONF_SHOWN_PLACES) == []


def places_schema(places: Mapping[str, str], hidden: set[str]) -> dict[vol.Required, Any]:
    """Return the field of the places that are shown."""
    by_name = sorted(places, key=lambda place: places[place].casefold())
    shown = [place for place in by_name if place not in hidden]
    return {vol.Required(CONF_SHOWN_PLACES, default=shown): some_of(places)}


def _extras(selection: Selection) -> dict[vol.Optional, Any]:
    """Return the fields of what is shown only if a person wants it."""
    return {
        vol.Optional(CONF_HOUSEKEEPING, default=selection.housekeeping): selector.BooleanSelector(),
        vol.Optional(CONF_MIRRORED, default=selection.mirrored): selector.BooleanSelector(),
    }


def _filled(name: str, values: Iterable[str]) -> vol.Optional:
    """Return the name of a field of a list, which is not sent where a person has emptied it."""
    return vol.Optional(name, default=list, description={"suggested_value": list(values)})
