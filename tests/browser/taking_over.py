"""A Hubspace account that takes over from the integration that was there before."""

from typing import Any, Final

from ..demo.hubspace import LAMP, LAMP_ENTITY, HubspaceAccount
from ..demo.steps import Steps, expect
from ..demo.waiting import eventually
from ..simulators.vendors import EMAIL, PASSWORD
from .dialog import Dialog
from .integration import Integration
from .world import World

OLD_LAMP: Final = "light.terrace"


async def check(step: Steps, world: World) -> None:
    """Run every step of it."""
    account = HubspaceAccount(world.home_assistant.owner, world.vendors)
    await have_old(step, world)
    await link(step, account)
    await take_over(step, world, account)
    await give_back(step, world)
    with step("taking over: both can be removed"):
        await world.home_assistant.owner.remove("hubspace")
        await world.home_assistant.owner.remove("latchkey")


async def have_old(step: Steps, world: World) -> None:
    """Set the old integration up, with a lamp that its owner gave another name."""
    owner = world.home_assistant.owner
    with step("taking over: an earlier integration shows the account"):
        flow = await owner.start_flow("hubspace")
        await owner.submit(flow["flow_id"], entities=await old_entities(world))
        await eventually(lambda: owner.state(LAMP_ENTITY), "on")
        renamed = {"new_entity_id": OLD_LAMP, "name": "Terrace"}
        await owner.command(type="config/entity_registry/update", entity_id=LAMP_ENTITY, **renamed)


async def link(step: Steps, account: HubspaceAccount) -> None:
    """Link the same account."""
    owner = account.owner
    with step("taking over: the same account is linked"):
        flow = (await owner.start_flow("latchkey"))["flow_id"]
        await owner.submit(flow, next_step_id="hubspace")
        await owner.submit(flow, username=EMAIL, password=PASSWORD)
        await owner.submit(flow, code=(await account.codes())[-1])
        await eventually(account.entry_state, "loaded")


async def old_entities(world: World) -> list[dict[str, Any]]:
    """Return what the old integration makes of the account: one entity has no counterpart."""
    lamp = await world.vendors.call("hubspace/find", name=LAMP)
    lock = await world.vendors.call("hubspace/find", name="Front door")
    listed: list[tuple[str, Any, str, str | None]] = [
        ("light", lamp, "", None),
        ("lock", lock, "", None),
        ("sensor", lock, ".history-event", "History event"),
    ]
    return [
        {"domain": domain, "unique_id": f"{of['id']}{key}", "name": name, "device": of["name"]}
        for domain, of, key, name in listed
    ]


async def take_over(step: Steps, world: World, account: HubspaceAccount) -> None:
    """Take over from the repair."""
    page, dialog, owner = world.page, Dialog(world.page), world.home_assistant.owner
    with step("taking over: a repair offers it, and lists what becomes of each entity"):
        await page.go("/config/repairs")
        repair = page.page.locator("ha-config-repairs").get_by_text("Hubspace").first
        await repair.wait_for()
        await page.shoot("taking-over-repairs")
        await repair.click()
        await dialog.at("must_go_first")
        await page.shoot("taking-over-must-go-first")
        await dialog.submit()
        await dialog.at("take_over_exclusive")
        await page.shoot("taking-over-list")
    with step("taking over: after a yes the lamp that was there before is Latchkey's"):
        await dialog.submit()
        await dialog.at("taken_over_exclusive")
        await page.shoot("taking-over-done")
        await dialog.submit()
        await dialog.finish()
        expect(await platform(world, OLD_LAMP), "latchkey")
        await eventually(lambda: owner.state(OLD_LAMP), await account.lamp_at_vendor())
        await Integration(world).open_device(await Integration(world).device(LAMP))
        await page.shoot("taking-over-device")


async def give_back(step: Steps, world: World) -> None:
    """Undo it from the options."""
    page, dialog = world.page, Dialog(world.page)
    with step("taking over: it can be undone in the options"):
        await Integration(world).configure()
        await dialog.at("menu")
        await page.shoot("taking-over-options")
        await dialog.pick_step("give_back")
        await dialog.at("give_back_exclusive")
        await page.shoot("taking-over-give-back")
        await dialog.submit()
        await dialog.at("given_back_exclusive")
        await page.shoot("taking-over-given-back")
        await dialog.submit()
        await dialog.finish()
        expect(await platform(world, OLD_LAMP), "hubspace")


async def platform(world: World, entity_id: str) -> str:
    """Return whose an entity is."""
    owner = world.home_assistant.owner
    return str((await owner.command(type="config/entity_registry/get", entity_id=entity_id))["platform"])
