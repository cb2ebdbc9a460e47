"""Measures one row of the benchmark, in the process that this is, and prints its results as JSON."""

import asyncio
import json
import sys
from importlib import import_module

from pytest_socket import socket_allow_hosts


def main(name: str) -> None:
    """Measure the row of that name; what it connects to is on this machine."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
    results = asyncio.run(import_module(f"{__package__}.{name}").measure())
    print(json.dumps([result.as_dict() for result in results]))  # noqa: T201  # to who started this


if __name__ == "__main__":
    main(sys.argv[1])
