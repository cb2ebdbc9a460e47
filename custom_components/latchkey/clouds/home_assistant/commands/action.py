"""What the other side is asked to do, and what the families of commands have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ....auth.redaction import mask
from ...model import Command, Feature
from ..parts import Part


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the entity's own domain, and its fields."""

    name: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """What a command is for: a feature, and the part of an entity that it is."""

    part: Part
    feature: Feature


type Describe[CommandT] = Callable[[CommandT, Target], list[Action]]

type Actions = Mapping[type[Command], tuple[type[Feature], Describe[Any]]]
"""By commands: the features that take them, and what they are at the other side."""


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields that a command sets."""
    return {key: value for key, value in fields.items() if value is not None}


def each(**actions: dict[str, Any]) -> list[Action]:
    """Return the actions that have something to set."""
    return [Action(name, fields) for name, fields in actions.items() if fields]


def with_code(code: str | None) -> dict[str, Any]:
    """Return the field of a code, which is kept out of the log."""
    if code is not None:
        mask(code)
    return given(code=code)
