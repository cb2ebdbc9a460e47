"""Writes what the model holds as JSON, and reads it again as far as it is of the kind that the model says."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import MISSING, Field, fields
from datetime import date, datetime, time, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeAliasType, get_args, get_origin, get_type_hints

from ..clouds.model import JsonValue

UNREADABLE: Final = (LookupError, TypeError, ValueError, OverflowError, AttributeError)
"""What is raised where something was not written like this."""


def describe(thing: Any) -> dict[str, JsonValue]:
    """Return the fields of a dataclass that are not what they are by themselves, without private ones.

    Raises TypeError where they hold something that is not written.
    """
    values = ((each.name, getattr(thing, each.name)) for each in fields(thing) if _is_written(each, thing))
    return {name: _describe_value(value) for name, value in values}


def _is_written(each: Field[Any], thing: Any) -> bool:
    """Return whether a field must be written."""
    if each.metadata.get("private"):
        return False
    default = each.default if each.default_factory is MISSING else each.default_factory()
    return default is MISSING or getattr(thing, each.name) != default


def _describe_value(value: Any) -> JsonValue:  # noqa: PLR0911 - one for each type
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return {"datetime": value.isoformat()}
        case date():
            return {"date": value.isoformat()}
        case time():
            return {"time": value.isoformat()}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case tuple() | list() | frozenset():
            return [_describe_value(each) for each in value]
        case Mapping() if all(isinstance(key, str) for key in value):
            return {key: _describe_value(each) for key, each in value.items()}
    raise TypeError(f"{type(value).__name__} is not written")


def parse[ThingT](kind: Callable[..., ThingT], raw: Mapping[str, Any]) -> ThingT:
    """Return the dataclass that was described; raises one of `UNREADABLE` where it was not."""
    kinds: Mapping[str, Any] = _kinds(kind)
    return kind(**{name: _parse_value(kinds[name], value) for name, value in raw.items()})


@cache
def _kinds(kind: Any) -> Mapping[str, Any]:
    """Return what the fields of a dataclass hold."""
    return get_type_hints(kind)


def _parse_value(kind: Any, raw: Any) -> Any:
    """Return a value, if it is of a kind."""
    if isinstance(kind, TypeAliasType):
        return raw if kind is JsonValue else _parse_value(kind.__value__, raw)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return _parse_one_of(arguments, raw)
    if origin is Literal and isinstance(raw, str) and raw in arguments:
        return raw
    if origin in (tuple, frozenset) and isinstance(raw, list):
        return origin(_parse_items(arguments, raw))
    if origin is Mapping and isinstance(raw, dict):
        return {key: _parse_value(arguments[1], each) for key, each in raw.items()}
    return _PLAIN[kind](raw)


def _parse_one_of(kinds: tuple[Any, ...], raw: Any) -> Any:
    """Return a value, if it is of one of some kinds."""
    for kind in kinds:
        with suppress(*UNREADABLE):
            return _parse_value(kind, raw)
    raise ValueError("it is of none of its kinds")


def _parse_items(kinds: tuple[Any, ...], raw: list[Any]) -> list[Any]:
    """Return values that are all of one kind (`tuple[str, ...]`, `frozenset[str]`), or of one each."""
    if len(kinds) == 1 or kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(raw)
    return [_parse_value(kind, each) for kind, each in zip(kinds, raw, strict=True)]


def _exactly(*kinds: type) -> Callable[[Any], Any]:
    """Return what takes values of some types, and none of a type that is derived from them."""

    def take(raw: Any) -> Any:
        if type(raw) not in kinds:
            raise ValueError(f"{type(raw).__name__} is another type")
        return raw

    return take


_PLAIN: Final[Mapping[Any, Callable[[Any], Any]]] = {
    str: _exactly(str),
    bool: _exactly(bool),
    int: _exactly(int),
    float: _exactly(float, int),
    NoneType: _exactly(NoneType),
    datetime: lambda raw: datetime.fromisoformat(raw["datetime"]),
    date: lambda raw: date.fromisoformat(raw["date"]) if "date" in raw else _PLAIN[datetime](raw),
    time: lambda raw: time.fromisoformat(raw["time"]),
    timedelta: lambda raw: timedelta(seconds=raw["seconds"]),
}
