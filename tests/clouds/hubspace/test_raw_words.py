"""What may be seen of a push."""

import json
from typing import Any

import pytest

from custom_components.latchkey.auth.redaction import REDACTED
from custom_components.latchkey.clouds.allowed import Sieve
from custom_components.latchkey.clouds.hubspace.raw_words import PUSH
from tests.canaries import CANARIES, found, poisoned


def change(value: str, data: str) -> dict[str, Any]:
    """Return the push of a change."""
    attribute = {"id": 2, "value": value, "data": data, "updatedTimestamp": 1_763_599_990_000}
    return {"private": {"event": "attr_change", "data": {"id": "0123456789abcdef", "attribute": attribute}}}


def test_a_push_shows_what_changed_and_how() -> None:
    shown: Any = Sieve().sift(change("37", "25"), PUSH)
    assert shown["private"]["data"] == {
        "id": "device_1",
        "attribute": {"id": 2, "value": "37", "data": REDACTED},
    }


def test_what_may_be_a_pin_is_not_shown() -> None:
    assert "1234" not in json.dumps(Sieve().sift(change("1234", "31323334"), PUSH))


@pytest.mark.parametrize("canary", CANARIES)
def test_nothing_personal_passes_in_a_push(canary: str) -> None:
    invalidated = {"kind": "add", "target": "metadevices", "values": [{"metadeviceId": "m", "deviceId": "d"}]}
    for raw in (change("1", "31"), {"public": {"event": "invalidate", "data": invalidated}}):
        spoilt = poisoned(raw, lambda _key, _raw: canary)
        assert found(json.dumps(Sieve().sift(spoilt, PUSH))) == []
