"""What all clouds have in common."""

import json
import tomllib
from abc import ABC
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from custom_components import latchkey
from custom_components.latchkey import clouds
from custom_components.latchkey.clouds import capabilities, load_vendor, load_vendors
from custom_components.latchkey.clouds.base import Cloud

PROJECT = Path(__file__).parents[2] / "pyproject.toml"

NAMES = {
    "bticino": "BTicino",
    "evohome": "evohome",
    "home_assistant": "Home Assistant",
    "hubspace": "Hubspace",
}
"""How the documentation calls the kinds of account."""


@dataclass(slots=True)
class Heard:
    """A service that somebody announces."""

    type: str
    properties: dict[str, Any] = field(default_factory=lambda: {"uuid": "0123"})
    addresses: tuple[str, ...] = ("192.0.2.7",)
    port: int | None = 8123


def test_every_folder_is_a_vendor_of_that_kind() -> None:
    vendors = load_vendors()
    assert "hubspace" in vendors
    assert {kind: vendor.kind for kind, vendor in vendors.items()} == {kind: kind for kind in vendors}


def test_the_name_of_a_vendor_and_its_app_fit_into_a_menu_on_a_phone() -> None:
    assert [vendor.label for vendor in load_vendors().values() if len(vendor.label) > 34] == []


def test_a_vendor_loads_its_cloud_on_demand_and_may_be_polled_at_a_sound_pace() -> None:
    for kind in load_vendors():
        vendor = load_vendor(kind)
        assert issubclass(vendor.load_cloud(), Cloud)
        assert vendor.pace.minimum <= vendor.pace.default <= vendor.pace.maximum


def test_everything_that_clouds_share_has_its_place_in_the_layers() -> None:
    contracts = tomllib.loads(PROJECT.read_text())["tool"]["importlinter"]["contracts"]
    (contract,) = (each for each in contracts if each["name"].endswith("what clouds share"))
    layers = {name for layer in contract["layers"] for name in layer.split(" | ")}
    assert {module.name for module in iter_modules(clouds.__path__)} - load_vendors().keys() == layers


def test_everything_for_which_home_assistant_looks_on_the_network_is_known_to_a_vendor() -> None:
    manifest = json.loads((Path(latchkey.__file__).parent / "manifest.json").read_text())
    vendors = load_vendors().values()
    assert "dhcp" not in manifest  # A hardware address tells who made a device, and not which one it is.
    for service in manifest["zeroconf"]:
        heard = Heard(type=service)
        assert [vendor.kind for vendor in vendors if vendor.find_announced(heard)] == ["home_assistant"]
        assert not any(vendor.find_announced(Heard(type="_http._tcp.local.")) for vendor in vendors)


def written() -> dict[str, dict[str, bool]]:
    """Return what docs/architecture.md says that each vendor's cloud is."""
    page = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line[:1] == "|"]
    start = next(number for number, row in enumerate(rows) if row[0] == "It is")
    vendors = rows[start][2:]
    table = {
        row[0].strip("`"): row[2:] for row in rows[start + 2 :] if hasattr(capabilities, row[0].strip("`"))
    }
    return {name: dict(zip(vendors, map(bool, cells), strict=True)) for name, cells in table.items()}


@pytest.mark.parametrize(("kind", "column"), NAMES.items())
def test_a_cloud_is_what_the_documentation_says(kind: str, column: str) -> None:
    cloud = load_vendor(kind).load_cloud()
    classes = {name: each for name, each in vars(capabilities).items() if isinstance(each, type)}
    all_names = {name for name, each in classes.items() if each is not ABC and issubclass(each, ABC)}
    assert set(written()) == all_names
    assert {name for name in all_names if issubclass(cloud, vars(capabilities)[name])} == {
        name for name, by_vendor in written().items() if by_vendor[column]
    }


@pytest.mark.parametrize(
    "name", ["afero", "bticino", "evohome", "honeywell", "hubspace", "netatmo", '"home_assistant"']
)
def test_no_vendor_is_named_above_the_clouds(name: str) -> None:
    package = Path(latchkey.__file__).parent
    above = [path for path in package.rglob("*.py") if not path.is_relative_to(package / "clouds")]
    assert above
    assert not [path.name for path in above if name in path.read_text().lower()]
