"""Every error that a person may read is a text in their language, and no gap in it is filled with English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from custom_components import latchkey

FOLDER: Final = Path(latchkey.__file__).parent
READ: Final = {
    "BrowseError",
    "ConfigEntryAuthFailed",
    "ConfigEntryError",
    "ConfigEntryNotReady",
    "HomeAssistantError",
    "ServiceValidationError",
    "Unresolvable",
    "UpdateFailed",
}
"""What Home Assistant shows to people."""

SENTENCES: Final = {"refusal", "sentence", "trouble"}
"""What returns the key of a text, and what fills its gaps."""

FILLED: Final = {"CommandRefused", "TemporaryError", "sentence"}
"""What takes what fills gaps by the names of these."""

OTHERS: Final = {None, "cause", "retry_after", "translation_domain", "translation_key"}
"""What is no gap."""


def calls(names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """Yield where something is called, and how."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and name_of(node.func) in names:
                yield f"{path.relative_to(FOLDER)}:{node.lineno}", node


def name_of(function: ast.expr) -> str:
    """Return the name by which something is called, without what it is part of."""
    return ast.unparse(function).rpartition(".")[2]


def is_translated(call: ast.Call) -> bool:
    """Return whether an error is told by the key of a text."""
    names = {keyword.arg for keyword in call.keywords}
    spread = [keyword.value for keyword in call.keywords if keyword.arg is None]
    return {"translation_domain", "translation_key"} <= names or any(
        isinstance(each, ast.Call) and name_of(each.func) in SENTENCES for each in spread
    )


def gaps(call: ast.Call) -> Iterator[ast.expr]:
    """Yield what fills the gaps of a text."""
    for keyword in call.keywords:
        if keyword.arg == "translation_placeholders" and isinstance(keyword.value, ast.Dict):
            yield from keyword.value.values
        elif keyword.arg not in OTHERS:
            yield keyword.value


def is_english(filling: ast.expr) -> bool:
    """Return whether words are written into a gap, or an error in words of its own."""
    if re.search(r"(str|repr)\(.*error|message|reason", ast.unparse(filling)):
        return True
    return any(map(str.isalpha, "".join(written(filling))))


def written(node: ast.AST) -> Iterator[str]:
    """Yield the texts in an expression, but not how its numbers are formatted."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node.value if isinstance(node, ast.FormattedValue) else node):
        yield from written(child)


def test_every_error_that_a_person_may_read_is_a_text_in_their_language() -> None:
    found = list(calls(READ))
    assert found
    assert not [where for where, call in found if not is_translated(call)]


def test_no_gap_in_a_text_is_filled_with_english() -> None:
    found = [(where, filling) for where, call in calls(READ | FILLED) for filling in gaps(call)]
    assert found
    assert not [f"{where} {ast.unparse(filling)}" for where, filling in found if is_english(filling)]


@pytest.mark.parametrize(
    "code",
    [
        'HomeAssistantError("no device")',
        'HomeAssistantError(f"no {device}")',
        'UpdateFailed("gone", retry_after=5)',
        "ServiceValidationError(str(error))",
    ],
)
def test_an_error_in_english_alone_is_noticed(code: str) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert not is_translated(call)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("str(error)", True),
        ('f"for {hours:g} hours"', True),
        ('"the vendor is away"', True),
        ("error.message", True),
        ('f"{hours:g}"', False),
        ('", ".join(known)', False),
        ("str(count)", False),
    ],
)
def test_english_in_a_gap_is_told_from_what_every_language_reads(code: str, expected: bool) -> None:
    assert is_english(ast.parse(code, mode="eval").body) is expected
