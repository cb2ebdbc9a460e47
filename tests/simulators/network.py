"""A network of its own: the vendors' real host names lead to local servers, all others nowhere."""

import asyncio
import os
import socket
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, override
from unittest.mock import patch

from aiohttp import ClientSession, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.web import AppRunner, TCPSite

from .certificates import Authority
from .simulator import Simulator

LOOPBACK = "127.0.0.1"


class LocalResolver(AbstractResolver):
    """Sends each known host name to a port of 127.0.0.1, and refuses every other name."""

    def __init__(self, ports: Mapping[str, int]) -> None:
        self._ports = ports

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host not in self._ports:
            raise OSError(f"there is no {host} in this network")
        return [
            ResolveResult(
                hostname=host,
                host=LOOPBACK,
                port=self._ports[host],
                family=socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
        ]

    @override
    async def close(self) -> None:
        """Hold nothing."""

    async def real_close(self) -> None:
        """Hold nothing: Home Assistant calls this when it stops."""


@contextmanager
def lead_process(ports: Mapping[str, int], authority: Path) -> Iterator[None]:
    """Lead those clients of this process too that open sockets and make TLS contexts of their own."""
    resolve = socket.getaddrinfo

    def lead(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        return (
            resolve(LOOPBACK, ports[host], *rest, **more)
            if host in ports
            else resolve(host, port, *rest, **more)
        )

    trust = {"SSL_CERT_FILE": str(authority), "no_proxy": "*"}
    with patch.object(socket, "getaddrinfo", lead), patch.dict(os.environ, trust):
        yield


class Network:
    """Serves simulators over TLS on free ports, without root."""

    def __init__(self, authority: Authority, simulators: Iterable[Simulator]) -> None:
        self.authority = authority
        self.simulators = {simulator.name: simulator for simulator in simulators}
        self.ports: dict[str, int] = {}
        """The local port of each host name, once it is started."""
        self.resolver = LocalResolver(self.ports)
        self._runners: list[AppRunner] = []
        self._servers: list[asyncio.Server] = []

    async def start(self) -> None:
        """Serve."""
        for simulator in self.simulators.values():
            runner = AppRunner(simulator.application(), access_log=None, shutdown_timeout=0)
            await runner.setup()
            self._runners.append(runner)
            context = self.authority.server_context(simulator.hosts)
            await TCPSite(runner, LOOPBACK, 0, ssl_context=context).start()
            self.ports.update(dict.fromkeys(simulator.hosts, runner.addresses[0][1]))
            for host, serve in simulator.streams().items():
                server = await asyncio.start_server(serve, LOOPBACK, 0, ssl=context)
                self._servers.append(server)
                self.ports[host] = server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Let go of requests that hang, and end every connection."""
        for simulator in self.simulators.values():
            simulator.faults.heal()
        for server in self._servers:
            server.close()
            server.abort_clients()
        for runner in self._runners:
            await runner.cleanup()

    def client(self) -> ClientSession:
        """Return a client session that reaches the simulators and nothing else."""
        connector = TCPConnector(resolver=self.resolver, ssl=self.authority.client_context())
        return ClientSession(connector=connector)
