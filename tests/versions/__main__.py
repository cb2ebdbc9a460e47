"""Links a Home Assistant of another version with everything that Home Assistant's demo has.

    python -m tests.versions PYTHON ...

Each PYTHON has a Home Assistant installed, which is run in a process of its own and linked from one of the
version that this program runs with.
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from custom_components.latchkey.clouds.home_assistant.mapping import DOMAINS
from custom_components.latchkey.const import DOMAIN
from tests.demo import vendors
from tests.demo.configuration import free_port
from tests.demo.home_assistant import HomeAssistant
from tests.demo.linked_home import LAMP_THERE, LinkedHome
from tests.demo.other_home import CONFIGURATION, OtherHome
from tests.demo.owner import Owner
from tests.demo.steps import CheckFailed, Steps, expect
from tests.demo.vendors import Vendors
from tests.demo.waiting import eventually

EVERYTHING: Final = CONFIGURATION + "demo:\n"


class OtherVersion:
    """A Home Assistant of some version, and the one that links it."""

    def __init__(self, here: HomeAssistant, there: OtherHome) -> None:
        self.here = here.owner
        self.there = there
        self.account = LinkedHome(here, there)

    async def mirrors(self) -> dict[str, str]:
        """Return the entities here by those there."""
        there = {entity["id"]: entity["entity_id"] for entity in await _registry(self.there.owner)}
        ours = [entity for entity in await _registry(self.here) if entity["platform"] == DOMAIN]
        keys = {entity["unique_id"].split(":")[3]: entity["entity_id"] for entity in reversed(ours)}
        return {there.get(key, key): entity_id for key, entity_id in keys.items()}

    async def missing(self) -> list[str]:
        """Return what is of a kind that is shown, and not shown."""
        mirrors = await self.mirrors()
        return sorted(
            entity_id
            for entity_id in await _states(self.there.owner)
            if entity_id.partition(".")[0] in DOMAINS and entity_id not in mirrors
        )

    async def unlike(self) -> list[str]:
        """Return what is not available here although it is there."""
        here, there = await _states(self.here), await _states(self.there.owner)
        return sorted(
            f"{entity_id} is {there[entity_id]}, and here {here.get(mirror)}"
            for entity_id, mirror in (await self.mirrors()).items()
            if entity_id in there
            and (there[entity_id] == "unavailable") != (here.get(mirror) == "unavailable")
        )


def _is_there(states: Mapping[str, str], entity_id: str) -> bool:
    return states.get(entity_id, "unavailable") != "unavailable"


async def _registry(owner: Owner) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = await owner.command(type="config/entity_registry/list")
    return answer


async def _states(owner: Owner) -> dict[str, str]:
    return {state["entity_id"]: state["state"] for state in await owner.command(type="get_states")}


async def check(step: Steps, here: HomeAssistant, simulated: Vendors, python: str) -> None:
    """Link a Home Assistant that this Python runs, and see that all of it works from here."""
    there = OtherHome(here.directory.parent / Path(python).parts[-3], free_port(), EVERYTHING)
    there.python = python
    serving = there.serving_guest(simulated.network)
    with step(f"{python}: a Home Assistant starts"):
        await serving.__aenter__()
    try:
        version = (await there.owner.command(type="get_config"))["version"]
        await _live(step, OtherVersion(here, there), version)
    finally:
        await serving.__aexit__(None, None, None)


async def _live(step: Steps, other: OtherVersion, version: str) -> None:
    """Link it, use it, restart it, and remove the account."""
    here, there = other.here, other.there.owner
    with step(f"{version}: everything that it has is linked"):
        flow = (await here.start_flow(DOMAIN))["flow_id"]
        await here.submit(flow, next_step_id="home_assistant")
        await here.submit(flow, url=other.there.url)
        await other.account.log_in(flow)
        await here.submit(flow, next_step_id="everything")
        await here.submit(flow, excluded=[], housekeeping=True, mirrored=False)
        await here.submit(flow, id_prefix="")
        form = await here.submit(flow, next_step_id="link")
        expect(form["type"], "create_entry")
        await eventually(other.account.entry_state, "loaded")
    with step(f"{version}: all that it shows of kinds that are shown is here"):
        await eventually(other.missing, [])
        await eventually(other.unlike, [])
        print(f"        {len(await other.mirrors())} entities")  # noqa: T201  # a program for the terminal
    lamp = (await other.mirrors())[LAMP_THERE]
    with step(f"{version}: a lamp is switched from here, and seen to be switched there"):
        await here.act("light", "turn_on", entity_id=lamp)
        await eventually(other.account.lamp_there, "on")
        await there.act("light", "turn_off", entity_id=LAMP_THERE)
        await eventually(lambda: here.state(lamp), "off")
    with step(f"{version}: its restart is followed"):
        await other.there.restart()
        await there.act("light", "turn_on", entity_id=LAMP_THERE)
        await eventually(lambda: here.state(lamp), "on")
        await eventually(other.missing, [])
    with step(f"{version}: the account can be removed"):
        await here.remove(DOMAIN)


async def main(pythons: list[str]) -> int:
    """Link each; return the exit status."""
    step = Steps(lambda text: print(text, flush=True))  # noqa: T201  # a program for the terminal
    with tempfile.TemporaryDirectory(prefix="latchkey-") as folder:
        here = HomeAssistant(Path(folder) / "home_assistant", free_port())
        async with (
            vendors.serving(Path(folder), lambda _line: None) as simulated,
            here.serving(simulated.network),
        ):
            with suppress(CheckFailed):
                for python in pythons:
                    await check(step, here, simulated, python)
    print(f"{step.passed} passed, {step.failed} failed")  # noqa: T201  # the summary
    return 1 if step.failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
