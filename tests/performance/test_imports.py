"""An account imports what it needs, and nothing of what other vendors need."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Final

import pytest

from tests.platforms import platforms_of

LIBRARIES: Final[Mapping[str, str]] = {
    "bticino": "pybticino",
    "evohome": "evohomeasync2",
    "home_assistant": "hass_client",
    "hubspace": "aioafero",
}

MOST: Final[Mapping[str, int]] = {"bticino": 135, "evohome": 115, "home_assistant": 230, "hubspace": 150}
"""How many modules of its own Latchkey may import for an account of a kind."""

PROGRAM: Final = """
import json, sys
from importlib import import_module

kind, *platforms = sys.argv[1:]
import_module("custom_components.latchkey")
import_module("custom_components.latchkey.clouds").load_vendor(kind).load_cloud()
for platform in platforms:
    import_module(f"custom_components.latchkey.{platform}")
print(json.dumps(list(sys.modules)))
"""


@cache
def imported(kind: str) -> frozenset[str]:
    """Return the modules that are there when all was imported that an account of a kind needs."""
    command = (sys.executable, "-c", PROGRAM, kind, *platforms_of(kind))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return frozenset(json.loads(done.stdout.splitlines()[-1]))


def has(kind: str, package: str) -> bool:
    """Return whether anything of a package is imported for an account of a kind."""
    return any(each == package or each.startswith(f"{package}.") for each in imported(kind))


@pytest.mark.parametrize("kind", LIBRARIES)
def test_no_more_is_imported_than_was_once_found_needed(kind: str) -> None:
    assert sum(each.startswith("custom_components.") for each in imported(kind)) <= MOST[kind]


@pytest.mark.parametrize("kind", LIBRARIES)
def test_a_vendor_that_is_not_in_use_is_not_imported_and_neither_is_its_library(kind: str) -> None:
    others = LIBRARIES.keys() - {kind}
    assert not [each for each in others if has(kind, f"custom_components.latchkey.clouds.{each}")]
    assert not [LIBRARIES[each] for each in others if has(kind, LIBRARIES[each])]


@pytest.mark.parametrize("kind", LIBRARIES)
def test_the_library_for_relayed_views_is_not_imported_before_there_is_one(kind: str) -> None:
    assert not has(kind, "aiortc")
    assert not has(kind, "custom_components.latchkey.door_phone.relay.relay")


@pytest.mark.parametrize("kind", ["evohome", "hubspace"])
def test_what_answers_at_doors_is_not_imported_where_there_are_none(kind: str) -> None:
    assert not has(kind, "custom_components.latchkey.door_phone.conversations")
    assert not has(kind, "custom_components.latchkey.door_phone.direct")


def test_a_family_of_features_that_an_account_does_not_have_is_not_imported() -> None:
    families = {"doors", "lights", "media_players", "robots", "todo_lists", "weather"}
    assert not [
        family for family in families if has("evohome", f"custom_components.latchkey.clouds.model.{family}")
    ]
