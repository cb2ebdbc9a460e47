"""Answers that are nearly right: a real one, in which something is not as it should be."""

import json
import random
from copy import deepcopy
from typing import Any, Final

JUNK: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, -1, 1e308, -1e308, 2**63, 10**400, float("nan"), float("inf")),
    *("", " ", "\ud800", "\x00", "x" * 5000, "../../etc/passwd", "<script>", "{{ 1 }}", "NaN", "https://["),
    *("9999-99-99T99:99:99Z", "-9999-01-01T00:00:00", "0001-01-01T00:00:00+23:59", "24:00:00"),
    "9999-12-31T23:59:59.9999999-23:59",
    *([], {}, [[]], [None], {"": {}}, [{}] * 50),
)
"""What no answer should hold, at no place."""

MOST: Final = 6
"""Changes at once."""


def mutate(body: bytes, luck: random.Random) -> bytes:
    """Return a body in which a few things were replaced, removed, doubled or swapped."""
    try:
        answer = json.loads(body)
    except ValueError, RecursionError:
        return body
    for _ in range(luck.randint(1, MOST)):
        answer = _change(answer, luck)
    return json.dumps(answer).encode()


def _change(value: Any, luck: random.Random) -> Any:
    """Change something at some depth."""
    if not isinstance(value, dict | list) or not value or luck.random() < 0.1:
        return deepcopy(luck.choice(JUNK))
    key = luck.choice(list(value) if isinstance(value, dict) else range(len(value)))
    chance = luck.random()
    if chance < 0.7:
        value[key] = _change(value[key], luck)
    elif chance < 0.8:
        del value[key]
    elif chance < 0.9:
        _add(value, key, luck)
    else:
        value[key] = deepcopy(luck.choice(list(value.values()) if isinstance(value, dict) else value))
    return value


def _add(value: Any, key: Any, luck: random.Random) -> None:
    """Put something there twice, or something unheard of."""
    if isinstance(value, dict):
        value[luck.choice(("id", "", "\ud800", f"{key}2"))] = deepcopy(value[key])
    else:
        value.insert(key, deepcopy(value[key]))
