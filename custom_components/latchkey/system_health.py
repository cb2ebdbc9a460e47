"""How the vendors are reached, for the page about the health of the system: it names no account."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from homeassistant.components.system_health import SystemHealthRegistration
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback

from .account.watch import is_reached
from .clouds.capabilities import Pushing
from .const import CONF_KIND, DOMAIN
from .entry import LatchkeyConfigEntry


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Say who tells it."""
    register.async_register_info(_async_describe)


async def _async_describe(hass: HomeAssistant) -> dict[str, Any]:
    """Return what is known of each kind of account; nothing is asked for it."""
    by_kind: defaultdict[str, list[LatchkeyConfigEntry]] = defaultdict(list)
    for entry in hass.config_entries.async_entries(DOMAIN, include_ignore=False, include_disabled=False):
        by_kind[entry.data[CONF_KIND]].append(entry)
    return {
        f"{kind}_{fact}": value
        for kind, entries in sorted(by_kind.items())
        for fact, value in _describe_kind(entries).items()
        if value is not None
    }


def _describe_kind(entries: Sequence[LatchkeyConfigEntry]) -> dict[str, str | int | datetime | None]:
    """Return how the accounts of one vendor are doing."""
    loaded = [entry.runtime_data for entry in entries if entry.state is ConfigEntryState.LOADED]
    links = [coordinator.link for coordinator in loaded if coordinator.link is not None]
    pushing = [cloud.pushes.is_up for _, cloud in links if isinstance(cloud, Pushing)]
    polls = [coordinator.last_update_success_time for coordinator in loaded]
    return {
        "reached": _share([is_reached(entry) for entry in entries]),
        "push": _share(pushing) if pushing else None,
        "last_poll": max((poll for poll in polls if poll is not None), default=None),
        "requests": sum(session.requests.total for session, _ in links),
    }


def _share(states: Sequence[bool]) -> str:
    """Return for how many of all it is so."""
    return f"{sum(states)}/{len(states)}"
