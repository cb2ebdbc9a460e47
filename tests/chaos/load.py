"""Many accounts and many commands at once: none lost, none doubled, and one token request each."""

import asyncio
import time
from typing import Any, Final
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.latchkey.const import CONF_ACCOUNT_NAME, CONF_KIND, CONF_REFRESH_TOKEN, DOMAIN
from tests.simulators.hubspace import HubspaceSimulator, reactions
from tests.simulators.hubspace import api as hubspace_api
from tests.simulators.hubspace.catalogue import many
from tests.simulators.tokens import Chain, Granted, TokenIssuer

from .scenario import Run
from .warp import Clock
from .world import World, living

ACCOUNTS: Final = 50
DEVICES: Final = 40
COMMANDS: Final = 1000


async def try_load(run: Run, clock: Clock) -> None:
    """Set all up, have all polled, and give many commands at once."""
    async with living(run.directory) as world:
        vendor = world.accounts["hubspace"].vendor
        assert isinstance(vendor, HubspaceSimulator)
        vendor.tokens.bearer_life = 3600
        for _ in run.attempts(1, 1):
            before = time.perf_counter()
            entries = await set_up(world, vendor)
            lamps = {str(entry.unique_id): lamps_of(world.hass, entry) for entry in entries}
            shown = sum(map(len, lamps.values()))
            run.figures.append(
                f"{len(entries)} accounts with {shown:,} entities in {time.perf_counter() - before:.0f} s"
            )
            if len(entries) < ACCOUNTS or shown < ACCOUNTS * DEVICES:
                run.fail(f"only {len(entries)} accounts with {shown:,} entities are there")
            await poll(run, vendor, entries)
        for _ in run.attempts(2, 20):
            await command(run, world.hass, vendor, *run.random.choice(list(lamps.items())))
        for odd in world.records.odd:
            run.fail(f"in the log: {odd}")


async def set_up(world: World, vendor: HubspaceSimulator) -> list[MockConfigEntry]:
    """Link many accounts, and set them up together."""
    entries = []
    for number in range(ACCOUNTS):
        email = f"person{number}@example.com"
        account = vendor.add_account(email, "secret", many(DEVICES))
        data = {
            CONF_KIND: "hubspace",
            CONF_ACCOUNT_NAME: email,
            CONF_REFRESH_TOKEN: vendor.tokens.issue(account.id).refresh_token,
        }
        entry = MockConfigEntry(domain=DOMAIN, title=email, unique_id=f"hubspace:{account.id}", data=data)
        entry.add_to_hass(world.hass)
        entries.append(entry)
    await asyncio.gather(*(world.hass.config_entries.async_setup(entry.entry_id) for entry in entries))
    await world.hass.async_block_till_done()
    return [entry for entry in entries if entry.state is ConfigEntryState.LOADED]


def lamps_of(hass: HomeAssistant, entry: MockConfigEntry) -> list[str]:
    """Return the lights of an account that can be used."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    states = [hass.states.get(entity.entity_id) for entity in entities if entity.domain == "light"]
    return [state.entity_id for state in states if state is not None and state.state != STATE_UNAVAILABLE]


async def poll(run: Run, vendor: HubspaceSimulator, entries: list[MockConfigEntry]) -> None:
    """Have all accounts polled at once, with bearers that have died."""
    vendor.tokens.expire_bearers()
    before = vendor.count(vendor.TOKEN)
    await asyncio.gather(*(entry.runtime_data.async_refresh() for entry in entries))
    asked = vendor.count(vendor.TOKEN) - before
    if asked != len(entries):
        run.fail(f"{asked} token requests for {len(entries)} accounts")
    for entry in entries:
        if entry.data[CONF_REFRESH_TOKEN] not in vendor.tokens.live():
            run.fail("a refresh token is lost")


async def command(
    run: Run, hass: HomeAssistant, vendor: HubspaceSimulator, unique_id: str, lamps: list[str]
) -> None:
    """Give many commands to one account at once, while its bearer dies."""
    owner = unique_id.removeprefix("hubspace:")
    carried_out: list[str] = []
    carry_out = reactions.carry_out

    def note(metadevice: Any, values: Any, pin: str) -> None:
        carried_out.append(metadevice.id)
        carry_out(metadevice, values, pin)

    granted: list[str] = []
    grant = TokenIssuer._grant

    def note_grant(issuer: TokenIssuer, chain: Chain, refresh_token: str) -> Granted:
        granted.append(chain.owner)
        return grant(issuer, chain, refresh_token)

    orders = [(lamps[number % len(lamps)], run.random.randint(1, 100)) for number in range(COMMANDS)]
    before = time.perf_counter()
    with (
        patch.object(hubspace_api, "carry_out", note),
        patch.object(TokenIssuer, "_grant", note_grant),
    ):
        vendor.tokens.expire_bearers(owner)
        asking = asyncio.gather(
            *(
                hass.services.async_call(
                    "light", "turn_on", {"entity_id": lamp, "brightness_pct": percent}, blocking=True
                )
                for lamp, percent in orders
            ),
            return_exceptions=True,
        )
        await vendor.until_asked(
            "/v1/accounts", "PUT", times=vendor.count("/v1/accounts", "PUT") + COMMANDS // 2
        )
        vendor.tokens.expire_bearers(owner)
        failed = [error for error in await asking if error is not None]
    run.figures.append(f"{COMMANDS:,} commands in {time.perf_counter() - before:.0f} s")
    if failed:
        run.fail(f"{len(failed):,} of {COMMANDS:,} commands failed, such as by {failed[0]!r}")
    if len(carried_out) != COMMANDS:
        run.fail(f"{COMMANDS:,} commands were given, and {len(carried_out):,} carried out")
    if (asked := granted.count(owner)) > 2:
        run.fail(f"{asked} token requests where two bearers died")
    for lamp, percent in dict(orders).items():
        state = hass.states.get(lamp)
        shown = round((state.attributes.get("brightness") or 0) / 2.55) if state is not None else None
        if shown != percent:
            run.fail(f"{lamp} is at {shown} % where {percent} % was the last order")
