"""What diagnostics show in a vendor's own words tells nobody whose home it is."""

import json
from collections.abc import Iterator

from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.auth.token import Token
from custom_components.latchkey.clouds.allowed import LEFT_OUT, Sieve, product
from custom_components.latchkey.clouds.base import Cloud
from custom_components.latchkey.clouds.model import JsonValue, Snapshot

from .subjects import Subject


def personal(home: Snapshot) -> set[str]:
    """Return the names that people gave, and the ids by which a vendor knows things.

    A device may be called what its maker calls it.
    """
    names = {device.name for device in home.devices.values()} | set(home.places.values())
    given = {name for name in names if Sieve().sift(name, product) != name}
    return given | (home.devices.keys() - {"instance"}) | home.places.keys()


def texts(words: JsonValue) -> Iterator[str]:
    """Yield all texts and keys."""
    if isinstance(words, dict):
        yield from words
        words = list(words.values())
    for word in words if isinstance(words, list) else ():
        yield from texts(word)
    if isinstance(words, str):
        yield words


async def test_raw_words_hold_nothing_personal(
    subject: Subject, token: Token, session: TokenSession, cloud: Cloud
) -> None:
    home = await cloud.async_fetch()
    shown = set(texts(await cloud.async_raw_words(Sieve())))
    secrets = {token.refresh_token, session.refresh_token, await session.async_get_access_token()}
    hidden = secrets | personal(home) | {subject.account_id, subject.username, subject.password}
    assert hidden & shown == set()
    assert shown


async def test_raw_words_are_bounded(cloud: Cloud) -> None:
    await cloud.async_fetch()
    assert LEFT_OUT in json.dumps(await cloud.async_raw_words(Sieve(limit=3)))


async def test_raw_words_change_nothing(cloud: Cloud) -> None:
    before = await cloud.async_fetch()
    await cloud.async_raw_words(Sieve())
    after = await cloud.async_fetch()
    assert all(after.devices[key] is device for key, device in before.devices.items())
