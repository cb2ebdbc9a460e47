"""Remembers what is taken over from another integration, on disk before anything is changed.

What it holds is what shall be: whatever is not yet so, such as after a kill, is made so at the next start.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util.json import json_loads_object

from ..account.journal import sync_folder
from ..clouds.model import FeatureId, RelayKind
from ..const import DOMAIN, LOGGER

_VERSION: Final = 1

type Intent = Literal["taken_over", "given_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An entity that changes its integration, and how it was before."""

    registry_id: str
    """Names it for ever, in both integrations."""

    unique_id: str
    """That of the old integration, as all of the following."""

    entry_id: str | None
    subentry_id: str | None
    owner_id: str | None
    """The config entry that brings it, also where the registry knows of none; None where that is gone."""

    device_id: str | None
    name: str | None
    area_id: str | None
    disabled_by: str | None
    hidden_by: str | None
    old_unit: str | None

    feature: FeatureId
    """What it is here, as all of the following tells."""

    is_main: bool
    """Whether it has no name of its own here, and so no area of its own."""

    first_id: str | None
    """The entity_id that ours had until then, if what was recorded under it is to be forgotten."""

    first_disabled_by: str | None
    first_hidden_by: str | None
    unit: str | None
    """The unit of its statistics, where they had another that nothing converts."""

    relay: RelayKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a person can give a device."""

    name_by_user: str | None
    area_id: str | None
    labels: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restyling:
    """How a device of ours looked before, and how it looks since."""

    device_id: str
    """That of the registry."""

    before: Look
    after: Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that was taken over for one account."""

    intent: Intent
    domain: str
    """The old integration."""

    moves: tuple[Move, ...]
    restylings: tuple[Restyling, ...]
    """In the order in which they came: a device may get several."""

    disabled: tuple[str, ...]
    """The old config entries that were enabled before."""

    relays: Mapping[str, RelayKind]
    """As what relays were shown before that are shown as something else since."""

    is_settled: bool = False
    """Whether all of it is on the disk, so that nothing is left to be finished."""


class Journal:
    """The record of one account."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Take whose it is: it goes with the account, as all files that are named after it."""
        self._hass = hass
        self._store: Store[dict[str, Any]] = Store(hass, _VERSION, f"{DOMAIN}.{entry_id}.taken_over")

    async def async_load(self) -> Record | None:
        """Return what is remembered, if anything is."""
        try:
            stored = await self._store.async_load()
            return _parse(stored) if stored is not None else None
        except HomeAssistantError, LookupError, TypeError:
            LOGGER.error("%s cannot be read: what it says was taken over is left as it is", self._store.key)
            return None

    async def async_save(self, record: Record) -> None:
        """Remember it, there to stay. Raises OSError where it is not on the disk."""
        # While Home Assistant stops this notes it only, and an error of the disk is only logged.
        await self._store.async_save(asdict(record))
        if await self._hass.async_add_executor_job(_read, Path(self._store.path)) != record:
            raise OSError("it was not written")

    async def async_forget(self) -> None:
        """Remember nothing."""
        await self._store.async_remove()


def merged(before: Record | None, after: Record) -> Record:
    """Return what is remembered where something was taken over before."""
    if before is None:
        return after
    again = {move.registry_id for move in after.moves}
    return replace(
        after,
        moves=(*(move for move in before.moves if move.registry_id not in again), *after.moves),
        restylings=(*before.restylings, *after.restylings),
        disabled=tuple(dict.fromkeys((*before.disabled, *after.disabled))),
        relays={**after.relays, **before.relays},
    )


def _read(path: Path) -> Record:
    """Return the record on the disk, there to stay: Home Assistant does not sync it. Raises OSError."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        sync_folder(path.parent)
        stored: Any = json_loads_object(file.read())["data"]
    return _parse(stored)


def _parse(stored: Mapping[str, Any]) -> Record:
    """Return a record as it was stored."""
    return Record(
        intent=stored["intent"],
        domain=stored["domain"],
        moves=tuple(Move(**{**move, "feature": tuple(move["feature"])}) for move in stored["moves"]),
        restylings=tuple(
            Restyling(device_id=each["device_id"], before=Look(**each["before"]), after=Look(**each["after"]))
            for each in stored["restylings"]
        ),
        disabled=tuple(stored["disabled"]),
        relays=stored["relays"],
        is_settled=stored["is_settled"],
    )
