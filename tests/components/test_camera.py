"""Cameras: what people see of them, and what they read where nothing is to be seen."""

from dataclasses import dataclass

import pytest
from homeassistant.components import camera as component
from homeassistant.components.camera import async_get_image
from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from custom_components.latchkey.auth.errors import RefreshTokenRejected, TemporaryError
from custom_components.latchkey.clouds.base import CommandRefused
from custom_components.latchkey.clouds.model import Camera

from .home import act, state
from .memory import MemoryCloud, link

CAMERA = "camera.thing"


@pytest.fixture
async def cloud(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> MemoryCloud:
    """Return a cloud with a camera."""
    return await link(hass, monkeypatch, Camera(key="camera"))


async def test_a_camera_is_asked_for_a_picture_when_somebody_looks(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    assert state(hass, CAMERA).state == "idle"
    cloud.image = b"a cat"
    assert (await async_get_image(hass, CAMERA)).content == b"a cat"


async def test_a_camera_that_is_off_is_asked_for_nothing(hass: HomeAssistant, cloud: MemoryCloud) -> None:
    cloud.push(Camera(key="camera", on=False))
    with pytest.raises(HomeAssistantError, match="off"):
        await async_get_image(hass, CAMERA)


@pytest.mark.parametrize(
    ("trouble", "error", "sentence"),
    [
        (TemporaryError("gone"), HomeAssistantError, "not_understood"),
        (CommandRefused("unknown_device"), ServiceValidationError, "unknown_device"),
    ],
)
async def test_a_picture_that_cannot_be_had_says_why(
    hass: HomeAssistant,
    cloud: MemoryCloud,
    trouble: Exception,
    error: type[HomeAssistantError],
    sentence: str,
) -> None:
    cloud.image = trouble
    with pytest.raises(error) as caught:
        await async_get_image(hass, CAMERA)
    assert caught.value.translation_key == sentence


async def test_a_picture_for_which_the_token_is_rejected_asks_for_a_new_login(
    hass: HomeAssistant, cloud: MemoryCloud
) -> None:
    cloud.image = RefreshTokenRejected("invalid_grant")
    with pytest.raises(HomeAssistantError, match="Log in"):
        await async_get_image(hass, CAMERA)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """What Home Assistant asks a camera for from 2026.11 on."""

    two_way_audio: bool


async def test_a_camera_says_whether_it_takes_sound(
    hass: HomeAssistant, cloud: MemoryCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(component, "CameraEntityCapabilities", Capabilities, raising=False)
    entity = hass.data["camera"].get_entity(CAMERA)
    assert entity is not None
    assert entity.camera_entity_capabilities == Capabilities(two_way_audio=False)
    cloud.push(Camera(key="camera", can_talk=True))
    assert entity.camera_entity_capabilities == Capabilities(two_way_audio=True)


async def test_a_home_assistant_that_does_not_ask_for_that_is_told_nothing(
    hass: HomeAssistant, cloud: MemoryCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(component, "CameraEntityCapabilities", raising=False)
    entity = hass.data["camera"].get_entity(CAMERA)
    assert entity is not None
    assert entity.camera_entity_capabilities is None


@pytest.mark.parametrize("action", ["answer", "reject"])
async def test_a_camera_at_which_nobody_rings_answers_nobody(
    hass: HomeAssistant, cloud: MemoryCloud, action: str
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, f"latchkey.{action}", CAMERA)
    assert caught.value.translation_key == "vendor_cannot"
