"""What an external unit saw: fetched without a bearer, and known to be gone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.latchkey.auth import redaction
from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.bticino import cloud as bticino_cloud
from custom_components.latchkey.clouds.bticino import pictures
from custom_components.latchkey.clouds.bticino.messages import parse_history
from custom_components.latchkey.clouds.model import Camera
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.bticino.images import HOST

from .account import LinkedAccount

JPEG = b"\xff\xd8\xff"


async def image(account: LinkedAccount, name: str = "Strada") -> bytes:
    """Return what the camera of an external unit shows."""
    return (await account.cloud.async_get_image(account.device(name).id, "camera")).content


async def test_a_camera_shows_the_last_call(listening: LinkedAccount, bticino: BticinoSimulator) -> None:
    with pytest.raises(CommandRefused) as refused:
        await image(listening)
    assert refused.value.reason == "no_picture"
    first = await bticino.ring("Strada")
    await listening.until_happened(1)
    await listening.until(lambda: listening.has_picture(first))
    seen = await image(listening)
    assert seen.startswith(JPEG)
    second = await bticino.ring("Strada")
    await listening.until(lambda: listening.has_picture(second))
    assert await image(listening) != seen
    assert await listening.cloud.async_get_call_image(first) == seen
    assert bticino.image_bearers == []


async def test_the_moment_of_the_last_picture_is_told_beside_the_camera(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    camera = Camera(key="camera", has_live_view=True, is_at_door=True, can_talk=True)
    assert listening.feature("Strada", "camera") == camera
    call = await bticino.ring("Strada")
    await listening.until(lambda: listening.has_picture(call))
    attributes = listening.feature("Strada", "camera").attributes
    assert attributes == {"snapshot_at": listening.call(call).rang_at.isoformat()}


async def test_a_picture_is_fetched_once(listening: LinkedAccount, bticino: BticinoSimulator) -> None:
    await bticino.ring("Strada")
    await listening.until_happened(1)
    assert await image(listening) == await image(listening)
    assert len([request for request in bticino.requests if request.path.endswith(".jpg")]) == 1


async def test_only_the_last_pictures_are_held_in_memory(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "KEPT", 1)
    for count in (1, 2):
        await bticino.ring("Strada")
        await listening.until_happened(count)
    seen = [await listening.cloud.async_get_call_image(call) for call in listening.calls]
    asked = len(bticino.requests)
    assert await listening.cloud.async_get_call_image(listening.calls[0]) == seen[0]
    assert len(bticino.requests) == asked + 1


async def test_pictures_that_are_gone_cost_one_look_at_the_history(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for count in (1, 2, 3):
        await bticino.ring("Strada")
        await listening.until_happened(count)
    await listening.until(lambda: all(listening.has_picture(call) for call in listening.calls))
    monkeypatch.setattr(bticino_cloud, "HISTORY_PAUSE", -1.0)
    bticino.forget_images()
    asked = bticino.count(bticino.EVENTS)
    for call in listening.calls:
        with pytest.raises(CommandRefused) as refused:
            await listening.cloud.async_get_call_image(call)
        assert refused.value.reason == "no_picture"
        monkeypatch.setattr(bticino_cloud, "HISTORY_PAUSE", 60.0)
    assert bticino.count(bticino.EVENTS) == asked + 2  # one for each home


async def test_an_address_that_has_expired_is_not_asked_but_read_anew(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = await bticino.ring("Strada")
    await listening.until(lambda: listening.has_picture(call))
    monkeypatch.setattr(bticino_cloud, "HISTORY_PAUSE", 0.0)
    picture = listening.cloud._state.calls.picture(call)
    assert picture is not None
    assert not picture.has_expired(datetime.now(UTC) + timedelta(minutes=4, seconds=59))
    assert picture.has_expired(datetime.now(UTC) + timedelta(minutes=5))
    listening.cloud._state.calls._sessions[call].picture = replace(picture, expires_at=datetime.now(UTC))
    bticino.expire_images()
    assert (await image(listening)).startswith(JPEG)
    assert len([request for request in bticino.requests if request.path.endswith(".jpg")]) == 1


@pytest.mark.parametrize("ahead", [-3600, 3600])
async def test_pictures_are_seen_whatever_the_clock_of_the_vendor_says(
    account: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    now = datetime.now(UTC)
    vendors = int(now.timestamp()) + ahead
    picture = {"url": "https://images.example.com/s.jpg", "expires_at": vendors + 300}
    subevent = {"type": "missed_call", "session_id": "one", "snapshot": picture}
    past = {"module_id": account.device("Classe 300X").id, "time": vendors, "subevents": [subevent]}
    (call,) = parse_history({"body": {"home": {"events": [past]}}, "time_server": vendors}, now)
    assert call.picture is not None
    assert not call.picture.has_expired(now + timedelta(minutes=4, seconds=58))
    assert call.picture.has_expired(now + timedelta(minutes=5, seconds=1))


async def test_a_picture_whose_address_died_early_is_found_by_the_history(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = await bticino.ring("Strada")
    await listening.until(lambda: listening.has_picture(call))
    monkeypatch.setattr(bticino_cloud, "HISTORY_PAUSE", 0.0)
    bticino.expire_images()
    assert (await image(listening)).startswith(JPEG)


async def test_a_call_without_a_picture_is_told_all_the_same(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    call = await bticino.ring("Strada", has_picture=False)
    await bticino.miss(call)
    await listening.until_happened(2)
    assert (listening.call(call).outcome, listening.call(call).has_image) == ("missed", False)
    await listening.poll()
    assert not listening.call(call).has_image


@pytest.mark.parametrize(
    ("status", "body", "content_type"),
    [(200, "<html>", "image/jpeg"), (404, "", "text/plain")],
)
async def test_what_is_no_picture_is_none(
    listening: LinkedAccount, bticino: BticinoSimulator, status: int, body: str, content_type: str
) -> None:
    await bticino.ring("Strada")
    await listening.until_happened(1)
    bticino.faults.answer("*.jpg", status=status, body=body, content_type=content_type, times=2)
    with pytest.raises(CommandRefused):
        await image(listening)


async def test_a_picture_is_not_followed_to_another_address(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    await listening.until_happened(1)
    bticino.faults.answer("*.jpg", status=302, location=f"https://{HOST}/elsewhere")
    with pytest.raises(CommandRefused):
        await image(listening)
    assert "/elsewhere" not in [request.path for request in bticino.requests]


async def test_a_picture_that_is_too_large_is_none(
    listening: LinkedAccount, bticino: BticinoSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_PICTURE", 10)
    await bticino.ring("Strada")
    await listening.until_happened(1)
    with pytest.raises(CommandRefused):
        await image(listening)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_vendor_that_is_away_is_temporary(
    listening: LinkedAccount, bticino: BticinoSimulator, status: int
) -> None:
    await bticino.ring("Strada")
    await listening.until_happened(1)
    bticino.faults.answer("*.jpg", status=status)
    with pytest.raises(TemporaryError):
        await image(listening)
    assert (await image(listening)).startswith(JPEG)


@pytest.mark.parametrize(
    "address",
    [
        "http://images.example.com/s.jpg",
        "file:///etc/passwd",
        "https://",
        "https://[",
        "https://a:b@c/",
        "https://xn--a/s.jpg",
        "https://images..example.com/s.jpg",
        "https://images.example.com/\ud800.jpg",
        7,
        "x" * 3000,
    ],
)
async def test_an_address_that_is_none_is_not_asked(
    listening: LinkedAccount, bticino: BticinoSimulator, address: object
) -> None:
    extra = {"device_id": bticino.module("Classe 300X").id, "session_id": "one", "snapshot_url": address}
    await bticino.push({"push_type": "BNC1-incoming_call", "extra_params": extra})
    await listening.until_happened(1)
    assert not listening.has_picture("one")


async def test_the_address_of_a_picture_is_a_secret(
    listening: LinkedAccount, bticino: BticinoSimulator
) -> None:
    await bticino.ring("Strada")
    await listening.until_happened(1)
    await image(listening)
    picture = listening.cloud._state.calls.picture(listening.calls[0])
    assert picture is not None
    assert HOST in picture.url
    assert redaction.redact(picture.url) == redaction.REDACTED


async def test_only_cameras_have_pictures(account: LinkedAccount) -> None:
    for name, key in (("Portone", "lock"), ("Strada", "ringing")):
        with pytest.raises(CommandRefused):
            await account.cloud.async_get_image(account.device(name).id, key)
