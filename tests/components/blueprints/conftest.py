"""Fixtures: phones that are registered, and actions that are performed in their place."""

from collections.abc import AsyncGenerator

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from ..automating import Phone, register_phone


@pytest.fixture
async def phone(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, hass_client: ClientSessionGenerator
) -> Phone:
    """Return a phone that is registered."""
    return await register_phone(hass, "Ann's phone", hass_ws_client, hass_client)


@pytest.fixture
async def tablet(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, hass_client: ClientSessionGenerator, phone: Phone
) -> Phone:
    """Return another one."""
    return await register_phone(hass, "Tablet", hass_ws_client, hass_client)


@pytest.fixture
async def automations(hass: HomeAssistant) -> AsyncGenerator[None]:
    """Have no automation outlive the test: one that waits would."""
    yield
    await hass.services.async_call("automation", "turn_off", {"entity_id": "automation.one"}, blocking=True)
