"""Arrays of JSON that are read again and again."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.clouds import items as items_module
from custom_components.latchkey.clouds.items import Item, Items, decode

MOST = 50
LONG = "x" * items_module.BEGINNING
"""Makes an item as long as those of vendors."""

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
answers = st.lists(
    st.one_of(
        st.fixed_dictionaries({"id": st.sampled_from("abc"), "value": values}),
        values,
    ),
    max_size=6,
)
layouts = st.sampled_from([{"separators": (",", ":")}, {"indent": 1}, {"ensure_ascii": False}, {}])


def new(most: int = MOST) -> Items[Any]:
    return Items(lambda raw: raw.get("id"), most)


def read(items: Items[Any], text: str | bytes) -> dict[Item[Any], Any]:
    """Return what is new."""
    body = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return dict(items.read(decode(body)))


def parsed(items: Items[Any], text: str | bytes) -> list[Any]:
    """Return all objects, whether they are new or not."""
    read(items, text)
    whole = decode(text) if isinstance(text, bytes) else text
    return [value for _, value in items.read(whole, {item.kept for item in items.found})]


@given(st.lists(st.tuples(answers, layouts), min_size=1, max_size=5))
def test_objects_are_what_the_json_says_whatever_came_before(
    told: list[tuple[list[Any], dict[str, Any]]],
) -> None:
    items = new()
    for answer, layout in told:
        text = json.dumps(answer, **layout)
        assert parsed(items, text) == [each for each in json.loads(text) if isinstance(each, dict)]


@given(answers)
def test_an_object_with_the_text_of_before_is_the_same_item_and_is_not_parsed(answer: list[Any]) -> None:
    # Of two that begin alike, one is known.
    answer = [{"id": number, "value": value, "more": LONG} for number, value in enumerate(answer)]
    items = new()
    before = read(items, json.dumps(answer))
    assert read(items, json.dumps(answer[::-1])) == {}
    assert items.found[::-1] == list(before)


def test_an_object_that_changed_is_parsed_alone() -> None:
    items = new()
    answer = [{"id": number, "more": LONG, "on": True} for number in range(10)]
    before = read(items, json.dumps(answer))
    answer[3]["on"] = False
    (news,) = read(items, json.dumps(answer)).items()
    assert (news[0].kept, news[1]) == (3, answer[3])
    assert len(before.keys() & set(items.found)) == 9


def test_an_object_that_is_longer_than_before_is_another_one() -> None:
    items = new()
    read(items, '[{"id": 1}]')
    assert parsed(items, '[{"id": 1, "on": true}]') == [{"id": 1, "on": True}]


def test_what_each_item_keeps_is_made_once() -> None:
    made: list[Any] = []
    items: Items[None] = Items(made.append, MOST)
    for _ in range(3):
        read(items, json.dumps([{"id": 1, "more": LONG}, {"id": 2, "more": LONG}]))
    assert len(made) == 2


def test_no_text_of_an_answer_is_kept_but_how_its_items_begin() -> None:
    items = new()
    read(items, json.dumps([{"id": LONG, "pin": "4711"}]))
    assert "4711" not in repr(vars(items))


def test_an_answer_that_breaks_off_leaves_what_is_known_to_be_read_again() -> None:
    items = new()
    read(items, '[{"id": 1}, {"id": 2}]')
    with pytest.raises(ValueError, match=r"."):
        read(items, '[{"id": 1}, {"id":')
    assert parsed(items, '[{"id": 1}, {"id": 2}]') == [{"id": 1}, {"id": 2}]


def test_no_more_is_read_than_the_most() -> None:
    assert parsed(new(2), '[{"id": 1}, {"id": 2}, {"id": 3}]') == [{"id": 1}, {"id": 2}]


def test_many_that_begin_like_a_long_one_are_not_each_compared_with_it() -> None:
    items = new()
    beginning = '{"id": "' + LONG
    read(items, f'[{beginning}{"y" * 10_000}"}}]')
    read(items, f"[{', '.join([beginning + '"}'] * 40)}]")
    assert len(items.found) == 40


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "{}",
        "1",
        '"[]"',
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "[] 1",
        "[1] 1",
        "[1 2]",
        "<html>",
        "[NaN",
    ],
)
def test_what_is_no_array_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(new(), text)


def test_what_is_nested_too_deep_is_refused() -> None:
    with pytest.raises(ValueError, match="nested"):
        read(new(), "[" * 200_000)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        read(new(), b'[{"id": "\xff\xfe\xfd"}]')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_array_is_read_in_each_encoding_of_json(encoding: str) -> None:
    assert parsed(new(), '[{"id": "ä"}]'.encode(encoding)) == [{"id": "ä"}]


@pytest.mark.parametrize("text", ["[]", " [ ] ", "\n[\t]\r"])
def test_an_empty_array_holds_nothing(text: str) -> None:
    assert not parsed(new(), text)
