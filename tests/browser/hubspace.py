"""A Hubspace account, from its first form to its removal."""

from unittest.mock import ANY

from ..demo.hubspace import LAMP, LAMP_ENTITY, HubspaceAccount
from ..demo.steps import Steps, expect
from ..demo.waiting import eventually
from ..simulators.vendors import EMAIL, PASSWORD
from .dialog import Dialog
from .integration import Integration
from .world import World


async def check(step: Steps, world: World) -> None:
    """Run every step of it."""
    account = HubspaceAccount(world.home_assistant.owner, world.vendors)
    await link(step, world, account)
    await look(step, world)
    await use(step, world, account)
    await change(step, world)
    await log_in_again(step, world, account)
    await remove(step, world, account)


async def link(step: Steps, world: World, account: HubspaceAccount) -> None:
    """Link the account, with every mistake on the way."""
    page, dialog = world.page, Dialog(world.page)
    with step("Hubspace: the kind of account is chosen"):
        await dialog.begin()
        await dialog.at("user")
        await page.shoot("kind")
        await dialog.pick("Hubspace")
    with step("Hubspace: a wrong password is refused"):
        await dialog.at("credentials")
        await page.shoot("hubspace-login")
        await dialog.fill(username=EMAIL, password="wrong")
        await dialog.submit()
        await dialog.at("credentials", {"base": "invalid_auth"})
        await page.shoot("hubspace-wrong-password")
    with step("Hubspace: the right password leads to the code, and a wrong code is refused"):
        await dialog.fill(username=EMAIL, password=PASSWORD)
        await dialog.submit()
        await dialog.at("code")
        await page.shoot("hubspace-code")
        await dialog.fill(code="000000")
        await dialog.submit()
        await dialog.at("code", {"base": "invalid_code"})
        await page.shoot("hubspace-wrong-code")
    with step("Hubspace: the right code links the account"):
        await dialog.fill(code=(await account.codes())[-1])
        await dialog.submit()
        await dialog.ended()
        await page.shoot("hubspace-linked")
        await dialog.finish()
        await eventually(account.entry_state, "loaded")


async def look(step: Steps, world: World) -> None:
    """Look at what was linked."""
    integration = Integration(world)
    with step("Hubspace: the account and its devices are listed"):
        await integration.open()
        await world.page.shoot("hubspace-account")
    with step("Hubspace: each device has a page"):
        await integration.look_at_devices("hubspace")


async def use(step: Steps, world: World, account: HubspaceAccount) -> None:
    """Use a device."""
    integration = Integration(world)
    with step("Hubspace: a light that is switched off on its page is off at the vendor"):
        expect(await account.lamp_at_vendor(), "on")
        await integration.open_device(await integration.device(LAMP))
        await integration.toggle()
        await eventually(account.lamp_at_vendor, "off")
        await eventually(account.lamp, "off")


async def change(step: Steps, world: World) -> None:
    """Look at the options."""
    dialog = Dialog(world.page)
    with step("Hubspace: the options can be changed"):
        await Integration(world).configure()
        await dialog.at("init")
        await world.page.shoot("hubspace-options")
        await dialog.submit()
        await dialog.finish()


async def log_in_again(step: Steps, world: World, account: HubspaceAccount) -> None:
    """Lose the key and get another one."""
    dialog, owner = Dialog(world.page), world.home_assistant.owner
    with step("Hubspace: when the vendor takes the key back, the page asks to log in again, and says why"):
        await eventually(account.entry_state, "loaded")
        await world.vendors.call("hubspace/tokens.revoke_all")
        await owner.act("homeassistant", "update_entity", entity_id=LAMP_ENTITY)
        await eventually(owner.reauth_flows, [ANY])
        await Integration(world).log_in_again()
        await dialog.at("credentials_again")
        await world.page.shoot("hubspace-login-again")
        await dialog.fill(password=PASSWORD)
        await dialog.submit()
        await dialog.at("code")
        await dialog.fill(code=(await account.codes())[-1])
        await dialog.submit()
        await dialog.finish()
        await eventually(account.entry_state, "loaded")


async def remove(step: Steps, world: World, account: HubspaceAccount) -> None:
    """Remove the account."""
    with step("Hubspace: the account can be removed"):
        await Integration(world).remove()
        await eventually(account.live_tokens, 0)
