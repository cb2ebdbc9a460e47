"""Which platforms are loaded for which kind of account."""

import ast
import re
from pathlib import Path

import pytest

from custom_components import latchkey
from custom_components.latchkey.clouds import load_vendors, model
from custom_components.latchkey.const import PLATFORMS

FOLDER = Path(latchkey.__file__).parent
VENDORS = load_vendors()


def platform_by_feature() -> dict[str, str]:
    """Return the platform that adds the features of each class."""
    pattern = re.compile(r"async_add_features\(entry, async_add_entities, (\w+),")
    return {
        feature: platform.value
        for platform in PLATFORMS
        for feature in pattern.findall((FOLDER / f"{platform}.py").read_text())
    }


def features_made_by(kind: str) -> set[str]:
    """Return the classes of features of which the cloud's own code makes any."""
    trees = (ast.parse(path.read_text()) for path in (FOLDER / "clouds" / kind).rglob("*.py"))
    calls = (node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = {func.id for func in calls if isinstance(func, ast.Name)}
    return {name for name in names if issubclass_of_feature(name)}


def issubclass_of_feature(name: str) -> bool:
    """Return whether a name is that of a class of features."""
    found = getattr(model, name, None)
    return isinstance(found, type) and issubclass(found, model.Feature) and found is not model.Feature


@pytest.mark.parametrize("kind", VENDORS)
def test_the_platforms_of_a_vendor_are_those_of_the_features_that_it_has(kind: str) -> None:
    platforms = {platform_by_feature()[feature] for feature in features_made_by(kind)}
    assert set(VENDORS[kind].needed([platform.value for platform in PLATFORMS])) == platforms
