"""What must stay between two peers is in no log."""

import logging
import re

import pytest

from custom_components.latchkey.door_phone.relay.relay import Relay

from .conftest import Door, Looker


async def test_the_passwords_of_its_connections_are_in_no_log_however_much_is_logged(
    caplog: pytest.LogCaptureFixture, relay: Relay, door: Door, looker: Looker
) -> None:
    caplog.set_level(logging.DEBUG)
    await relay.async_call(door.call)
    await looker.look(relay)
    await looker.peer.frame()
    sides = (door.unit.connection, looker.peer.connection)
    told = "".join(side.localDescription.sdp + side.remoteDescription.sdp for side in sides)
    passwords = set(re.findall(r"a=ice-pwd:(\S+)", told))
    assert len(passwords) == 4
    assert any("a=ice-pwd:" in line for line in caplog.messages)
    assert not [line for line in caplog.messages for password in passwords if password in line]
