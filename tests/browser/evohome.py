"""An evohome account, from its first form to its removal."""

from ..demo.evohome import ZONE_ENTITY, EvohomeAccount
from ..demo.steps import Steps
from ..demo.waiting import eventually
from ..simulators.vendors import EMAIL, PASSWORD
from .dialog import Dialog
from .integration import Integration
from .world import World


async def check(step: Steps, world: World) -> None:
    """Run every step of it."""
    account = EvohomeAccount(world.home_assistant, world.vendors)
    await link(step, world, account)
    await look(step, world)
    await choose(step, world)
    with step("evohome: the account can be removed"):
        await Integration(world).remove()


async def link(step: Steps, world: World, account: EvohomeAccount) -> None:
    """Link the account, and choose its homes."""
    page, dialog = world.page, Dialog(world.page)
    with step("evohome: a wrong password is refused"):
        await dialog.begin()
        await dialog.pick("evohome")
        await dialog.at("credentials")
        await page.shoot("evohome-login")
        await dialog.fill(username=EMAIL, password="wrong")
        await dialog.submit()
        await dialog.at("credentials", {"base": "invalid_auth"})
    with step("evohome: the right password leads to the homes, of which at least one is shown"):
        await dialog.fill(username=EMAIL, password=PASSWORD)
        await dialog.submit()
        await dialog.at("places")
        await page.shoot("evohome-homes")
        await dialog.tick()
        await dialog.submit()
        await dialog.at("places", {"base": "no_homes"})
        await page.shoot("evohome-no-homes")
    with step("evohome: the homes that are chosen are linked"):
        await dialog.tick("Home")
        await dialog.submit()
        await dialog.ended()
        await page.shoot("evohome-linked")
        await dialog.finish()
        await eventually(account.entry_state, "loaded")


async def look(step: Steps, world: World) -> None:
    """Look at what was linked."""
    integration = Integration(world)
    with step("evohome: each zone has a page"):
        await integration.open()
        await world.page.shoot("evohome-account")
        await integration.look_at_devices("evohome")
    with step("evohome: a zone can be set"):
        async with world.page.more_info(ZONE_ENTITY):
            await world.page.shoot("evohome-zone")


async def choose(step: Steps, world: World) -> None:
    """Change the options."""
    integration, dialog = Integration(world), Dialog(world.page)
    with step("evohome: another home is chosen in the options, and its zones appear"):
        before = len(await integration.devices())
        await integration.configure()
        await dialog.at("homes")
        await world.page.shoot("evohome-options")
        await dialog.tick("Home", "Cottage")
        await dialog.submit()
        await dialog.finish()

        async def has_more() -> bool:
            return len(await integration.devices()) > before

        await eventually(has_more, expected=True)
