"""A page with the card, in a real browser."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from ..browser.chromium import FAKE_MICROPHONE, browsing
from .dashboard import Dashboard, Visit, open_dashboard


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncGenerator[Browser]:
    """Run one Chromium for all tests of the card; its microphone is a tone."""
    async with browsing(*FAKE_MICROPHONE) as browser:
        yield browser


@pytest.fixture
def visit() -> Visit:
    """Return how the page is visited; a test may say otherwise."""
    return Visit()


@pytest_asyncio.fixture(loop_scope="session")
async def dashboard(chromium: Browser, visit: Visit) -> AsyncGenerator[Dashboard]:
    """Return a page without a card yet."""
    async with open_dashboard(chromium, visit) as dashboard:
        yield dashboard
