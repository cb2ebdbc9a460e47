"""Pictures of the other side come from there with the bearer, and nothing but pictures does."""

from typing import Any

import pytest
from aiohttp import web

from custom_components.latchkey.auth.errors import TemporaryError
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.home_assistant import pictures
from custom_components.latchkey.clouds.home_assistant.cloud import HomeAssistantCloud
from custom_components.latchkey.clouds.home_assistant.pictures import name_picture
from custom_components.latchkey.clouds.model import Image, Picture
from custom_components.latchkey.clouds.settings import Settings

from .listening import found
from .remote import Remote

MOMENT = "2026-11-01T10:00:00+00:00"


@pytest.fixture
def cloud(remote: Remote, session: TokenSession) -> HomeAssistantCloud:
    """Return the account."""
    return HomeAssistantCloud(session, Settings(), url=remote.url)


def serve(remote: Remote, path: str, **answer: Any) -> list[str]:
    """Have the other side answer at a path; return the bearers that come."""
    came: list[str] = []

    async def show(request: web.Request) -> web.Response:
        came.append(request.headers["Authorization"])
        return web.Response(**answer)

    remote.hass.http.app._router._frozen = False
    remote.hass.http.app.router.add_get(path, show)
    return came


async def picture(cloud: HomeAssistantCloud, name: str) -> Picture:
    """Return the picture of what has a name."""
    (device_id, key), _ = found(await cloud.async_fetch(), name)
    return await cloud.async_get_picture(device_id, key)


async def test_an_image_is_fetched_with_the_bearer(remote: Remote, cloud: HomeAssistantCloud) -> None:
    remote.add_entity("image.map", MOMENT, entity_picture="/api/image_proxy/image.map?token=theirs")
    came = serve(remote, "/api/image_proxy/image.map", body=b"a map", content_type="image/png")
    _, feature = found(await cloud.async_fetch(), "Map")
    assert isinstance(feature, Image)
    assert feature.picture is None
    assert await picture(cloud, "Map") == Picture(content_type="image/png", content=b"a map")
    assert came[0].startswith("Bearer ")


async def test_the_picture_of_another_entity_is_where_it_says(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    remote.add_entity("switch.pump", "on", entity_picture="/local/pump.jpg?v=2")
    serve(remote, "/local/pump.jpg", body=b"a pump", content_type="image/jpeg")
    _, feature = found(await cloud.async_fetch(), "Pump")
    assert feature.picture == name_picture("/local/pump.jpg?v=2")
    assert (await picture(cloud, "Pump")).content == b"a pump"


async def test_a_picture_that_is_elsewhere_is_fetched_where_the_other_side_shows_it_too(
    remote: Remote, cloud: HomeAssistantCloud
) -> None:
    remote.add_entity(
        "media_player.radio",
        "playing",
        entity_picture="https://elsewhere.example/cover.jpg",
        entity_picture_local="/api/cover?token=theirs",
    )
    serve(remote, "/api/cover", body=b"a cover", content_type="image/jpeg")
    _, feature = found(await cloud.async_fetch(), "Radio")
    assert feature.picture == name_picture("/api/cover?token=theirs")
    assert (await picture(cloud, "Radio")).content == b"a cover"


async def test_where_a_picture_is_there_is_not_told(remote: Remote, cloud: HomeAssistantCloud) -> None:
    remote.add_entity("switch.pump", "on", entity_picture="/api/picture?token=theirs")
    assert "theirs" not in repr(await cloud.async_fetch())


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/cat.jpg", "//elsewhere.example/cat.jpg", "cat.jpg", "", "/", "/a\nb", 7],
)
async def test_what_is_elsewhere_is_not_fetched(
    remote: Remote, cloud: HomeAssistantCloud, address: object
) -> None:
    remote.add_entity("switch.pump", "on", entity_picture=address)
    _, feature = found(await cloud.async_fetch(), "Pump")
    assert feature.picture is None
    with pytest.raises(CommandRefused, match="no_picture"):
        await picture(cloud, "Pump")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://elsewhere.example/cat.jpg?size=80", True),
        ("https://elsewhere.example/cat.jpg?token=theirs", False),
        ("https://user:password@elsewhere.example/cat.jpg", False),
        ("http://192.0.2.1/relay?on", False),
        ("javascript:alert(1)", False),
        ("https://[", False),
        ("https:///cat.jpg", False),
        ("https://elsewhere.example/" + "x" * 2048, False),
    ],
)
async def test_a_picture_on_the_internet_is_where_everybody_sees_it(
    remote: Remote, cloud: HomeAssistantCloud, address: str, shown: bool
) -> None:
    remote.add_entity("switch.pump", "on", entity_picture=address)
    _, feature = found(await cloud.async_fetch(), "Pump")
    assert feature.picture_elsewhere == (address if shown else None)
    assert "elsewhere.example" not in repr(feature)


@pytest.mark.parametrize(
    "answer",
    [
        {"body": b"<script>", "content_type": "text/html"},
        {"body": b"<svg>", "content_type": "image/svg+xml"},
        {"body": b"", "content_type": "image/png"},
        {"body": b"x" * 9, "content_type": "image/png"},
        {"status": 404},
        {"status": 302, "headers": {"Location": "https://elsewhere.example/"}},
    ],
)
async def test_what_is_no_picture_of_a_decent_size_is_refused(
    remote: Remote, cloud: HomeAssistantCloud, answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 8)
    remote.add_entity("image.map", MOMENT)
    serve(remote, "/api/image_proxy/image.map", **answer)
    with pytest.raises(CommandRefused, match="no_picture"):
        await picture(cloud, "Map")


async def test_a_fault_of_the_other_side_may_pass(remote: Remote, cloud: HomeAssistantCloud) -> None:
    remote.add_entity("image.map", MOMENT)
    serve(remote, "/api/image_proxy/image.map", status=500)
    with pytest.raises(TemporaryError):
        await picture(cloud, "Map")
