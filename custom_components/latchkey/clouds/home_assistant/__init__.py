"""Another Home Assistant."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from ...auth.session import TokenSession
from ..base import Cloud
from ..predecessor import Predecessor
from ..settings import Settings
from ..vendor import Pace, SelfHosted
from .address import async_find
from .announcement import Announcement
from .login import HomeAssistantLogin, token_endpoint

NOWHERE: Final = "https://home-assistant.invalid"
"""Every account has an address of its own; nothing is asked for here."""


def _load_cloud(url: str) -> type[Cloud]:
    """Import the vendor's library, and return the class of the accounts at an address."""
    from .cloud import HomeAssistantCloud  # noqa: PLC0415 - slow, and needed only where there is an account

    class CloudAt(HomeAssistantCloud):
        """An account there."""

        def __init__(self, session: TokenSession, settings: Settings) -> None:
            """Take the session that every request of this account goes through, and what a person wants."""
            super().__init__(session, settings, url=url)

    return CloudAt


def _at(url: str) -> SelfHosted:
    """Return the vendor at an address."""
    return replace(
        VENDOR,
        token_endpoint=token_endpoint(url),
        login=partial(HomeAssistantLogin, url=url),
        load_cloud=partial(_load_cloud, url),
    )


def _brings(entry_unique_id: str, unique_id: str) -> bool:
    """Return whether an entry of the HACS integration brings an entity: the other side's id begins both."""
    return unique_id.startswith(f"{entry_unique_id[:16]}_")


VENDOR = SelfHosted(
    kind="home_assistant",
    name="Home Assistant",
    token_endpoint=token_endpoint(NOWHERE),
    login=partial(HomeAssistantLogin, url=NOWHERE),
    load_cloud=partial(_load_cloud, NOWHERE),
    pace=Pace(default=900, minimum=300, maximum=86400),
    loggers=("hass_client",),
    predecessor=Predecessor(domain="remote_homeassistant", name="Remote Home-Assistant", brings=_brings),
    unused_life=timedelta(days=90),
    find_announced=Announcement.parse,
    example="http://homeassistant.local:8123",
    find=async_find,
    at=_at,
)
