"""An authorization server that others wrote, in a process of its own: npm's `oidc-provider`."""

import asyncio
import fcntl
import os
import re
import shutil
from asyncio.subprocess import DEVNULL, PIPE, create_subprocess_exec
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp
from yarl import URL

from custom_components.latchkey.auth.endpoint import TokenEndpoint
from custom_components.latchkey.auth.pkce import code_challenge

VERSION: Final = "9.13.3"
ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / ".toolchain" / f"oidc-provider-{VERSION}"
SCRIPT: Final = Path(__file__).with_suffix(".mjs")
CLIENT_ID: Final = "latchkey"
REDIRECT_URI: Final = "http://127.0.0.1/done"
SECONDS_TO_INSTALL: Final = 150


def is_possible() -> bool:
    """Return whether this machine has what it takes."""
    return bool(shutil.which("node") and shutil.which("npm"))


async def async_install() -> Path:
    """Return the module; npm fetches it into a private folder where it is not there yet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    module = FOLDER / "node_modules" / "oidc-provider" / "lib" / "index.js"
    with (FOLDER / "lock").open("wb") as lock:
        # Several processes run tests at once.
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        if not module.exists():
            await _async_npm("install", f"oidc-provider@{VERSION}")
    return module


async def _async_npm(command: str, package: str) -> None:
    options = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    process = await create_subprocess_exec(
        *("npm", command, *options, "--prefix", str(FOLDER), package), stdin=DEVNULL
    )
    async with asyncio.timeout(SECONDS_TO_INSTALL):
        assert await process.wait() == 0, f"npm could not install {package}"


class OidcProvider:
    """The server, and the person who logs in there."""

    def __init__(self, url: str, client: aiohttp.ClientSession) -> None:
        self.url = url
        self._client = client
        self.endpoint = TokenEndpoint(
            url=f"{url}/token", client_id=CLIENT_ID, revocation_url=f"{url}/token/revocation"
        )

    @property
    def api(self) -> str:
        """What opens with a bearer."""
        return f"{self.url}/me"

    async def async_asked(self) -> int:
        """Return how many token requests there were."""
        async with self._client.get(f"{self.url}/asked") as response:
            asked: int = (await response.json())["asked"]
            return asked

    async def async_lose(self) -> None:
        """Let the answer to the next token request be lost on the way: it was carried out."""
        async with self._client.post(f"{self.url}/lose") as response:
            response.raise_for_status()

    async def async_kill(self, bearer: str) -> None:
        """Let a bearer die ahead of its time."""
        async with self._client.post(f"{self.url}/kill", params={"bearer": bearer}) as response:
            response.raise_for_status()

    async def async_log_in(self, code_verifier: str) -> str:
        """Log a person in, in their browser; return the authorization code that comes of it."""
        page = URL(f"{self.url}/auth") % {
            "client_id": CLIENT_ID,
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "scope": "openid offline_access",
            "prompt": "consent",
            "code_challenge": code_challenge(code_verifier),
            "code_challenge_method": "S256",
        }
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            for form in ({"prompt": "login", "login": "alice", "password": "any"}, {"prompt": "consent"}):
                async with browser.get(page) as response:
                    (action,) = re.findall(r'action="([^"]+)"', await response.text())
                async with browser.post(action, data=form, allow_redirects=False) as response:
                    page = URL(response.headers["Location"])
            async with browser.get(page, allow_redirects=False) as response:
                return URL(response.headers["Location"]).query["code"]


@asynccontextmanager
async def serving(client: aiohttp.ClientSession) -> AsyncGenerator[OidcProvider]:
    """Serve until the end of the block."""
    process = await create_subprocess_exec(
        *("node", str(SCRIPT), str(await async_install())),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**os.environ, "NODE_ENV": "test"},
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            url = (await process.stdout.readline()).decode().strip()
        assert url, "node could not serve it"
        yield OidcProvider(url, client)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
