"""Secrets get out nowhere: a canary for each, with every logger at DEBUG, while everything goes wrong."""

import asyncio
import io
import json
import logging
import re
import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast, override
from unittest.mock import patch

from aiohttp import ClientSession
from homeassistant.auth import AuthManager
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_create_clientsession

from custom_components.latchkey.auth.errors import InvalidCredentials
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.clouds.home_assistant.login import HomeAssistantLogin
from custom_components.latchkey.const import CONF_REFRESH_TOKEN, DOMAIN
from custom_components.latchkey.diagnostics import async_get_config_entry_diagnostics
from tests.clouds.home_assistant import remote as other_side
from tests.simulators.bticino import BticinoSimulator
from tests.simulators.evohome import EvohomeSimulator
from tests.simulators.hubspace import HubspaceSimulator
from tests.simulators.network import LOOPBACK
from tests.simulators.peer import Viewer
from tests.simulators.tokens import Granted, TokenIssuer
from tests.simulators.vendors import EMAIL, PASSWORD

from . import bad_answers
from .scenario import Run
from .warp import Clock
from .world import Account, World, living

WRONG_PASSWORD: Final = "the-password-of-another-account"
PIN: Final = "7391645028"
WRONG_CODE: Final = "a-code-that-nobody-sent"
DOOR: Final = "camera.strada"
ALARM: Final = "alarm_control_panel.alarm"

_KEEPERS: Final = re.compile(r"core\.config_entries|latchkey\.[0-9A-Z]+(\.\w+)?|auth")
"""The files that may hold refresh tokens: the entries, the journals, and the other side's own."""

WRITE_LIFE: Final = 1.0
"""Seconds after which no file is there any more that another one is written into first."""

_PEERS: Final = ("aioice", "aiortc")
"""The browser and the door, which are in this process too."""

_NOT_OURS: Final = frozenset({"homeassistant.core"})
"""Home Assistant writes there what it was asked to do, codes included."""


class Canaries:
    """Every secret there has been."""

    def __init__(self) -> None:
        self.refresh_tokens: set[str] = set()
        self.others: set[str] = {PASSWORD, WRONG_PASSWORD, WRONG_CODE, other_side.PASSWORD}
        self.codes: set[str] = {PIN}
        self.of_live_views: set[str] = set()
        self.of_other_side: set[str] = set()
        """Its own keys, which it may write where it likes."""

    @contextmanager
    def listening(self) -> Generator[None]:
        """Take down what is drawn by lot and what is granted, whoever does so."""
        draw, grant = secrets.token_urlsafe, TokenIssuer._grant
        sign = AuthManager.async_create_access_token

        def note_draw(size: int | None = None) -> str:
            drawn = draw(size)
            self.others.add(drawn)
            return drawn

        def note_grant(issuer: TokenIssuer, *args: Any) -> Granted:
            granted = grant(issuer, *args)
            self.refresh_tokens.add(granted.refresh_token)
            self.others.add(granted.bearer)
            return granted

        def note_sign(manager: AuthManager, token: Any, *args: Any) -> str:
            signed = sign(manager, token, *args)
            self.others.add(signed)
            return signed

        with (
            patch.object(secrets, "token_urlsafe", note_draw),
            patch.object(TokenIssuer, "_grant", note_grant),
            patch.object(AuthManager, "async_create_access_token", note_sign),
        ):
            yield

    def note_description(self, description: str) -> None:
        """Take down the passwords of one side of a live view."""
        self.of_live_views.update(re.findall(r"a=ice-pwd:(\S+)", description))
        self.others |= self.of_live_views

    def note(self, world: World) -> None:
        """Take down what the vendors have handed out in other ways."""
        hubspace = cast("HubspaceSimulator", world.accounts["hubspace"].vendor)
        bticino = cast("BticinoSimulator", world.accounts["bticino"].vendor)
        self.others.update(mail.code for mail in hubspace.mailed)
        self.others.update(bticino.turn_credentials)
        self.of_other_side.update(token.token for token in world.remote.user.refresh_tokens.values())
        self.refresh_tokens.update(self.of_other_side)

    @property
    def hidden(self) -> set[str]:
        """What may stand nowhere but where a refresh token is kept."""
        return self.others | self.refresh_tokens


class Book(logging.Handler):
    """All that anybody logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = io.StringIO()
        self.told = io.StringIO()
        """What Home Assistant itself wrote of what it was asked."""
        self.lines = 0
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(_PEERS):
            return
        self.lines += 1
        page = self.told if record.name in _NOT_OURS else self.text
        page.write(f"{self.format(record)}\n")

    def read(self) -> tuple[str, str]:
        """Return what was written since, and begin a new page."""
        pages = self.text.getvalue(), self.told.getvalue()
        self.text, self.told = io.StringIO(), io.StringIO()
        return pages


async def try_leaks(run: Run, _clock: Clock) -> None:
    """Live a life full of faults, and look for every secret in all that it left."""
    canaries, book = Canaries(), Book()
    root = logging.getLogger()
    root.addHandler(book)
    root.setLevel(logging.DEBUG)
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(logging.NOTSET)
    loop = asyncio.get_running_loop()
    loop.set_debug(True)
    with canaries.listening():
        async with living(run.directory) as world:
            # Every step of the loop is told as a slow one, arguments included.
            loop.slow_callback_duration = 0.0
            hubspace = cast("HubspaceSimulator", world.accounts["hubspace"].vendor)
            hubspace.pin = PIN
            for _ in run.attempts(5, 200):
                for account in world.accounts.values():
                    where = run.random.choice(account.endpoints)
                    bad_answers.make(bad_answers.choose(run.random))(account.faults, where)
                    account.expire_bearer()
                    account.drop()
                await use(world)
                for account in world.accounts.values():
                    account.faults.heal()
                    await log_in_again(run, world, account)
                await use(world)
                await look_at_door(world, canaries)
                await look(run, world, canaries, book)
            await world.hass.config_entries.async_remove(world.accounts["hubspace"].entry.entry_id)
            await look(run, world, canaries, book)
    loop.set_debug(False)
    root.removeHandler(book)
    run.figures.append(
        f"{len(canaries.hidden) + len(canaries.codes):,} canaries, {book.lines:,} lines of log, "
        f"{len(canaries.of_live_views)} passwords of live views"
    )


async def use(world: World) -> None:
    """Have everything used."""
    bticino = cast("BticinoSimulator", world.accounts["bticino"].vendor)
    for account in world.accounts.values():
        await account.command()
        await account.entry.runtime_data.async_refresh()
    ringing = await bticino.ring("Strada")
    await bticino.answer(ringing)
    for service, data in (("alarm_trigger", {}), ("alarm_disarm", {"code": PIN})):
        with suppress(HomeAssistantError):
            await world.hass.services.async_call(
                "alarm_control_panel", service, {ATTR_ENTITY_ID: ALARM, **data}, blocking=True
            )
    await asyncio.sleep(100)


async def look_at_door(world: World, canaries: Canaries) -> None:
    """Have a browser answer who rings, and take down the passwords of all sides."""
    bticino = cast("BticinoSimulator", world.accounts["bticino"].vendor)
    bticino.answerable = True
    call = bticino._calls._calls[await bticino.ring("Strada")]
    canaries.note_description(call.offer["extra_params"]["data"]["session_description"]["sdp"])
    owner = await world.hass.auth.async_get_owner()
    assert owner is not None
    token = await world.hass.auth.async_create_refresh_token(owner, "https://browser.example/")
    viewer = Viewer()
    with patch("aioice.ice.get_host_addresses", return_value=[LOOPBACK]):
        async with ClientSession(world.remote.url) as client, client.ws_connect("/api/websocket") as socket:
            await socket.receive_json()
            bearer = world.hass.auth.async_create_access_token(token)
            # The browser's own, which Home Assistant writes where it likes.
            canaries.others.discard(bearer)
            await socket.send_json({"type": "auth", "access_token": bearer})
            await socket.receive_json()
            door = {"entity_id": DOOR}
            await socket.send_json({"id": 1, "type": "camera/webrtc/get_client_config", **door})
            offer = await viewer.offer()
            canaries.note_description(offer)
            await socket.send_json({"id": 2, "type": "camera/webrtc/offer", "offer": offer, **door})
            async with asyncio.timeout(600):
                while "answer" not in (told := (await socket.receive_json()).get("event", {})):
                    assert told.get("type") != "error", told
            canaries.note_description(told["answer"])
            assert bticino.call_state(call.session_id) == "talks"
        await viewer.close()
        await bticino.until_live(0)
    bticino.answerable = False
    world.hass.auth.async_remove_refresh_token(token)


async def log_in_at_other_side(world: World, account: Account) -> None:
    """Log in with a mistake on the way; not by the form, which knows that both sides are one."""
    client = async_create_clientsession(world.hass, auto_cleanup=False)
    login = HomeAssistantLogin(client, world.remote.url)
    wrong = Credentials(username=other_side.USERNAME, password=WRONG_PASSWORD)
    with suppress(InvalidCredentials):
        await login.async_start(wrong)
    token = await login.async_start(replace(wrong, password=other_side.PASSWORD))
    client.detach()
    data = {**account.entry.data, CONF_REFRESH_TOKEN: token.refresh_token}
    world.hass.config_entries.async_update_entry(account.entry, data=data)
    await world.hass.config_entries.async_reload(account.entry.entry_id)


async def log_in_again(run: Run, world: World, account: Account) -> None:
    """Lose the token, and log in with every mistake on the way."""
    if account.vendor is None:
        await log_in_at_other_side(world, account)
    else:
        account.vendor.tokens.revoke_all()
        if isinstance(account.vendor, EvohomeSimulator):
            account.vendor.accounts[EMAIL].logins_left = 2  # Each try is on a day of its own.
        account.entry.async_start_reauth(world.hass)
        await world.hass.async_block_till_done()
        result = await fill_in(world, account)
        if result.get("reason") != "reauth_successful":
            run.fail(f"{account.kind}: the login ended with {result}")
    await world.hass.async_block_till_done()
    if not await account.until_well(3600):
        run.fail(f"{account.kind} does not work after a login")


async def fill_in(world: World, account: Account) -> Any:
    """Fill in the forms of a new login; return what comes of it."""
    (flow,) = account.entry.async_get_active_flows(world.hass, {"reauth"})
    passwords, codes = iter((WRONG_PASSWORD, PASSWORD)), iter((WRONG_CODE, None))
    result: Any = await world.hass.config_entries.flow.async_configure(flow["flow_id"], None)
    while result["type"] == "form":
        if result["step_id"] == "code":
            mailed = cast("HubspaceSimulator", account.vendor).mailed[-1].code
            answer = {"code": next(codes) or mailed}
        else:
            answer = {"username": EMAIL, "password": next(passwords)}
        result = await world.hass.config_entries.flow.async_configure(flow["flow_id"], answer)
    return result


async def look(run: Run, world: World, canaries: Canaries, book: Book) -> None:
    """Look for every secret in all that was written so far."""
    canaries.note(world)
    hubspace = cast("HubspaceSimulator", world.accounts["hubspace"].vendor)
    if not any(map(hubspace.conclave.has_issued, canaries.others)):
        run.fail("no credential of Conclave is among the canaries")
    if not canaries.others & set(cast("BticinoSimulator", world.accounts["bticino"].vendor).turn_credentials):
        run.fail("no credential of a TURN server is among the canaries")
    text, told = book.read()
    tell(run, "the log", found(text, canaries.hidden | canaries.codes), canaries, text)
    tell(
        run,
        "Home Assistant's log of what it was asked",
        found(told, canaries.hidden - canaries.of_other_side),
        canaries,
        told,
    )
    for entry in world.hass.config_entries.async_entries(DOMAIN):
        diagnostics = json.dumps(await async_get_config_entry_diagnostics(world.hass, entry), default=str)
        tell(run, "diagnostics", found(diagnostics, canaries.hidden | canaries.codes), canaries, diagnostics)
    await world.hass.config_entries._store.async_save(world.hass.config_entries._data_to_save())
    # A backup holds these files, and nothing else.
    for path, written in (await asyncio.to_thread(_read, run.directory / "config")).items():
        hidden = canaries.others - canaries.refresh_tokens if _KEEPERS.fullmatch(path) else canaries.hidden
        # The other side is in this folder too: its own keys are its own.
        hidden = set() if path == "auth" else hidden | canaries.codes
        tell(run, path, found(written, hidden), canaries, written)


def found(text: str, hidden: set[str]) -> set[str]:
    """Return the secrets that are in a text."""
    return {secret for secret in hidden if secret in text and _pattern(secret).search(text)}


def _pattern(secret: str) -> re.Pattern[str]:
    """Return what finds a secret: six digits of a time stamp are not a code."""
    return re.compile(rf"(?<![\d.]){re.escape(secret)}(?!\d)" if secret.isdigit() else re.escape(secret))


def tell(run: Run, where: str, leaked: set[str], canaries: Canaries, text: str) -> None:
    """Say which kinds of secrets were found, and where."""
    for secret in leaked:
        kind = (
            "refresh token"
            if secret in canaries.refresh_tokens
            else {PASSWORD: "password", PIN: "PIN"}.get(secret, "bearer, code or other secret")
        )
        line = next(line for line in text.splitlines() if _pattern(secret).search(line))
        place = line.index(secret)
        run.fail(f"a {kind} is in {where}: …{line[max(0, place - 160) : place]}…")


def _read(folder: Path) -> dict[str, str]:
    """Return all files, but for what is there only while another file is written."""
    written = {
        path: path.read_text(errors="replace")
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    time.sleep(WRITE_LIFE)
    return {path.name: text for path, text in written.items() if path.exists()}
