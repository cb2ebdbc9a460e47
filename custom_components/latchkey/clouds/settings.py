"""What a person wants of an account."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .model import RelayKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Out of what a person may choose which of an account's features are shown."""

    places: Mapping[str, str]
    labels: Mapping[str, str]
    """Names by ids."""

    kinds: Mapping[str, int]
    """How many features there are of each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which features of an account are shown: what one of these names, and nothing that `excluded` does.

    Patterns are globs such as "light.kitchen_*". Where nothing is named, everything is shown.
    """

    places: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    mirrored: bool = False
    """Whether also what is there itself mirrored from somewhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person wants of an account."""

    hidden_places: frozenset[str] = frozenset()
    """Places whose devices are not shown: how they are need not be asked for."""

    selection: Selection = Selection()
    own_account_ids: frozenset[str] = frozenset()
    """The ids of the users of this Home Assistant: what is mirrored from here is not mirrored back."""

    fahrenheit: bool = False
    """Whether temperatures are read and set in degrees Fahrenheit, where the vendor has both units."""

    relays: Mapping[str, RelayKind] = field(default_factory=dict)
    """As what the relays of these devices are shown; all others are lights."""

    event_types: frozenset[str] = frozenset()
    """The events of the vendor's own bus that are fired here."""
