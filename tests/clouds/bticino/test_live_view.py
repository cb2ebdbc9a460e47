"""The live view: a real peer looks through the simulated external unit."""

import asyncio
from typing import Any

import pytest

from custom_components.latchkey.auth import redaction
from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.bticino import cloud as bticino_cloud
from custom_components.latchkey.clouds.bticino import live_view
from custom_components.latchkey.clouds.capabilities import LiveView
from custom_components.latchkey.clouds.model import Camera, IceCandidate, IceServer
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.account import Account
from tests.simulators.bticino.signalling import Line
from tests.simulators.peer import without_candidates

from .account import LinkedAccount
from .viewer import Viewer


async def look(account: LinkedAccount, viewer: Viewer, offer: str | None = None) -> LiveView:
    """Open a live view."""
    return await account.cloud.async_open_live_view(
        account.device("Strada").id, "camera", offer or await viewer.peer.offer(), viewer
    )


async def test_a_real_peer_sees_what_the_unit_sees(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    view = await look(account, viewer)
    await viewer.connect()
    first, second = await viewer.peer.frame(), await viewer.peer.frame()
    assert bytes(first.planes[0]) != bytes(second.planes[0])
    assert bticino.live_sessions == 1
    await view.async_close()
    await bticino.until_live(0)
    assert viewer.ends == 0


async def test_who_looks_no_more_terminates_the_session(
    account: LinkedAccount, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    take = Line._take_rtc

    async def note(line: Line, message: dict[str, Any], vendor_account: Account) -> None:
        told.append(message["data"]["type"])
        await take(line, message, vendor_account)

    monkeypatch.setattr(Line, "_take_rtc", note)
    view = await look(account, viewer)
    await viewer.connect()
    await viewer.peer.frame()
    await view.async_close()
    await view.async_close()
    assert told == ["offer", "terminate"]


async def test_what_is_said_of_another_live_view_is_not_taken(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    view = await look(account, viewer)
    await viewer.connect()
    await viewer.peer.frame()
    (line,) = bticino._signalling._lines
    description = {"type": "call", "sdp": "v=0"}
    await line._tell("another", {"type": "answer", "session_description": description})
    await line._tell("another", {"type": "terminate"})
    # What comes next on the same line tells that both were heard.
    (session_id,) = bticino._talks._open
    candidate = {"sdp_m_line_index": 0, "candidate": "candidate:the last"}
    await line._tell(session_id, {"type": "candidate", "ice_candidate": candidate})
    async with asyncio.timeout(5):
        while (await viewer.candidates.get()).candidate != "candidate:the last":
            pass
    assert viewer.answers.empty()
    assert viewer.ends == 0
    await view.async_close()


async def test_candidates_of_the_viewer_reach_the_unit(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    offer, candidates = without_candidates(await viewer.peer.offer())
    view = await look(account, viewer, offer)
    for index, candidate in candidates:
        await view.async_add_candidate(IceCandidate(candidate=candidate, media_index=index))
    await viewer.connect()
    assert (await viewer.peer.frame()).width == 640
    await view.async_close()


async def test_two_people_look_at_once(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    other = Viewer()
    views = [await look(account, viewer), await look(account, other)]
    await asyncio.gather(viewer.connect(), other.connect())
    assert bticino.live_sessions == 2
    await views[0].async_close()
    await bticino.until_live(1)
    await other.peer.frame()
    await views[1].async_close()
    await other.peer.close()


async def test_a_unit_that_ends_it_ends_it_once(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    view = await look(account, viewer)
    await viewer.connect()
    await bticino.end_live_views()
    await viewer.over.wait()
    await view.async_close()
    await view.async_close()
    assert viewer.ends == 1


async def test_a_socket_that_is_lost_ends_it(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    view = await look(account, viewer)
    bticino.drop_signalling()
    await viewer.over.wait()
    with pytest.raises(TemporaryError):
        await view.async_add_candidate(IceCandidate(candidate="candidate:", media_index=0))
    await view.async_close()


async def test_a_unit_out_of_reach_ends_it_at_once(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    bticino.module("Strada").reachable = False
    view = await look(account, viewer)
    await viewer.over.wait()
    assert viewer.answers.empty()
    await view.async_close()


async def test_a_bearer_that_has_expired_is_replaced(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    tokens = bticino.count(bticino.TOKEN)
    bticino.tokens.expire_bearers()
    view = await look(account, viewer)
    assert bticino.count(bticino.TOKEN) == tokens + 1
    await view.async_close()


async def test_a_vendor_that_is_away_is_temporary(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    bticino.faults.answer(bticino.SIGNALLING, times=None)
    with pytest.raises(TemporaryError):
        await look(account, viewer, "v=0")


async def test_a_token_that_is_dead_is_said_to_be(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    bticino.tokens.revoke_all()
    with pytest.raises(RefreshTokenRejected):
        await look(account, viewer, "v=0")


async def test_an_offer_that_is_cut_off_leaves_nothing_open(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    looking = asyncio.create_task(look(account, viewer))
    await bticino.until_asked(bticino.SIGNALLING)
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    await bticino.until_live(0)


async def test_an_offer_that_nobody_takes_is_temporary(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def say_nothing(_line: Line, *_offer: object) -> None: ...

    monkeypatch.setattr(Line, "_open", say_nothing)
    monkeypatch.setattr(live_view, "OFFER_TIMEOUT", 0.05)
    with pytest.raises(TemporaryError, match="takes no offer"):
        await look(account, viewer, "v=0")


async def test_only_a_camera_has_a_live_view(account: LinkedAccount, viewer: Viewer) -> None:
    for name, key in (("Portone", "lock"), ("Strada", "ringing")):
        with pytest.raises(CommandRefused) as refused:
            await account.cloud.async_open_live_view(account.device(name).id, key, "v=0", viewer)
        assert refused.value.reason == "not_supported"


async def test_a_call_home_names_no_unit_and_is_a_voice_alone(
    account: LinkedAccount, bticino: BticinoSimulator, viewer: Viewer
) -> None:
    camera = account.feature("Classe 300X", "call_home")
    assert isinstance(camera, Camera)
    assert not camera.has_picture
    assert camera.can_talk
    view = await account.cloud.async_open_live_view(
        account.device("Classe 300X").id, "call_home", await viewer.peer.offer(), viewer
    )
    await viewer.connect()
    assert viewer.peer.directions() == {"audio": "recvonly", "video": "inactive"}
    await view.async_close()
    await bticino.until_live(0)


async def test_at_home_nobody_is_seen_even_where_a_call_has_a_picture(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada", offers=False)
    bridge = listening.device("Classe 300X").id
    await listening.until(lambda: listening.reading("Classe 300X", "last_call") is not None)
    with pytest.raises(CommandRefused) as refused:
        await listening.cloud.async_get_image(bridge, "call_home")
    assert refused.value.reason == "no_picture"


def ice_servers(account: LinkedAccount) -> tuple[IceServer, ...]:
    """Return the servers that help a live view along."""
    return account.cloud.live_view_config(account.device("Strada").id, "camera").ice_servers


async def test_the_vendors_turn_servers_are_known_and_their_credentials_secret(
    account: LinkedAccount, bticino: BticinoSimulator
) -> None:
    (server,) = ice_servers(account)
    (credential,) = bticino.turn_credentials
    assert server == IceServer(
        urls=("turn:127.0.0.1:3478?transport=udp",), username=server.username, credential=credential
    )
    assert credential not in repr(server)
    assert redaction.redact(credential) == redaction.REDACTED


async def test_turn_servers_are_read_again_after_an_hour(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    await account.poll()
    assert len(bticino.turn_credentials) == 1
    monkeypatch.setattr(bticino_cloud, "ICE_INTERVAL", 0.0)
    await account.poll()
    assert [server.credential for server in ice_servers(account)] == bticino.turn_credentials[1:]
