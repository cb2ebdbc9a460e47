"""The Home Assistant that is killed: it polls each second, and notes what becomes of each token.

    python -m tests.chaos.under_test NOTES NETWORK_FILE [ARGUMENTS OF HOME ASSISTANT ...]

All else is as `python -m tests.simulators.home_assistant` has it. A note is a line in the file NOTES that no
kill takes back: NANOSECONDS WHAT WHOSE DIGEST. WHAT is "parsed" for an answer that has been read, "written"
for a token that survives a kill, "durable" for one that survives a power cut.
"""

import os
import sys
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from custom_components.latchkey.account.coordinator import LatchkeyCoordinator
from custom_components.latchkey.account.journal import Journal
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.token import Token

from ..simulators.home_assistant import run

POLL: Final = timedelta(seconds=1)


def digest(refresh_token: str) -> str:
    """Return what tells a token from others and may be written down."""
    return sha256(refresh_token.encode()).hexdigest()[:16]


def take_notes(path: Path) -> None:
    """Note what becomes of each token from now on."""
    notes = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)

    def note(what: str, whose: str, refresh_token: str) -> None:
        os.write(notes, f"{time.monotonic_ns()} {what} {whose} {digest(refresh_token)}\n".encode())

    read_token = TokenEndpoint._async_read_token
    begin, write = Journal.begin, Journal.write

    async def note_parsed(endpoint: TokenEndpoint, *arguments: Any) -> Token:
        token = await read_token(endpoint, *arguments)
        note("parsed", endpoint.client_id, token.refresh_token)
        return token

    def note_written(journal: Journal, refresh_token: str) -> None:
        begin(journal, refresh_token)
        note("written", journal.path.suffix.lstrip("."), refresh_token)

    def note_durable(journal: Journal, refresh_token: str) -> bool:
        is_durable = write(journal, refresh_token)
        if is_durable:
            note("durable", journal.path.suffix.lstrip("."), refresh_token)
        return is_durable

    patch.object(TokenEndpoint, "_async_read_token", note_parsed).start()
    patch.object(Journal, "begin", note_written).start()
    patch.object(Journal, "write", note_durable).start()


def poll_often() -> None:
    """Have each account polled each second: a vendor's day of tokens takes minutes."""
    interval: property = vars(DataUpdateCoordinator)["update_interval"]

    def set_interval(coordinator: LatchkeyCoordinator, _wanted: timedelta) -> None:
        interval.__set__(coordinator, POLL)

    in_haste = property(interval.__get__, set_interval)
    patch.object(LatchkeyCoordinator, "update_interval", in_haste).start()


if __name__ == "__main__":
    take_notes(Path(sys.argv.pop(1)))
    poll_often()
    sys.exit(run(Path(sys.argv.pop(1))))
