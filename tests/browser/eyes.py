"""What is wrong is seen: a page on which everything is."""

from typing import Final

from ..demo.steps import Steps, expect
from .complaints import Complaints
from .page import ALLOWED, SCRIPTS
from .world import World

PAGE: Final = """
<body style="margin: 0">
<p>component.latchkey.config.step.user.title</p>
<p>entry_delay_volume</p>
<p>Welcome, {name}</p>
<p><code>invalid_grant</code>, as the vendor says, is no mistake, and <span>this is none</span> either.</p>
<style>.narrow { width: 60px; overflow: hidden; white-space: nowrap }</style>
<p class="narrow">Much too long a label</p>
<p class="narrow" style="text-overflow: ellipsis">A label that ends in dots</p>
<div class="narrow"><p>Cut by what is around it</p></div>
<div class="narrow" style="text-overflow: ellipsis"><span>Dots around it</span></div>
<div class="narrow" style="overflow: auto"><p>This can be scrolled</p></div>
<p style="position: absolute; left: 3000px; white-space: nowrap">Far away</p>
<p class="narrow">The title of alice@example.com</p>
<main></main>
<script>
document.querySelector("main").attachShadow({ mode: "open" }).innerHTML = "<p>in_the_shadow</p>";
console.error("out of order");
fetch("http://example.invalid/").catch(() => undefined);
</script>
"""

SEEN: Final = {
    "not translated: “component.latchkey.config.step.user.title” (html > body > p)",
    "not translated: “entry_delay_volume” (html > body > p)",
    "not translated: “Welcome, {name}” (html > body > p)",
    "not translated: “in_the_shadow” (html > body > main > p)",
    "cut: “Much too long a label” (html > body > p)",
    "cut: “A label that ends in dots” (html > body > p)",
    "cut: “Dots around it” (html > body > div > span)",
    "cut: “Cut by what is around it” (html > body > div > p)",
    "outside of the window: “Far away” (html > body > p)",
}


async def check(step: Steps, world: World) -> None:
    """Run every step of it."""
    complaints: list[str] = []
    with step("what is not translated, what is cut, and what the browser complains about is seen"):
        page = await world.page.page.context.new_page()
        Complaints(page, world.home_assistant.url, complaints.append)
        await page.set_content(PAGE)
        found = await page.evaluate((SCRIPTS / "defects.js").read_text(), ALLOWED)
        expect({each for each in found if "too wide" not in each}, SEEN)
        expect(any("out of order" in each for each in complaints), expected=True)
        expect(any("http://example.invalid/" in each for each in complaints), expected=True)
        await page.close()
