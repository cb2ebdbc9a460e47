"""What an account has installed, as `homesdata` tells it; what makes no sense is left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ...auth.errors import TemporaryError
from ..base import Account
from ..raw import read_mapping, read_mappings, read_text


class Kind(StrEnum):
    """What a module is."""

    BRIDGE = "bridge"
    EXTERNAL_UNIT = "external unit"
    DOOR_LOCK = "door lock"
    STAIRCASE_LIGHT = "staircase light"


_KINDS: Final = {
    "BNC1": Kind.BRIDGE,
    "BNC3": Kind.BRIDGE,
    "BNCX": Kind.BRIDGE,
    "BNMH": Kind.BRIDGE,
    "BNEU": Kind.EXTERNAL_UNIT,
    "BNDL": Kind.DOOR_LOCK,
    "BNSL": Kind.STAIRCASE_LIGHT,
}
"""By the vendor's types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """The door phone inside the home (the bridge), or what is wired to it."""

    id: str
    kind: Kind
    type: str
    name: str
    bridge_id: str | None
    """The bridge that it is wired to; its own id where it is one."""

    room: str | None
    """The name of the room that it is in."""

    @property
    def rings(self) -> bool:
        """Whether it has a bell."""
        return self.kind in (Kind.BRIDGE, Kind.EXTERNAL_UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What belongs to one address."""

    id: str
    name: str
    timezone: str | None
    modules: Mapping[str, Module]
    is_empty: bool
    """Whether the vendor lists nothing there, not even what is no part of a door phone."""


def parse_account(raw: Mapping[str, Any]) -> Account:
    """Return who the account is; raises TemporaryError where the answer does not say."""
    user = read_mapping(read_mapping(raw.get("body")).get("user"))
    user_id = read_text(user.get("id"))
    if user_id is None:
        raise TemporaryError("the vendor's answer holds no account")
    return Account(id=user_id, name=read_text(user.get("email")) or user_id)


def parse_homes(raw: Mapping[str, Any]) -> dict[str, Home]:
    """Return the homes of an account by their ids."""
    homes = (_parse_home(home) for home in read_mappings(read_mapping(raw.get("body")).get("homes")))
    return {home.id: home for home in homes if home is not None}


def _parse_home(raw: Mapping[str, Any]) -> Home | None:
    home_id = read_text(raw.get("id"))
    if home_id is None:
        return None
    raws = list(read_mappings(raw.get("modules")))
    return Home(
        id=home_id,
        name=read_text(raw.get("name")) or home_id,
        timezone=read_text(raw.get("timezone")),
        modules={module.id: module for module in _parse_modules(raws, _parse_rooms(raw))},
        is_empty=not any(read_text(raw.get("type")) for raw in raws),
    )


def _parse_rooms(raw: Mapping[str, Any]) -> dict[str, str | None]:
    """Return the names of a home's rooms by their ids."""
    rooms = read_mappings(raw.get("rooms"))
    return {room_id: read_text(room.get("name")) for room in rooms if (room_id := read_text(room.get("id")))}


def _parse_modules(raws: list[Mapping[str, Any]], rooms: Mapping[str, str | None]) -> Iterator[Module]:
    """Yield the modules that are known; one that names no bridge is wired to the only one there is."""
    bridges = [read_text(raw.get("id")) for raw in raws if _kind(raw) is Kind.BRIDGE]
    for raw in raws:
        module_id, kind = read_text(raw.get("id")), _kind(raw)
        if module_id is None or kind is None:
            continue
        bridge_id = module_id if kind is Kind.BRIDGE else read_text(raw.get("bridge"))
        yield Module(
            id=module_id,
            kind=kind,
            type=str(raw["type"]),
            name=read_text(raw.get("name")) or kind.capitalize(),
            bridge_id=bridge_id or _only(bridges),
            room=rooms.get(read_text(raw.get("room_id")) or ""),
        )


def _kind(raw: Mapping[str, Any]) -> Kind | None:
    return _KINDS.get(read_text(raw.get("type")) or "")


def _only(ids: Iterable[str | None]) -> str | None:
    """Return the only id that there is; None where there are several."""
    known = {each for each in ids if each is not None}
    return known.pop() if len(known) == 1 else None
