"""Takes over the entities of an old integration in an order that loses nothing, and gives them back."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util.dt import utcnow
from homeassistant.util.hass_dict import HassKey

from ..account.vendor import async_load_vendor
from ..clouds.predecessor import Predecessor
from ..const import CONF_RELAYS, DOMAIN, LOGGER
from ..entry import LatchkeyConfigEntry
from . import steps
from .finding import async_is_in_yaml, find_owner, is_wanted, plan_for
from .journal import Journal, Move, Record, Restyling, merged
from .plan import Pair, Plan
from .recorder import async_forget_first_ids

NEW_FOR: Final = timedelta(days=1)
"""For how long ours has no history of its own that is worth keeping."""

_LOCK: Final[HassKey[asyncio.Lock]] = HassKey(f"{DOMAIN}.moving")


async def async_take_over(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> int:
    """Take over all that can be, and return how much that was. Raises NotMoved or OSError.

    What was begun, and could not be ended, is ended at the next start.
    """
    async with _lock(hass):
        journal = Journal(hass, entry.entry_id)
        before = await journal.async_load()
        plan = plan_for(hass, entry, before)
        predecessor = entry.runtime_data.vendor.predecessor
        if predecessor is None or not plan.pairs:
            return 0
        record = merged(_still_so(hass, before), _record(hass, entry, predecessor, plan))
        await journal.async_save(record)
        await _async_carry_out(hass, entry, record)
    planned = {pair.old.id for pair in plan.pairs}
    return sum(bool(steps.is_taken_over(hass, move)) for move in record.moves if move.registry_id in planned)


def _still_so(hass: HomeAssistant, record: Record | None) -> Record | None:
    """Return what is remembered without what was given back."""
    moves = () if record is None else tuple(each for each in record.moves if steps.is_taken_over(hass, each))
    if record is None or (record.intent == "given_back" and not moves):
        return None
    return replace(record, moves=moves)


async def async_give_back(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> int:
    """Give back all that can be, and return how much that was. Raises NotMoved or OSError."""
    async with _lock(hass):
        journal = Journal(hass, entry.entry_id)
        record = await journal.async_load()
        if record is None:
            return 0
        predecessor = (await async_load_vendor(hass, entry.data)).predecessor
        in_yaml = predecessor is not None and await async_is_in_yaml(hass, predecessor)
        ours = [move for move in record.moves if steps.is_taken_over(hass, move)]
        moves = [move for move in ours if is_wanted(hass, move, in_yaml)]
        if not moves:
            return 0
        record = replace(record, intent="given_back", moves=tuple(moves), is_settled=False)
        await journal.async_save(record)
        await _async_carry_back(hass, entry, record)
    return len(moves)


async def async_finish_moving(hass: HomeAssistant) -> None:
    """Finish what was begun before Home Assistant was restarted, whichever way it was cut off.

    The registries are written seconds after they change. So only here, where they were just read from the
    disk, it is known to be there to stay.
    """
    for entry in hass.config_entries.async_entries(DOMAIN):
        journal = Journal(hass, entry.entry_id)
        record = await journal.async_load()
        if record is None or record.is_settled:
            continue
        if not _is_so(hass, record):
            await _async_finish(hass, entry, record)
        elif record.intent == "given_back":
            await journal.async_forget()
        else:
            with suppress(OSError):
                await journal.async_save(replace(record, is_settled=True))


def _is_so(hass: HomeAssistant, record: Record) -> bool:
    """Return whether all is as it shall be, as far as it is not gone."""
    shall_be_ours = record.intent == "taken_over"
    entries = [hass.config_entries.async_get_entry(entry_id) for entry_id in record.disabled]
    looks = [
        (each.device_id, each.before if shall_be_ours else each.after)  # how it shall not look any more
        for each in record.restylings
    ]
    return (
        all(steps.is_taken_over(hass, move) in (None, shall_be_ours) for move in record.moves)
        and all(entry is None or (entry.disabled_by is not None) is shall_be_ours for entry in entries)
        and not any(steps.is_styled_as(hass, *look) for look in looks)
    )


async def _async_finish(hass: HomeAssistant, entry: LatchkeyConfigEntry, record: Record) -> None:
    """Finish one account; where that cannot be done, it is tried again at the next start."""
    LOGGER.warning("What was begun before the restart with %s is finished: %s", record.domain, record.intent)
    try:
        if record.intent == "given_back":
            await _async_carry_back(hass, entry, record)
            return
        await steps.async_disable(hass, record.disabled)
        for move in record.moves:
            await steps.async_remove_fresh(hass, record.domain, move)
        await _async_carry_out(hass, entry, record)
    except (steps.NotMoved, ValueError) as error:  # A ValueError is what the registries raise.
        LOGGER.warning("%s cannot be moved now: %r", record.domain, error)


async def _async_carry_out(hass: HomeAssistant, entry: LatchkeyConfigEntry, record: Record) -> None:
    """Take over what is not ours yet."""
    moves = [move for move in record.moves if steps.is_taken_over(hass, move) is False]
    await steps.async_disable(hass, {move.owner_id for move in moves if move.owner_id is not None})
    await steps.async_take_out(hass, record.domain, _entity_ids(hass, moves))
    async with _unloaded(hass, entry):
        steps.show_relays(hass, entry, record)
        for restyling in record.restylings:
            steps.restyle(hass, restyling)
        for move in moves:
            steps.take_over(hass, entry, move)
    await async_forget_first_ids(hass, moves)


async def _async_carry_back(hass: HomeAssistant, entry: LatchkeyConfigEntry, record: Record) -> None:
    """Give back what is ours still."""
    await steps.async_disable(hass, {move.owner_id for move in record.moves if move.owner_id is not None})
    async with _unloaded(hass, entry):
        steps.show_relays(hass, entry, record, back=True)
        for move in record.moves:
            await steps.async_give_back(hass, record.domain, move)
        for restyling in reversed(record.restylings):
            steps.restyle(hass, restyling, back=True)
    await steps.async_enable(hass, record.disabled)


@asynccontextmanager
async def _unloaded(hass: HomeAssistant, entry: LatchkeyConfigEntry) -> AsyncGenerator[None]:
    """Have the account unloaded meanwhile, whatever happens."""
    was_set_up = await steps.async_unload(hass, entry)
    try:
        yield
    finally:
        if was_set_up:
            await hass.config_entries.async_setup(entry.entry_id)


def _entity_ids(hass: HomeAssistant, moves: list[Move]) -> list[str]:
    """Return what entities are called now."""
    entities = er.async_get(hass).entities
    return [
        entity.entity_id for move in moves if (entity := entities.get_entry(move.registry_id)) is not None
    ]


@callback
def _lock(hass: HomeAssistant) -> asyncio.Lock:
    """Return what lets one dialog move entities at a time."""
    return hass.data.setdefault(_LOCK, asyncio.Lock())


def _record(hass: HomeAssistant, entry: LatchkeyConfigEntry, predecessor: Predecessor, plan: Plan) -> Record:
    """Return what is remembered of a plan."""
    owners = {pair.old.id: find_owner(hass, predecessor, pair.old) for pair in plan.pairs}
    enabled = {owner.entry_id for owner in owners.values() if owner is not None and not owner.disabled_by}
    relays = entry.options.get(CONF_RELAYS, {})
    changed = [pair.counterpart.feature[0] for pair in plan.pairs if pair.counterpart.relay is not None]
    return Record(
        intent="taken_over",
        domain=predecessor.domain,
        moves=tuple(
            _move(pair, owner.entry_id if (owner := owners[pair.old.id]) is not None else None)
            for pair in plan.pairs
        ),
        restylings=tuple(_restylings(hass, entry, plan)),
        disabled=tuple(sorted(enabled)),
        relays={device_id: relays.get(device_id, "light") for device_id in changed},
    )


def _move(pair: Pair, owner_id: str | None) -> Move:
    """Return what is remembered of a pair."""
    old, new, counterpart = pair.old, pair.new, pair.counterpart
    return Move(
        registry_id=old.id,
        unique_id=old.unique_id,
        entry_id=old.config_entry_id,
        subentry_id=old.config_subentry_id,
        owner_id=owner_id,
        device_id=old.device_id,
        name=old.name,
        area_id=old.area_id,
        disabled_by=old.disabled_by,
        hidden_by=old.hidden_by,
        old_unit=old.unit_of_measurement,
        feature=counterpart.feature,
        is_main=pair.is_main,
        first_id=new.entity_id if new is not None and _is_new(new) else None,
        first_disabled_by=new.disabled_by if new is not None else None,
        first_hidden_by=new.hidden_by if new is not None else None,
        unit=counterpart.unit,
        relay=counterpart.relay,
    )


def _is_new(entity: er.RegistryEntry) -> bool:
    """Return whether what was recorded of ours is nothing but what the old one recorded meanwhile."""
    return utcnow() - entity.created_at <= NEW_FOR


def _restylings(hass: HomeAssistant, entry: LatchkeyConfigEntry, plan: Plan) -> list[Restyling]:
    """Return how our devices get the looks of the old ones."""
    devices = dr.async_get(hass)
    by_device: dict[str, list[Pair]] = {}
    for pair in plan.pairs:
        by_device.setdefault(pair.counterpart.feature[0], []).append(pair)
    targets = {
        old_id: {pair.counterpart.feature[0] for pair in plan.pairs if pair.old.device_id == old_id}
        for old_id in {pair.old.device_id for pair in plan.pairs}
    }
    restylings = []
    for device_id, pairs in by_device.items():
        ours = devices.async_get_device_by_identifier(steps.identifier(entry, device_id), entry.entry_id)
        if ours is None:
            continue
        old = next((device for pair in pairs if (device := _device(devices, pair)) is not None), None)
        before = after = steps.look_of(ours)
        name, area_id = _main_name(pairs), _main_area(pairs)
        if old is not None:
            # The name of a device that was several of ours is none of theirs.
            name = old.name_by_user if len(targets[old.id]) == 1 else None
            area_id = old.area_id or area_id
            after = replace(after, labels=sorted({*before.labels, *old.labels}))
        if before.name_by_user is None and name != ours.name:
            after = replace(after, name_by_user=name)
        if area_id is not None and before.area_id in (None, _suggested_area(hass, entry, device_id)):
            after = replace(after, area_id=area_id)
        if after != before:
            restylings.append(Restyling(device_id=ours.id, before=before, after=after))
    return restylings


def _device(devices: dr.DeviceRegistry, pair: Pair) -> dr.DeviceEntry | None:
    """Return the device of an old entity, if it has one."""
    device = devices.async_get(pair.old.device_id) if pair.old.device_id is not None else None
    return device if isinstance(device, dr.DeviceEntry) else None


def _main_name(pairs: list[Pair]) -> str | None:
    """Return the name that a person gave an old entity without a device that is the device itself here."""
    mains = [pair.old for pair in pairs if pair.is_main and pair.old.device_id is None]
    return next((old.name for old in mains if old.name), None)


def _main_area(pairs: list[Pair]) -> str | None:
    """Return the area of an old entity that is the device itself here."""
    mains = [pair.old for pair in pairs if pair.is_main]
    # With a name of its own, beside a device, it may be somewhere else than that.
    return next((old.area_id for old in mains if old.area_id and not (old.name and old.device_id)), None)


def _suggested_area(hass: HomeAssistant, entry: LatchkeyConfigEntry, device_id: str) -> str | None:
    """Return the area in which we have put a device: nobody chose it."""
    name = entry.runtime_data.area(device_id)
    area = ar.async_get(hass).async_get_area_by_name(name) if name is not None else None
    return area.id if area is not None else None
