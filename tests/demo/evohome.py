"""The life of an evohome account, from its first form to its removal."""

from typing import Any, Final

from ..simulators.vendors import EMAIL, PASSWORD
from .account import Account
from .home_assistant import HomeAssistant
from .steps import Steps, expect
from .vendors import Vendors
from .waiting import eventually

ZONE: Final = "Bathroom"
ZONE_ENTITY: Final = "climate.bathroom"
"""Where there is an area of the name of a zone, Home Assistant would put that before it."""

HOUSE_ENTITY: Final = "climate.home"
HOT_WATER_ENTITY: Final = "water_heater.hot_water"
HIDDEN_ENTITY: Final = "climate.cottage_thermostat"


class EvohomeAccount(Account):
    """What Home Assistant and the vendor say of the one account."""

    def __init__(self, home_assistant: HomeAssistant, vendors: Vendors) -> None:
        super().__init__("evohome", home_assistant, vendors)

    async def zone(self) -> str:
        """Return the mode of the zone in Home Assistant."""
        return await self.owner.state(ZONE_ENTITY)

    async def zone_at_vendor(self) -> Any:
        """Return how the zone is in truth."""
        return await self.vendors.call("evohome/zone", name=ZONE)

    async def hot_water_mode(self) -> str:
        """Return whether the hot water follows its schedule in truth."""
        return str((await self.vendors.call("evohome/hot_water", location_name="Home"))["mode"])

    async def logins_left(self) -> int:
        """Return how many passwords the vendor would still look at."""
        accounts = await self.vendors.get("evohome/accounts")
        return int(accounts[EMAIL]["logins_left"])


async def check(step: Steps, home_assistant: HomeAssistant, vendors: Vendors) -> None:
    """Run every step of it."""
    account = EvohomeAccount(home_assistant, vendors)
    await link(step, account)
    await use(step, account)
    await rotate(step, account)
    await restart(step, account)
    with step("evohome: nothing that Home Assistant wrote holds the password"):
        expect(home_assistant.files_with(PASSWORD), [])
    with step("evohome: the account can be removed"):
        await account.owner.remove("latchkey")
        expect(await account.owner.entries("latchkey"), [])


async def link(step: Steps, account: EvohomeAccount) -> None:
    """Link the account, and choose one of its homes."""
    owner = account.owner
    with step("evohome: a wrong password shows the same form"):
        flow = (await owner.start_flow("latchkey"))["flow_id"]
        await owner.submit(flow, next_step_id="evohome")
        form = await owner.submit(flow, username=EMAIL, password="wrong")
        expect((form["step_id"], form["errors"]), ("credentials", {"base": "invalid_auth"}))
    with step("evohome: the right password leads to the choice of homes"):
        form = await owner.submit(flow, username=EMAIL, password=PASSWORD)
        expect(form["step_id"], "places")
    with step("evohome: the choice links the account, and only the chosen home appears"):
        home = await account.vendors.call("evohome/location", name="Home")
        form = await owner.submit(flow, shown_places=[home["id"]])
        expect(form["type"], "create_entry")
        await eventually(account.entry_state, "loaded")
        await eventually(account.zone, "heat")
        expect(await owner.state(HIDDEN_ENTITY), "missing")


async def use(step: Steps, account: EvohomeAccount) -> None:
    """Use a zone of the account."""
    with step("evohome: a set point that is chosen in Home Assistant is in force at the vendor"):
        await account.owner.act("climate", "set_temperature", entity_id=ZONE_ENTITY, temperature=22.5)
        zone = await account.zone_at_vendor()
        expect((zone["mode"], zone["override"]), ("TemporaryOverride", 22.5))
    with step("evohome: hot water is boosted for an hour, and follows its schedule again"):
        target = {"entity_id": HOT_WATER_ENTITY}
        await account.owner.act("latchkey", "boost_hot_water", **target, duration="01:00:00")
        expect(await account.hot_water_mode(), "TemporaryOverride")
        await account.owner.act("latchkey", "clear_override", **target)
        expect(await account.hot_water_mode(), "FollowSchedule")
    with step("evohome: hot water is off for good while its people are away"):
        await account.owner.act("water_heater", "set_away_mode", **target, away_mode=True)
        expect(await account.hot_water_mode(), "PermanentOverride")
        expect(await account.owner.state(HOT_WATER_ENTITY), "off")
    with step("evohome: a reset of the house ends what holds its zones and its hot water"):
        await account.owner.act("climate", "set_preset_mode", entity_id=HOUSE_ENTITY, preset_mode="reset")
        expect((await account.zone_at_vendor())["mode"], "FollowSchedule")
        expect(await account.hot_water_mode(), "FollowSchedule")


async def rotate(step: Steps, account: EvohomeAccount) -> None:
    """Have the token exchanged for the next one."""
    with step("evohome: the token is exchanged, and the new one is kept at once and soon in the entry"):
        (old,) = await account.live_tokens()
        await account.vendors.call("evohome/tokens.expire_bearers")
        await account.owner.act("homeassistant", "update_entity", entity_id=ZONE_ENTITY)
        expect(old in await account.live_tokens(), expected=False)
        expect(await account.keepers_of_token() != [], expected=True)
        await eventually(account.entry_holds_token, expected=True)


async def restart(step: Steps, account: EvohomeAccount) -> None:
    """Restart Home Assistant."""
    with step("evohome: after a restart the account is there without a login"):
        logins_left = await account.logins_left()
        await account.home_assistant.restart()
        await eventually(account.entry_state, "loaded")
        await eventually(account.zone, "heat")
        expect(await account.logins_left(), logins_left)
