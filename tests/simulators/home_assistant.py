"""A real Home Assistant whose network is the simulators', for the demo.

    python -m tests.simulators.home_assistant NETWORK_FILE [ARGUMENTS OF HOME ASSISTANT ...]

NETWORK_FILE is what `python -m tests.simulators` wrote. All else goes to Home Assistant as it is, such as
`-c DIR --skip-pip`; its exit status is the exit status (100 where it wants to be started again).
"""

import json
import sys
from pathlib import Path
from unittest.mock import patch

from homeassistant.__main__ import main
from homeassistant.util.ssl import get_default_context

from .network import LocalResolver, lead_process


def run(network_file: Path) -> int:
    """Run Home Assistant until it stops; its own HTTP client reaches the simulators and nothing else."""
    network = json.loads(network_file.read_text())
    ports, authority = network["ports"], Path(network["authority"])
    get_default_context().load_verify_locations(authority)
    resolver = LocalResolver(ports)
    with (
        patch("homeassistant.helpers.aiohttp_client._async_make_resolver", return_value=resolver),
        lead_process(ports, authority),
    ):
        return main()


if __name__ == "__main__":
    path = Path(sys.argv.pop(1))
    sys.exit(run(path))
