"""What people type as an address, and what is found there."""

import socket
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from custom_components.latchkey.auth.errors import (
    AddressBanned,
    AddressNotReached,
    CertificateRejected,
    InvalidAddress,
    MovedAddress,
    TemporaryError,
    WrongAddress,
)
from custom_components.latchkey.clouds.home_assistant import address
from custom_components.latchkey.clouds.home_assistant.address import async_find, candidates
from custom_components.latchkey.clouds.vendor import Site
from tests.simulators.certificates import Authority
from tests.simulators.network import LocalResolver

from . import instance as other
from .instance import Answer, Instance, say
from .remote import Remote

HOME = "homeassistant.local"
NAMED = "home.example"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (f"http://{HOME}:8123", [f"http://{HOME}:8123"]),
        (f" HTTP://{HOME}:8123/ ", [f"http://{HOME}:8123"]),
        (f"https://{HOME}", [f"https://{HOME}", f"https://{HOME}:8123"]),
        (
            HOME,
            [f"https://{HOME}", f"https://{HOME}:8123", f"http://{HOME}", f"http://{HOME}:8123"],
        ),
        (f"{HOME}:80", [f"https://{HOME}:80", f"http://{HOME}"]),
        ("192.0.2.7:8123", ["https://192.0.2.7:8123", "http://192.0.2.7:8123"]),
        ("http://[2001:db8::1]:8123", ["http://[2001:db8::1]:8123"]),
        (
            f"http://{HOME}:8123/lovelace/0?kiosk#top",
            [f"http://{HOME}:8123/lovelace/0", f"http://{HOME}:8123"],
        ),
        (f"https://{HOME}:443/ha/", [f"https://{HOME}/ha", f"https://{HOME}"]),
    ],
)
def test_an_address_may_mean(typed: str, meant: list[str]) -> None:
    assert candidates(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "http://[::1%\udcff]",
        "http://a:99999999999999999999",
        "http://a:65536",
        "http://\u3002",
        "http://xn--a",
        "",
        " ",
        "http://",
        "ftp://homeassistant.local",
        "http://user:secret@homeassistant.local",
        "http://:secret@homeassistant.local",
        "user@homeassistant.local",
        "http://homeassistant.local:0",
        "http://homeassistant.local:99999",
        "http://home assistant",
        "http://[::1",
        "http://[]@",
        "http://" + "a" * 300,
    ],
)
def test_what_is_no_address_is_told(typed: str) -> None:
    with pytest.raises(InvalidAddress):
        candidates(typed)


async def find(client: aiohttp.ClientSession, text: str) -> Site:
    """Return what is at an address, which is not this side's own."""
    return await async_find(client, text, lambda _: False)


@pytest.mark.parametrize("page", ["", "/", "/lovelace/0", "/config/dashboard?historyBack=1"])
async def test_a_home_assistant_is_found_by_any_of_its_pages(
    remote: Remote, client: aiohttp.ClientSession, page: str
) -> None:
    site = await find(client, f"{remote.url}{page}")
    assert (site.url, dict(site.providers)) == (remote.url, {"homeassistant": "Home Assistant Local"})


async def test_a_home_assistant_is_found_without_a_scheme(
    remote: Remote, client: aiohttp.ClientSession
) -> None:
    assert (await find(client, remote.url.removeprefix("http://"))).url == remote.url


async def test_a_home_assistant_knows_itself_by_the_login_that_is_begun_and_ended_there(
    remote: Remote, client: aiohttp.ClientSession
) -> None:
    flows = remote.hass.auth.login_flow

    def is_own(flow_id: str) -> bool:
        return [flow_id] == [flow["flow_id"] for flow in flows.async_progress()]

    assert (await async_find(client, remote.url, is_own)).is_own
    assert not flows.async_progress()


async def test_a_login_that_cannot_be_ended_is_left_open(
    instance: Instance, client: aiohttp.ClientSession
) -> None:
    def garble() -> web.Response:
        return web.Response(body=b"no gzip", headers={"Content-Encoding": "gzip"})

    instance.answer(other.STEP_PATH, garble)
    assert (await find(client, instance.url)).url == instance.url
    assert len(instance.bodies(other.STEP_PATH)) == 1


type Serve = Callable[[Callable[[web.Request], web.Response]], Awaitable[str]]


@pytest.fixture
async def serve(socket_enabled: None) -> AsyncGenerator[Serve]:
    """Serve something that answers every request alike; return its address."""
    servers: list[TestServer] = []

    async def start(answer: Callable[[web.Request], web.Response]) -> str:
        async def handler(request: web.Request) -> web.Response:
            return answer(request)

        application = web.Application()
        application.router.add_route("*", "/{path:.*}", handler)
        server = TestServer(application)
        await server.start_server()
        servers.append(server)
        return str(server.make_url("")).rstrip("/")

    yield start
    for server in servers:
        await server.close()


@pytest.mark.parametrize(
    "answer",
    [
        lambda _: web.Response(text="It works!"),
        lambda _: web.Response(status=404, text="404: Not Found"),
        lambda _: web.json_response([]),
        lambda _: web.json_response({"providers": []}),
        lambda _: web.json_response({"providers": [{"type": "trusted_networks", "id": None, "name": "x"}]}),
        lambda _: web.json_response({"code": "onboarding_required", "message": "Not done"}, status=400),
    ],
)
async def test_what_is_no_home_assistant_that_takes_passwords_is_told(
    serve: Serve, client: aiohttp.ClientSession, answer: Callable[[web.Request], web.Response]
) -> None:
    url = await serve(answer)
    with pytest.raises(WrongAddress) as wrong:
        await find(client, url)
    assert wrong.value.placeholders["tried"] == url
    assert wrong.value.placeholders["status"] in {"200", "400", "404"}


async def test_a_home_assistant_that_has_banned_this_one_is_told(
    serve: Serve, client: aiohttp.ClientSession
) -> None:
    url = await serve(lambda _: web.Response(status=403, text="403: Forbidden"))
    with pytest.raises(AddressBanned):
        await find(client, url)


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_proxy_whose_home_assistant_is_away_is_temporary(
    serve: Serve, client: aiohttp.ClientSession, status: int
) -> None:
    url = await serve(lambda _: web.Response(status=status, text="Bad gateway"))
    with pytest.raises(AddressNotReached) as error:
        await find(client, url)
    assert error.value.cause == "error_status"
    assert error.value.placeholders == {"host": "127.0.0.1", "tried": url, "status": str(status)}


async def test_an_address_where_nothing_listens_is_told_with_all_that_was_tried(
    client: aiohttp.ClientSession,
) -> None:
    with pytest.raises(AddressNotReached) as error:
        await find(client, "127.0.0.1:9")
    assert error.value.cause == "connection_refused"
    assert error.value.placeholders == {
        "host": "127.0.0.1",
        "tried": "https://127.0.0.1:9, http://127.0.0.1:9",
    }


async def test_a_name_that_nobody_has_is_told(client: aiohttp.ClientSession) -> None:
    with pytest.raises(AddressNotReached) as error:
        await find(client, "http://parents.invalid:8123")
    assert error.value.cause == "unknown_host"
    assert error.value.placeholders["host"] == "parents.invalid"


async def test_who_does_not_answer_in_time_is_told(
    socket_enabled: None, client: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "PROBE_TIMEOUT", aiohttp.ClientTimeout(total=0.1))
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(AddressNotReached) as error:
        await find(client, f"http://127.0.0.1:{silent.getsockname()[1]}")
    assert error.value.cause == "no_answer"


async def test_a_redirect_to_another_address_is_not_followed_but_told(
    remote: Remote, serve: Serve, client: aiohttp.ClientSession
) -> None:
    def redirect(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{remote.url}{request.path}?next=1#top")

    with pytest.raises(MovedAddress) as moved:
        await find(client, await serve(redirect))
    assert moved.value.url == remote.url


@pytest.mark.parametrize(
    "location",
    [
        "http://user:secret@elsewhere.invalid/auth/providers",
        "https://elsewhere.invalid/login",
        "ftp://elsewhere.invalid/auth/providers",
        "http://[/auth/providers",
        "http://elsewhere.invalid:99999999/auth/providers",
        "//",
        "",
    ],
)
async def test_a_redirect_to_what_is_no_home_assistant_is_not_told(
    instance: Instance, client: aiohttp.ClientSession, location: str
) -> None:
    instance.answer(other.PROVIDERS_PATH, other.redirect(location))
    with pytest.raises((WrongAddress, TemporaryError)):
        await find(client, instance.url)
    assert not instance.bodies(other.BEGIN_PATH)


async def test_several_who_check_passwords_are_all_offered(
    serve: Serve, client: aiohttp.ClientSession
) -> None:
    providers = [
        {"type": "homeassistant", "id": None, "name": "Home Assistant Local"},
        {"type": "command_line", "id": "ldap", "name": "The company"},
        {"type": "trusted_networks", "id": None, "name": "The network"},
    ]

    def answer(request: web.Request) -> web.Response:
        is_flow = request.path == "/auth/login_flow"
        return web.json_response({"flow_id": "1"} if is_flow else {"providers": providers})

    site = await find(client, await serve(answer))
    assert dict(site.providers) == {
        "homeassistant": "Home Assistant Local",
        "command_line:ldap": "The company",
    }


async def test_a_home_assistant_below_a_path_keeps_it(
    instance: Instance, client: aiohttp.ClientSession
) -> None:
    for path in (other.PROVIDERS_PATH, other.BEGIN_PATH):
        instance.answer(f"/ha{path}", *instance.answers.pop(path))
    assert (await find(client, f"{instance.url}/ha/?kiosk")).url == f"{instance.url}/ha"


async def test_a_page_that_is_forbidden_does_not_hide_the_home_assistant(
    instance: Instance, client: aiohttp.ClientSession
) -> None:
    instance.answer("/lovelace/0/auth/providers", other.BANNED)
    assert (await find(client, f"{instance.url}/lovelace/0")).url == instance.url


async def test_a_web_page_that_is_forbidden_is_no_ban(
    instance: Instance, client: aiohttp.ClientSession
) -> None:
    page = other.text("<h1>Forbidden</h1>", 403, "text/html")
    instance.answer(other.PROVIDERS_PATH, page)
    with pytest.raises(WrongAddress):
        await find(client, instance.url)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (say({"message": "Invalid handler specified"}, 404), WrongAddress),
        (say({"message": "Login blocked"}, 403), WrongAddress),
        (other.BANNED, AddressBanned),
        (other.AWAY, TemporaryError),
        (say({**other.FORM, "flow_id": "a/b"}), TemporaryError),
    ],
)
async def test_where_no_login_can_be_begun_the_reason_is_told(
    instance: Instance, client: aiohttp.ClientSession, answer: Answer, error: type[Exception]
) -> None:
    instance.answer(other.BEGIN_PATH, answer)
    with pytest.raises(error):
        await find(client, instance.url)


async def test_a_redirect_to_another_page_is_no_home_assistant(
    instance: Instance, client: aiohttp.ClientSession
) -> None:
    instance.answer(other.PROVIDERS_PATH, other.redirect("/login"))
    instance.answer("/login", say(other.PROVIDERS))
    with pytest.raises(WrongAddress):
        await find(client, instance.url)


async def test_a_redirect_with_a_user_in_it_is_kept_without(
    instance: Instance, client: aiohttp.ClientSession
) -> None:
    address = instance.url.replace("http://", "http://user:secret@")
    location = f"{address}{other.PROVIDERS_PATH}"
    instance.answer(other.PROVIDERS_PATH, other.redirect(location), say(other.PROVIDERS))
    assert (await find(client, instance.url)).url == instance.url


@pytest.fixture
async def encrypted(authority: Authority, socket_enabled: None) -> AsyncGenerator[Instance]:
    """Serve over TLS, by the name of NAMED."""
    instance = Instance()
    await instance.server.start_server(ssl=authority.server_context([NAMED]))
    yield instance
    await instance.server.close()


def connector(encrypted: Instance, context: ssl.SSLContext | None = None) -> aiohttp.TCPConnector:
    """Return what reaches NAMED."""
    resolver = LocalResolver({NAMED: int(encrypted.server.port or 0)})
    return aiohttp.TCPConnector(resolver=resolver, ssl=context or True)


async def test_a_home_assistant_is_found_over_tls_first(encrypted: Instance, authority: Authority) -> None:
    async with aiohttp.ClientSession(connector=connector(encrypted, authority.client_context())) as client:
        assert (await find(client, f" {NAMED.upper()} ")).url == f"https://{NAMED}"


@pytest.mark.parametrize("scheme", ["https://", ""])
async def test_a_certificate_of_another_name_is_told_and_nothing_is_sent_there(
    encrypted: Instance, authority: Authority, scheme: str
) -> None:
    async with aiohttp.ClientSession(connector=connector(encrypted, authority.client_context())) as client:
        with pytest.raises(CertificateRejected, match="certificate"):
            await find(client, f"{scheme}127.0.0.1:{encrypted.server.port}")
    assert not encrypted.requests


async def test_a_certificate_that_nobody_known_signed_is_told(encrypted: Instance) -> None:
    async with aiohttp.ClientSession(connector=connector(encrypted)) as client:
        with pytest.raises(CertificateRejected):
            await find(client, f"https://{NAMED}")


async def test_a_redirect_that_would_send_the_password_in_the_clear_is_refused(
    encrypted: Instance, instance: Instance, authority: Authority
) -> None:
    encrypted.answer(other.PROVIDERS_PATH, other.redirect(f"{instance.url}{other.PROVIDERS_PATH}"))
    async with aiohttp.ClientSession(connector=connector(encrypted, authority.client_context())) as client:
        with pytest.raises(WrongAddress):
            await find(client, f"https://{NAMED}")
    assert not instance.bodies(other.BEGIN_PATH)
