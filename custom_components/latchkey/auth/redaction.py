"""The secrets that live now, and a filter that keeps them out of the log."""

import json
import logging
import re
from contextlib import suppress
from time import monotonic
from typing import override
from urllib.parse import quote, quote_plus

from yarl import URL

REDACTED = "**REDACTED**"

LINGER = 10 * 60.0
"""Seconds that a secret stays masked after its life: clocks differ, requests take their time, and this is
as long as a code may live (RFC 6749, section 4.1.2)."""

MIN_LENGTH = 4
"""Characters; what is shorter was mistyped, and stands in every other line of the log."""

_ICE_PASSWORD = re.compile(r"(?<=a=ice-pwd:)[A-Za-z0-9+/]+")
"""The secret of a live view in its description (RFC 8839, section 5.4), logged before anybody reads it."""

_masked_until: dict[str, float] = {}
"""Every spelling of every secret."""

_spellings: tuple[str, ...] = ()
"""The same, longest first; replaced as a whole, since libraries log from threads too."""


def mask(secret: str, life: float = 0.0) -> None:
    """Keep a secret out of the log for the rest of its life, in seconds, and a while longer.

    Whoever comes to hold a secret says so here; who learns that it is dead says so with a life of 0.
    """
    global _spellings  # noqa: PLW0603 - the log is one for all
    if len(secret) < MIN_LENGTH:
        return
    now = monotonic()
    for forgotten in [spelling for spelling, until in _masked_until.items() if until <= now]:
        del _masked_until[forgotten]
    _masked_until.update(dict.fromkeys(_spell(secret), now + life + LINGER))
    _spellings = tuple(sorted(_masked_until, key=len, reverse=True))


def _spell(secret: str) -> set[str]:
    """Return the ways in which a secret can appear in a text: plain, in JSON, in a repr, in a URL."""
    spellings = {secret, json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    with suppress(UnicodeEncodeError):  # Half a character has no place in a URL.
        spellings |= {quote(secret), quote(secret, safe=""), quote_plus(secret)}
        spellings.add(URL.build(query={"": secret}).raw_query_string.removeprefix("="))
    return spellings


def redact(text: str) -> str:
    """Return a text with every secret that lives now masked."""
    for spelling in _spellings:
        text = text.replace(spelling, REDACTED)
    return _ICE_PASSWORD.sub(REDACTED, text)


class SecretFilter(logging.Filter):
    """Masks secrets in all of a record that can be printed; lets every record pass."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record in place, so that it is masked for every handler that comes after."""
        message = _format_message(record)
        if (redacted := redact(message)) != message:
            record.msg, record.args = redacted, None
        _redact_exception(record)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def _format_message(record: logging.LogRecord) -> str:
    """Return the message; where message and arguments do not fit, logging would print both as they are."""
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - a library's mistake in a log line must not become an error
        return f"{record.msg} {record.args}"


def _redact_exception(record: logging.LogRecord) -> None:
    """Replace an exception that holds a secret by its text, which a formatter prints as well."""
    if record.exc_info:
        text = logging.Formatter().formatException(record.exc_info)
        if (redacted := redact(text)) != text:
            record.exc_info, record.exc_text = None, redacted


class _Masker(logging.Handler):
    """Writes nothing, but has a filter that sees the records of child loggers, whenever these are made.

    On its way up to the handlers that write, a record passes the handlers of all its loggers' parents;
    the filters of the parents themselves it does not pass.
    """

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Do nothing: the filter has done its work."""


_MASKER = _Masker()
_MASKER.addFilter(SecretFilter())


def mask_loggers(*names: str) -> None:
    """Mask secrets in what these loggers and all loggers below them log; once is enough."""
    for name in names:
        logging.getLogger(name).addHandler(_MASKER)
