"""The Chromium that is driven."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from playwright.async_api import Browser, Error, async_playwright

from ..demo.process import REPOSITORY

PROGRAM: Final = shutil.which("chromium") or REPOSITORY / ".toolchain" / "chromium" / "chromium"
FLAGS: Final = (
    "--no-sandbox",  # for root, and where the kernel lets nobody make namespaces
    "--disable-gpu",
    "--disable-quic",
    # A live view has to find the simulated door phone, where there is no mDNS.
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--autoplay-policy=no-user-gesture-required",
)
FAKE_MICROPHONE: Final = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""One that nobody has to allow, and that beeps."""


@asynccontextmanager
async def browsing(*flags: str) -> AsyncIterator[Browser]:
    """Run Chromium without a window; signals are for this program, which ends it in order."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=PROGRAM,
            args=(*FLAGS, *flags),
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        try:
            yield browser
        finally:
            with suppress(Error):  # A Ctrl-C in the terminal may have reached it as well.
                await browser.close()
