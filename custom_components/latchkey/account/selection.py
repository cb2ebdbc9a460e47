"""What a person chose to see of an account, as its entry stores it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from ..clouds.settings import Selection

CONF_PLACES: Final = "places"
CONF_LABELS: Final = "labels"
CONF_KINDS: Final = "kinds"
CONF_PATTERNS: Final = "patterns"
CONF_EXCLUDED: Final = "excluded"
CONF_MIRRORED: Final = "mirrored"


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
