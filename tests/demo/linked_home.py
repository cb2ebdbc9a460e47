"""The life of an account at another Home Assistant, from its first form to its removal."""

from pathlib import Path
from typing import Any, Final
from unittest.mock import ANY

from custom_components.latchkey.clouds.home_assistant.login import CLIENT_ID

from .configuration import free_port
from .home_assistant import HomeAssistant
from .other_home import PASSWORD, USERNAME, OtherHome
from .steps import Steps, expect
from .vendors import Vendors
from .waiting import eventually

LAMP_THERE: Final = "light.hall_lamp"
LAMP: Final = "light.parents_hall_lamp"
TANK: Final = "sensor.parents_tank"
SECONDS_TO_TELL: Final = 1.0


class LinkedHome:
    """What both sides say of the one account."""

    def __init__(self, home_assistant: HomeAssistant, other: OtherHome) -> None:
        self.home_assistant = home_assistant
        self.owner = home_assistant.owner
        self.other = other

    async def entry_state(self) -> str:
        """Return the state of its entry."""
        (entry,) = await self.owner.entries("latchkey")
        return str(entry["state"])

    async def lamp(self) -> str:
        """Return whether the mirrored lamp is on or off."""
        return await self.owner.state(LAMP)

    async def lamp_there(self) -> str:
        """Return whether the lamp is on or off in truth."""
        return await self.other.owner.state(LAMP_THERE)

    async def tank(self) -> str:
        """Return the mirrored reading."""
        return await self.owner.state(TANK)

    async def tokens(self) -> int:
        """Return how many refresh tokens of Latchkey the other side lists."""
        return len(await self.other.tokens(CLIENT_ID))

    async def log_in(self, flow: str) -> Any:
        """Type user name, password and code; return the form that comes next."""
        await self.owner.submit(flow, username=USERNAME, password=PASSWORD)
        return await self.owner.submit(flow, code=await self.other.fresh_code())


async def check(step: Steps, home_assistant: HomeAssistant, vendors: Vendors) -> None:
    """Run every step of it."""
    directory = home_assistant.directory.parent / "other_home"
    other = OtherHome(Path(directory), free_port())
    with step("another Home Assistant starts, with a user who has a one-time code"):
        serving = other.serving_guest(vendors.network)
        await serving.__aenter__()
    try:
        await _live(step, LinkedHome(home_assistant, other))
    finally:
        await serving.__aexit__(None, None, None)


async def _live(step: Steps, account: LinkedHome) -> None:
    """Run every step while the other side is there."""
    await link(step, account)
    await use(step, account)
    await follow(step, account)
    await log_in_again(step, account)
    with step("another Home Assistant: nothing that this one wrote holds the password"):
        expect(account.home_assistant.files_with(PASSWORD), [])
    with step(
        "another Home Assistant: the account can be removed, and the token is off the other side's list"
    ):
        expect(await account.tokens(), 1)
        await account.owner.remove("latchkey")
        await eventually(account.tokens, 0)


async def link(step: Steps, account: LinkedHome) -> None:
    """Link the account, with every mistake on the way."""
    owner = account.owner
    with step("another Home Assistant: a form asks for its address"):
        flow = (await owner.start_flow("latchkey"))["flow_id"]
        form = await owner.submit(flow, next_step_id="home_assistant")
        expect(form["step_id"], "address")
    with step("another Home Assistant: this one itself is refused"):
        form = await owner.submit(flow, url=account.home_assistant.url)
        expect((form["step_id"], form["errors"]), ("address", {"base": "own_address"}))
    with step(
        "another Home Assistant: its address leads to the login, and a wrong password shows that again"
    ):
        form = await owner.submit(flow, url=f"{account.other.url}/lovelace/0")
        expect(form["step_id"], "login")
        form = await owner.submit(flow, username=USERNAME, password="wrong")
        expect((form["step_id"], form["errors"]), ("login", {"base": "invalid_auth"}))
    with step(
        "another Home Assistant: the right password leads to the code, and a wrong code shows that again"
    ):
        form = await owner.submit(flow, username=USERNAME, password=PASSWORD)
        expect(form["step_id"], "app_code")
        form = await owner.submit(flow, code="000000")
        expect((form["step_id"], form["errors"]), ("app_code", {"base": "invalid_code"}))
    with step(
        "another Home Assistant: the right code leads to the choice of what is shown, which is counted"
    ):
        form = await owner.submit(flow, code=await account.other.fresh_code())
        expect(form["step_id"], "selection")
        await owner.submit(flow, next_step_id="rules")
        form = await owner.submit(flow, kinds=["light", "sensor"])
        expect(form["step_id"], "entity_ids")
        menu = await owner.submit(flow, id_prefix="parents")
        expect((menu["step_id"], menu["description_placeholders"]["count"]), ("confirm", "2"))
    with step("another Home Assistant: the choice links the account"):
        form = await owner.submit(flow, next_step_id="link")
        expect(form["type"], "create_entry")
        await eventually(account.entry_state, "loaded")
        await eventually(account.lamp, "off")
        expect(await owner.state("switch.parents_hall_lamp_switch"), "missing")


async def use(step: Steps, account: LinkedHome) -> None:
    """Use an entity of the other side."""
    with step("another Home Assistant: a lamp that is switched on here is on there"):
        await account.owner.act("light", "turn_on", entity_id=LAMP)
        await eventually(account.lamp_there, "on", SECONDS_TO_TELL)
        await eventually(account.lamp, "on", SECONDS_TO_TELL)
    with step("another Home Assistant: a change there is seen here within a second"):
        await account.other.owner.act(
            "input_number", "set_value", entity_id="input_number.tank_level", value=55
        )
        await eventually(account.tank, "55.0", SECONDS_TO_TELL)


async def follow(step: Steps, account: LinkedHome) -> None:
    """Restart the other side."""
    with step("another Home Assistant: its restart is followed"):
        await account.other.restart()
        await eventually(account.lamp, "on")
        await account.other.owner.act("light", "turn_off", entity_id=LAMP_THERE)
        await eventually(account.lamp, "off")


async def log_in_again(step: Steps, account: LinkedHome) -> None:
    """Lose the token and get another one."""
    owner = account.owner
    with step("another Home Assistant: when the token is taken back there, a new login is asked for here"):
        await account.other.revoke(CLIENT_ID)
        await eventually(owner.reauth_flows, [ANY])
        expect(await account.lamp(), "unavailable")
    with step("another Home Assistant: the new login makes the same account work again"):
        (flow,) = await owner.reauth_flows()
        form = await account.log_in(flow)
        expect((form["type"], form.get("reason")), ("abort", "reauth_successful"))
        await eventually(account.entry_state, "loaded")
        await eventually(account.lamp, "off")
