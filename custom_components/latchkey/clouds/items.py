"""Arrays of JSON that are read again and again: an item whose text is the one of before is not parsed."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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

    beginning: int
    """The hash of how its text begins."""

    kept: KeptT


class Items[KeptT]:
    """The objects of an array, as the last answer tells them."""

    def __init__(self, keep: Callable[[Any], KeptT], most: int) -> None:
        """Take what makes of an object what is kept of it, and how many items of an answer are read."""
        self._keep = keep
        self._most = most
        self.found: list[Item[KeptT]] = []
        """The items of the last answer, in its order."""

    def read(self, text: str, again: Collection[KeptT] = ()) -> Iterator[tuple[Item[KeptT], Any]]:
        """Find the items of an answer, and yield those that are new with what they say.

        Those of which `again` holds what is kept are yielded, too. What follows the most that is read is not
        looked at. Raises ValueError for what is no array in JSON.
        """
        before, found = self.found, list[Item[KeptT]]()
        self.found = []
        for at, item, value in self._walk(text, before):
            found.append(item)
            if value is not None:
                yield item, value
            elif again and item.kept in again:
                yield item, _DECODER.raw_decode(text, at)[0]
        self.found = found

    def _walk(self, text: str, before: Sequence[Item[KeptT]]) -> Iterator[tuple[int, Item[KeptT], Any]]:
        """Yield where each object begins, its item, and what it says, where that is new."""
        in_order, out_of_order = iter(before), _OutOfOrder(before)
        at = _first(text)
        for _ in range(self._most):
            if at is None:
                return
            item, value = next(in_order, None), None
            # No object begins with another: what begins with one is that one.
            if item is not None and hash(text[at : at + item.length]) == item.digest:
                end = at + item.length
            else:
                item, value, end = self._find(text, at, item, out_of_order)
            if item is not None:
                yield at, item, value
            at = end + 1 if text[end : end + 2] == ",{" else _next(text, end)

    def _find(
        self, text: str, at: int, expected: Item[KeptT] | None, known: _OutOfOrder[KeptT]
    ) -> tuple[Item[KeptT] | None, Any, int]:
        """Return the item at a place, None for what is no object; what it says, if new; where it ends."""
        beginning = hash(text[at : at + BEGINNING])
        # What begins like the one that is expected here is that one, changed.
        if expected is None or expected.beginning != beginning:
            item = known.take(text, at, beginning)
            if item is not None:
                return item, None, at + item.length
        try:
            value, end = _DECODER.raw_decode(text, at)
        except RecursionError:
            raise ValueError("nested too deep") from None
        if not isinstance(value, dict):
            return None, None, end
        return Item(end - at, hash(text[at:end]), beginning, self._keep(value)), value, end


class _OutOfOrder[KeptT]:
    """The items of the answer before, in whatever order they come: each is looked at once, however long."""

    def __init__(self, items: Sequence[Item[KeptT]]) -> None:
        """Take the items."""
        self._items = items

    def take(self, text: str, at: int, beginning: int) -> Item[KeptT] | None:
        """Return the item whose text is at a place, if there is one."""
        item = self._by_beginning.pop(beginning, None)
        return item if item is not None and hash(text[at : at + item.length]) == item.digest else None

    @cached_property
    def _by_beginning(self) -> dict[int, Item[KeptT]]:
        """The items that were not looked at yet."""
        return {item.beginning: item for item in self._items}


def _first(text: str) -> int | None:
    """Return where the first value of an array is, if any; raises ValueError where there is no array."""
    opening = _OPENING.match(text)
    if opening is None:
        raise ValueError("no array")
    return None if _CLOSING.fullmatch(text, opening.end()) else opening.end()


def _next(text: str, end: int) -> int | None:
    """Return where the next value of an array is, if any; raises ValueError where it has no end."""
    comma = _COMMA.match(text, end)
    if comma is None and _CLOSING.fullmatch(text, end) is None:
        raise ValueError("no end of an array")
    return comma.end() if comma is not None else None


def decode(body: bytes) -> str:
    """Return the text of JSON (RFC 8259, section 8.1); raises ValueError where it is none."""
    return body.decode(json.detect_encoding(body), "surrogatepass")
