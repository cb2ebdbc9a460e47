"""Checks that the texts and the code name the same things, and that texts keep to Home Assistant's rules.

The names of entities follow from what a vendor says, so a test that has every kind of device checks those.
"""

import ast
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from homeassistant.util.yaml import load_yaml_dict

INTEGRATION = Path(__file__).parents[1] / "custom_components" / "latchkey"

# Where the code says the key of a text: what is called, or assigned to, and the section that holds the text.
CALLED = {
    "_show_form": "config.step",
    "async_show_form": "config.step",
    "async_show_menu": "config.step",
    "async_abort": "config.abort",
    "async_update_reload_and_abort": "config.abort",
    "_abort_if_unique_id_mismatch": "config.abort",
    "_show_step": "config.step",
    "_ask": "config.step",
    "_worded": "config.step",
    "async_load_words": "selector",
    "sentence": "exceptions",
    "HomeAssistantError": "exceptions",
    "ServiceValidationError": "exceptions",
    "Unresolvable": "exceptions",
    "async_create_issue": "issues",
    "SelectSelectorConfig": "selector",
}
ARGUMENTS = ("step_id", "reason", "translation_key")
ASSIGNED = {
    "ADDRESS_ERRORS": "config.error",
    "ERRORS": "config.error",
    "EventError": "options.error",
    "IssueKind": "issues",
    "MoveError": "options.error",
    "RefusalReason": "exceptions",
    "SelectionError": "config.error",
    "TroubleCause": "exceptions",
    "_EXCLUSIVE": "config.step",
    "_IN_YAML": "config.step",
}
SAID_BY_HOME_ASSISTANT = {"config.abort.already_in_progress"}
SECTIONS = {"config.error", "services", "options.step", "options.error", "options.abort", *CALLED.values()}

FORBIDDEN = {
    "holds a URL; use a placeholder": re.compile(r"https?://|www\."),
    "has a placeholder in single quotes": re.compile(r"'\{[^}]*\}'"),
    "begins or ends with a blank": re.compile(r"^\s|\s$"),
}


def flatten(texts: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return every text by its full key."""
    flat: dict[str, str] = {}
    for key, value in texts.items():
        flat |= (
            flatten(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {prefix + key: str(value)}
        )
    return flat


def placeholders(text: str) -> set[str]:
    """Return what a text leaves open."""
    return set(re.findall(r"\{(\w+)\}", text))


def words(expression: ast.expr | None) -> Iterator[str]:
    """Return every string in an expression; of a dictionary, those among its values."""
    if isinstance(expression, ast.Dict):
        for value in expression.values:
            yield from words(value)
    elif expression is not None:
        for node in ast.walk(expression):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def keys_said_by(node: ast.AST) -> Iterator[str]:
    """Return the keys of the texts that a piece of code asks for."""
    match node:
        case ast.Call(args=[*_, ast.Name(id="HOMEASSISTANT_DOMAIN"), _]):
            return  # Its texts are Home Assistant's own.
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in CALLED:
            said = [*node.args[:1], *(each.value for each in node.keywords if each.arg in ARGUMENTS)]
            yield from (f"{CALLED[name]}.{word}" for value in said for word in words(value))
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.TypeAlias(name=ast.Name(id=name)) if (
            name in ASSIGNED
        ):
            yield from (f"{ASSIGNED[name]}.{word}" for word in words(node.value))
        case ast.Dict(keys=[ast.Constant(value="base")]):
            yield from (f"config.error.{word}" for word in words(node))


def keys_in_code() -> set[str]:
    """Return the keys of all texts that the code asks for."""
    keys = {f"services.{name}" for name in load_yaml_dict(INTEGRATION / "services.yaml")}
    for path in INTEGRATION.rglob("*.py"):
        for statement in ast.parse(path.read_text()).body:
            said = {key for node in ast.walk(statement) for key in keys_said_by(node)}
            name = statement.name if isinstance(statement, ast.ClassDef) else ""
            if name.endswith("Repair"):
                continue  # A flow that mends an issue: its texts are those of the issue.
            is_options = path.stem in ("options", "selecting", "taking_over") or "Options" in name
            is_linking = not is_options or path.stem == "selecting"
            keys |= {key.replace("config.", "options.") for key in said if is_options}
            keys |= {key for key in said if is_linking}
    return keys


def problems() -> Iterator[str]:
    """Return a sentence for everything that is wrong."""
    languages = {
        path.name: json.loads(path.read_text()) for path in (INTEGRATION / "translations").glob("*.json")
    }
    english = flatten(languages["en.json"])
    depth = {section: section.count(".") + 2 for section in SECTIONS}
    named = {
        ".".join(key.split(".")[: depth[section]])
        for key in english
        for section in SECTIONS
        if key.startswith(f"{section}.")
    }
    said = keys_in_code() | SAID_BY_HOME_ASSISTANT
    yield from (f"en.json lacks {key}" for key in sorted(said - named))
    yield from (f"no code uses {key}" for key in sorted(named - said))
    for language, texts in languages.items():
        flat = flatten(texts)
        yield from (
            f"{language}: {key} is in one language only" for key in sorted(flat.keys() ^ english.keys())
        )
        for key, text in flat.items():
            yield from (
                f"{language}: {key} {why}" for why, pattern in FORBIDDEN.items() if pattern.search(text)
            )
            if placeholders(text) != placeholders(english.get(key, text)):
                yield f"{language}: {key} has other placeholders than in English"


if __name__ == "__main__":
    found = list(problems())
    print("\n".join(found) or "Translations: the texts and the code agree.")
    sys.exit(1 if found else 0)
