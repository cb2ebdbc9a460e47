"""Lets the test fixtures load with a Home Assistant that is newer than they are: a pytest plugin.

`scripts/test --home-assistant` has it loaded before all others (`-p`): they would be too early.

- Home Assistant 2026.11 gives the name `httpx` to `httpx2`, which must be so before any plugin imports it.
- The fixtures import from the package of `logger` what 2026.11 has in `logger.helpers` alone.

With a Home Assistant that the fixtures were made for, it changes nothing.
"""

# They import Home Assistant, which gives the name, and must be first to do so.
from pytest_homeassistant_custom_component import patch_json, patch_recorder, patch_time  # isort: skip # noqa: F401
from homeassistant.components import logger
from homeassistant.components.logger.helpers import _clear_logger_overwrites

vars(logger).setdefault("_clear_logger_overwrites", _clear_logger_overwrites)
