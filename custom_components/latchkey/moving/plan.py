"""What a takeover would do: which old entity becomes which of ours, and which cannot, and why."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from homeassistant.helpers.entity_registry import RegistryEntry

from ..clouds.model import FeatureId
from ..clouds.predecessor import Counterpart, MissingReason

type Reason = MissingReason | Literal["other_domain", "not_registered", "taken"]
"""Why an entity is not taken over.

Also: what it is here is of another domain, such as a lock that was a switch; is not in the registry; or has
taken over another one before.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An old entity, and what takes its place."""

    old: RegistryEntry
    counterpart: Counterpart
    new: RegistryEntry | None
    """Ours, as it is now; None where it appears only when its relay is shown as something else."""

    @property
    def is_main(self) -> bool:
        """Whether it is the device itself here: it has no name of its own, and so no area of its own."""
        return self.new is None or self.new.original_name is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An old entity that nothing takes the place of."""

    old: RegistryEntry
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a takeover would do."""

    pairs: tuple[Pair, ...] = ()
    missing: tuple[Missing, ...] = ()


def make_plan(
    old_entities: Iterable[RegistryEntry],
    counterpart: Callable[[RegistryEntry], Counterpart | MissingReason],
    registered: Callable[[FeatureId], Collection[RegistryEntry]],
    taken: Collection[str],
) -> Plan:
    """Pair old entities with ours.

    `registered` returns our entities of a feature; `taken` are the registry ids of those that were taken over
    before. Entities of another account are none of its business.
    """
    pairs: dict[FeatureId, Pair] = {}
    missing: list[Missing] = []
    # Where several become one, it is the one that is in use.
    for old in sorted(old_entities, key=lambda entry: (entry.disabled, entry.entity_id)):
        found = counterpart(old)
        if found == "other_account":
            continue
        if isinstance(found, str):
            missing.append(Missing(old=old, reason=found))
        elif found.feature in pairs:
            missing.append(Missing(old=old, reason="merged"))
        elif reason := _obstacle(old, found, registered(found.feature), taken):
            missing.append(Missing(old=old, reason=reason))
        else:
            new = next((each for each in registered(found.feature) if each.domain == old.domain), None)
            pairs[found.feature] = Pair(old=old, counterpart=found, new=new)
    return Plan(pairs=tuple(pairs.values()), missing=tuple(missing))


def _obstacle(
    old: RegistryEntry,
    counterpart: Counterpart,
    registered: Collection[RegistryEntry],
    taken: Collection[str],
) -> Reason | None:
    """Return why an entity cannot become what it would be here, if so."""
    same = [entry for entry in registered if entry.domain == old.domain]
    if any(entry.id in taken for entry in same):
        return "taken"
    if same or counterpart.relay is not None:
        return None
    return "other_domain" if registered else "not_registered"
