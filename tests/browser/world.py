"""What every scenario takes place in."""

from dataclasses import dataclass

from ..demo.home_assistant import HomeAssistant
from ..demo.other_home import OtherHome
from ..demo.vendors import Vendors
from .page import Page


@dataclass(frozen=True, slots=True)
class World:
    """A Home Assistant, its page, the simulated vendors, and another Home Assistant."""

    home_assistant: HomeAssistant
    page: Page
    vendors: Vendors
    other: OtherHome

    async def begin_anew(self) -> None:
        """Leave nothing to the next scenario of one that failed."""
        await self.page.begin_anew()
        await self.home_assistant.owner.remove("latchkey")
