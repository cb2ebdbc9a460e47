"""Images: what people see of them, and of the pictures that entities have."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import override

import pytest
from homeassistant.components.image import ImageEntity, async_get_image
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.model import Image, Picture, Switch

from .home import state
from .memory import MemoryCloud, link
from .mirroring import Mirror

IMAGE = "image.thing"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ONE = datetime(2026, 11, 1, 13, tzinfo=UTC)


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return a cloud with an image."""
    assert await async_setup_component(hass, "http", {})
    cloud = await link(hass, monkeypatch, Image(key="image", updated=NOON))
    cloud.picture = Picture(content_type="image/png", content=b"a map")
    return cloud


async def test_an_image_tells_when_it_changed(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    assert state(hass, IMAGE).state == NOON.isoformat()


async def test_an_image_is_fetched_when_somebody_looks_and_kept_until_it_changes(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    image = await async_get_image(hass, IMAGE)
    assert (image.content_type, image.content) == ("image/png", b"a map")
    cloud.picture = Picture(content_type="image/jpeg", content=b"another")
    assert (await async_get_image(hass, IMAGE)).content == b"a map"
    cloud.push(Image(key="image", updated=ONE))
    image = await async_get_image(hass, IMAGE)
    assert (image.content_type, image.content) == ("image/jpeg", b"another")


async def test_an_image_that_cannot_be_had_says_why(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.picture = CommandRefused("no_picture")
    with pytest.raises(ServiceValidationError) as caught:
        await async_get_image(hass, IMAGE)
    assert caught.value.translation_key == "no_picture"


async def test_the_picture_of_an_entity_is_served_here_to_whoever_sees_its_state(
    hass: HomeAssistant, cloud: MemoryCloud, hass_client_no_auth: ClientSessionGenerator
) -> None:
    cloud.push_all(Switch(key="switch", on=True, picture="one"))
    await hass.async_block_till_done()
    browser = await hass_client_no_auth()
    address = state(hass, "switch.thing").attributes["entity_picture"]
    assert address.startswith("/api/latchkey/pictures/switch.thing?")
    response = await browser.get(address)
    assert (response.status, response.content_type) == (HTTPStatus.OK, "image/png")
    assert await response.read() == b"a map"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_picture_on_the_internet_is_shown_from_there(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    address = "https://elsewhere.example/cat.jpg"
    cloud.push_all(Switch(key="switch", on=True, picture_elsewhere=address))
    await hass.async_block_till_done()
    assert state(hass, "switch.thing").attributes["entity_picture"] == address


async def test_another_picture_has_another_address(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push_all(Switch(key="switch", on=True, picture="one"))
    await hass.async_block_till_done()
    before = state(hass, "switch.thing").attributes["entity_picture"]
    cloud.push(Switch(key="switch", on=True, picture="two"))
    assert state(hass, "switch.thing").attributes["entity_picture"] != before
    cloud.push(Switch(key="switch", on=True))
    assert "entity_picture" not in state(hass, "switch.thing").attributes


@pytest.mark.parametrize(
    "path",
    ["switch.thing?token=wrong", "switch.thing", "switch.other?token=wrong", "switch.thing?token=%C3%A9"],
)
async def test_nobody_else_is_shown_a_picture(
    hass: HomeAssistant, cloud: MemoryCloud, hass_client_no_auth: ClientSessionGenerator, path: str
) -> None:
    cloud.push_all(Switch(key="switch", on=True, picture="one"))
    await hass.async_block_till_done()
    browser = await hass_client_no_auth()
    assert (await browser.get(f"/api/latchkey/pictures/{path}")).status == HTTPStatus.NOT_FOUND


async def test_a_picture_that_cannot_be_had_is_not_found(
    hass: HomeAssistant, cloud: MemoryCloud, hass_client_no_auth: ClientSessionGenerator
) -> None:
    cloud.push_all(Switch(key="switch", on=True, picture="one"))
    await hass.async_block_till_done()
    browser = await hass_client_no_auth()
    cloud.picture = CommandRefused("no_picture")
    address = state(hass, "switch.thing").attributes["entity_picture"]
    assert (await browser.get(address)).status == HTTPStatus.NOT_FOUND


class Map(ImageEntity):
    """A map that a robot there has drawn."""

    entity_id = "image.map"
    _attr_unique_id = "map"
    _attr_name = "Map"
    _attr_content_type = "image/png"
    _attr_image_last_updated = NOON

    @override
    async def async_image(self) -> bytes | None:
        return b"a map"


async def test_the_image_of_another_home_assistant_is_shown_here(mirror: Mirror) -> None:
    mirror.there.http.app._router._frozen = False
    await mirror.add(Map(mirror.there))
    await mirror.link()
    image_id = mirror.id("image.map")
    assert state(mirror.here, image_id).state == state(mirror.there, "image.map").state
    theirs = state(mirror.there, "image.map").attributes["access_token"]
    assert theirs not in str(state(mirror.here, image_id).attributes)
    image = await async_get_image(mirror.here, image_id)
    assert (image.content_type, image.content) == ("image/png", b"a map")
