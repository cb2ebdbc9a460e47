"""Vendors that answer badly, slowly or not at all: an account works again by itself once they answer well."""

import asyncio
import itertools
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, cast, override

from custom_components.latchkey.clouds.capabilities import Pushing
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.vendors import EMAIL

from . import bad_answers, bad_frames, door
from .scenario import Run
from .warp import Clock
from .world import Account, World, living

LASTS: Final = 200.0
"""Seconds that a fault lasts: several polls, and longer than a bearer may live."""

HEALS: Final = 75 * 60.0
"""Seconds within which an account must work again: the longest pause that a vendor may order, and some."""

type Rotation = Literal["single_use", "grace", "none"]
ROTATIONS: Final[tuple[Rotation, ...]] = ("single_use", "grace", "none")

WALL: Final = (
    # The hours in which clocks go on and back.
    datetime(2027, 3, 28, 0, 58, tzinfo=UTC),
    datetime(2027, 10, 31, 0, 58, tzinfo=UTC),
    datetime(2027, 3, 14, 9, 58, tzinfo=UTC),
    datetime(2027, 11, 7, 8, 58, tzinfo=UTC),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes wrong with one account: at each of these endpoints one thing."""

    faults: tuple[tuple[str, str], ...]
    rotation: Rotation

    def order(self, account: Account) -> None:
        """Let it go wrong."""
        if account.vendor is not None:
            account.vendor.tokens.rotation = self.rotation
        for where, name in self.faults:
            bad_answers.make(name)(account.faults, where)

    def may_lose(self, account: Account) -> bool:
        """Return whether the vendor may have rotated and told nobody, or told a wrong token."""
        at_tokens = [name for where, name in self.faults if where == account.endpoints[0]]
        rotates = self.rotation != "none"
        return any(
            bad_answers.is_mutated(name) or (rotates and bad_answers.is_carried_out(name))
            for name in at_tokens
        )

    @override
    def __str__(self) -> str:
        """Tell it in a line."""
        return f"{' and '.join(f'{name} at {where}' for where, name in self.faults)} ({self.rotation})"


def plan(run: Run, account: Account, number: int) -> Plan:
    """Return the next thing to go wrong: first each alone, then pairs."""
    singles = [
        *itertools.product(account.endpoints, bad_answers.FIXED),
        *itertools.product(account.sockets, bad_frames.FIXED),
    ]
    rotation = run.random.choice(ROTATIONS)
    if run.is_long and number < len(singles):
        return Plan((singles[number],), rotation)
    count = 2 if run.is_long else run.random.choice((1, 2))
    places = [
        *((where, bad_answers.choose) for where in account.endpoints),
        *((where, bad_frames.choose) for where in account.sockets),
    ]
    faults = tuple((where, choose(run.random)) for where, choose in run.random.sample(places, count))
    return Plan(faults, rotation)


async def try_faults(run: Run, clock: Clock) -> None:
    """Let things go wrong until the time is up."""
    with door.answering():
        await _try_faults(run, clock)


async def _try_faults(run: Run, clock: Clock) -> None:
    singles = 0
    async with living(run.directory) as world:
        world.hass.loop.slow_callback_duration = 3600
        for number in run.attempts(40, 20_000):
            plans = {kind: plan(run, account, number) for kind, account in world.accounts.items()}
            singles += sum(len(each.faults) == 1 for each in plans.values())
            turn_clock(run, clock)
            for kind, account in world.accounts.items():
                plans[kind].order(account)
            is_cut = run.random.random() < 0.1
            restore = world.cut_names() if is_cut else lambda: None
            await trouble(run, world)
            restore()
            for account in world.accounts.values():
                account.faults.heal()
            await asyncio.gather(
                *(check(run, world, account, plans[kind]) for kind, account in world.accounts.items())
            )
            for odd in world.records.odd:
                run.fail(f"in the log, after {'; '.join(map(str, plans.values()))}: {odd}")
            world.records.odd.clear()
    run.figures.append(f"{singles:,} alone, {4 * run.tries - singles:,} in pairs, at 4 accounts")
    run.figures.append(f"{clock.monotonic() / 3600:.0f} hours passed")


def turn_clock(run: Run, clock: Clock) -> None:
    """Have the wall clock jump now and then, by a day, or to where summer begins or ends."""
    jump = run.random.choice((None, None, None, None, -1, 1, *WALL))
    if isinstance(jump, datetime):
        clock.set_wall(jump)
    elif jump is not None:
        clock.turn_wall(timedelta(days=jump))


async def trouble(run: Run, world: World) -> None:
    """Have everything used while it goes wrong."""
    bticino = cast("BticinoSimulator", world.accounts["bticino"].vendor)
    for account in world.accounts.values():
        if run.random.random() < 0.6:
            account.expire_bearer()
        if run.random.random() < 0.5:
            account.drop()
    if run.random.random() < 0.3:
        bticino.mute_sockets()
    if run.random.random() < 0.2:
        await bticino.push(
            run.random.choice(("{", "[" * 100_000, '{"push_type": "BNC1-rtc", "extra_params": 7}'))
        )
    tell_news(run, world)
    asked = asyncio.gather(
        door.look(world.accounts["bticino"]),
        *(account.command() for account in world.accounts.values()),
        *(account.entry.runtime_data.async_refresh() for account in world.accounts.values()),
    )
    if run.random.random() < 0.2:
        entry = run.random.choice(list(world.accounts.values())).entry
        await world.hass.config_entries.async_reload(entry.entry_id)
    with suppress(TimeoutError):
        async with asyncio.timeout(LASTS):
            await asked
            await asyncio.sleep(LASTS)


def tell_news(run: Run, world: World) -> None:
    """Have something happen that vendors tell of, now and while it goes wrong."""
    hubspace = cast("HubspaceSimulator", world.accounts["hubspace"].vendor)
    hubspace.conclave.compression = run.random.random() < 0.5
    for seconds in (0.0, LASTS / 2):
        asyncio.get_running_loop().call_later(seconds, happen, world)


def happen(world: World) -> None:
    """Have something happen at vendors that tell of it at once, besides door phones."""
    hubspace = cast("HubspaceSimulator", world.accounts["hubspace"].vendor)
    devices = hubspace.accounts[EMAIL].metadevices.values()
    lamp = next(each for each in devices if ("power", None) in each.values)
    hubspace.set_state(lamp.id, "power", None, "on")
    world.remote.hass.states.async_set("input_boolean.lamp", "on", force_update=True)


async def hears(world: World, account: Account) -> bool:
    """Return whether an account hears of what happens."""
    cloud = account.entry.runtime_data._cloud
    pushes = cloud.pushes if isinstance(cloud, Pushing) else None
    with suppress(TimeoutError):
        async with asyncio.timeout(HEALS):
            while pushes is not None:
                before = pushes._last_at
                happen(world)
                await asyncio.sleep(5)
                if pushes._last_at != before:
                    break
                await asyncio.sleep(60)
            return True
    return False


async def check(run: Run, world: World, account: Account, told: Plan) -> None:
    """See that an account works again, and with it that no token is lost."""
    is_well = await account.until_well(HEALS)
    if told.may_lose(account):
        # What was lost shows when a grace period is over.
        account.expire_bearer()
        await asyncio.sleep(LASTS)
        is_well = await account.until_well(HEALS)
    if account.asks_for_login or not account.holds_live_token:
        if told.may_lose(account):
            run.lose()
        else:
            run.fail(f"{account.kind} asks for a login after {told}")
        await account.link_anew()
        if not await account.until_well(HEALS):
            run.fail(f"{account.kind} does not work even after a login, after {told}")
    elif not is_well:
        run.fail(f"{account.kind} does not work again after {told}")
        await account.link_anew()
        await account.until_well(HEALS)
    elif not await account.command():
        run.fail(f"{account.kind} takes no command after {told}")
    elif account.kind == "bticino" and not await door.until_seen(account, HEALS):
        run.fail(f"nobody is seen at the door after {told}")
    elif account.kind != "bticino" and not await hears(world, account):
        run.fail(f"{account.kind} hears of nothing after {told}")
    if account.logins:
        run.fail(f"{account.kind}: somebody began to log in, after {told}")
