"""Arrays of JSON that are read again and again: an item whose text is the one of before is not parsed."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

BEGINNING: Final = 64
"""Characters by which an item is looked up among those of before; the vendors' ids are within them."""

_OPENING: Final = re.compile(r"[ \t\n\r]*\[[ \t\n\r]*")
_COMMA: Final = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_CLOSING: Final = re.compile(r"[ \t\n\r]*\][ \t\n\r]*")

_DECODER: Final = json.JSONDecoder()


@dataclass(frozen=True, slots=True, eq=False)
class Item[KeptT]:
    """An object of an array: the same one in each answer in which its text is the same."""

    length: int
    digest: int
    """The hash of its text, which itself may hold what nobody should keep."""

    kept: KeptT


class Items[KeptT]:
    """The objects of an array, as the last answer tells them."""

    def __init__(self, keep: Callable[[Any], KeptT], most: int) -> None:
        """Take what makes of an object what is kept of it, and how many items of an answer are read."""
        self._keep = keep
        self._most = most
        self._known: dict[str, Item[KeptT]] = {}
        self._whole: int | None = None
        """The hash of the last answer."""

        self.found: list[tuple[Item[KeptT], int]] = []
        """The items of the last answer, and where in its text they begin."""

    def read(self, text: str) -> Iterator[tuple[Item[KeptT], Any]]:
        """Find the items of an answer, and yield those that are new with what they say.

        What follows the most that is read is not looked at. Raises ValueError for what is no array in JSON.
        """
        whole = hash(text)
        if whole == self._whole:
            return
        known: dict[str, Item[KeptT]] = {}
        self.found, self._whole = [], None
        for at, item, value in self._walk(text):
            known[text[at : at + BEGINNING]] = item
            self.found.append((item, at))
            if value is not None:
                yield item, value
        self._known, self._whole = known, whole

    def _walk(self, text: str) -> Iterator[tuple[int, Item[KeptT], Any]]:
        """Yield where each object begins, its item, and what it says, where that is new."""
        opening = _OPENING.match(text)
        if opening is None:
            raise ValueError("no array")
        at = opening.end()
        is_over = _CLOSING.fullmatch(text, at) is not None
        for _ in range(0 if is_over else self._most):
            item, value, end = self._find(text, at)
            if item is not None:
                yield at, item, value
            comma = _COMMA.match(text, end)
            if comma is None and _CLOSING.fullmatch(text, end) is None:
                raise ValueError("no end of an array")
            if comma is None:
                return
            at = comma.end()

    def _find(self, text: str, at: int) -> tuple[Item[KeptT] | None, Any, int]:
        """Return the item at a place, None where it is no object; what it says, if it is new; where it ends.

        Each item of before is looked at once: however long they are, that takes no more than to read them.
        """
        item = self._known.pop(text[at : at + BEGINNING], None)
        # No object begins with another: what begins with one is that one.
        if item is not None and hash(text[at : at + item.length]) == item.digest:
            return item, None, at + item.length
        try:
            value, end = _DECODER.raw_decode(text, at)
        except RecursionError:
            raise ValueError("nested too deep") from None
        if not isinstance(value, dict):
            return None, None, end
        return Item(end - at, hash(text[at:end]), self._keep(value)), value, end


def decode(body: bytes) -> str:
    """Return the text of JSON (RFC 8259, section 8.1); raises ValueError where it is none."""
    return body.decode(json.detect_encoding(body), "surrogatepass")


def parse_at(text: str, at: int) -> Any:
    """Return what begins at a place in JSON."""
    return _DECODER.raw_decode(text, at)[0]
