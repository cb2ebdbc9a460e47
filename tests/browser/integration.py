"""The pages of Latchkey itself: its accounts and their devices."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from homeassistant.util import slugify
from playwright.async_api import Locator, expect

from ..demo.waiting import eventually
from .world import World

PATH: Final = "/config/integrations/integration/latchkey"


@dataclass(frozen=True, slots=True)
class Device:
    """A device in the registry."""

    id: str
    name: str

    @property
    def slug(self) -> str:
        """Return its name as a screenshot is called."""
        return slugify(self.name, separator="-")


class Integration:
    """What the owner does there with the one account that is linked."""

    def __init__(self, world: World) -> None:
        self._owner = world.home_assistant.owner
        self._page = world.page

    @property
    def _entry(self) -> Locator:
        return self._page.page.locator("ha-config-entry-row")

    async def open(self) -> None:
        """Open the page with the account."""
        await self._page.go(PATH)
        await expect(self._entry).to_be_visible()

    async def devices(self) -> list[Device]:
        """Return the devices of the account, by name."""
        (entry,) = await self._owner.entries("latchkey")
        devices = [
            Device(each["id"], each["name_by_user"] or each["name"])
            for each in await self._owner.command(type="config/device_registry/list")
            if entry["entry_id"] in each["config_entries"]
        ]
        return sorted(devices, key=lambda device: device.name)

    async def device(self, name: str) -> Device:
        """Return the device of this name."""
        return next(device for device in await self.devices() if device.name == name)

    async def open_device(self, device: Device) -> None:
        """Open the page of a device."""
        await self._page.go(f"/config/devices/device/{device.id}")
        await expect(self._page.page.locator("ha-config-device-page")).to_contain_text(device.name)

    async def look_at_devices(self, prefix: str, *names: str) -> None:
        """Look at the page of each device, or of those of these names, on a phone and in each language."""
        first = self._page.looks[0]
        for look in (look for look in self._page.looks if look.device == "phone"):
            await self._speak(look.language)
            for device in await self.devices():
                if not names or device.name in names:
                    await self.open_device(device)
                    await self._page.shoot_as(f"{prefix}-device-{device.slug}", look)
        await self._speak(first.language)

    async def _speak(self, language: str) -> None:
        """Have Home Assistant name what is new in a language, and the entities of the account too."""
        (entry,) = await self._owner.entries("latchkey")
        if (await self._owner.command(type="get_config"))["language"] != language:
            await self._owner.command(type="config/core/update", language=language)
            await self._owner.act("homeassistant", "reload_config_entry", entry_id=entry["entry_id"])

    async def toggle(self) -> None:
        """Press the first switch of the device whose page is open."""
        await self._page.page.locator("ha-config-device-page ha-entity-toggle").first.click()

    async def configure(self) -> None:
        """Open the options of the account."""
        await self.open()
        await self._entry.get_by_role("button", name="Configure").click()

    async def download_diagnostics(self) -> Any:
        """Return what the diagnostics of the account hold."""
        await self.open()
        async with self._page.page.expect_download() as download:
            await self._pick("Download diagnostics")
        return json.loads(await asyncio.to_thread(Path(await (await download.value).path()).read_text))

    async def log_in_again(self) -> None:
        """Press the button of an account that asks for that."""
        await self.open()
        await self._page.page.get_by_role("button", name="Reconfigure").click()

    async def remove(self) -> None:
        """Remove the account."""
        await self.open()
        await self._pick("Delete")
        # It was opened in the first language, and keeps that.
        language = self._page.looks[0].language
        await self._page.shoot_as(
            "removal", *(look for look in self._page.looks if look.language == language)
        )
        await self._page.page.locator("dialog-box").get_by_role("button", name="Delete").click()
        await eventually(lambda: self._owner.entries("latchkey"), [])

    async def _pick(self, item: str) -> None:
        """Pick something from the menu of the account."""
        await self._entry.get_by_role("button", name="Menu").first.click()
        await self._entry.locator("ha-dropdown-item").get_by_text(item, exact=True).click()
