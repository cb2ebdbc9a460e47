"""The configuration directory of a Home Assistant that has Latchkey installed and asks for no first steps."""

import json
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from homeassistant.components.http import config as http
from homeassistant.components.onboarding import STORAGE_VERSION as ONBOARDING_VERSION
from homeassistant.components.onboarding.const import STEP_USER, STEPS

from .process import REPOSITORY

CONFIGURATION = """\
homeassistant:
  name: Latchkey demo
  time_zone: Europe/London
  latitude: 51.5
  longitude: -0.12
  elevation: 11
  unit_system: metric
  currency: GBP
  country: GB
  language: en
logger:
  default: warning
  logs:
    aioafero: debug
    pybticino: debug
    websockets: debug
    custom_components.latchkey: debug
    evohomeasync2: debug
    # A bare machine lacks the libraries that these want; only cameras would use them.
    haffmpeg: critical
    homeassistant.components.camera: critical
system_health:
"""


def free_port() -> int:
    """Return a port of 127.0.0.1 that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Return whether a server could listen on a port of 127.0.0.1."""
    with socket.socket() as probe:
        # As servers do: a port that was in use a minute ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def write_configuration(directory: Path, port: int, configuration: str, others: Iterable[Path] = ()) -> None:
    """Write all that a Home Assistant on this port starts with, and leave what it has stored.

    The owner of a new one is still missing. `others` are integrations that are installed beside Latchkey.
    """
    storage = directory / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    (directory / "configuration.yaml").write_text(configuration)
    _install(directory, others)
    if not (storage / "onboarding").exists():
        done = [step for step in STEPS if step != STEP_USER]
        _store(storage / "onboarding", ONBOARDING_VERSION, 1, {"done": done})
    listen_on(directory, port)


def _install(directory: Path, others: Iterable[Path]) -> None:
    """Install the integration and its blueprints, as they are now, and what is to be beside it."""
    components = directory / "custom_components"
    if components.is_symlink():  # of an earlier version
        components.unlink()
    components.mkdir(exist_ok=True)
    for source in (*(REPOSITORY / "custom_components").glob("[!_]*"), *others):
        link = components / source.name
        link.unlink(missing_ok=True)
        link.symlink_to(source)
    # Home Assistant imports this folder, and none of the same name elsewhere.
    (components / "__init__.py").touch()
    # Copies: Home Assistant does not look for blueprints behind links.
    shutil.copytree(REPOSITORY / "blueprints", directory / "blueprints", dirs_exist_ok=True)


def listen_on(directory: Path, port: int) -> None:
    """Have a Home Assistant listen on this port of 127.0.0.1.

    `http:` in configuration.yaml would be on trial for five minutes, and then Home Assistant would restart.
    """
    listen = {"server_host": ["127.0.0.1"], "server_port": port, "error": None, "error_message": None}
    stable = {**http.HTTP_STORAGE_SCHEMA({}), **listen}
    data = {"stable": stable, "pending": None, "yaml_migration_done": True}
    _store(directory / ".storage" / "http", http.STORAGE_VERSION, http.STORAGE_MINOR_VERSION, data)


def _store(path: Path, version: int, minor_version: int, data: dict[str, Any]) -> None:
    content = {"version": version, "minor_version": minor_version, "key": path.name, "data": data}
    path.write_text(json.dumps(content))
