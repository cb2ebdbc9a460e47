"""Requests whose every failure is a typed error, and whose answers are bounded."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from errno import ECONNREFUSED
from typing import Any

import aiohttp
from yarl import URL

from .errors import CertificateRejected, TemporaryError, TroubleCause

REQUEST_TIMEOUT = aiohttp.ClientTimeout(total=30)
MAX_BODY = 32 * 1024 * 1024
"""Bytes; the fullest description of a home of 200 devices stays well below."""

MAX_RETRY_AFTER = 24 * 60 * 60.0
"""Seconds; a vendor that asks for more has made a mistake."""

MAX_PAUSE = 60 * 60.0
"""Seconds that requests pause where the vendor asks for it; its mistake must not cost an account its day."""

MAX_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


async def async_request(
    client: aiohttp.ClientSession, method: str, url: str, *, allow_redirects: bool = True, **kwargs: Any
) -> aiohttp.ClientResponse:
    """Send a request and return the answer of whatever status, its body already read.

    Takes what aiohttp's `request` takes. A redirect is followed where it stays on the same origin (RFC 6454)
    and the request is a GET, which has no body: what is sent is for whoever was asked, and nobody else. Any
    other is returned. Raises CertificateRejected, and TemporaryError for any other connection fault, a
    time-out, a body of more than MAX_BODY bytes or an address that makes no sense.
    """
    kwargs.setdefault("timeout", REQUEST_TIMEOUT)
    try:
        response = await _async_send(client, method, url, **kwargs)
        for _ in range(MAX_REDIRECTS if allow_redirects and method == "GET" else 0):
            target = redirect_target(response)
            if target is None or target.origin() != response.url.origin():
                break
            response = await _async_send(client, method, target, **{**kwargs, "params": None})
    # A TimeoutError is an OSError; what is no address is a ValueError, an IndexError or an OverflowError.
    except (aiohttp.ClientError, OSError, ValueError, LookupError, ArithmeticError) as error:
        trouble = describe_fault(error)
    else:
        return response
    # Raised here because aiohttp's errors know the request's headers: they must not be its context.
    raise trouble


def redirect_target(response: aiohttp.ClientResponse) -> URL | None:
    """Return where an answer redirects to (RFC 9110, section 15.4); None where it does not.

    Raises ValueError where that is no address.
    """
    location = response.headers.get("Location")
    if response.status not in _REDIRECTS or location is None:
        return None
    target = response.url.join(URL(location))
    return target if target.scheme in ("http", "https") and target.host else None


async def _async_send(
    client: aiohttp.ClientSession, method: str, url: str | URL, **kwargs: Any
) -> aiohttp.ClientResponse:
    """Send one request and return the answer, its body already read."""
    if client.closed:
        raise TemporaryError("nothing is sent any more", cause="closed")  # Home Assistant has stopped.
    response = await client.request(method, url, allow_redirects=False, **kwargs)
    await _async_read_body(response)
    return response


def describe_fault(error: Exception) -> TemporaryError:
    """Return what may be told of a connection fault."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return CertificateRejected("the certificate of the vendor is not valid")
    return TemporaryError(f"no answer from the vendor ({type(error).__name__})", cause=_cause_of(error))


def _cause_of(error: Exception) -> TroubleCause:
    """Return what a connection fault means to a person."""
    if isinstance(error, TimeoutError):
        return "no_answer"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "unknown_host"
    if isinstance(error, OSError) and error.errno == ECONNREFUSED:
        return "connection_refused"
    return "no_connection"


async def _async_read_body(response: aiohttp.ClientResponse) -> None:
    """Read the body of an answer; hang up where that fails half-way."""
    try:
        body = await _async_read_bounded(response.content)
    except BaseException:
        response.close()
        raise
    response._body = body  # noqa: SLF001 - what its read() does, which knows no bound


async def _async_read_bounded(content: aiohttp.StreamReader) -> bytes:
    """Return a body, but no more than MAX_BODY bytes of it."""
    chunks, length = list[bytes](), 0
    async for chunk in content.iter_any():
        chunks.append(chunk)
        length += len(chunk)
        if length > MAX_BODY:
            raise TemporaryError("the vendor's answer is too long")
    return b"".join(chunks)


async def async_read_json(response: aiohttp.ClientResponse) -> Any:
    """Return the JSON of an answer.

    Raises TemporaryError, with the vendor's Retry-After, where the status is not 2xx or the body is
    no JSON (or null, which says as little).
    """
    raise_for_status(response)
    answer = parse_json(await response.read())
    if answer is None:
        raise TemporaryError("the vendor's answer is not JSON")
    return answer


def parse_json(body: bytes) -> Any:
    """Return what a body says, or None where it is no JSON."""
    try:
        return json.loads(body)
    except ValueError, RecursionError:
        return None


def raise_for_status(response: aiohttp.ClientResponse) -> None:
    """Raise TemporaryError, with the vendor's Retry-After, where the status is not 2xx."""
    if not 200 <= response.status < 300:  # noqa: PLR2004 - RFC 9110, section 15
        raise describe_status(response)


def describe_status(response: aiohttp.ClientResponse) -> TemporaryError:
    """Return what a status that is no success says, with the vendor's Retry-After."""
    pause, status = retry_after(response), str(response.status)
    cause: TroubleCause = "too_many_requests" if response.status == 429 else "error_status"  # noqa: PLR2004 - RFC 6585, section 4
    wait = None if pause is None else min(pause, MAX_PAUSE)
    return TemporaryError(f"the vendor answered {status}", wait, cause, status=status)


def retry_after(response: aiohttp.ClientResponse) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, section 10.2.3), or None."""
    value = response.headers.get("Retry-After", "")
    seconds = float(value) if re.fullmatch(r"[0-9]{1,9}", value) else _seconds_until(value, response)
    return None if seconds is None else min(max(seconds, 0.0), MAX_RETRY_AFTER)


def _seconds_until(date: str, response: aiohttp.ClientResponse) -> float | None:
    """Return the seconds until an HTTP date, by the vendor's own clock where it tells the time."""
    until = _parse_date(date)
    now = _parse_date(response.headers.get("Date", "")) or datetime.now(UTC)
    return None if until is None else (until - now).total_seconds()


def _parse_date(date: str) -> datetime | None:
    """Return an HTTP date, or None where it is none."""
    try:
        return parsedate_to_datetime(date).replace(tzinfo=UTC)
    except ValueError:
        return None
