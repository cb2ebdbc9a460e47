"""An authorization server that others wrote, in a process of its own: npm's `oidc-provider`."""

import asyncio
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

ROOT: Final = Path(__file__).parents[2]
MODULE: Final = ROOT / ".toolchain/oidc-provider/node_modules/oidc-provider/lib/index.js"
"""Where `scripts/setup demo` has npm put it."""

SCRIPT: Final = Path(__file__).with_suffix(".mjs")
CLIENT_ID: Final = "latchkey"
REDIRECT_URI: Final = "http://127.0.0.1/done"


def is_possible() -> bool:
    """Return whether this machine has what it takes; without it, nothing was installed either."""
    return bool(shutil.which("node") and shutil.which("npm"))


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
        *("node", str(SCRIPT), str(MODULE)),
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
