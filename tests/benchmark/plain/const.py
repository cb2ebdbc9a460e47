"""What the integration is called, and where it logs."""

import logging
from typing import Final

DOMAIN: Final = "plain_hubspace"
LOGGER: Final = logging.getLogger(__package__)
