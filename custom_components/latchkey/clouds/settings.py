"""Which account it is, and what a person wants of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .model import RelayKind

NOWHERE: Final = "-"
"""The place of what is in none; no place has this id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One feature that a person may have shown."""

    id: str
    """Names it among all of the account, for ever."""

    name: str
    """What people call it, without the name of its device."""

    word: str
    """How it is now, in the words of its vendor."""

    kind: str
    place: str = NOWHERE
    """The id of a place, or `NOWHERE`."""

    device: str | None = None
    housekeeping: bool = False
    """Whether it is shown only where `Selection.housekeeping` has it."""

    mirrored: bool = False
    """Whether it is shown only where `Selection.mirrored` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Out of what a person may choose which of an account's features are shown."""

    features: tuple[Choice, ...]
    places: Mapping[str, str]
    devices: Mapping[str, str]
    labels: Mapping[str, str]
    """Names by ids."""

    shown: frozenset[str] = frozenset()
    """The ids of the features that are shown now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which features of an account are shown: what one of these names, and nothing that `excluded` does.

    Patterns are globs such as "light.kitchen_*". Where nothing is named, everything is shown.
    """

    places: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    """The ids of single ones (`Choice.id`)."""

    labels: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    mirrored: bool = False
    """Whether also what is there itself mirrored from somewhere else."""

    housekeeping: bool = True
    """Whether also what only concerns the vendor's own house: its backups, updates, how well it runs."""

    @property
    def names_something(self) -> bool:
        """Whether it names anything, rather than that everything is shown."""
        return any((self.places, self.devices, self.features, self.labels, self.kinds, self.patterns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Which account it is, and what a person wants of it."""

    account_id: str = ""
    """The vendor's own id of the account (`Account.id`); empty where nobody has asked for it yet."""

    account_name: str = ""
    """What its owner calls it there, as far as it is known."""

    software_versions: Mapping[str, str] = field(default_factory=dict)
    """What devices were known to run before this start, by their ids."""

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
