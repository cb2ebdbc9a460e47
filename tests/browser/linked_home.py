"""An account at another Home Assistant, from its first form to its removal."""

from unittest.mock import ANY

from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID

from ..demo.linked_home import LAMP, LinkedHome
from ..demo.other_home import PASSWORD, USERNAME
from ..demo.steps import Steps
from ..demo.waiting import eventually
from .dialog import Dialog
from .integration import Integration
from .world import World

NOWHERE = "http://127.0.0.1:9"


async def check(step: Steps, world: World) -> None:
    """Run every step of it."""
    account = LinkedHome(world.home_assistant, world.other)
    await find(step, world)
    await log_in(step, world)
    await select(step, world, account)
    await log_in_again(step, world, account)
    with step("another Home Assistant: the account can be removed"):
        await Integration(world).remove()
        await eventually(account.tokens, 0)


async def find(step: Steps, world: World) -> None:
    """Type the address, with every mistake on the way."""
    page, dialog = world.page, Dialog(world.page)
    with step("another Home Assistant: an address where nobody answers is refused"):
        await dialog.begin()
        await dialog.pick("Home Assistant")
        await dialog.at("address")
        await page.shoot("other-address")
        await dialog.fill(url=NOWHERE)
        await dialog.submit()
        await dialog.refused("address")
        await page.shoot("other-address-nowhere")
        await dialog.fill(url=world.home_assistant.url)
        await dialog.submit()
        await dialog.at("address", {"base": "own_address"})
        await page.shoot("other-address-own")


async def log_in(step: Steps, world: World) -> None:
    """Log in with a one-time code, with every mistake on the way."""
    page, dialog = world.page, Dialog(world.page)
    with step("another Home Assistant: a wrong password is refused"):
        await dialog.fill(url=world.other.url)
        await dialog.submit()
        await dialog.at("login")
        await page.shoot("other-login")
        await dialog.fill(username=USERNAME, password="wrong")
        await dialog.submit()
        await dialog.at("login", {"base": "invalid_auth"})
        await page.shoot("other-wrong-password")
    with step("another Home Assistant: a wrong one-time code is refused"):
        await dialog.fill(username=USERNAME, password=PASSWORD)
        await dialog.submit()
        await dialog.at("app_code")
        await page.shoot("other-code")
        await dialog.fill(code="000000")
        await dialog.submit()
        await dialog.at("app_code", {"base": "invalid_code"})
        await page.shoot("other-wrong-code")


async def select(step: Steps, world: World, account: LinkedHome) -> None:
    """Choose what is shown."""
    page, dialog, integration = world.page, Dialog(world.page), Integration(world)
    with step("another Home Assistant: the right code leads to the choice, and the choice links the account"):
        await dialog.fill(code=await world.other.fresh_code())
        await dialog.submit()
        await dialog.at("selection")
        await page.shoot("other-selection")
        await dialog.pick_step("everything")
        await dialog.at("everything")
        await page.shoot("other-everything")
        await dialog.submit()
        await dialog.at("entity_ids")
        await page.shoot("other-entity-ids")
        await dialog.fill(id_prefix="parents")
        await dialog.submit()
        await dialog.at("confirm")
        await page.shoot("other-confirm")
        await dialog.pick_step("link")
        await dialog.ended()
        await page.shoot("other-linked")
        await dialog.finish()
        await eventually(account.entry_state, "loaded")
        await eventually(account.lamp, "off")
    with step("another Home Assistant: its devices have pages, and its lamp can be switched"):
        await integration.open()
        await page.shoot("other-account")
        await integration.look_at_devices("other", "Parents")
        async with page.more_info(LAMP):
            await page.shoot("other-lamp")
    with step("another Home Assistant: what is shown can be changed in the options"):
        await integration.configure()
        await dialog.at("selection")
        await page.shoot("other-options")
        await dialog.pick_step("rules")
        await dialog.at("rules")
        await page.shoot("other-rules")
        await dialog.submit()
        await dialog.at("confirm")
        await page.shoot("other-changes")
        await dialog.pick_step("save")
        await dialog.finish()
        await eventually(account.entry_state, "loaded")


async def log_in_again(step: Steps, world: World, account: LinkedHome) -> None:
    """Lose the key and get another one."""
    page, dialog, integration = world.page, Dialog(world.page), Integration(world)
    with step("another Home Assistant: when the key is taken back there, the page asks to log in again"):
        await world.other.revoke(CLIENT_ID)
        await eventually(world.home_assistant.owner.reauth_flows, [ANY])
        await integration.open()
        await page.shoot("other-attention")
        await integration.log_in_again()
        await dialog.at("login_again")
        await page.shoot("other-login-again")
        await dialog.fill(username=USERNAME, password=PASSWORD)
        await dialog.submit()
        await dialog.at("app_code")
        await dialog.fill(code=await world.other.fresh_code())
        await dialog.submit()
        await dialog.ended()
        await page.shoot("other-logged-in-again")
        await dialog.finish()
        await eventually(account.entry_state, "loaded")
