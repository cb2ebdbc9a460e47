"""The dialog in which a flow asks a person."""

import json
from typing import Any, Final

from playwright.async_api import expect

from .page import Page

MILLISECONDS: Final = 30_000
"""How long what a vendor is asked for may take."""


class Dialog:
    """The dialog of one flow."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._locator = page.page.locator("dialog-data-entry-flow")

    async def begin(self) -> None:
        """Begin to link an account."""
        await self._page.go("/config/integrations/dashboard/add?domain=latchkey")
        await self._page.page.locator("dialog-box").get_by_role("button", name="OK").click()

    async def at(self, step_id: str, errors: dict[str, str] | None = None) -> None:
        """Wait for a step, and for the errors that it tells."""
        await self._page.page.wait_for_function(
            """([stepId, errors]) => {
                const dialog = document.querySelector("home-assistant").shadowRoot
                    .querySelector("dialog-data-entry-flow")?.shadowRoot;
                const step = dialog?.querySelector("step-flow-form, step-flow-menu")?.step;
                return step?.step_id === stepId && JSON.stringify(step.errors ?? {}) === errors;
            }""",
            arg=[step_id, _json(errors or {})],
            timeout=MILLISECONDS,
        )

    async def fill(self, **fields: str) -> None:
        """Type into the fields of these names."""
        for name, text in fields.items():
            await self._locator.locator(f"input[name={name}]").fill(text)

    async def pick(self, text: str) -> None:
        """Pick what begins with this text from a menu."""
        await self._locator.locator("step-flow-menu ha-list-item").filter(has_text=text).click()

    async def submit(self) -> None:
        """Press the button that sends the form."""
        await self._locator.locator("ha-dialog-footer ha-button").last.click()

    async def created(self) -> None:
        """Wait until the account is linked, and the dialog lists its devices."""
        await expect(self._locator.locator("step-flow-create-entry")).to_be_visible(timeout=MILLISECONDS)

    async def finish(self) -> None:
        """Close the list of devices."""
        await self.submit()
        await self.closed()

    async def closed(self) -> None:
        """Wait until the dialog is gone."""
        await expect(self._locator.locator("dialog[open]")).to_have_count(0, timeout=MILLISECONDS)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
