"""What lives is masked, in every record of every logger that is asked for."""

import io
import json
import logging
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import aiohttp
import pytest
from yarl import URL

from custom_components.latchkey.auth import redaction
from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.login import Credentials
from custom_components.latchkey.auth.redaction import SecretFilter, mask, mask_loggers, redact
from custom_components.latchkey.auth.session import TokenSession
from custom_components.latchkey.auth.token import Token

from .clock import Clock
from .conftest import OpenSession
from .server import Server
from .vendor import say

REDACTED = "**REDACTED**"
LINGER = 600
REFRESH_TOKEN_LIFE = 30 * 86400
SECRET = "s3cret/with+odd=characters"


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return the clock by which secrets live."""
    clock = Clock()
    monkeypatch.setattr(redaction, "monotonic", clock.time)
    return clock


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Return what a handler of the root logger writes of a vendor's library, at every level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    library = logging.getLogger("vendor_library")
    library.setLevel(logging.DEBUG)
    logging.getLogger().addHandler(handler)
    mask_loggers("vendor_library")
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def library(written: io.StringIO) -> logging.Logger:
    """Return the logger of a vendor's library."""
    return logging.getLogger("vendor_library")


# Which secrets


def test_a_secret_is_masked_wherever_it_stands() -> None:
    mask("s3cret")
    assert redact("s3cret, and once more: (s3cret)") == f"{REDACTED}, and once more: ({REDACTED})"
    assert redact("nothing here") == "nothing here"


@pytest.mark.parametrize(
    "secret",
    [
        SECRET,
        'pass"word',
        "pass\\word'",
        """pass'"word""",
        "pässwörd ✓",
        "100% sure & more?",
        "pass/wo:rd word",
    ],
)
def test_a_secret_is_masked_in_every_spelling(secret: str) -> None:
    mask(secret)
    for spelling in (
        secret,
        quote(secret),
        quote(secret, safe=""),
        quote_plus(secret),
        str(URL("https://vendor.example/").with_query(code=secret)),
        json.dumps({"code": secret}),
        repr({"code": secret}),
    ):
        shown = redact(f"before {spelling} after")
        assert REDACTED in shown
        assert not any(part in shown for part in ("s3cret", "word", "w%C3%B6rd", "sure"))


def test_a_secret_within_another_one_leaves_no_rest_of_it() -> None:
    mask("token")
    mask("a-token-and-more")
    assert redact("a-token-and-more token") == f"{REDACTED} {REDACTED}"


def test_a_secret_that_is_no_text_is_masked_as_far_as_it_can_be_written() -> None:
    mask("secret\udcff\ud800")
    assert "secret" not in redact("secret\udcff\ud800 and 'secret\\udcff\\ud800'")


def test_an_empty_secret_masks_nothing() -> None:
    mask("")
    assert redact("some text") == "some text"


@pytest.mark.parametrize("typed", ["1", "E", "T*", "123"])
def test_what_is_too_short_to_be_a_secret_does_not_ruin_the_log(typed: str) -> None:
    mask(typed)
    assert redact(f"10:31 ERROR {typed}") == f"10:31 ERROR {typed}"


def test_a_secret_is_masked_for_its_life_and_a_while_longer(seconds: Clock) -> None:
    mask("bearer", 1800)
    seconds.advance(1800 + LINGER - 1)
    mask("other")
    assert redact("bearer") == REDACTED
    seconds.advance(1)
    mask("other")
    assert redact("bearer other") == f"bearer {REDACTED}"


def test_a_secret_that_is_known_to_be_dead_is_masked_for_a_short_while_only(seconds: Clock) -> None:
    mask("refresh", REFRESH_TOKEN_LIFE)
    mask("refresh")
    seconds.advance(LINGER)
    mask("other")
    assert redact("refresh") == "refresh"


def test_a_password_is_masked_from_the_moment_it_was_typed() -> None:
    Credentials(username="me", password="s3cret")
    assert redact("s3cret") == REDACTED


def test_both_halves_of_a_token_are_masked_from_the_moment_it_was_granted(seconds: Clock) -> None:
    Token(bearer="bearer", refresh_token="refresh", expires_in=120)
    assert redact("bearer refresh") == f"{REDACTED} {REDACTED}"
    seconds.advance(120 + LINGER)
    mask("other")
    assert redact("bearer refresh") == f"bearer {REDACTED}"
    seconds.advance(REFRESH_TOKEN_LIFE)
    mask("other")
    assert redact("refresh") == "refresh"


async def test_a_code_and_its_verifier_are_masked(
    endpoint: TokenEndpoint, client: aiohttp.ClientSession, server: Server
) -> None:
    server.answers.append(say(200, {"access_token": "bearer", "refresh_token": "refresh"}))
    await endpoint.async_exchange_code(
        client, code="s3cret", redirect_uri="app://login", code_verifier="v3rifier"
    )
    assert redact("s3cret v3rifier bearer refresh") == " ".join([REDACTED] * 4)


async def test_what_a_session_starts_with_is_masked(open_session: OpenSession, seconds: Clock) -> None:
    open_session("first", fallback_refresh_token="second")
    seconds.advance(REFRESH_TOKEN_LIFE)
    mask("other")
    assert redact("first second") == f"{REDACTED} {REDACTED}"


async def test_a_refresh_token_that_was_replaced_is_soon_forgotten(
    session: TokenSession, server: Server, seconds: Clock
) -> None:
    await session.async_get_access_token()
    assert redact("refresh-0 refresh-1 bearer-1") == " ".join([REDACTED] * 3)
    seconds.advance(LINGER)
    mask("other")
    assert redact("refresh-0 refresh-1") == f"refresh-0 {REDACTED}"


async def test_a_refresh_token_without_a_bearer_is_masked_as_long_as_any(
    session: TokenSession, server: Server, seconds: Clock
) -> None:
    server.answers.append(say(200, {"refresh_token": "s3cret"}))
    with pytest.raises(Exception, match="no bearer"):
        await session.async_get_access_token()
    seconds.advance(REFRESH_TOKEN_LIFE)
    mask("other")
    assert redact("s3cret") == REDACTED


async def test_months_of_rotations_leave_no_more_secrets_than_are_alive(
    session: TokenSession, clock: Clock, seconds: Clock
) -> None:
    most = 0
    for _ in range(300):
        await session.async_get_access_token()
        clock.advance(120)
        seconds.advance(120)
        most = max(most, len(redaction._masked_until))
    assert most <= 16


# In which records


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR])
def test_secrets_are_masked_at_every_level(library: logging.Logger, written: io.StringIO, level: int) -> None:
    mask(SECRET)
    library.log(level, "Token: %s", SECRET)
    assert written.getvalue() == f"{logging.getLevelName(level)} vendor_library Token: {REDACTED}\n"


@pytest.mark.parametrize(
    "make",
    [
        lambda: logging.getLogger("vendor_library.module"),
        lambda: logging.getLogger("vendor_library.v1-hubspace[somebody@vendor.example]"),
        lambda: logging.getLogger("vendor_library.v1").getChild("Light").getChild("deeper"),
    ],
)
def test_secrets_are_masked_in_loggers_made_later(written: io.StringIO, make: object) -> None:
    assert callable(make)
    mask(SECRET)
    make().info("Token: %s", SECRET)
    assert SECRET not in written.getvalue()
    assert f"Token: {REDACTED}" in written.getvalue()


def test_secrets_are_masked_in_message_and_arguments(library: logging.Logger, written: io.StringIO) -> None:
    mask("s3cret")
    library.info("s3cret")
    library.info("%(token)s", {"token": "s3cret"})
    library.info({"token": "s3cret"})
    library.info("%r %s", ["s3cret"], {"nested": {"token": "s3cret"}})
    assert "s3cret" not in written.getvalue()
    assert written.getvalue().count(REDACTED) == 5


def test_secrets_that_meet_only_in_the_message_are_masked(
    library: logging.Logger, written: io.StringIO
) -> None:
    mask("s3cret-token")
    library.info("s3cret-%s", "token")
    assert "s3cret-token" not in written.getvalue()


def test_secrets_are_masked_in_exceptions_and_their_causes(
    library: logging.Logger, written: io.StringIO
) -> None:
    mask(SECRET)
    error = KeyError("outer")
    error.__cause__ = ValueError(SECRET)
    library.error("It failed", exc_info=error)
    assert SECRET not in written.getvalue()
    assert f"ValueError: {REDACTED}" in written.getvalue()
    assert "KeyError: 'outer'" in written.getvalue()


def test_secrets_are_masked_in_exceptions_that_were_made_text_before(
    library: logging.Logger, written: io.StringIO
) -> None:
    mask(SECRET)
    record = library.makeRecord(library.name, logging.INFO, __file__, 1, "It failed", (), None)
    record.exc_text = f"ValueError: {SECRET}"
    library.handle(record)
    assert SECRET not in written.getvalue()
    assert f"ValueError: {REDACTED}" in written.getvalue()


def test_secrets_are_masked_in_stacks(library: logging.Logger, written: io.StringIO) -> None:
    mask("the_line_of_the_caller")
    library.info("Here", stack_info=True)  # the_line_of_the_caller
    assert "Stack (most recent call last)" in written.getvalue()
    assert "the_line_of_the_caller" not in written.getvalue()


def test_secrets_are_masked_in_a_log_line_that_is_itself_a_mistake(
    library: logging.Logger, written: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    mask(SECRET)
    library.info("Token: %d", SECRET)
    assert SECRET not in written.getvalue() + capsys.readouterr().err
    assert REDACTED in written.getvalue()


def test_a_record_without_secrets_stays_as_it_is(
    library: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    mask(SECRET)
    library.error("Trouble with %s", "a lamp", exc_info=ValueError("harmless"))
    (record,) = caplog.records
    assert record.msg == "Trouble with %s"
    assert record.args == ("a lamp",)
    assert record.exc_info is not None


def test_every_record_passes_masked_or_not() -> None:
    mask("s3cret")
    for message in ("s3cret", "harmless"):
        assert SecretFilter().filter(logging.makeLogRecord({"msg": message}))


def test_other_loggers_are_left_alone(written: io.StringIO) -> None:
    mask("s3cret")
    logging.getLogger("somebody_else").warning("s3cret")
    assert "somebody_else s3cret" in written.getvalue()


def test_a_logger_that_is_masked_twice_is_masked_once(library: logging.Logger) -> None:
    mask_loggers("vendor_library", "vendor_library")
    assert len(library.handlers) == 1


def test_threads_may_log_while_secrets_change(library: logging.Logger, written: io.StringIO) -> None:
    mask("s3cret", 1000)

    def log() -> None:
        for _ in range(200):
            library.debug("s3cret")

    threads = [threading.Thread(target=log) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(200):
        mask(f"other-{number}")
    for thread in threads:
        thread.join()
    assert "s3cret" not in written.getvalue()
    assert written.getvalue().count(REDACTED) == 800


async def test_nothing_that_a_session_does_leaves_a_secret_in_the_log(
    session: TokenSession, server: Server, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for answer in (say(503), say(200, {"refresh_token": "refresh-lost"}), say(400, ["bearer-lost"])):
        server.answers.append(answer)
        with pytest.raises(Exception, match="vendor"):
            await session.async_get_access_token()
        clock.advance(1000)
    server.vendor.live_refresh_tokens.add("refresh-lost")
    server.api_answers.append(say(401))
    await session.async_request("GET", f"{server.url}/api")
    assert len(server.forms) == 5
    assert "refresh-" not in caplog.text
    assert "bearer-" not in caplog.text


def test_masking_a_long_line_takes_next_to_no_time(library: logging.Logger) -> None:
    for number in range(16):
        mask(f"{number:01000}", 1000)
    line = json.dumps([{"functionClass": "power", "value": "on"}] * 250)
    started = time.perf_counter()
    for _ in range(100):
        redact(line)
    assert (time.perf_counter() - started) / 100 < 0.005
