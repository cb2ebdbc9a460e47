"""Which platforms the accounts of a vendor may need."""

import ast
from pathlib import Path
from typing import Final

from custom_components import latchkey
from custom_components.latchkey.clouds import model

FOLDER: Final = Path(latchkey.__file__).parent


def features_made_by(kind: str) -> set[type[model.Feature]]:
    """Return the classes of features of which the cloud's own code makes any."""
    trees = (ast.parse(path.read_text()) for path in (FOLDER / "clouds" / kind).rglob("*.py"))
    calls = (node.func for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    found = (getattr(model, func.id, None) for func in calls if isinstance(func, ast.Name))
    return {each for each in found if isinstance(each, type) and issubclass(each, model.Feature)}


def platforms_of(kind: str) -> list[str]:
    """Return the platforms that show these."""
    return sorted({feature.platform for feature in features_made_by(kind)})
