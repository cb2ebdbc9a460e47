"""Two runs of the demo in the same folder: what was linked in the first one is there in the second."""

from pathlib import Path
from unittest.mock import ANY

import pytest

from tests.demo import everything, evohome
from tests.demo.configuration import free_port
from tests.demo.evohome import ZONE_ENTITY, EvohomeAccount
from tests.demo.kept import Ports
from tests.demo.mischief import Mischief
from tests.demo.owner import AREAS
from tests.demo.steps import Steps
from tests.demo.terminal import obey
from tests.demo.waiting import eventually

BLUEPRINTS = {"latchkey/doorbell_notification.yaml", "latchkey/missed_calls.yaml"}


@pytest.mark.timeout(300)  # two processes, which start twice
async def test_the_demo_goes_on_where_it_was_ended(socket_enabled: None, tmp_path: Path) -> None:
    said: list[str] = []
    ports = Ports(free_port(), free_port())

    async with everything.serving(tmp_path, ports, said.append) as demo:
        owner = demo.home_assistant.owner
        areas = await owner.command(type="config/area_registry/list")
        assert {area["name"] for area in areas} > {*AREAS, "Kitchen", "Bedroom"}
        assert (await owner.command(type="blueprint/list", domain="automation")).keys() >= BLUEPRINTS
        account = EvohomeAccount(demo.home_assistant, demo.vendors)
        await evohome.link(Steps(said.append), account)
        await owner.act("climate", "set_temperature", entity_id=ZONE_ENTITY, temperature=22.5)

    async with everything.serving(tmp_path, ports, said.append) as demo:
        account = EvohomeAccount(demo.home_assistant, demo.vendors)
        await eventually(account.entry_state, "loaded")
        assert (await account.zone_at_vendor())["override"] == 22.5
        assert await demo.other.guest.command(type="auth/current_user")
        mischief = Mischief(demo.vendors, demo.other, demo.poll, said.append)
        assert "asks to log in again" in await obey("revoke evohome", mischief.commands)
        await eventually(demo.home_assistant.owner.reauth_flows, [ANY])
