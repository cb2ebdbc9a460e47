"""Hubspace's answers, ready before anybody asks: what is measured is what is made of them, and no network."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final, Self
from unittest.mock import patch

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from ..simulators.hubspace.catalogue import many

ACCOUNT_ID: Final = "2ed34a5e-0000-4000-8000-000000000001"
REFRESH_TOKEN: Final = "the-refresh-token-of-the-benchmark"
_TOKEN: Final = {
    "access_token": "the-access-token-of-the-benchmark",
    "id_token": "the-bearer-of-the-benchmark",
    "refresh_token": REFRESH_TOKEN,
    "expires_in": 86_400,
}
_USER: Final = {
    "credential": {"credentialId": "alice@example.com"},
    "accountAccess": [{"account": {"accountId": ACCOUNT_ID}}],
}
_STATE: Final = "state"
_SINCE: Final = 1_790_000_000_000


class _Answer:
    """What aiohttp's `ClientResponse` is to who reads it."""

    history = ()
    method = "GET"

    def __init__(self, url: URL, body: bytes, status: HTTPStatus) -> None:
        self.url = self.real_url = url
        self.status = int(status)
        self.ok = status.is_success
        self.reason = status.phrase
        self.headers = CIMultiDict({"Content-Type": "application/json"})
        self.content = self
        self.content_length = len(body)
        self._body = body

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None: ...

    async def iter_any(self) -> AsyncIterator[bytes]:
        """Yield the body, all of which is there."""
        yield self._body

    async def read(self) -> bytes:
        """Return the body."""
        return self._body

    async def json(self) -> Any:
        """Return what the body says."""
        return json.loads(self._body)

    def raise_for_status(self) -> None:
        """Raise what aiohttp raises."""
        if not self.ok:
            raise aiohttp.ClientResponseError(None, (), status=self.status)  # type: ignore[arg-type]  # nobody looks

    def close(self) -> None:
        """Hold nothing."""

    release = close


class Answers:
    """What the vendor says of so many lamps."""

    def __init__(self, devices: int) -> None:
        """Have all lamps off."""
        self.asked = Counter[str]()
        """How often what was asked for."""

        self.devices = devices
        self._full = [device.full() for device in many(devices)]
        self._states = [device.summary() for device in many(devices)]
        for item in (*self._full, *self._states):
            for state in item["state"]["values"]:
                state["lastUpdateTime"] = _SINCE
        self._bodies = {"state,capabilities,semantics": _packed(self._full)}
        self.change(0)

    def change(self, devices: int) -> None:
        """Switch the first of the lamps, and prepare what a poll says then."""
        for item in self._states[:devices]:
            power = next(state for state in item["state"]["values"] if state["functionClass"] == "power")
            power["value"] = "off" if power["value"] == "on" else "on"
            power["lastUpdateTime"] += 30_000
        self._bodies[_STATE] = _packed(self._states)

    @contextmanager
    def given(self) -> Iterator[None]:
        """Have whoever asks by aiohttp be answered so, at once."""

        async def request(
            _client: aiohttp.ClientSession, _method: str, url: str | URL, **more: Any
        ) -> _Answer:
            return self._answer(URL(url), more.get("params") or {})

        with patch.object(aiohttp.ClientSession, "_request", request):
            yield

    def _answer(self, url: URL, params: dict[str, str]) -> _Answer:
        """Return the answer to a request; of firmware and push this vendor knows nothing."""
        self.asked[url.name] += 1
        match url.name:
            case "metadevices":
                return _Answer(url, self._bodies[params["expansions"]], HTTPStatus.OK)
            case "token":
                return _Answer(url, _packed(_TOKEN), HTTPStatus.OK)
            case "me":
                return _Answer(url, _packed(_USER), HTTPStatus.OK)
        return _Answer(url, b"{}", HTTPStatus.NOT_FOUND)


def _packed(answer: Any) -> bytes:
    """Return JSON as servers write it."""
    return json.dumps(answer, separators=(",", ":")).encode()
