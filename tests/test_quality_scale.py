"""The Integration Quality Scale: what quality_scale.yaml claims is so, as far as a test can see it.

A rule that is done has a test of its name here, or is held by tests elsewhere.
"""

import inspect
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import files, metadata, requires
from pathlib import Path
from typing import Any, Final

import pytest
from homeassistant.config_entries import ConfigFlow
from homeassistant.helpers.entity import Entity
from homeassistant.util.yaml import load_yaml_dict

from custom_components import latchkey
from custom_components.latchkey.account.coordinator import LatchkeyCoordinator
from custom_components.latchkey.account.issues import MANNERS
from custom_components.latchkey.clouds import load_vendors
from custom_components.latchkey.clouds.vendor import SelfHosted
from custom_components.latchkey.config_flow import LatchkeyConfigFlow
from custom_components.latchkey.const import PLATFORMS
from custom_components.latchkey.entities.entity import LatchkeyEntity

INTEGRATION: Final = Path(latchkey.__file__).parent
ROOT: Final = INTEGRATION.parents[1]
MANIFEST: Final[dict[str, Any]] = json.loads((INTEGRATION / "manifest.json").read_text())
TEXTS: Final[dict[str, Any]] = json.loads((INTEGRATION / "translations/en.json").read_text())
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text())
README: Final = (ROOT / "README.md").read_text()
VENDORS: Final = load_vendors()
PAGES: Final = {kind: (ROOT / f"docs/{kind.replace('_', '-')}.md").read_text() for kind in VENDORS}

BRONZE: Final = """
    action-setup appropriate-polling brands common-modules config-flow config-flow-test-coverage
    dependency-transparency docs-actions docs-conditions docs-high-level-description
    docs-installation-instructions docs-removal-instructions docs-triggers entity-event-setup
    entity-unique-id has-entity-name runtime-data test-before-configure test-before-setup unique-config-entry
"""
SILVER: Final = """
    action-exceptions config-entry-unloading docs-configuration-parameters docs-installation-parameters
    entity-unavailable integration-owner log-when-unavailable parallel-updates reauthentication-flow
    test-coverage
"""
GOLD: Final = """
    devices diagnostics discovery discovery-update-info docs-data-update docs-examples docs-known-limitations
    docs-supported-devices docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices
    entity-category entity-device-class entity-disabled-by-default entity-translations exception-translations
    icon-translations reconfiguration-flow repair-issues stale-devices
"""
PLATINUM: Final = "async-dependency inject-websession strict-typing"
RULES: Final = [rule for level in (BRONZE, SILVER, GOLD, PLATINUM) for rule in level.split()]

CATALOGUE: Final = "tests/components/test_catalogue.py"
COORDINATOR: Final = "tests/components/account/test_coordinator.py"
ENTITY: Final = "tests/components/entities/test_entity.py"
FLOW: Final = "tests/components/flows/test_config_flow.py"
INIT: Final = "tests/components/test_init.py"
TRANSLATIONS: Final = "tests/components/test_translations.py"

ELSEWHERE: Final = {
    "action-exceptions": [
        (COORDINATOR, "test_a_command_that_the_vendor_refuses_says_so"),
        (COORDINATOR, "test_a_command_that_does_not_reach_the_vendor_says_so"),
    ],
    "config-entry-unloading": [(INIT, "test_an_account_that_is_unloaded_leaves_nothing_running")],
    "devices": [("tests/components/account/test_devices.py", "")],
    "diagnostics": [("tests/components/test_diagnostics.py", "test_diagnostics_can_be_downloaded")],
    "discovery-update-info": [
        (
            "tests/components/flows/test_config_flow_home_assistant.py",
            "test_a_home_assistant_that_has_a_certificate_for_the_name_it_had_is_followed",
        ),
    ],
    "dynamic-devices": [(COORDINATOR, "test_a_new_device_appears_by_itself")],
    "entity-category": [(CATALOGUE, "")],
    "entity-device-class": [(CATALOGUE, "")],
    "entity-disabled-by-default": [(ENTITY, "test_a_feature_may_keep_its_entity_out_of_sight")],
    "entity-translations": [
        (TRANSLATIONS, "test_every_entity_that_is_not_the_device_itself_has_a_name"),
        (TRANSLATIONS, "test_every_word_that_can_be_chosen_or_shown_has_a_text"),
    ],
    "entity-unavailable": [
        (COORDINATOR, "test_a_vendor_that_is_away_for_hours_costs_one_log_line_and_no_login"),
        (ENTITY, "test_an_entity_is_not_available_while_its_device_is_not_reached"),
    ],
    "entity-unique-id": [
        ("tests/components/test_catalogue.py", "test_every_entity_of_the_catalogue_is_as_it_was")
    ],
    "exception-translations": [
        (
            "tests/components/test_exceptions.py",
            "test_every_error_that_a_person_may_read_is_a_text_in_their_language",
        )
    ],
    "log-when-unavailable": [
        (COORDINATOR, "test_a_vendor_that_is_away_for_hours_costs_one_log_line_and_no_login")
    ],
    "reauthentication-flow": [
        (COORDINATOR, "test_a_rejected_token_is_asked_about_once_and_leads_to_a_new_login_by_a_person")
    ],
    "stale-devices": [
        (COORDINATOR, "test_a_device_that_is_gone_goes_with_its_entities_and_may_come_back"),
        (COORDINATOR, "test_a_device_that_is_missing_may_be_removed_by_a_person_at_once_and_come_back"),
    ],
    "test-before-configure": [(FLOW, "test_a_wrong_password_shows_the_same_form")],
    "test-before-setup": [
        (COORDINATOR, "test_a_vendor_that_is_away_at_the_start_is_tried_again"),
        (COORDINATOR, "test_a_token_that_is_rejected_at_the_start_leads_to_a_new_login_by_a_person"),
    ],
    "unique-config-entry": [(FLOW, "test_a_changed_address_is_the_same_account")],
}
"""By rule, the files and the tests that hold it; "" where it is the whole file."""


def claims() -> dict[str, dict[str, str]]:
    """Return what is said of each rule."""
    rules = load_yaml_dict(str(INTEGRATION / "quality_scale.yaml"))["rules"]
    return {rule: said if isinstance(said, dict) else {"status": said} for rule, said in rules.items()}


def sources() -> Iterator[tuple[Path, str]]:
    """Yield each file of the integration, and what stands in it."""
    for path in INTEGRATION.rglob("*.py"):
        yield path, path.read_text()


def platform_modules() -> Iterator[Any]:
    """Yield the modules of all platforms."""
    for platform in PLATFORMS:
        yield import_module(f"custom_components.latchkey.{platform}")


def entity_classes() -> Iterator[type[Entity]]:
    """Yield the classes of entities of all platforms."""
    for module in platform_modules():
        for _, found in inspect.getmembers(module, inspect.isclass):
            if issubclass(found, Entity) and found.__module__ == module.__name__:
                yield found


def headings(page: str) -> str:
    """Return the headings of a page, one a line."""
    return "\n".join(re.findall(r"(?m)^#+ (.+)$", page)).lower()


# What quality_scale.yaml says


def test_every_rule_is_there_and_no_other() -> None:
    assert len(RULES) == 54
    assert sorted(claims()) == sorted(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_done_or_exempt_for_a_reason(rule: str) -> None:
    claim = claims()[rule]
    assert claim["status"] in ("done", "exempt")
    assert claim["status"] == "done" or len(claim["comment"]) > 60


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_done_is_held_by_a_test(rule: str) -> None:
    is_exempt = claims()[rule]["status"] == "exempt"
    assert is_exempt or rule in ELSEWHERE or hasattr(sys.modules[__name__], f"test_{rule.replace('-', '_')}")


@pytest.mark.parametrize(("path", "name"), sorted({each for tests in ELSEWHERE.values() for each in tests}))
def test_a_test_that_holds_a_rule_is_there(path: str, name: str) -> None:
    text = (ROOT / path).read_text()
    assert f"def {name}(" in text if name else "def test_" in text


# Bronze


def test_action_setup() -> None:
    source = inspect.getsource(latchkey.async_setup)
    assert "async_setup_services(hass)" in source
    registering = [
        path.name
        for path, text in sources()
        if re.search(r"async_register(_admin_service)?\(", text) and path.parent.name != "actions"
    ]
    assert set(registering) <= {"system_health.py"}


@pytest.mark.parametrize("kind", VENDORS)
def test_appropriate_polling(kind: str) -> None:
    pace = VENDORS[kind].pace
    assert 10 <= pace.minimum <= pace.default <= pace.maximum


def test_brands() -> None:
    assert {"icon.png", "icon@2x.png", "logo.png", "dark_icon.png"} <= {
        path.name for path in (INTEGRATION / "brand").iterdir()
    }


def test_common_modules() -> None:
    assert all(issubclass(found, LatchkeyEntity) for found in entity_classes())
    assert LatchkeyCoordinator.__module__.endswith(".account.coordinator")


def test_config_flow() -> None:
    assert MANIFEST["config_flow"] is True
    for section in ("config", "options"):
        for name, step in TEXTS[section]["step"].items():
            assert step.get("data", {}).keys() == step.get("data_description", {}).keys(), name


def test_config_flow_test_coverage() -> None:
    required = (ROOT / "scripts/test").read_text()
    assert re.search(r"require_coverage 100 .*config_flow\.py.*flows/", required)


@pytest.mark.parametrize("requirement", MANIFEST["requirements"])
def test_dependency_transparency(requirement: str) -> None:
    told = metadata(re.split("[<>=]", requirement)[0])
    licences = [told.get("License-Expression"), told.get("License"), *(told.get_all("Classifier") or ())]
    assert re.search("MIT|Apache|BSD|OSI Approved|GPL", " ".join(each for each in licences if each))


def test_docs_actions() -> None:
    pages = README + "".join(PAGES.values())
    for action in load_yaml_dict(str(INTEGRATION / "services.yaml")):
        assert f"latchkey.{action}" in pages, action


def test_docs_high_level_description() -> None:
    for kind, page in PAGES.items():
        assert f"docs/{kind.replace('_', '-')}.md" in README
        assert isinstance(VENDORS[kind], SelfHosted) or "the maker's pages" in headings(page)


def test_docs_installation_instructions() -> None:
    assert {"install", "link an account"} <= set(headings(README).splitlines())


def test_docs_removal_instructions() -> None:
    assert "remove it" in headings(README).splitlines()


def test_entity_event_setup() -> None:
    for found in entity_classes():
        constructor = inspect.getsource(found.__init__) if "__init__" in vars(found) else ""
        assert not re.search(r"listen|async_track|connect\(", constructor), found


def test_has_entity_name() -> None:
    assert LatchkeyEntity.has_entity_name
    names = {"has_entity_name", "_attr_has_entity_name"}
    assert not [found for found in entity_classes() if names & vars(found).keys()]


def test_runtime_data() -> None:
    for path, text in sources():
        # What outlives an entry: a lock, and the journals of its tokens. Dashboards keep what is theirs.
        kept = set(re.findall(r"hass\.data(?:\.\w+\(|\[)(\w+)", text))
        assert kept <= {"_LOCK", "_SHARED", "LOVELACE_DATA"}, path.name


# Silver


@pytest.mark.parametrize("kind", VENDORS)
def test_docs_configuration_parameters(kind: str) -> None:
    assert re.search("options|choose what is shown", headings(PAGES[kind]))


def test_docs_installation_parameters() -> None:
    assert "| You are asked for | What it is |" in README


def test_integration_owner() -> None:
    assert all(owner.startswith("@") for owner in MANIFEST["codeowners"])
    assert MANIFEST["codeowners"]


def test_parallel_updates() -> None:
    for module in platform_modules():
        assert module.PARALLEL_UPDATES == 0, module.__name__
    assert {vendor.load_cloud().commands_at_once for vendor in VENDORS.values()} == {4, None}


def test_test_coverage() -> None:
    required = re.search(r"(?m)^require_coverage (\d+)$", (ROOT / "scripts/test").read_text())
    assert required is not None
    assert int(required[1]) > 95


# Gold


def test_discovery() -> None:
    for how in ("dhcp", "zeroconf"):
        step = f"async_step_{how}"
        assert (how in MANIFEST) == (getattr(LatchkeyConfigFlow, step) is not getattr(ConfigFlow, step)), how


def test_docs_data_update() -> None:
    assert "how it stays up to date" in headings(README)


def test_docs_examples() -> None:
    assert "examples" in headings(README)
    assert all("```yaml" in page or "blueprints" in headings(page) for page in PAGES.values())


def test_docs_known_limitations() -> None:
    assert "known limitations" in headings(README)


@pytest.mark.parametrize("kind", VENDORS)
def test_docs_supported_devices(kind: str) -> None:
    assert re.search("supported|what you get", headings(PAGES[kind]))
    assert re.search("[Nn]ot supported|[Nn]ot there", PAGES[kind])


@pytest.mark.parametrize("kind", VENDORS)
def test_docs_supported_functions(kind: str) -> None:
    assert "what you get" in headings(PAGES[kind])


def test_docs_troubleshooting() -> None:
    assert "when something is wrong" in headings(README)
    assert "docs/troubleshooting.md" in README


def test_docs_use_cases() -> None:
    assert "what people use it for" in headings(README)


def test_icon_translations() -> None:
    icons = json.loads((INTEGRATION / "icons.json").read_text())
    assert icons["services"].keys() == TEXTS["services"].keys()
    assert not [path.name for path, text in sources() if "_attr_icon" in text or '"mdi:' in text]


def test_reconfiguration_flow() -> None:
    assert hasattr(LatchkeyConfigFlow, "async_step_reconfigure")
    assert "Reconfigure" in README


def test_repair_issues() -> None:
    assert TEXTS["issues"].keys() == MANNERS.keys()


# Platinum


@pytest.mark.parametrize("requirement", MANIFEST["requirements"])
def test_async_dependency(requirement: str) -> None:
    needed = requires(re.split("[<>=]", requirement)[0]) or []
    names = {re.split(r"[^\w-]", each)[0].lower() for each in needed if "extra ==" not in each}
    assert "aiohttp" in names
    assert not names & {"requests", "urllib3"}


def test_inject_websession() -> None:
    for path, text in sources():
        made = re.findall(r"= aiohttp\.ClientSession\(\s*(\S+)", text)
        assert set(made) <= {"connector=self._session.connector,"}, path.name
        others = set(re.findall(r"(?m)^(?:from|import) (httpx|requests|urllib3|websockets)\b", text))
        assert others <= set(re.findall(r"\w+", claims()["inject-websession"]["comment"])), path.name


def test_strict_typing() -> None:
    assert PROJECT["tool"]["mypy"]["strict"] is True
    assert "custom_components" in PROJECT["tool"]["mypy"]["files"]
    bare = {
        path.relative_to(INTEGRATION).as_posix()
        for path, text in sources()
        if re.search(
            r"^from homeassistant\.config_entries import .*\bConfigEntry\b|^    ConfigEntry,$",
            text,
            re.MULTILINE,
        )
    }
    # Those of other integrations, whose place Latchkey takes.
    assert bare - {"moving/finding.py", "moving/offers.py", "moving/steps.py"} == {"entry.py"}


@pytest.mark.parametrize("requirement", MANIFEST["requirements"])
def test_a_library_that_does_not_say_that_it_is_typed_is_named(requirement: str) -> None:
    name = re.split("[<>=]", requirement)[0]
    is_typed = any(path.name == "py.typed" for path in files(name) or [])
    assert is_typed or name in claims()["strict-typing"]["comment"]
