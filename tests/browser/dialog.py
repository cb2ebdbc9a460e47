"""The dialog in which a flow asks a person."""

import json

from playwright.async_api import expect

from .page import Page


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
        """Wait for a step that tells these errors."""
        wanted = json.dumps(errors or {}, separators=(",", ":"))
        await self._wait(
            f"step.step_id === {step_id!r} && JSON.stringify(step.errors ?? {{}}) === {wanted!r}"
        )

    async def refused(self, step_id: str) -> None:
        """Wait for a step that tells any error."""
        await self._wait(f"step.step_id === '{step_id}' && Object.keys(step.errors ?? {{}}).length")

    async def _wait(self, condition: str) -> None:
        """Wait until this is true of the step."""
        step = "document.querySelector('home-assistant').shadowRoot"
        step += ".querySelector('dialog-data-entry-flow')?.shadowRoot"
        step += ".querySelector('step-flow-form, step-flow-menu')?.step"
        await self._page.page.wait_for_function(
            f"() => {{ const step = {step}; return step && {condition}; }}"
        )

    async def fill(self, **fields: str) -> None:
        """Type into the fields of these names."""
        for name, text in fields.items():
            await self._locator.locator(f"input[name={name}]").fill(text)

    async def tick(self, *names: str) -> None:
        """Tick the boxes of these names, and no others."""
        boxes = self._locator.get_by_role("checkbox")
        for box in await boxes.all():
            # The tick itself lies above the box.
            await box.evaluate("box => box.checked && box.click()")
        for name in names:
            await boxes.and_(self._page.page.get_by_role("checkbox", name=name)).evaluate(
                "box => box.click()"
            )

    async def pick(self, text: str) -> None:
        """Pick what has this text from a menu."""
        await self._locator.locator("step-flow-menu ha-list-item").filter(has_text=text).click()

    async def pick_step(self, step_id: str) -> None:
        """Pick what leads to a step from a menu."""
        menu = self._locator.locator("step-flow-menu")
        index = await menu.evaluate("(menu, id) => menu.step.menu_options.indexOf(id)", step_id)
        await menu.locator("ha-list-item").nth(index).click()

    async def submit(self) -> None:
        """Press the button that goes on."""
        await self._locator.locator("ha-dialog-footer ha-button").last.click()

    async def ended(self) -> None:
        """Wait until the flow has done what it is for."""
        end = self._locator.locator("step-flow-create-entry, step-flow-abort")
        await expect(end).to_be_visible()

    async def finish(self) -> None:
        """Close what it says at its end."""
        await self.ended()
        await self.submit()
        await expect(self._locator.locator("dialog[open]")).to_have_count(0)
