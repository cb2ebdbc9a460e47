"""What of a vendor's words others may see: what a table allows, and nothing else.

A person hands diagnostics to strangers, and a vendor may put anything anywhere. So nothing passes because it
is unknown: a table says of each key what may stand there. Ids become names that tell nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from ..auth.redaction import REDACTED
from .model import JsonValue

LEFT_OUT: Final = "**LEFT OUT**"
"""Stands for what would make too much of it."""

OTHER_KEYS: Final = "**OTHER KEYS**"
"""Under it stands how many keys there are that the table does not know."""

MAX_ITEMS: Final = 1000
MAX_VALUES: Final = 50_000
"""Of a list, and in all: some hundred devices."""

MAX_NUMBER: Final = 10_000_000
"""Beyond it are telephone numbers, serial numbers and moments."""

MAX_LENGTH: Final = 128
"""Of a text; the longest known, a kind of heating, has about 80 characters."""

DECIMALS: Final = 2
"""Enough for steps and readings; a place on the map would be a kilometre wide."""

_WORD: Final = re.compile(r"[a-z]{1,24}[0-9]{0,3}|[0-9]{1,4}[A-Za-z]{0,3}")
_HEXADECIMAL: Final = re.compile(r"(?=.*[0-9])[0-9a-f]{5,}")
_MODEL_NUMBER: Final = re.compile(r"(?=.*[0-9])(?=.*[A-Z])(?![0-9A-F]{11,})[0-9A-Z./+-]{4,20}")
_VARIANT: Final = re.compile(r"(?=.*[A-Z])[0-9A-Z]{1,3}")
"""What may stand beside a model number, such as its colour."""

_VERSION: Final = re.compile(r"[0-9]{1,6}|[0-9]{1,4}(\.[0-9]{1,3}){1,2}")


def listed(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


_PRODUCTS: Final = listed(
    """
    a ac accent air and bar bay blyss bodner bticino btu cct ceiling classe color comfort commercial
    conditioner control deadbolt defiant dehumidifier depot dimmer door ecosmart electric evohome exhaust
    external fan freezer goodhome hampton heating home honeywell hot hubspace husky indoor keypad light lock
    mobile motion netatmo of outdoor outlet plug recessed resideo ring security sensor smart staircase switch
    system tbd the thermostat timer transformer unit vanity vissani water watering window with zone
    """
)
"""What vendors call their products and themselves, apart from model numbers."""

type Rule = Callable[[Any, Sieve], JsonValue]
"""Returns what may be seen of something that is not None."""


class Sieve:
    """Goes through what vendors say, and keeps what may be seen."""

    def __init__(self, *, limit: int = MAX_VALUES, names_ids: bool = True) -> None:
        """Take how many values there may be in all, and whether ids are to be replaced already."""
        self._left = limit
        self._names_ids = names_ids
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def name(self, word: str, known: str) -> str:
        """Return what stands for an id, such as "device_1": always the same."""
        if not self._names_ids:
            return known[:MAX_LENGTH]
        if known not in self._names:
            self._counts[word] = number = self._counts.get(word, 0) + 1
            self._names[known] = f"{word}_{number}"
        return self._names[known]

    def sift(self, raw: Any, rule: Rule) -> JsonValue:
        """Return what may be seen of something."""
        if raw is None:
            return None
        if self._left <= 0:
            return LEFT_OUT
        self._left -= 1
        return rule(raw, self)


def hidden(_raw: Any, _sieve: Sieve) -> JsonValue:
    """Show that there is something."""
    return REDACTED


def number(raw: Any, _sieve: Sieve) -> JsonValue:
    """Show a number, but none that tells a place, a moment or a person; and yes or no."""
    if isinstance(raw, bool):
        return raw
    if not isinstance(raw, int | float) or not abs(raw) <= MAX_NUMBER:
        return REDACTED
    return raw if isinstance(raw, int) else round(raw, DECIMALS)


def one_of(known: Iterable[str]) -> Rule:
    """Show one of these texts."""
    texts = frozenset(known)
    return lambda raw, _: raw if isinstance(raw, str) and raw in texts else REDACTED


def words(known: str) -> Rule:
    """Show one of the words of a text."""
    return one_of(listed(known))


def form(pattern: str) -> Rule:
    """Show a text that has this form; it must be one that nothing personal has."""
    compiled = re.compile(pattern, re.ASCII)
    return lambda raw, _: raw if isinstance(raw, str) and compiled.fullmatch(raw) else REDACTED


def an_id(word: str) -> Rule:
    """Show a name instead of an id; see `Sieve.name`."""
    return lambda raw, sieve: sieve.name(word, raw) if isinstance(raw, str) and raw else REDACTED


def each(rule: Rule) -> Rule:
    """Show a list of what this rule shows."""

    def show(raw: Any, sieve: Sieve) -> JsonValue:
        if not isinstance(raw, list):
            return REDACTED
        shown = [sieve.sift(item, rule) for item in raw[:MAX_ITEMS]]
        return [*shown, LEFT_OUT] if len(raw) > MAX_ITEMS else shown

    return show


def fields(table: Mapping[str, Rule], *untold: str) -> Rule:
    """Show an object: what the table has rules for. Of `untold` keys nothing needs to be told."""

    def show(raw: Any, sieve: Sieve) -> JsonValue:
        if not isinstance(raw, dict):
            return REDACTED
        shown = {key: sieve.sift(raw[key], rule) for key, rule in table.items() if key in raw}
        others = len(raw.keys() - table.keys() - set(untold))
        return {**shown, OTHER_KEYS: others} if others else shown

    return show


def keyed(keys: str, rule: Rule) -> dict[str, Rule]:
    """Return the same rule for several keys, the words of a text."""
    return dict.fromkeys(keys.split(), rule)


def is_word(text: str) -> bool:
    """Return whether a text has the form of a vendor's own words, such as "fan-speed-6-016"."""
    parts = re.split("[-_]", text) if len(text) <= MAX_LENGTH else [""]
    return all(_WORD.fullmatch(part) and not _HEXADECIMAL.fullmatch(part) for part in parts)


def word(raw: Any, _sieve: Sieve) -> JsonValue:
    """Show a text that has the form of a vendor's own words; where no person ever writes."""
    return raw if isinstance(raw, str) and is_word(raw) else REDACTED


def product(raw: Any, _sieve: Sieve) -> JsonValue:
    """Show what a vendor calls a product, as far as it is known words and model numbers."""
    if not isinstance(raw, str) or len(raw) > MAX_LENGTH:
        return REDACTED
    parts = raw.replace(" / ", " ").split()
    known = [part for part in parts if part.lower() in _PRODUCTS or _MODEL_NUMBER.fullmatch(part)]
    rest = [part for part in parts if part not in known and not _VARIANT.fullmatch(part)]
    return REDACTED if rest or (raw and not known) else raw


def version(raw: Any, sieve: Sieve) -> JsonValue:
    """Show what a version looks like: a number, or two or three with dots between."""
    if not isinstance(raw, str):
        return number(raw, sieve)
    return raw if _VERSION.fullmatch(raw) else REDACTED
