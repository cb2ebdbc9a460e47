"""Every cloud lives on a token, and costs a person a login only where its vendor says so."""

import logging
from collections.abc import Callable

import aiohttp
import pytest

from custom_components import latchkey
from custom_components.latchkey.auth.errors import InvalidCredentials, RefreshTokenRejected, TemporaryError
from custom_components.latchkey.auth.redaction import mask_loggers
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.auth.token import Token
from custom_components.latchkey.clouds import load_vendors
from custom_components.latchkey.clouds.base import Cloud
from custom_components.latchkey.clouds.settings import Settings
from custom_components.latchkey.clouds.vendor import SelfHosted
from tests.simulators.faults import Faults

from .conftest import APIS
from .subjects import Subject


def test_every_cloud_is_looked_at() -> None:
    assert {*APIS, "home_assistant"} == load_vendors().keys()


def test_who_forgot_the_password_is_led_to_where_it_is_replaced(subject: Subject) -> None:
    app = subject.vendor.app
    assert isinstance(subject.vendor, SelfHosted) or (app is not None and app.url.startswith("https://"))


async def test_a_login_brings_a_token_of_the_account(subject: Subject, token: Token, cloud: Cloud) -> None:
    account = await cloud.async_identify()
    assert account.id == subject.account_id
    assert account.name
    assert token.expires_in > 0


async def test_a_wrong_password_is_told_from_everything_else(
    subject: Subject, own_client: aiohttp.ClientSession
) -> None:
    with pytest.raises(InvalidCredentials):
        await subject.log_in(own_client, "the password of another account")


async def test_a_new_refresh_token_is_saved_before_its_bearer_is_used(
    subject: Subject, token: Token, client: aiohttp.ClientSession
) -> None:
    asked_when_saved: list[int] = []
    saved: list[str] = []

    async def save(refresh_token: str) -> None:
        asked_when_saved.append(subject.asked())
        saved.append(refresh_token)

    session = TokenSession(client, subject.vendor.token_endpoint, token.refresh_token, save)
    before = subject.asked()
    await subject.vendor.load_cloud()(session, Settings()).async_fetch()
    await session.async_close()
    assert subject.asked() > before
    if subject.rotates:
        assert saved == [session.refresh_token] != [token.refresh_token]
        assert asked_when_saved == [before]
    else:
        assert (saved, session.refresh_token) == ([], token.refresh_token)


async def test_a_dead_refresh_token_costs_a_login_and_is_not_tried_again(
    subject: Subject, session: TokenSession, cloud: Cloud
) -> None:
    await cloud.async_fetch()
    subject.revoke()
    session.invalidate(await session.async_get_access_token())
    for _ in range(2):
        with pytest.raises(RefreshTokenRejected):
            await cloud.async_fetch()
    assert session.is_rejected
    asked = subject.simulator.count(subject.token, "POST")
    with pytest.raises(RefreshTokenRejected):
        await cloud.async_fetch(discover=True)
    assert subject.simulator.count(subject.token, "POST") == asked


TROUBLES: dict[str, Callable[[Faults, str], None]] = {
    "an error of the server": lambda faults, where: faults.answer(where, status=500, times=None),
    "a pause that is asked for": lambda faults, where: faults.answer(where, status=429, times=None),
    "an unknown error": lambda faults, where: faults.answer(
        where, status=400, body='{"error": "invalid_scope"}', times=None
    ),
    "a page that wants a login": lambda faults, where: faults.answer(where, status=401, times=None),
    "no JSON": lambda faults, where: faults.answer(where, status=200, body="<html>", times=None),
    "no token": lambda faults, where: faults.answer(where, status=200, body="{}", times=None),
    "a connection that is cut": lambda faults, where: faults.drop(where, times=None),
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_whatever_else_goes_wrong_is_temporary(
    subject: Subject, session: TokenSession, cloud: Cloud, trouble: str
) -> None:
    before = await cloud.async_fetch()
    session.invalidate(await session.async_get_access_token())
    TROUBLES[trouble](subject.simulator.faults, subject.token)
    with pytest.raises(TemporaryError):
        await cloud.async_fetch()
    assert not session.is_rejected
    subject.simulator.faults.heal()
    assert (await cloud.async_fetch()).devices.keys() == before.devices.keys()


async def test_nothing_secret_is_logged_or_shown(
    subject: Subject, token: Token, session: TokenSession, cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    mask_loggers(latchkey.__name__, *subject.vendor.loggers)
    bearers = [await session.async_get_access_token()]
    await cloud.async_fetch(discover=True)
    session.invalidate(bearers[0])
    await cloud.async_fetch()
    bearers.append(await session.async_get_access_token())
    subject.revoke()
    session.invalidate(bearers[1])
    with pytest.raises(RefreshTokenRejected) as rejected:
        await cloud.async_fetch()
    secrets = {subject.password, token.refresh_token, session.refresh_token, *bearers}
    own = (token, session, cloud, subject.vendor.token_endpoint, rejected.value)
    # The other Home Assistant writes to the same log.
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("homeassistant")]
    shown = "\n".join([*logged, *map(repr, own)])
    assert {secret for secret in secrets if secret in shown} == set()
