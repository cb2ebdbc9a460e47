"""From what a person types to the address of a Home Assistant."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import aiohttp
from yarl import URL

from ...auth.errors import (
    AddressBanned,
    AddressNotReached,
    AuthError,
    CertificateRejected,
    InvalidAddress,
    LoginBlocked,
    LoginExpired,
    MovedAddress,
    TemporaryError,
    TroubleCause,
    WrongAddress,
)
from ...auth.http import async_request, describe_status, parse_json, redirect_target
from ..raw import MAX_TEXT, read_mapping, read_mappings, read_text
from ..vendor import Site
from .login import async_begin, async_end

PORT: Final = 8123
"""Where a Home Assistant listens unless somebody says otherwise."""

PROBE_TIMEOUT: Final = aiohttp.ClientTimeout(total=10)

_PASSWORD_PROVIDERS: Final = ("homeassistant", "command_line")
"""Who checks a user name and a password; others, such as trusted networks, cannot be used from afar."""

_PATH: Final = "/auth/providers"

_TELLING: Final = (AddressBanned, MovedAddress, WrongAddress)
"""What may be found at several addresses, by how much it tells whoever typed one."""

_TELLING_CAUSES: Final[tuple[TroubleCause, ...]] = (
    "error_status",
    "no_answer",
    "connection_refused",
    "unknown_host",
)
"""What may be wrong at several addresses, in the same order; any other cause tells least."""


async def async_find(client: aiohttp.ClientSession, text: str, is_own: Callable[[str], bool]) -> Site:
    """Return the Home Assistant at an address that a person typed (`/auth/providers`).

    `is_own` tells whether a login flow of that id is one at this very Home Assistant. Raises InvalidAddress,
    WrongAddress, MovedAddress, AddressBanned, CertificateRejected or AddressNotReached.
    """
    errors: list[AuthError] = []
    troubles: dict[str, TemporaryError] = {}
    for url in candidates(text):
        try:
            return await _async_look_at(client, url, is_own)
        except CertificateRejected:
            # Whoever stands between could make it so, to be sent the password without encryption.
            raise
        except TemporaryError as error:
            troubles[url] = error
        except _TELLING as error:
            errors.append(error)
    told = (error for kind in _TELLING for error in errors if isinstance(error, kind))
    raise next(told, None) or _not_reached(troubles)


def _not_reached(troubles: Mapping[str, TemporaryError]) -> AddressNotReached:
    """Return what is wrong at all of some addresses, and at which of them what tells most."""
    causes = [error.cause for error in troubles.values()]
    cause = next((cause for cause in _TELLING_CAUSES if cause in causes), causes[0])
    tried = {url: error for url, error in troubles.items() if error.cause == cause}
    url, error = next(iter(tried.items()))
    told = {**error.placeholders, "host": str(URL(url).host), "tried": ", ".join(tried)}
    return AddressNotReached(str(error), None, cause, **told)


def candidates(text: str) -> list[str]:
    """Return the addresses that a person may have meant, the likeliest first. Raises InvalidAddress."""
    typed = text.strip()
    schemes = ("",) if "://" in typed else ("https://", "http://")
    try:
        typed.encode()
        found = [str(url) for scheme in schemes for url in _variants(_parse(f"{scheme}{typed}"))]
    except ValueError, LookupError, ArithmeticError:  # What yarl says to a host or port that is none.
        raise InvalidAddress from None
    return list(dict.fromkeys(found))


def _parse(text: str) -> URL:
    """Return an address. Raises InvalidAddress, or what yarl raises."""
    if len(text) > MAX_TEXT:
        raise InvalidAddress
    url = URL(text)
    if url.scheme not in ("http", "https") or not url.host or not url.port or "@" in url.raw_authority:
        raise InvalidAddress
    return url.with_query(None).with_fragment(None)


def _variants(url: URL) -> Iterable[URL]:
    """Yield an address and what else it may mean: another port, or a page of the same instance."""
    ports = (url.explicit_port,) if url.explicit_port else (None, PORT)
    paths = dict.fromkeys((url.path.rstrip("/"), ""))
    for port in ports:
        for path in paths:
            yield URL.build(scheme=url.scheme, host=str(url.host), port=port, path=path)


async def _async_look_at(client: aiohttp.ClientSession, url: str, is_own: Callable[[str], bool]) -> Site:
    """Return what is at an address. Raises WrongAddress, MovedAddress, AddressBanned or TemporaryError."""
    response = await async_request(client, "GET", f"{url}{_PATH}", timeout=PROBE_TIMEOUT)
    if response.status >= 500:  # noqa: PLR2004 - RFC 9110, section 15.6
        raise describe_status(response)
    if response.status == 403 and response.content_type == "text/plain":  # noqa: PLR2004 - what a ban looks like
        raise AddressBanned
    _raise_where_moved(response)
    providers = dict(_password_providers(parse_json(await response.read())))
    if not response.ok or not providers or not response.url.path.endswith(_PATH):
        raise WrongAddress(tried=url, status=str(response.status))
    # Where it was redirected to: a form with a password is not sent into a redirect.
    found = str(response.url.with_user(None).with_query(None)).removesuffix(_PATH)
    try:
        flow_id = await async_begin(client, found, next(iter(providers)))
    except LoginBlocked, LoginExpired:
        raise WrongAddress(tried=found, status=str(response.status)) from None
    site = Site(url=found, providers=providers, is_own=is_own(flow_id))
    await async_end(client, found, flow_id)
    return site


def _raise_where_moved(response: aiohttp.ClientResponse) -> None:
    """Raise MovedAddress where the same page is said to be elsewhere, and is encrypted if this one is."""
    try:
        target = redirect_target(response)
    except ValueError:
        return
    if target is None or not target.path.endswith(_PATH) or "@" in target.raw_authority:
        return
    is_elsewhere = target.origin() != response.url.origin()
    if is_elsewhere and (target.scheme == "https" or response.url.scheme == "http"):
        raise MovedAddress(str(target.with_query(None).with_fragment(None)).removesuffix(_PATH))


def _password_providers(answer: Any) -> Iterable[tuple[str, str]]:
    """Yield the names of those who check passwords, by what the login flow calls them."""
    for provider in read_mappings(read_mapping(answer).get("providers")):
        kind, provider_id = provider.get("type"), provider.get("id")
        if kind in _PASSWORD_PROVIDERS:
            key = f"{kind}:{provider_id}" if read_text(provider_id) else str(kind)
            yield key, read_text(provider.get("name")) or str(kind)
