"""The Firefox that is driven, without a driver: it speaks WebDriver BiDi itself."""

import asyncio
import json
import shutil
import tempfile
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import aiohttp

from ..demo.process import REPOSITORY, DemoError
from ..demo.waiting import eventually

PROGRAM: Final = shutil.which("firefox-esr") or REPOSITORY / ".toolchain" / "firefox" / "firefox"
PREFERENCES: Final[Mapping[str, bool | int | str]] = {
    # A microphone that nobody has to allow, and that hums.
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    # A live view has to find the relay, where there is no mDNS.
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    # What decodes H.264 in a live view is downloaded by Firefox. Where it must not, it takes what decodes
    # films, if it believes that to be the machine's own.
    "media.gmp-manager.url": "",
    "media.webrtc.hw.h264.enabled": True,
    "gfx.blacklist.webrtc.hw.acceleration.h264": 1,
}
SECONDS_TO_ANSWER: Final = 60
SECONDS_TO_STOP: Final = 20


class Tab:
    """The one tab, driven in the words of Playwright, as far as they are needed."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.errors: list[str] = []
        """What was written to the console as an error, and scripts that failed."""
        self._socket = socket
        self._numbers = count()
        self._context = ""

    async def begin(self) -> None:
        """Begin to drive it."""
        await self._ask("session.new", capabilities={})
        await self._ask("session.subscribe", events=["log.entryAdded"])
        (only,) = (await self._ask("browsingContext.getTree"))["contexts"]
        self._context = only["context"]

    async def goto(self, url: str) -> None:
        """Load a page."""
        await self._ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    async def add_init_script(self, script: str) -> None:
        """Have a script run first in each page that is loaded."""
        await self._ask("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")

    async def evaluate(self, function: str, argument: Any = None) -> Any:
        """Return what a function of the page returns."""
        answer = await self._ask(
            "script.callFunction",
            functionDeclaration=f"async it => JSON.stringify(await ({function})(JSON.parse(it)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            target={"context": self._context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise DemoError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    async def _ask(self, method: str, **params: Any) -> Any:
        """Return the result of a command; one is under way at the most."""
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            message = await self._socket.receive_json(timeout=SECONDS_TO_ANSWER)
            if message["type"] == "event":
                self._take(message["params"])
            elif message["type"] == "error":
                raise DemoError(f"{method}: {message['message']}")
            elif message["id"] == number:
                return message["result"]

    def _take(self, entry: Mapping[str, Any]) -> None:
        if entry["level"] == "error":
            self.errors.append(entry["text"])


@asynccontextmanager
async def browsing() -> AsyncIterator[Tab]:
    """Run Firefox without a window, as somebody who has just installed it."""
    with tempfile.TemporaryDirectory(prefix="latchkey-firefox-") as folder:
        preferences = [f"user_pref({json.dumps(key)}, {json.dumps(it)});" for key, it in PREFERENCES.items()]
        (Path(folder) / "user.js").write_text("\n".join(preferences))
        async with (
            _running("--headless", "--no-remote", "--remote-debugging-port=0", "--profile", folder),
            aiohttp.ClientSession() as client,
            client.ws_connect(await _address(Path(folder)), max_msg_size=0) as socket,
        ):
            tab = Tab(socket)
            await tab.begin()
            yield tab


@asynccontextmanager
async def _running(*arguments: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        PROGRAM, *arguments, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), SECONDS_TO_STOP)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _address(folder: Path) -> str:
    """Return where it is driven, which it writes there when it is ready."""
    told = folder / "WebDriverBiDiServer.json"

    async def is_told() -> bool:
        return told.exists()

    await eventually(is_told, expected=True)
    address = json.loads(told.read_text())
    return f"ws://{address['ws_host']}:{address['ws_port']}/session"
