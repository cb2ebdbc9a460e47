"""What happens where the repository is hosted follows what it says of itself."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from homeassistant.util.yaml import load_yaml_dict

from custom_components.latchkey.clouds import load_vendors

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
FORMS = [path for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")) if path.stem != "config"]


def steps(workflow: Path) -> list[dict[str, Any]]:
    """Return the steps of all jobs of a workflow."""
    jobs: dict[str, dict[str, Any]] = load_yaml_dict(workflow)["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def field(form: Path, name: str) -> dict[str, Any]:
    """Return a field of an issue form."""
    fields: list[dict[str, Any]] = load_yaml_dict(form)["body"]
    return next(each for each in fields if each.get("id") == name)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_is_in_the_repository(workflow: Path) -> None:
    commands = " ".join(step.get("run", "") for step in steps(workflow))
    named = re.findall(r"(?:scripts|\.ci)/[\w.]+", commands)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_the_tests_run_on_the_lowest_the_pinned_and_the_newest_home_assistant() -> None:
    jobs = load_yaml_dict(ROOT / ".github/workflows/test.yml")["jobs"]
    lowest = json.loads((ROOT / "hacs.json").read_text())["homeassistant"].removesuffix(".0")
    assert jobs["others"]["strategy"]["matrix"]["home-assistant"] == [lowest, "latest"]
    assert {"run": "bash .ci/run"} in jobs["pinned"]["steps"]


def test_lint_hassfest_and_hacs_validate_each_change() -> None:
    said = {step.get("run") or step["uses"] for step in steps(ROOT / ".github/workflows/validate.yml")}
    assert {"scripts/lint", "home-assistant/actions/hassfest@master", "hacs/action@main"} <= said


def test_a_tag_releases_the_zip_that_hacs_looks_for() -> None:
    commands = " ".join(step.get("run", "") for step in steps(ROOT / ".github/workflows/release.yml"))
    assert f"dist/{json.loads((ROOT / 'hacs.json').read_text())['filename']}" in commands


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_asks_for_diagnostics(form: Path) -> None:
    assert "Download diagnostics" in " ".join(field(form, "diagnostics")["attributes"]["description"].split())


def test_who_reports_a_fault_chooses_among_the_kinds_of_account_that_there_are() -> None:
    options = field(ROOT / ".github/ISSUE_TEMPLATE/bug.yml", "kind")["attributes"]["options"]
    assert set(options) == {vendor.label for vendor in load_vendors().values()}
