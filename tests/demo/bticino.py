"""The life of a BTicino account, from its first form to its removal."""

from datetime import UTC, datetime
from typing import Any, Final

from ..simulators.peer import Viewer
from ..simulators.sound import Tone
from ..simulators.vendors import EMAIL, PASSWORD
from .account import Account
from .home_assistant import HomeAssistant
from .looking import looking
from .steps import Steps, expect
from .vendors import Vendors
from .waiting import eventually

DOOR: Final = "Strada"
DOORBELL: Final = "event.strada_doorbell"
RINGING: Final = "binary_sensor.strada_ringing"
CAMERA: Final = "camera.strada"
PAST_CALL: Final = "sensor.classe_300x_last_call"
"""Whose door it was, the vendor's history does not say."""

LOCK: Final = "lock.portone"
HIDDEN_ENTITY: Final = "lock.cancello"
NOTE: Final = 440
"""What a person says who answers, in hertz."""


class BticinoAccount(Account):
    """What Home Assistant and the vendor say of the one account."""

    def __init__(self, home_assistant: HomeAssistant, vendors: Vendors) -> None:
        super().__init__("bticino", home_assistant, vendors)

    async def lock(self) -> str:
        """Return the state of the door in Home Assistant."""
        return await self.owner.state(LOCK)

    async def is_ringing(self) -> str:
        """Return whether somebody rings."""
        return await self.owner.state(RINGING)

    async def doorbell(self) -> Any:
        """Return what happened last at the door, and at which call."""
        attributes = await self.owner.attributes(DOORBELL)
        return attributes.get("event_type"), attributes.get("call_id")

    async def has_snapshot(self) -> bool:
        """Return whether the camera has a picture of a call."""
        return "snapshot_at" in await self.owner.attributes(CAMERA)

    async def is_heard(self) -> bool:
        """Return whether the vendor has somebody to tell of a ring."""
        return bool(await self.vendors.get("bticino/sockets"))

    async def live_sessions(self) -> int:
        """Return how many connections to its units the vendor counts."""
        return int(await self.vendors.get("bticino/live_sessions"))

    async def is_heard_at_the_door(self) -> bool:
        """Return whether somebody who talks is heard there."""
        return any(heard["seconds"] > 0 for heard in await self.vendors.get("bticino/heard"))

    async def ring(self) -> str:
        """Ring at the door; return the id of the call."""
        return str(await self.vendors.call("bticino/ring", module_name=DOOR))

    async def visitor_hears(self, note: int) -> bool:
        """Return whether a visitor hears somebody who says this."""
        return any(abs(heard["note"] - note) < 5 for heard in await self.vendors.get("bticino/heard"))

    async def connections(self) -> int:
        """Return how many peers of units are not closed."""
        return int(await self.vendors.get("bticino/peers"))

    async def pushed_at(self, call: str) -> float:
        """Return when the vendor told that it rings, in seconds since 1970."""
        return float(await self.vendors.call("bticino/pushed_at", session_id=call))

    async def past_call(self) -> bool:
        """Return whether Home Assistant knows when somebody rang, before it listened, as the vendor does."""
        told = await self.owner.state(PAST_CALL)
        return told not in ("unknown", "missing") and datetime.fromisoformat(told) <= datetime.now(UTC)

    async def kept_calls(self) -> list[list[str]]:
        """Return the calls that the media browser shows: where, and how they ended."""
        media = await self.owner.command(
            type="media_source/browse_media", media_content_id="media-source://latchkey"
        )
        return [each["title"].split(" · ")[::2] for each in media["children"]]


async def check(step: Steps, home_assistant: HomeAssistant, vendors: Vendors) -> None:
    """Run every step of it."""
    account = BticinoAccount(home_assistant, vendors)
    missed = str(await vendors.call("bticino/ring", module_name=DOOR))
    await vendors.call("bticino/miss", session_id=missed)
    await link(step, account)
    await history(step, account)
    await ring(step, account)
    await talk(step, account)
    await open_door(step, account)
    await rotate(step, account)
    await restart(step, account)
    with step("BTicino: nothing that Home Assistant wrote holds the password, and no log holds a token"):
        expect(home_assistant.files_with(PASSWORD), [])
        expect(await account.tokens_in_logs(), set())
    with step("BTicino: the account can be removed, and its calls go with it"):
        await account.owner.remove("latchkey")
        expect(await account.owner.entries("latchkey"), [])
        expect(list(home_assistant.directory.rglob("*.jpg")), [])


async def link(step: Steps, account: BticinoAccount) -> None:
    """Link the account, and choose one of its homes."""
    owner = account.owner
    with step("BTicino: a wrong password shows the same form"):
        flow = (await owner.start_flow("latchkey"))["flow_id"]
        await owner.submit(flow, next_step_id="bticino")
        form = await owner.submit(flow, username=EMAIL, password="wrong")
        expect((form["step_id"], form["errors"]), ("credentials", {"base": "invalid_auth"}))
    with step("BTicino: the right password and a choice of homes link the account"):
        form = await owner.submit(flow, username=EMAIL, password=PASSWORD)
        expect(form["step_id"], "places")
        home = await account.vendors.call("bticino/home", name="Casa")
        form = await owner.submit(flow, shown_places=[home["id"]])
        expect(form["type"], "create_entry")
        await eventually(account.entry_state, "loaded")
        await eventually(account.lock, "locked")
        expect(await owner.state(HIDDEN_ENTITY), "missing")


async def history(step: Steps, account: BticinoAccount) -> None:
    """Look at what was before the account was linked."""
    with step("BTicino: a call that was missed before is known from a history that names the bridge alone"):
        await eventually(account.past_call, expected=True)
        await eventually(account.kept_calls, [["Classe 300X", "Missed"]])
    with step("BTicino: a lock is locked, although the vendor says nothing of it"):
        told = await account.vendors.call("bticino/told", name="Portone")
        expect((told["type"], "lock" in told), ("BNDL", False))
        expect(await account.lock(), "locked")


async def ring(step: Steps, account: BticinoAccount) -> None:
    """Ring the bell."""
    with step("BTicino: a ring is an event, and the bell rings"):
        await eventually(account.is_heard, expected=True)
        call = await account.ring()
        await eventually(account.doorbell, ("ring", call))
        expect(await account.is_ringing(), "on")
    with step("BTicino: the camera shows the snapshot of this call"):
        await eventually(account.has_snapshot, expected=True)
        image = await account.owner.picture(CAMERA)
        expect(image, await account.vendors.call("bticino/snapshot", session_id=call))
    with step("BTicino: a call that nobody takes is an event, missed, and kept on this machine"):
        async with account.owner.watching(DOORBELL) as next_change:
            await account.vendors.call("bticino/miss", session_id=call)
            changed = await next_change()
            expect((changed["event_type"], changed["call_id"]), ("missed", call))
        await eventually(account.is_ringing, "off")
        await eventually(account.kept_calls, [[DOOR, "Missed"], ["Classe 300X", "Missed"]])


async def talk(step: Steps, account: BticinoAccount) -> None:
    """Answer whoever rings, hang up, and reject the next one."""
    for browser in ("chromium", "iphone"):
        viewer = Viewer(browser, Tone(NOTE))
        with step(f"BTicino: a live view in a browser like {browser} answers, and both ends see and hear"):
            call = await account.ring()
            await eventually(account.doorbell, ("ring", call))
            async with looking(account.owner, CAMERA, viewer):
                await viewer.frames(5)
                await viewer.until_heard(NOTE)
                expect(await account.visitor_hears(NOTE), expected=True)
                expect(await account.doorbell(), ("answered_here", call))
                expect(await account.is_ringing(), "off")
        with step("BTicino: the call is over when the live view ends, and no connection is left at the door"):
            await eventually(account.doorbell, ("ended", call))
            await eventually(account.connections, 0)
    with step("BTicino: a call that is rejected in Home Assistant is an event, and rings nowhere any more"):
        call = await account.ring()
        await eventually(account.doorbell, ("ring", call))
        await account.owner.act("latchkey", "reject", entity_id=CAMERA)
        await eventually(account.doorbell, ("rejected", call))
        expect(await account.is_ringing(), "off")
        await eventually(account.connections, 0)


async def open_door(step: Steps, account: BticinoAccount) -> None:
    """Open the door."""
    with step("BTicino: a door that is opened in Home Assistant is opened at the vendor, once"):
        await account.owner.act("lock", "open", entity_id=LOCK)
        door = await account.vendors.call("bticino/module", name="Portone")
        expect(await account.vendors.get("bticino/opened"), [door["id"]])
        expect(await account.lock(), "unlocked")
    with step("BTicino: the door locks itself, and is shown locked"):
        await eventually(account.lock, "locked")


async def rotate(step: Steps, account: BticinoAccount) -> None:
    """Have the token exchanged for the next one."""
    with step("BTicino: the token is exchanged, the old one is dead at once, and the new one is kept"):
        (old,) = await account.live_tokens()
        await account.vendors.call("bticino/tokens.expire_bearers")
        await account.owner.act("homeassistant", "update_entity", entity_id=LOCK)
        expect(old in await account.live_tokens(), expected=False)
        expect(await account.keepers_of_token() != [], expected=True)
        await eventually(account.entry_holds_token, expected=True)
    with step("BTicino: a socket that is dropped is opened again with the new token, and hears a ring"):
        await account.vendors.call("bticino/drop_sockets")
        await eventually(account.is_heard, expected=True)
        call = await account.ring()
        await eventually(account.doorbell, ("ring", call))
        await account.vendors.call("bticino/end", session_id=call)


async def restart(step: Steps, account: BticinoAccount) -> None:
    """Restart Home Assistant."""
    with step("BTicino: after a restart the account is there without a login, and hears a ring"):
        logins = len(await account.live_tokens())
        await account.home_assistant.restart()
        await eventually(account.entry_state, "loaded")
        await eventually(account.lock, "locked")
        expect(await account.past_call(), expected=True)
        await eventually(account.is_heard, expected=True)
        call = await account.ring()
        await eventually(account.doorbell, ("ring", call))
        expect(len(await account.live_tokens()), logins)
