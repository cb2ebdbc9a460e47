"""What the entities of the integration "bticino_intercom", which HACS offers, are here."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from ..model import RelayKind
from ..predecessor import Counterpart, MissingReason, OldEntity
from ..settings import Settings
from .installation import Home, Kind

_ENTRY: Final = r"[0-9A-Za-z]+_"
"""How each unique id begins: with the id of the config entry."""

_KEYS: Final[Mapping[str, Mapping[str, tuple[Kind, str]]]] = {
    "binary_sensor": {r"call_(.+)": (Kind.EXTERNAL_UNIT, "ringing")},
    "camera": {r"webrtc_(.+)": (Kind.EXTERNAL_UNIT, "camera")},
    "event": {r"doorbell_event_(.+)": (Kind.EXTERNAL_UNIT, "doorbell")},
    "light": {r"light_(.+)": (Kind.STAIRCASE_LIGHT, "light")},
    "lock": {
        r"lock_(.+)": (Kind.DOOR_LOCK, "lock"),
        r"light_as_lock_(.+)": (Kind.STAIRCASE_LIGHT, "lock"),
    },
    "sensor": {
        r"(.+)_local_ip": (Kind.BRIDGE, "address"),
        r"(.+)_wifi_strength": (Kind.BRIDGE, "wifi_strength"),
    },
}
"""By domain and form of the rest of its unique id, which names a module: its kind and its feature."""

_RELAYS: Final[Mapping[str, RelayKind]] = {"light": "light", "lock": "lock"}
"""As what a relay is shown that has a feature of that key."""

_ONLY: Final[Mapping[tuple[str, str], tuple[Kind, str]]] = {
    ("camera", "call_home"): (Kind.BRIDGE, "call_home"),
    ("sensor", "last_call_timestamp"): (Kind.EXTERNAL_UNIT, "last_call"),
}
"""By domain and the rest of its unique id: what there is once there, and here for each module of a kind."""


def find_counterpart(
    old: OldEntity, homes: Collection[Home], settings: Settings
) -> Counterpart | MissingReason:
    """Return what an old entity is here, or why it is nothing."""
    home_id = old.entry_data.get("home_id")
    if home_id is not None:  # An entry there is of one home.
        homes = [home for home in homes if home.id == home_id]
        if not homes:
            return "other_account"
    only = _ONLY.get((old.domain, old.unique_id.partition("_")[2]))
    if only is not None:
        return _find_only(homes, settings, *only)
    for form, (kind, key) in _KEYS.get(old.domain, {}).items():
        match = re.fullmatch(_ENTRY + form, old.unique_id)
        if match is not None:
            return _find(homes, settings, match[1], kind, key)
    return "no_counterpart"


def _find_only(
    homes: Collection[Home], settings: Settings, kind: Kind, key: str
) -> Counterpart | MissingReason:
    """Return a feature of the only module of a kind."""
    ids = [module.id for home in homes for module in home.modules.values() if module.kind is kind]
    return _find(homes, settings, ids[0], kind, key) if len(ids) == 1 else "no_counterpart"


def _find(
    homes: Collection[Home], settings: Settings, module_id: str, kind: Kind, key: str
) -> Counterpart | MissingReason:
    """Return a feature of a module."""
    home = next((home for home in homes if module_id in home.modules), None)
    if home is None:
        return "not_listed"
    if home.id in settings.hidden_places:
        return "not_shown"
    if home.modules[module_id].kind is not kind:
        return "no_counterpart"
    relay = _RELAYS.get(key) if kind is Kind.STAIRCASE_LIGHT else None
    is_shown = relay == settings.relays.get(module_id, "light")
    return Counterpart(feature=(module_id, key), relay=None if is_shown else relay)
