"""What a person chose to see of an account, as its entry stores it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from ..clouds.settings import Selection

CONF_PLACES: Final = "places"
CONF_DEVICES: Final = "devices"
CONF_FEATURES: Final = "features"
CONF_LABELS: Final = "labels"
CONF_KINDS: Final = "kinds"
CONF_PATTERNS: Final = "patterns"
CONF_EXCLUDED: Final = "excluded"
CONF_MIRRORED: Final = "mirrored"
CONF_HOUSEKEEPING: Final = "housekeeping"


def parse_selection(stored: Mapping[str, Any]) -> Selection:
    """Return the selection that was stored; before housekeeping could be left out, it was shown."""
    return Selection(
        places=frozenset(stored.get(CONF_PLACES, ())),
        devices=frozenset(stored.get(CONF_DEVICES, ())),
        features=frozenset(stored.get(CONF_FEATURES, ())),
        labels=frozenset(stored.get(CONF_LABELS, ())),
        kinds=frozenset(stored.get(CONF_KINDS, ())),
        patterns=parse_patterns(stored.get(CONF_PATTERNS, ())),
        excluded=parse_patterns(stored.get(CONF_EXCLUDED, ())),
        mirrored=stored.get(CONF_MIRRORED, False),
        housekeeping=stored.get(CONF_HOUSEKEEPING, True),
    )


def parse_patterns(rows: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns among the rows of a form, of which some may be blank."""
    return tuple(row.strip() for row in rows if row.strip())


def describe_selection(selection: Selection) -> dict[str, Any]:
    """Return a selection as it is stored."""
    fields = asdict(selection)
    return {key: value if isinstance(value, bool) else sorted(value) for key, value in fields.items()}
