"""Of what a vendor says passes what a table allows, however hostile it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.latchkey.clouds.allowed import (
    LEFT_OUT,
    MAX_ITEMS,
    OTHER_KEYS,
    Rule,
    Sieve,
    an_id,
    each,
    fields,
    form,
    hidden,
    is_word,
    number,
    product,
    version,
    word,
    words,
)
from tests.canaries import CANARIES

REDACTED = "**REDACTED**"

TABLE = fields(
    {"id": an_id("device"), "mode": words("on off"), "parts": each(fields({"level": number}))}, "etag"
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["id", "mode", "parts", "level", "x"]), inner)
    ),
)


def sift(raw: Any, rule: Rule) -> Any:
    """Return what may be seen of something."""
    return Sieve().sift(raw, rule)


def test_only_keys_of_the_table_pass_and_others_are_counted() -> None:
    raw = {
        "mode": "on",
        "parts": [{"level": 5, "owner": "Alice"}],
        "etag": "7f",
        "Alice's key": 1,
        "token": "t",
    }
    assert sift(raw, TABLE) == {"mode": "on", "parts": [{"level": 5, OTHER_KEYS: 1}], OTHER_KEYS: 2}


def test_a_text_that_is_none_of_the_known_words_is_redacted() -> None:
    assert sift({"mode": "Alice's mode"}, TABLE) == {"mode": REDACTED}


def test_what_is_null_or_of_another_type_shows_only_that() -> None:
    assert sift({"mode": None, "parts": "Alice"}, TABLE) == {"mode": None, "parts": REDACTED}
    assert sift(["Alice"], TABLE) == REDACTED
    assert sift({"id": {"Alice": 1}, "parts": [["Alice"]]}, TABLE) == {"id": REDACTED, "parts": [REDACTED]}


def test_an_id_stands_under_the_same_name_wherever_it_is() -> None:
    sieve = Sieve()
    sieve.name("device", "0815")
    assert sieve.sift(["4711", "0815", "4711"], each(an_id("part"))) == ["part_1", "device_1", "part_1"]


def test_numbers_pass_but_none_that_tells_a_place_a_moment_or_a_person() -> None:
    assert [sift(each, number) for each in (True, 21.5, -50, 4_257_906)] == [True, 21.5, -50, 4_257_906]
    assert sift(47.376888, number) == 47.38
    for raw in (1_763_599_990, 41_791_234_567, float("inf"), float("nan"), 10**400, "21.5"):
        assert sift(raw, number) == REDACTED


@pytest.mark.parametrize("raw", ["fan-speed-6-016", "2700K", "july-4th", "wifi_icon", "sensor-12", "on"])
def test_the_vendors_own_words_pass_by_their_form(raw: str) -> None:
    assert is_word(raw)
    assert sift(raw, word) == raw


@pytest.mark.parametrize(
    "raw", ["LCN3002LM-01 WH", "Classe 100X16E", "Smart Thermostat", "Mobile AC 12K BTU", ""]
)
def test_a_product_passes_by_known_words_and_model_numbers(raw: str) -> None:
    assert sift(raw, product) == raw


@pytest.mark.parametrize("raw", ["2.03.01", "1.4", "20301", 20301, "2026.11.0"])
def test_a_version_passes(raw: str | int) -> None:
    assert sift(raw, version) == raw


@pytest.mark.parametrize("canary", CANARIES)
@pytest.mark.parametrize("rule", [word, product, version, form("[A-Z]{2}"), words("on off"), number, hidden])
def test_nothing_personal_passes_by_any_form(rule: Rule, canary: str) -> None:
    assert sift(canary, rule) == REDACTED
    assert sift(canary.lower(), rule) == REDACTED
    assert sift(canary.upper(), rule) == REDACTED


def test_a_list_without_end_is_cut() -> None:
    shown = sift(list(range(10_000)), each(number))
    assert (len(shown), shown[-1]) == (MAX_ITEMS + 1, LEFT_OUT)


def test_what_is_too_much_in_all_is_left_out() -> None:
    sieve = Sieve(limit=10)
    shown = sieve.sift([[1] * 100] * 100, each(each(number)))
    assert json.dumps(shown).count("1") < 10
    assert sieve.sift("more", word) == LEFT_OUT


def test_a_text_without_end_is_no_word() -> None:
    assert sift("a-" * 100_000 + "a", word) == REDACTED
    assert sift("light " * 100_000, product) == REDACTED


def test_what_is_nested_without_end_goes_no_deeper_than_the_table() -> None:
    raw: Any = "Alice"
    for _ in range(100_000):
        raw = {"parts": [raw]}
    assert sift(raw, TABLE) == {"parts": [{OTHER_KEYS: 1}]}


@given(JSON)
def test_whatever_a_vendor_sends_what_is_shown_is_json_of_known_words(raw: Any) -> None:
    shown = sift(raw, TABLE)
    json.dumps(shown, allow_nan=False)
    assert texts(shown) <= {REDACTED, LEFT_OUT, "on", "off"} | {f"device_{index}" for index in range(1000)}


def texts(value: Any) -> set[str]:
    """Return all texts of a value that are no keys."""
    if isinstance(value, dict):
        return {text for item in value.values() for text in texts(item)}
    if isinstance(value, list):
        return {text for item in value for text in texts(item)}
    return {value} if isinstance(value, str) else set()
