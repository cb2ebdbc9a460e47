"""What people write for a vendor to read."""

from typing import Any, Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.json import json_bytes
from homeassistant.util.json import json_loads

from ..const import DOMAIN

MAX_VALUES: Final = 64
"""KiB of what is sent to a device in the vendor's own words; the longest command of any has a hundredth."""


def as_json(values: Any) -> Any:
    """Return values as JSON has them.

    Raises ServiceValidationError at what no vendor could read, or is too much for a request.
    """
    try:
        text = json_bytes(values)
    except (TypeError, ValueError, RecursionError) as error:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="values_not_sendable"
        ) from error
    if len(text) > MAX_VALUES * 1024:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="values_too_long",
            translation_placeholders={"limit": str(MAX_VALUES)},
        )
    return json_loads(text)
