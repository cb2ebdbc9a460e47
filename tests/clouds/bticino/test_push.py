"""The push socket: subscribed with a good bearer, opened again when it ends, noticed when it is dead."""

import asyncio
import logging
import socket
from asyncio.trsock import TransportSocket
from collections.abc import Callable, Iterable
from typing import Any
from unittest.mock import AsyncMock, Mock

import pytest
from pybticino import AuthHandler

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.bticino import push, sockets
from custom_components.latchkey.clouds.bticino.state import State
from tests.simulators.bticino import BticinoSimulator

from .account import LinkedAccount


async def test_a_socket_that_is_dropped_is_opened_again(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.drop_sockets()
    await bticino.until_subscribed(2)
    await listening.until(lambda: bticino.sockets == 1)
    await bticino.ring("Strada")
    await listening.until_happened(1)


async def test_a_loss_is_told_once_and_so_is_its_end(
    listening: LinkedAccount, bticino: BticinoSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "custom_components.latchkey")
    renewals = listening.renewals
    bticino.faults.answer(bticino.PUSH, times=3)
    bticino.drop_sockets()
    await listening.until(lambda: listening.renewals > renewals)
    await listening.until(lambda: "pushes again" in caplog.text)
    ours = [record for record in caplog.records if record.name.startswith("custom_components")]
    messages = [record.message for record in ours if "push" in record.message]
    assert [message.split(":")[0] for message in messages] == [
        "BTicino does not push what happens any more",
        "BTicino pushes again what happens",
    ]


async def test_polls_go_on_while_the_socket_is_away(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    bticino.faults.answer(bticino.PUSH, times=None)
    bticino.drop_sockets()
    await bticino.until_asked(bticino.PUSH, times=3)
    bticino.module("Classe 300X").wifi_strength = 70
    await listening.poll()
    assert listening.reading("Classe 300X", "wifi_strength") == -70


async def test_the_socket_is_subscribed_again_before_its_bearer_dies(
    account: LinkedAccount, bticino: BticinoSimulator, session: TokenSession
) -> None:
    bticino.tokens.bearer_life = 1.0
    session.invalidate(await session.async_get_access_token())
    await account.poll()
    async with account.listening():
        before = bticino.subscriptions
        await bticino.until_subscribed(before + 2)
        assert bticino.count(bticino.PUSH) == 1
        await bticino.ring("Strada")
        await account.until_happened(1)


async def test_a_bearer_that_dies_early_is_noticed_where_the_socket_is_looked_at(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "CHECK_INTERVAL", 0.05)
    async with account.listening():
        bticino.tokens.expire_bearers()
        assert bticino.sockets == 0
        await account.until(lambda: bticino.sockets == 1)
        assert bticino.count(bticino.PUSH) == 1


async def test_a_socket_that_is_refused_for_its_bearer_is_tried_once_more_with_a_fresh_one(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    tokens = bticino.count(bticino.TOKEN)
    bticino.refuse_subscriptions = 1
    async with account.listening():
        assert bticino.count(bticino.TOKEN) == tokens + 1
        assert bticino.count(bticino.PUSH) == 2


async def test_a_fresh_bearer_that_is_refused_is_not_bought_again_and_again(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    tokens = bticino.count(bticino.TOKEN)
    bticino.refuse_subscriptions = 6
    async with account.listening():
        assert bticino.count(bticino.PUSH) == 7
        assert bticino.count(bticino.TOKEN) == tokens + 1


async def test_a_fresh_bearer_that_an_open_socket_refuses_is_not_bought_again_and_again(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "CHECK_INTERVAL", 0.05)
    tokens = bticino.count(bticino.TOKEN)
    async with account.listening():
        bticino.refuse_subscriptions = 4
        await bticino.until_asked(bticino.PUSH, times=4)
        await account.until(lambda: bticino.sockets == 1)
        assert bticino.count(bticino.TOKEN) == tokens + 1


async def test_a_bearer_that_comes_after_one_that_was_refused_is_replaced_as_any_other(
    account: LinkedAccount, bticino: BticinoSimulator, session: TokenSession
) -> None:
    bticino.refuse_subscriptions = 3
    async with account.listening():
        session.invalidate(await session.async_get_access_token())
        await account.poll()
        tokens = bticino.count(bticino.TOKEN)
        bticino.refuse_subscriptions = 1
        subscriptions = bticino.subscriptions
        bticino.drop_sockets()
        await bticino.until_subscribed(subscriptions + 1)
        assert bticino.count(bticino.TOKEN) == tokens + 1


async def test_a_dead_line_is_noticed_without_a_ping(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "CHECK_INTERVAL", 0.05)
    monkeypatch.setattr(push, "ANSWER_TIMEOUT", 0.1)
    async with account.listening():
        bticino.mute_sockets()
        await account.until(lambda: bticino.sockets == 1)
        await bticino.ring("Strada")
        await account.until_happened(1)
    assert bticino.pings == 0


async def test_a_subscription_that_is_refused_on_the_open_socket_is_tried_with_a_fresh_bearer(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "CHECK_INTERVAL", 0.05)
    async with account.listening():
        before = bticino.subscriptions
        bticino.refuse_subscriptions = 1
        await bticino.until_subscribed(before + 1)
        assert bticino.count(bticino.PUSH) == 1


async def test_a_socket_on_which_no_bearer_is_good_any_more_is_opened_anew(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push, "CHECK_INTERVAL", 0.05)
    async with account.listening():
        bticino.refuse_subscriptions = 2
        await bticino.until_asked(bticino.PUSH, times=2)
        await account.until(lambda: bticino.sockets == 1)


async def test_an_open_socket_outlives_a_token_endpoint_that_is_away(
    account: LinkedAccount, bticino: BticinoSimulator, session: TokenSession
) -> None:
    bticino.tokens.bearer_life = 1.0
    session.invalidate(await session.async_get_access_token())
    await account.poll()
    async with account.listening():
        bticino.faults.answer(bticino.TOKEN, times=1, retry_after=0.05)
        before = bticino.subscriptions
        await bticino.until_subscribed(before + 1)
        assert bticino.count(bticino.PUSH) == 1


async def test_a_token_that_is_dead_ends_the_listening_with_one_request(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening = asyncio.create_task(account.cloud.async_listen(account))
    await bticino.until_subscribed(1)
    tokens = bticino.count(bticino.TOKEN)
    bticino.tokens.revoke_all()
    bticino.drop_sockets()
    with pytest.raises(RefreshTokenRejected):
        await listening
    assert bticino.count(bticino.TOKEN) == tokens + 1


async def test_the_kernel_asks_whether_the_line_is_alive(
    account: LinkedAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    options: list[tuple[Any, ...]] = []
    original = TransportSocket.setsockopt

    def take(self: TransportSocket, *option: Any) -> None:
        options.append(option)
        original(self, *option)

    monkeypatch.setattr(TransportSocket, "setsockopt", take)
    async with account.listening():
        assert (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1) in options
        assert (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 60) in options


async def test_an_account_that_is_closed_leaves_nothing_running(account: LinkedAccount) -> None:
    before = asyncio.all_tasks()
    async with account.listening():
        assert _ours(asyncio.all_tasks() - before)
    assert _ours(asyncio.all_tasks() - before) == []


def _ours(tasks: Iterable[asyncio.Task[Any]]) -> list[str]:
    """Return the names of tasks that are not those of the simulated vendor."""
    return [task.get_name() for task in tasks if "RequestHandler" not in repr(task.get_coro())]


async def test_a_socket_that_does_not_say_good_bye_holds_nobody_up(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    now = asyncio.get_running_loop().time
    async with account.listening():
        bticino.mute_sockets()
        began = now()
    assert now() - began < 5
    await account.until(lambda: all(line.request.transport is None for line in bticino._push._open))


async def test_a_good_bye_that_is_cut_short_leaves_no_line_open(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "CLOSE_TIMEOUT", 60.0)
    listening = asyncio.create_task(account.cloud.async_listen(account))
    await account.until(lambda: bticino.sockets == 1 and account.renewals == 1)
    bticino.mute_sockets()
    tasks = [task for task in asyncio.all_tasks() if task.get_name() == "latchkey push socket"]
    listening.cancel()
    for task in tasks:
        await asyncio.sleep(0.01)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    await account.until(lambda: all(line.request.transport is None for line in bticino._push._open))


async def test_a_mistake_of_ours_ends_the_listening_and_leaves_nothing_running(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_state: State) -> None:
        raise ZeroDivisionError

    before, renewals = asyncio.all_tasks(), account.renewals
    listening = asyncio.create_task(account.cloud.async_listen(account))
    await account.until(lambda: account.renewals > renewals)
    monkeypatch.setattr(State, "settle", stumble)
    extra = {"device_id": account.device("Classe 300X").id, "session_id": "one"}
    await bticino.push({"push_type": "BNC1-incoming_call", "extra_params": extra})
    with pytest.raises(ZeroDivisionError):
        await listening
    # A request that was cut short ends a moment later.
    await account.until(lambda: not _ours(asyncio.all_tasks() - before))


async def test_a_message_that_trips_us_up_is_told_and_does_not_cost_the_next_ring(
    listening: LinkedAccount,
    bticino: BticinoSimulator,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(State, "take", lambda _state, _message: 1 / 0)
        await bticino.push({"push_type": "BNC1-connection", "extra_params": {"device_id": "x"}})
        await listening.until(lambda: "could not be taken" in caplog.text)
    await bticino.ring("Strada")
    await listening.until_happened(1)


async def test_nothing_that_goes_through_a_socket_is_in_the_log(
    account: LinkedAccount, bticino: BticinoSimulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("pybticino", "pybticino.websocket", "websockets", "websockets.client"):
        caplog.set_level(logging.DEBUG, name)
    bticino.refuse_subscriptions = 1
    async with account.listening():
        await bticino.ring("Strada")
        await account.until_happened(1)
        bticino.drop_sockets()
        await bticino.until_subscribed(2)
    assert "websockets.client" in {record.name for record in caplog.records}
    assert "access_token" not in caplog.text
    assert "push_type" not in caplog.text
    assert account.calls[0] not in caplog.text


@pytest.mark.parametrize(
    ("open_client", "name"),
    [
        (lambda bearers: sockets.PushClient(bearers, AsyncMock()), "PUSH_WS_URL"),
        (sockets.LiveViewClient, "RTC_WS_URL"),
    ],
)
async def test_a_bearer_is_not_sent_where_a_socket_was_redirected_to(
    account: LinkedAccount,
    bticino: BticinoSimulator,
    monkeypatch: pytest.MonkeyPatch,
    open_client: Callable[[Any], sockets.PushClient | sockets.LiveViewClient],
    name: str,
) -> None:
    bearers = Mock(spec=AuthHandler)
    client = open_client(bearers)
    # The host at which the socket opens is another one than was asked for: so a redirect looks from here.
    monkeypatch.setattr(sockets, name, "wss://asked.netatmo.net/ws/")
    with pytest.raises(TemporaryError, match="redirects elsewhere"):
        await sockets.async_connect(client, Mock())
    bearers.get_access_token.assert_not_called()
