"""The life of a Hubspace account, from its first form to its removal."""

from time import monotonic
from typing import Any, Final
from unittest.mock import ANY

from ..simulators.hubspace import HubspaceSimulator
from ..simulators.vendors import EMAIL, PASSWORD
from .home_assistant import HomeAssistant
from .owner import Owner
from .steps import Steps, expect
from .vendors import Vendors
from .waiting import eventually

LAMP: Final = "Porch light"
LAMP_ENTITY: Final = "light.porch_light"


class HubspaceAccount:
    """What Home Assistant and the vendor say of the one account."""

    def __init__(self, owner: Owner, vendors: Vendors) -> None:
        self.owner = owner
        self.vendors = vendors

    async def entry_state(self) -> str:
        """Return the state of its entry."""
        (entry,) = await self.owner.entries("latchkey")
        return str(entry["state"])

    async def lamp(self) -> str:
        """Return whether Home Assistant shows the lamp on or off."""
        return await self.owner.state(LAMP_ENTITY)

    async def lamp_at_vendor(self) -> Any:
        """Return whether it is on or off in truth."""
        lamp = await self.vendors.call("hubspace/find", name=LAMP)
        return await self.vendors.call("hubspace/state", metadevice_id=lamp["id"], function_class="power")

    async def switch_at_vendor(self, value: str) -> None:
        """Switch the lamp on or off as a person does who stands before it."""
        lamp = await self.vendors.call("hubspace/find", name=LAMP)
        await self.vendors.call(
            "hubspace/set_state",
            metadevice_id=lamp["id"],
            function_class="power",
            function_instance=None,
            value=value,
        )

    async def is_heard(self) -> bool:
        """Return whether the vendor has somebody to tell of changes."""
        return bool(await self.vendors.get("hubspace/conclave.sessions"))

    async def codes(self) -> list[str]:
        """Return the codes that were mailed, the last one last."""
        return [code for _email, code in await self.vendors.get("hubspace/mailed")]

    async def live_tokens(self) -> int:
        """Return how many refresh tokens the vendor would accept."""
        return len(await self.vendors.call("hubspace/tokens.live"))

    async def login_requests(self) -> Any:
        """Return how often somebody sent a password or a code."""
        return await self.vendors.call("hubspace/count", where=HubspaceSimulator.LOGIN)


async def check(step: Steps, home_assistant: HomeAssistant, vendors: Vendors) -> None:
    """Run every step of it."""
    account = HubspaceAccount(home_assistant.owner, vendors)
    await link(step, account)
    await use(step, account)
    await hear(step, account)
    await log_in_again(step, account)
    await restart(step, account, home_assistant)
    with step("nothing that Home Assistant wrote holds the password or a code"):
        expect(home_assistant.files_with(PASSWORD, *await account.codes()), [])
    with step("the account can be removed, and its token is dead at the vendor"):
        expect(await account.live_tokens(), 1)
        await account.owner.remove("latchkey")
        await eventually(account.live_tokens, 0)


async def link(step: Steps, account: HubspaceAccount) -> None:
    """Link the account, with every mistake on the way."""
    owner = account.owner
    with step("a form asks for the kind of account, and then for the login"):
        form = await owner.start_flow("latchkey")
        flow = form["flow_id"]
        expect(form["step_id"], "user")
        form = await owner.submit(flow, next_step_id="hubspace")
        expect(form["step_id"], "credentials")
    with step("a wrong password shows the same form, and nothing is mailed"):
        form = await owner.submit(flow, username=EMAIL, password="wrong")
        expect((form["step_id"], form["errors"]), ("credentials", {"base": "invalid_auth"}))
        expect(await account.codes(), [])
    with step("the right password leads to the code step, and a code is mailed"):
        form = await owner.submit(flow, username=EMAIL, password=PASSWORD)
        expect(form["step_id"], "code")
        (code,) = await account.codes()
    with step("a wrong code shows the same form"):
        form = await owner.submit(flow, code="000000")
        expect((form["step_id"], form["errors"]), ("code", {"base": "invalid_code"}))
    with step("the right code links the account"):
        form = await owner.submit(flow, code=code)
        expect(form["type"], "create_entry")
        await eventually(account.entry_state, "loaded")


async def use(step: Steps, account: HubspaceAccount) -> None:
    """Use a device of the account."""
    with step("its devices appear"):
        await eventually(account.lamp, "on")
        expect(await account.owner.state("lock.front_door"), "locked")
    with step("a light that is switched off in Home Assistant is off at the vendor"):
        await account.owner.act("light", "turn_off", entity_id=LAMP_ENTITY)
        expect(await account.lamp_at_vendor(), "off")
        await eventually(account.lamp, "off")


async def hear(step: Steps, account: HubspaceAccount) -> None:
    """Switch a device of the account at the vendor."""
    with step("a light that is switched at the vendor is seen in Home Assistant within a second"):
        await eventually(account.is_heard, expected=True)
        async with account.owner.watching(LAMP_ENTITY) as next_change:
            for wanted in ("on", "off"):
                since = monotonic()
                await account.switch_at_vendor(wanted)
                await next_change()
                expect(monotonic() - since < 1, expected=True)
                expect(await account.lamp(), wanted)


async def log_in_again(step: Steps, account: HubspaceAccount) -> None:
    """Lose the token and get another one."""
    owner = account.owner
    with step("when the vendor revokes the token, Home Assistant asks for a new login"):
        await account.vendors.call("hubspace/tokens.revoke_all")
        await owner.act("homeassistant", "update_entity", entity_id=LAMP_ENTITY)
        await eventually(owner.reauth_flows, [ANY])
    with step("the new login makes the same account work again"):
        (flow,) = await owner.reauth_flows()
        await owner.submit(flow, username=EMAIL, password=PASSWORD)
        form = await owner.submit(flow, code=(await account.codes())[-1])
        expect((form["type"], form.get("reason")), ("abort", "reauth_successful"))
        await eventually(account.entry_state, "loaded")
        await eventually(account.lamp, "off")


async def restart(step: Steps, account: HubspaceAccount, home_assistant: HomeAssistant) -> None:
    """Restart Home Assistant."""
    with step("after a restart the account is there without a login"):
        logins = await account.login_requests()
        await home_assistant.restart()
        await eventually(account.entry_state, "loaded")
        await eventually(account.lamp, "off")
        expect(await account.login_requests(), logins)
