"""Another Home Assistant."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from ...auth.session import TokenSession
from ..base import Cloud, Pace, Settings, Vendor
from .address import async_find
from .login import HomeAssistantLogin, token_endpoint


def _load_cloud(url: str) -> Callable[[TokenSession, Settings], Cloud]:
    """Import the vendor's library, and return what makes the cloud."""
    from .cloud import HomeAssistantCloud  # noqa: PLC0415 - slow, and needed only where there is an account

    return partial(HomeAssistantCloud, url=url)


def _at(url: str) -> Vendor:
    """Return the vendor at an address."""
    return replace(
        VENDOR,
        token_endpoint=token_endpoint(url),
        login=partial(HomeAssistantLogin, url=url),
        load_cloud=partial(_load_cloud, url),
    )


VENDOR = Vendor(
    kind="home_assistant",
    name="Home Assistant",
    # Nothing is asked for there: every account has an address of its own.
    token_endpoint=token_endpoint("https://home-assistant.invalid"),
    login=partial(HomeAssistantLogin, url="https://home-assistant.invalid"),
    load_cloud=partial(_load_cloud, "https://home-assistant.invalid"),
    pace=Pace(default=900, minimum=300, maximum=86400),
    find=async_find,
    at=_at,
    resends=False,
    selects=True,
    loggers=("hass_client",),
)
