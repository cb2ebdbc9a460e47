"""Conclave, the vendor's push server: tells who has logged in what changes in the home of an account."""

import asyncio
import json
import secrets
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from ..evidence_page import check_message
from ..faults import Faults
from .account import Account
from .metadevice import Key, Metadevice

HOST: Final = "conclave-stream1.afero.net"
LINE: Final = "conclave"
"""What faults call its connections."""

STATUS: Final = ("available", "visible", "direct")
UNANSWERED: Final = 2
"""After so many heartbeats without an answer a connection is dropped."""


@dataclass(slots=True, eq=False)
class Session:
    """A connection of a client that has logged in."""

    account_id: str
    write: Callable[[bytes], None] = field(repr=False)
    """Sends bytes, if there is still somebody to hear them."""

    is_zombie: bool = False
    """It gets heartbeats, and nothing else."""


class Conclave:
    """The push server, and the knobs that a real one keeps to itself."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self.host = HOST
        """What `conclaveAccess` names."""
        self.heartbeat = 60.0
        """Seconds between two heartbeats."""
        self.compression = True
        """Whether the greeting is compressed."""
        self.separator = "\n"
        """What stands between two messages; the real one also writes them without anything between."""
        self.halves = False
        """Whether each message is sent in two parts."""
        self.zombies = False
        """Whether new sessions get heartbeats and nothing else."""
        self.is_quiet = False
        """Whether the line says nothing at all, heartbeats neither."""
        self.welcomes = 0
        """How many sessions were welcomed."""
        self.refused = 0
        """How many logins were refused."""
        self.heartbeats_answered = 0
        self._sessions: list[Session] = []
        self._writers: set[asyncio.StreamWriter] = set()
        self._tokens: dict[str, str] = {}
        self._issued: set[str] = set()
        self._timestamp = 0
        self._news = asyncio.Event()

    @property
    def sessions(self) -> list[str]:
        """The ids of the accounts that hear what changes, one for each session."""
        return [session.account_id for session in self._sessions if not session.is_zombie]

    def has_issued(self, token: str) -> bool:
        """Return whether this is a token that opened a session, or could have."""
        return token in self._issued

    def grant(self, account: Account) -> dict[str, Any]:
        """Return the answer to `conclaveAccess`: where the server is, and a token for one session."""
        token = secrets.token_urlsafe(32)
        self._tokens[token] = account.id
        self._issued.add(token)
        return {
            "conclave": {"host": self.host, "port": 443, "ssl": True, "compression": self.compression},
            "tokens": [
                {"type": "client", "token": "of no use here", "channelId": "none"},
                {
                    "type": "account",
                    "token": token,
                    "channelId": account.id,
                    "expiresTimestamp": int((time.time() + 60) * 1000),
                },
            ],
        }

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until it ends."""
        self._writers.add(writer)
        session: Session | None = None
        try:
            session = await self._log_in(reader, writer)
            if session is not None:
                await self._keep(session, reader)
        except OSError, ValueError, asyncio.IncompleteReadError:
            pass
        finally:
            if session is not None:
                self._sessions.remove(session)
            self._writers.discard(writer)
            writer.transport.abort()

    async def until_welcomed(self, times: int = 1) -> None:
        """Wait until so many sessions were welcomed."""
        while self.welcomes < times:
            await self._news.wait()

    def tell(self, account: Account, message: dict[str, Any]) -> None:
        """Tell the sessions of an account."""
        text = json.dumps(message, separators=(",", ":")) + self.separator
        for session in self._sessions:
            if session.account_id == account.id and not session.is_zombie:
                self._send(session, text.encode())

    def push(self, data: str) -> None:
        """Tell everybody exactly this, which need not be a message."""
        for session in self._sessions:
            session.write(data.encode())

    def tell_state(self, account: Account, metadevice: Metadevice, key: Key) -> None:
        """Tell how a function of a device is now, where the vendor tells of it."""
        if key[0] in STATUS:
            status = {name: metadevice.values.get((name, None)) for name in STATUS}
            self._tell_private(account, metadevice, "status_change", {"status": self._stamped(status)})
        for attribute in attributes_of(metadevice, key):
            self._tell_private(account, metadevice, "attr_change", {"attribute": self._stamped(attribute)})

    def tell_inventory(self, account: Account, kind: str, metadevice: Metadevice) -> None:
        """Tell that a device or a room was added ("add"), removed ("remove") or is another ("update")."""
        check_message("hubspace", "public", "invalidate")
        data = {"kind": kind, "target": "metadevices", "values": [{"metadeviceId": metadevice.id}]}
        self.tell(account, {"public": {"event": "invalidate", "data": data}})

    def mute(self) -> None:
        """Let the sessions that are open now get heartbeats, and nothing else."""
        for session in self._sessions:
            session.is_zombie = True

    def drop(self) -> None:
        """End every connection without a word."""
        for writer in list(self._writers):
            writer.transport.abort()

    def _tell_private(
        self, account: Account, metadevice: Metadevice, event: str, data: dict[str, Any]
    ) -> None:
        check_message("hubspace", "private", event)
        told = {"id": metadevice.device_id, **data}
        self.tell(account, {"private": {"event": event, "data": told}})

    def _stamped(self, told: dict[str, Any]) -> dict[str, Any]:
        """Return what is told with a moment that is later than all before."""
        self._timestamp = max(self._timestamp + 1, int(time.time() * 1000))
        return {**told, "updatedTimestamp": self._timestamp}

    def _write(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        spoil = self._faults.spoil_at(LINE)
        if writer.is_closing():
            return
        if spoil is None:
            writer.write(data)
        else:
            spoil(data, bytes, writer.transport)

    def _send(self, session: Session, data: bytes) -> None:
        if self.halves:
            middle = len(data) // 2
            session.write(data[:middle])
            asyncio.get_running_loop().call_later(0.01, session.write, data[middle:])
        else:
            session.write(data)

    async def _log_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Session | None:
        """Greet, and welcome who has a token; each token is good for one login."""
        if json.loads(await reader.readuntil(b"\n")) != {}:
            return None
        check_message("hubspace", "hello")
        hello = json.dumps({"hello": {"protocol": 2, "heartbeat": self.heartbeat}}).encode()
        write = partial(self._write, writer)
        write(zlib.compress(hello) if self.compression else hello + b"\n")
        login = json.loads(await reader.readuntil(b"\n"))["login"]
        account_id = self._tokens.pop(login["accessToken"], None)
        if account_id is None or (login["channelId"], login["protocol"]) != (account_id, 2):
            self.refused += 1
            return None
        check_message("hubspace", "welcome")
        session = Session(account_id, write, is_zombie=self.zombies)
        session.write(json.dumps({"welcome": {"heartbeat": self.heartbeat}}).encode() + b"\n")
        self._sessions.append(session)
        self.welcomes += 1
        self._news.set()
        self._news = asyncio.Event()
        return session

    async def _keep(self, session: Session, reader: asyncio.StreamReader) -> None:
        """Send heartbeats until the client is gone, or does not answer them."""
        sent = answered = 0
        while sent - answered < UNANSWERED:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.heartbeat):
                    while data := await reader.read(1024):
                        answered += data.count(b"\n")
                        self.heartbeats_answered += data.count(b"\n")
                    return
            if not self.is_quiet:
                session.write(b"\n")
                sent += 1


def attributes_of(metadevice: Metadevice, key: Key) -> Iterator[dict[str, Any]]:
    """Yield the attributes of the physical device that hold how a function is now."""
    value = metadevice.values.get(key)
    for function in metadevice.functions:
        if (function["functionClass"], function.get("functionInstance")) != key:
            continue
        for option in function["values"]:
            if function["type"] == "category" and option["name"] != value:
                continue
            for device_value in option.get("deviceValues", ()):
                held = device_value.get("value", _raw(value))
                data = held.encode().hex().upper()
                yield {"id": int(device_value["key"]), "value": held, "data": data}


def _raw(value: Any) -> str:
    """Return a value as an attribute holds it."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, dict):
        return json.dumps(value).encode().hex()
    return str(value).removesuffix("K")
