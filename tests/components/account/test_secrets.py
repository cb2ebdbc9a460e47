"""Nothing secret gets out: not into the log, not into the storage, over a whole life of an account."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_USER
from homeassistant.core import HomeAssistant

from custom_components.latchkey.const import DOMAIN, LOGGER
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.simulator import Simulator
from tests.simulators.tokens import Granted, TokenIssuer
from tests.simulators.vendors import EMAIL, PASSWORD

from ..conftest import linked

WRONG_PASSWORD = "the password of another account"
WRONG_CODE = "wrong-one-time-code"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return all that was drawn by lot, as it is: tokens, codes, verifiers, whoever draws them."""
    drawn: list[str] = []
    draw = secrets.token_urlsafe

    def note(size: int | None = None) -> str:
        drawn.append(draw(size))
        return drawn[-1]

    monkeypatch.setattr(secrets, "token_urlsafe", note)
    return drawn


@pytest.fixture
def granted(monkeypatch: pytest.MonkeyPatch) -> list[Granted]:
    """Return all tokens that the vendor grants, as it grants them."""
    tokens: list[Granted] = []
    grant = TokenIssuer._grant

    def note(issuer: TokenIssuer, *args: Any) -> Granted:
        tokens.append(grant(issuer, *args))
        return tokens[-1]

    monkeypatch.setattr(TokenIssuer, "_grant", note)
    return tokens


async def submit(hass: HomeAssistant, flow_id: str, *answers: dict[str, Any]) -> None:
    """Submit the forms of a flow."""
    for answer in answers:
        await hass.config_entries.flow.async_configure(flow_id, answer)
    await hass.async_block_till_done()


RIGHT = {"username": EMAIL, "password": PASSWORD}
WRONG = {"username": EMAIL, "password": WRONG_PASSWORD}


async def live_with_hubspace(hass: HomeAssistant, hubspace: HubspaceSimulator) -> set[str]:
    """Link an account, poll, rotate, lose the token, log in again; return all that was typed."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    wrong_code = {"code": WRONG_CODE}
    await submit(hass, flow["flow_id"], {"next_step_id": "hubspace"}, WRONG, RIGHT, wrong_code)
    hubspace.faults.answer(HubspaceSimulator.TOKEN)
    right_code = {"code": hubspace.mailed[-1].code}
    await submit(hass, flow["flow_id"], right_code, right_code)
    reauth = await lose_the_token(hass, hubspace, HubspaceSimulator.API)
    await submit(hass, reauth, RIGHT)
    await submit(hass, reauth, {"code": hubspace.mailed[-1].code})
    return {PASSWORD, WRONG_PASSWORD, WRONG_CODE, *(mail.code for mail in hubspace.mailed)}


async def live_with_evohome(hass: HomeAssistant, evohome: EvohomeSimulator) -> set[str]:
    """Link an account, poll, rotate, lose the token, log in again; return all that was typed."""
    flow = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    await submit(hass, flow["flow_id"], {"next_step_id": "evohome"}, WRONG)
    evohome.faults.answer(EvohomeSimulator.TOKEN)
    homes = {"shown_places": [evohome.location("Home").id]}
    await submit(hass, flow["flow_id"], RIGHT, RIGHT, homes)
    reauth = await lose_the_token(hass, evohome, EvohomeSimulator.API)
    await submit(hass, reauth, RIGHT)
    return {PASSWORD, WRONG_PASSWORD}


async def lose_the_token(hass: HomeAssistant, vendor: Simulator, api: str) -> str:
    """Have all go wrong that can; return the flow that asks for a new login."""
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    troubles: tuple[Callable[[], None], ...] = (
        vendor.tokens.expire_bearers,
        lambda: vendor.faults.drop(f"{api}*", times=2),
        lambda: None,
        vendor.tokens.revoke_all,
    )
    for go_wrong in troubles:
        go_wrong()
        await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    (reauth,) = hass.config_entries.flow.async_progress()
    assert reauth["context"]["source"] == SOURCE_REAUTH
    return reauth["flow_id"]


type Life = Callable[[HomeAssistant, Any], Awaitable[set[str]]]


@pytest.mark.parametrize(
    ("vendor", "live"), [("hubspace", live_with_hubspace), ("evohome", live_with_evohome)]
)
async def test_no_secret_is_in_the_log_or_in_the_storage(
    hass: HomeAssistant,
    request: pytest.FixtureRequest,
    made: list[str],
    granted: list[Granted],
    caplog: pytest.LogCaptureFixture,
    *,
    vendor: str,
    live: Life,
) -> None:
    caplog.set_level(logging.DEBUG)
    simulator: Simulator = request.getfixturevalue(vendor)
    typed = await live(hass, simulator)
    (entry,) = hass.config_entries.async_entries(DOMAIN)
    assert [entry.data["refresh_token"]] == simulator.tokens.live()
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.config_entries._store.async_save(hass.config_entries._data_to_save())
    refresh_tokens = {each.refresh_token for each in granted}
    assert len(refresh_tokens) == 5
    # Bearers, access tokens, authorization codes, PKCE verifiers, the session codes of the forms.
    hidden = (typed | set(made)) - refresh_tokens
    assert {each.bearer for each in granted} < hidden

    assert found_in(caplog.text, hidden | refresh_tokens) == set()
    files = await hass.async_add_executor_job(read_storage, hass)
    assert {name for name, text in files.items() if found_in(text, hidden)} == set()
    assert {name for name, text in files.items() if found_in(text, refresh_tokens)} <= {
        "core.config_entries",
        f"latchkey.{entry.entry_id}",
    }
    await hass.config_entries.async_remove(entry.entry_id)
    assert found_in(caplog.text, hidden | refresh_tokens) == set()


def found_in(text: str, hidden: set[str]) -> set[str]:
    """Return the secrets that are in a text."""
    return {secret for secret in hidden if secret in text}


def read_storage(hass: HomeAssistant) -> dict[str, str]:
    """Return all that Home Assistant has on disk."""
    folder = Path(hass.config.config_dir)
    return {path.name: path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("vendor", "name"),
    [
        ("hubspace", "aioafero.v1"),
        ("hubspace", "custom_components.latchkey.clouds"),
        ("evohome", "evohomeasync2"),
        ("evohome", "evohomeasync2.auth"),
    ],
)
async def test_what_a_library_logs_of_an_account_that_is_set_up_is_masked(
    hass: HomeAssistant,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    *,
    vendor: str,
    name: str,
) -> None:
    for logger in ("aioafero", "evohomeasync2", LOGGER.name):
        monkeypatch.setattr(logging.getLogger(logger), "handlers", [])
    simulator = request.getfixturevalue(vendor)
    entry = linked(hass, simulator, simulator.accounts[EMAIL].id)
    await hass.config_entries.async_setup(entry.entry_id)
    logging.getLogger(name).warning("The token is %s", entry.data["refresh_token"])
    assert "The token is **REDACTED**" in caplog.messages
