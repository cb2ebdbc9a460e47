"""What the repository promises to those who install it and to those who work on it."""

import ast
import json
import re
import struct
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import homeassistant.components
import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
INTEGRATION = ROOT / "custom_components" / "latchkey"
MANIFEST = json.loads((INTEGRATION / "manifest.json").read_text())
HACS = json.loads((ROOT / "hacs.json").read_text())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Return every text file that git knows, by its name."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        try:
            yield name, (ROOT / name).read_text()
        except UnicodeDecodeError, FileNotFoundError:
            continue


def imported_packages(folder: Path) -> set[str]:
    """Return the top-level packages that the modules of a folder import, its own aside."""
    nodes = [node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    imports = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in imports | froms}


def test_what_home_assistant_installs_is_what_the_tests_run_with() -> None:
    assert set(MANIFEST["requirements"]) <= set(PROJECT["dependency-groups"]["dev"])


def test_a_requirement_admits_the_version_that_home_assistant_itself_pins() -> None:
    wanted = {Requirement(each).name: Requirement(each) for each in MANIFEST["requirements"]}
    for path in Path(homeassistant.components.__path__[0]).glob("*/manifest.json"):
        for line in json.loads(path.read_text()).get("requirements", []):
            pin = Requirement(line)
            if pin.name in wanted:
                (specifier,) = pin.specifier
                assert wanted[pin.name].specifier.contains(specifier.version), path.parent.name


def test_the_manifest_is_ordered_as_home_assistant_orders_it() -> None:
    keys = list(MANIFEST)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])


def test_the_version_is_the_same_everywhere() -> None:
    assert MANIFEST["version"] == PROJECT["project"]["version"]
    assert f"## {MANIFEST['version']}" in (ROOT / "CHANGELOG.md").read_text()


def test_the_manifest_says_what_hacs_and_home_assistant_require() -> None:
    required = {"codeowners", "config_flow", "documentation", "iot_class", "issue_tracker", "version"}
    assert required <= MANIFEST.keys()
    assert all(MANIFEST[key].startswith("https://") for key in ("documentation", "issue_tracker"))


def test_hacs_is_told_the_oldest_home_assistant_that_will_do() -> None:
    assert HACS["name"] == MANIFEST["name"]
    assert HACS["homeassistant"] == "2026.8.0"


def test_people_are_told_the_oldest_home_assistant_that_will_do() -> None:
    oldest = HACS["homeassistant"].removesuffix(".0")
    assert f"You need Home Assistant {oldest} or newer" in (ROOT / "README.md").read_text()


def test_blueprints_need_no_newer_home_assistant() -> None:
    for path in (ROOT / "blueprints").rglob("*.yaml"):
        assert f"min_version: {HACS['homeassistant']}\n" in path.read_text(), path.name


DOCUMENTS = sorted(name for name, _ in tracked_texts() if name.endswith(".md"))


def chapters(document: Path) -> set[str]:
    """Return the names under which a page of the repository shows the chapters of a document."""
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_and_pictures_of_documents_are_there(name: str) -> None:
    document = ROOT / name
    text = document.read_text()
    links = re.findall(r"\]\((?!https?:|mailto:)([^)]+)", text) + re.findall(r'src="(?!https?:)([^"]+)', text)
    for link in links:
        path, _, chapter = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        assert not chapter or chapter in chapters(target), link


def test_each_page_of_the_documentation_is_linked_from_another() -> None:
    told = "".join((ROOT / name).read_text() for name in DOCUMENTS)
    for page in (ROOT / "docs").glob("*.md"):
        assert f"{page.name})" in told or f"{page.name}#" in told, page.name


def test_the_licence_is_apache_2_0() -> None:
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text()
    assert PROJECT["project"]["license"] == "Apache-2.0"


@pytest.mark.parametrize("name", ["icon", "dark_icon"])
@pytest.mark.parametrize(("scale", "side"), [("", 256), ("@2x", 512)])
def test_the_icon_has_the_size_that_home_assistant_shows(name: str, scale: str, side: int) -> None:
    image = (INTEGRATION / "brand" / f"{name}{scale}.png").read_bytes()
    assert struct.unpack(">II", image[16:24]) == (side, side)


@pytest.mark.parametrize("name", ["logo.png", "logo@2x.png", "dark_logo.png", "dark_logo@2x.png"])
def test_there_is_a_logo(name: str) -> None:
    assert (INTEGRATION / "brand" / name).read_bytes().startswith(b"\x89PNG")


def test_setting_up_an_entry_fits_on_a_page() -> None:
    lines = (INTEGRATION / "__init__.py").read_text().splitlines()
    assert len(lines) < 60


def test_no_file_names_a_registry_or_a_machine() -> None:
    # In pieces, since this file is read as well.
    registries = [f"{name}.{end}" for name in ("pypi", "pythonhosted", "npmjs", "debian") for end in ("org",)]
    paths = ["/" + name + "/" for name in ("work", "root", "home")]
    pattern = re.compile("|".join(re.escape(each) for each in registries + paths))
    assert {name: found[0] for name, text in tracked_texts() if (found := pattern.search(text))} == {}


def test_auth_needs_nothing_but_aiohttp_and_the_types_it_speaks_in() -> None:
    packages = imported_packages(INTEGRATION / "auth") - sys.stdlib_module_names
    assert packages <= {"aiohttp", "multidict", "yarl"}
