"""Automations of the blueprints, and phones with the app that are told what is pushed to them."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from homeassistant.components import automation
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from .home import state

BLUEPRINTS: Final = Path(__file__).parents[2] / "blueprints" / "automation" / "latchkey"
DOORBELL: Final = "event.strada_doorbell"
PHONE: Final = {
    "app_id": "io.robbie.HomeAssistant",
    "app_name": "Home Assistant",
    "app_version": "1",
    "manufacturer": "Maker",
    "model": "Model",
    "os_name": "OS",
    "os_version": "1",
    "app_data": {"push_websocket_channel": True},
}


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - not all of it is told
            await asyncio.sleep(0.005)


async def automate(hass: HomeAssistant, blueprint: str, **inputs: Any) -> None:
    """Make an automation of a blueprint."""
    folder = Path(hass.config.path("blueprints", "automation", "latchkey"))
    await hass.async_add_executor_job(lambda: shutil.copytree(BLUEPRINTS, folder, dirs_exist_ok=True))
    use = {"path": f"latchkey/{blueprint}.yaml", "input": inputs}
    config = {"id": "one", "alias": "one", "use_blueprint": use}
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: [config]})
    await hass.async_block_till_done()
    assert state(hass, "automation.one").state == "on"


async def have_noon(hass: HomeAssistant) -> None:
    """Have it be past noon where this Home Assistant is."""
    await hass.config.async_set_time_zone(f"Etc/GMT{dt_util.utcnow().hour - 12:+d}")


class Phone:
    """A phone with the app, which is told what is pushed to it."""

    def __init__(self, hass: HomeAssistant, socket: MockHAClientWebSocket, device_id: str) -> None:
        self.device_id = device_id
        self._hass = hass
        self._socket = socket

    async def notified(self) -> dict[str, Any]:
        """Return the next notification."""
        async with asyncio.timeout(10):
            message: dict[str, Any] = (await self._socket.receive_json())["event"]
        return message

    async def is_quiet(self) -> bool:
        """Return whether nothing is pushed to it."""
        try:
            async with asyncio.timeout(0.1):
                await self._socket.receive_json()
        except TimeoutError:
            return True
        return False

    async def leave(self) -> None:
        """Be where nothing reaches it."""
        await self._socket.close()

    async def press(self, action: str) -> None:
        """Press a button of a notification."""
        self._hass.bus.async_fire("mobile_app_notification_action", {"action": action})
        # Until all is done would be for ever: another run may still wait for its button.
        await asyncio.sleep(0.1)


async def register_phone(
    hass: HomeAssistant, name: str, sockets: WebSocketGenerator, clients: ClientSessionGenerator
) -> Phone:
    """Return a phone that is registered."""
    for component in ("camera", "notify", "mobile_app"):
        assert await async_setup_component(hass, component, {})
    # What is set up later may have addresses too.
    hass.http.app._router.freeze = lambda: None  # type: ignore[method-assign]  # as Home Assistant does
    socket, client = await sockets(), await clients()
    registration = {**PHONE, "device_name": name, "device_id": name}
    answer = await client.post("/api/mobile_app/registrations", json=registration)
    webhook_id = (await answer.json())["webhook_id"]
    await hass.async_block_till_done()
    await socket.send_json_auto_id({"type": "mobile_app/push_notification_channel", "webhook_id": webhook_id})
    assert (await socket.receive_json())["success"]
    entries = hass.config_entries.async_entries("mobile_app")
    (entry,) = [entry for entry in entries if entry.data["webhook_id"] == webhook_id]
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    return Phone(hass, socket, device.id)
