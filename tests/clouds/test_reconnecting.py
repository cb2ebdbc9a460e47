"""The pauses between two sockets, so that a vendor that drops them is not worn out."""

import asyncio

import pytest

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds import reconnecting


class Enough(Exception):
    """Ends what goes on for ever."""


async def pauses(monkeypatch: pytest.MonkeyPatch, error: TemporaryError, count: int = 10) -> list[float]:
    """Return the pauses after sockets that end at once."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == count:
            raise Enough

    async def serve() -> TemporaryError:
        return error

    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(Enough):
        await reconnecting.async_reconnect(serve, lambda _error: None)
    return slept


async def test_pauses_double_while_no_socket_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for attempt, pause in enumerate(await pauses(monkeypatch, TemporaryError("gone")), 1):
        longest = min(reconnecting.FIRST_PAUSE * 2**attempt, reconnecting.MAX_PAUSE)
        assert longest / 2 <= pause <= longest


async def test_after_a_socket_that_stayed_open_the_pause_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconnecting, "STEADY", 0.0)
    assert max(await pauses(monkeypatch, TemporaryError("gone"))) <= reconnecting.FIRST_PAUSE


async def test_no_pause_is_shorter_than_the_vendor_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(await pauses(monkeypatch, TemporaryError("gone", 300.0))) == {300.0}
