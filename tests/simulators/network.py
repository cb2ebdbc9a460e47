"""A network of its own: the vendors' real host names lead to local servers, all others nowhere."""

import socket
from collections.abc import Iterable, Mapping
from typing import override

from aiohttp import ClientSession
from aiohttp.abc import AbstractResolver, ResolveResult

from .certificates import Authority
from .simulator import Simulator


class LocalResolver(AbstractResolver):
    """Sends each known host name to a port of 127.0.0.1, and refuses every other name."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        self._ports = ports

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise NotImplementedError

    @override
    async def close(self) -> None:
        """Hold nothing."""

    async def real_close(self) -> None:
        """Hold nothing: Home Assistant calls this when it stops."""


class Network:
    """Serves simulators over TLS on free ports, without root."""

    def __init__(self, authority: Authority, simulators: Iterable[Simulator]) -> None:
        self.authority = authority
        self.simulators = {simulator.name: simulator for simulator in simulators}
        self.ports: dict[str, int] = {}
        """The local port of each host name, once it is started."""
        self.resolver = LocalResolver(self.ports)

    async def start(self) -> None:
        """Serve."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Let go of requests that hang, and end every connection."""
        raise NotImplementedError

    def client(self) -> ClientSession:
        """Return a client session that reaches the simulators and nothing else."""
        raise NotImplementedError
