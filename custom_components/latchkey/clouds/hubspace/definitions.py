"""What the functions of devices take and mean: parsed and kept once for all that are described alike."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from .attributes import Attributes
from .metadevice import Definition, Function


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """What a full description says of functions."""

    functions: Mapping[Function, Definition]
    capabilities: Sequence[Definition]
    attributes: Attributes
    pushed: AbstractSet[Function]


type Descriptions = tuple[Any, Any]
"""The functions and the capabilities of a full description, in the vendor's words."""


class DefinitionsByModel:
    """The definitions of each model, as its last description has them."""

    def __init__(self) -> None:
        """Know none."""
        self._before: dict[Any, tuple[Descriptions, Definitions]] = {}
        self._known: dict[Any, tuple[Descriptions, Definitions]] = {}

    def begin(self) -> None:
        """Take that all is described anew: what is not described any more is forgotten the next time."""
        self._before, self._known = self._known, {}

    def find(
        self, model: tuple[Any, ...], described: Descriptions, parse: Callable[[], Definitions]
    ) -> Definitions:
        """Return the definitions of a model; those of before where it is described in the same words."""
        known = self._known.get(model) or self._before.get(model)
        if known is None or known[0] != described:
            known = described, parse()
        self._known[model] = known
        return known[1]
