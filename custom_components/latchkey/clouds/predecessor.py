"""Integrations that showed the accounts of a vendor before, and what became of their entities here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .model import FeatureId, RelayKind

type MissingReason = Literal["other_account", "not_listed", "not_shown", "merged", "no_counterpart"]
"""Why an entity has no counterpart here.

It is one of another account; its device is not listed by the vendor any more; a person chose not to show it;
several became one, which another of them takes; or nothing here tells or does what it did.
"""


def brings_nothing(entry_unique_id: str, unique_id: str) -> bool:
    """Return that a config entry brings no entity but those that the registry knows it by."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Predecessor:
    """Another integration for the accounts of the same vendor."""

    domain: str
    """Its domain, such as "bticino_intercom"."""

    name: str
    """How it presents itself."""

    must_go_first: bool = False
    """Whether it cannot be installed beside Latchkey: the libraries of the two exclude each other."""

    in_yaml: bool = False
    """Whether it is configured in configuration.yaml, so that Home Assistant cannot disable it."""

    brings: Callable[[str, str], bool] = brings_nothing
    """Returns whether a config entry brings an entity that the registry links to none, by both unique ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldEntity:
    """An entity of another integration, as the entity registry knows it, whether or not it is loaded."""

    domain: str
    """That of its platform, such as "light"."""

    unique_id: str
    entry_id: str | None = None
    """The id of its config entry; None where it has none."""

    entry_unique_id: str | None = None
    entry_data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What its config entry holds; secrets too."""

    entry_options: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """What an old entity is here."""

    feature: FeatureId
    relay: RelayKind | None = None
    """As what a relay must be shown first (`Settings.relays`), for this feature to be there."""

    unit: str | None = None
    """The unit of its statistics here, where they had another that nothing converts."""
