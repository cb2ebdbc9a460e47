"""What goes wrong between an account and its vendor, one thing at a time."""

import gzip
import random
from collections.abc import Callable
from typing import Final

from tests.simulators.faults import Faults

from . import bad_frames
from .mutation import mutate

type Order = Callable[[Faults, str], None]
"""Lets something go wrong at an endpoint, until that is healed."""

_STATUSES: Final = tuple(range(400, 600))
_HTML: Final = "<html><head><title>Maintenance</title></head><body>We will be back soon.</body></html>"
_GIANT: Final = 33 * 1024 * 1024
"""Bytes; more than an answer may have."""

CARRIED_OUT: Final = frozenset({"hold", "drip", "lost"})
"""Faults after which the vendor has done what it was asked: a token that rotated so is lost on the way."""

_MUTATED: Final = "mutated"


def is_carried_out(name: str) -> bool:
    """Return whether the vendor does what it is asked, and the answer does not say so."""
    return name in CARRIED_OUT or name.startswith(_MUTATED)


def is_mutated(name: str) -> bool:
    """Return whether a vendor may say anything, also that it granted another token than it did."""
    return name.startswith(_MUTATED)


def _say(body: str | bytes, *, encoding: str | None = None, times: int | None = None) -> Order:
    """Return what answers 200, and this."""
    return lambda faults, where: faults.answer(
        where, status=200, body=body, content_type="application/json", content_encoding=encoding, times=times
    )


def _redirect(location: str, status: int = 302) -> Order:
    """Return what sends everybody somewhere else."""
    return lambda faults, where: faults.answer(where, status=status, location=location, times=None)


FIXED: Final[dict[str, Order]] = {
    "drop": lambda faults, where: faults.drop(where, times=None),
    "hang": lambda faults, where: faults.hang(where, times=None),
    "hold": lambda faults, where: faults.hold(where, times=None),
    "lost": lambda faults, where: faults.drop(where, after=True, times=None),
    "drip": lambda faults, where: faults.drip(where, pause=2.0, times=None),
    "html": lambda faults, where: faults.answer(where, status=200, body=_HTML, times=None),
    "no content": lambda faults, where: faults.answer(where, status=204, times=None),
    "half": _say('{"access_token": "ey'),
    "null": _say("null"),
    "list": _say("[]"),
    "object": _say("{}"),
    "number": _say("-1e400"),
    "text": _say('"\\ud800"'),
    "wrong inside": _say('[{"id": 7, "deviceId": [], "state": null, "systems": {"a": NaN}, "body": "no"}]'),
    "deep list": _say("[" * 200_000),
    "deep object": _say('{"a":' * 200_000),
    "long number": _say("1" * 100_000),
    "no UTF-8": _say(b'{"access_token": "\xff\xfe"}'),
    "giant": _say(b" " * _GIANT, times=1),
    "bomb": _say(gzip.compress(bytes(4 * _GIANT)), encoding="gzip", times=2),
    "not packed": _say("{}", encoding="gzip"),
    "half packed": _say(gzip.compress(b'{"a": 1}')[:-9], encoding="gzip"),
    "unknown packing": _say("{}", encoding="rot13"),
    "redirect around": _redirect("?again"),
    "redirect away": _redirect("https://evil.example/collect", 307),
    "redirect down": _redirect("http://api2.afero.net/", 308),
    "redirect nowhere": _redirect("http://[", 301),
    "slow down": lambda faults, where: faults.answer(where, status=429, retry_after=90, times=None),
    "slow down for years": lambda faults, where: faults.answer(
        where, status=429, retry_after="Fri, 31 Dec 2199 23:59:59 GMT", times=None
    ),
}
"""By a name for the report."""


def make(name: str) -> Order:
    """Return what a name stands for."""
    if bad_frames.is_of_frames(name):
        return lambda faults, where: faults.spoil(where, bad_frames.make(name))
    if name in FIXED:
        return FIXED[name]
    if name.startswith(_MUTATED):
        luck = random.Random(name)
        return lambda faults, where: faults.change(where, lambda body: mutate(body, luck), times=None)
    status, _, is_json = name.partition(" ")
    body = '{"error": "temporarily_unavailable", "message": "no"}' if is_json else _HTML
    kind = "application/json" if is_json else "text/html"
    return lambda faults, where: faults.answer(
        where, status=int(status), body=body, content_type=kind, times=None
    )


def choose(luck: random.Random) -> str:
    """Return a name: a third of all are mutated, and each fixed one is as likely as two hundred statuses."""
    mutated = [f"{_MUTATED} {luck.randrange(10**9)}"] * (len(FIXED) // 2)
    return luck.choice([*FIXED, *mutated, str(luck.choice(_STATUSES)), f"{luck.choice(_STATUSES)} JSON"])
