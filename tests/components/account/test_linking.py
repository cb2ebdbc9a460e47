"""One attempt to link an account."""

import asyncio

import pytest
from homeassistant.core import HomeAssistant

from custom_components.latchkey.account.linking import LinkAttempt
from custom_components.latchkey.auth.errors import LoginExpired, RefreshTokenRejected
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.clouds.evohome import VENDOR as EVOHOME
from custom_components.latchkey.clouds.hubspace import VENDOR
from custom_components.latchkey.clouds.settings import Selection
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.vendors import EMAIL, PASSWORD


@pytest.fixture
async def attempt(hass: HomeAssistant, hubspace: HubspaceSimulator) -> LinkAttempt:
    """Return an attempt that is logged in."""
    hubspace.accounts[EMAIL].asks_for_code = False
    attempt = LinkAttempt(hass, VENDOR)
    await attempt.async_start(Credentials(username=EMAIL, password=PASSWORD))
    return attempt


async def test_a_token_that_is_taken_stays_valid(attempt: LinkAttempt, hubspace: HubspaceSimulator) -> None:
    assert (await attempt.async_identify()).id == hubspace.accounts[EMAIL].id
    taken = await attempt.async_take()
    await attempt.async_discard()
    assert hubspace.tokens.live() == [taken]


async def test_a_token_that_was_rotated_meanwhile_is_the_one_that_is_taken(
    attempt: LinkAttempt, hubspace: HubspaceSimulator
) -> None:
    hubspace.tokens.expire_bearers()
    await attempt.async_identify()
    assert [await attempt.async_take()] == hubspace.tokens.live()
    await attempt.async_discard()


async def test_a_token_that_is_being_rotated_is_given_back_when_that_is_done(
    attempt: LinkAttempt, hubspace: HubspaceSimulator
) -> None:
    hubspace.tokens.expire_bearers()
    hubspace.requests.clear()
    hubspace.faults.hold(HubspaceSimulator.TOKEN)
    identify = asyncio.create_task(attempt.async_identify())
    await hubspace.until_asked(HubspaceSimulator.TOKEN)
    identify.cancel()
    discard = asyncio.create_task(attempt.async_discard())
    await asyncio.wait([discard], timeout=0.01)
    assert hubspace.count(HubspaceSimulator.REVOKE) == 0
    hubspace.faults.heal()
    await discard
    assert not hubspace.tokens.live()


async def test_an_attempt_that_was_discarded_leads_nowhere(
    attempt: LinkAttempt, hubspace: HubspaceSimulator
) -> None:
    await attempt.async_discard()
    assert not hubspace.tokens.live()
    with pytest.raises(RefreshTokenRejected):
        await attempt.async_identify()


@pytest.mark.usefixtures("vendors")
async def test_of_who_sends_no_codes_nobody_can_have_another_one(hass: HomeAssistant) -> None:
    attempt = LinkAttempt(hass, EVOHOME)
    assert not attempt.resends_code
    with pytest.raises(LoginExpired):
        await attempt.async_resend()
    with pytest.raises(LoginExpired):
        await attempt.async_choose("app")
    await attempt.async_discard()


async def test_of_an_account_out_of_which_nobody_chooses_nothing_is_chosen(attempt: LinkAttempt) -> None:
    assert await attempt.async_list_homes() == {}
    assert await attempt.async_list_choices() is None
    assert await attempt.async_list_shown(Selection()) == frozenset()
    await attempt.async_discard()
