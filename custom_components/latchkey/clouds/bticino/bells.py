"""Whose bell rings: an offer names the external unit, everything else the bridge alone."""

from collections.abc import Collection
from dataclasses import dataclass

from .installation import Home, Kind, Module


@dataclass(frozen=True, slots=True)
class Bell:
    """The module whose bell rings."""

    id: str
    certain: bool
    """Whether no other message can say it better."""


def find_bell(homes: Collection[Home], unit_id: str | None, bridge_id: str | None) -> Bell | None:
    """Return whose bell rings, as far as a message says; None where it says nothing that is known.

    Where no unit is named, it is the only one of the bridge, or else the bridge's own.
    """
    for home in homes:
        if (unit := home.modules.get(unit_id or "")) and unit.kind is Kind.EXTERNAL_UNIT:
            return Bell(unit.id, certain=True)
    bridges = [(home, module) for home in homes for module in home.modules.values() if _is_bridge(module)]
    if bridge_id is not None:
        bridges = [(home, module) for home, module in bridges if module.id == bridge_id]
    if len(bridges) != 1:
        return None
    home, bridge = bridges[0]
    units = units_of(home, bridge)
    return Bell(units[0] if len(units) == 1 else bridge.id, certain=len(units) < 2)  # noqa: PLR2004


def units_of(home: Home, bridge: Module) -> list[str]:
    """Return the ids of the external units of a bridge; one that names none may be any bridge's."""
    return [
        module.id
        for module in home.modules.values()
        if module.kind is Kind.EXTERNAL_UNIT and module.bridge_id in (None, bridge.id)
    ]


def _is_bridge(module: Module) -> bool:
    return module.kind is Kind.BRIDGE
