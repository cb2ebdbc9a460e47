"""What a person reads, in their language and their unit, where a vendor did not do something."""

from datetime import timedelta
from typing import Any

from homeassistant.const import UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.unit_conversion import TemperatureConverter

from ..auth.errors import TemporaryError
from ..clouds.base import Celsius, CommandRefused, Placeholder
from ..clouds.gate import VendorPaused
from ..clouds.vendor import Vendor
from ..const import DOMAIN, LOGGER


def sentence(key: str, vendor: Vendor, /, **placeholders: str) -> dict[str, Any]:
    """Return what makes an error one that a person reads in their language."""
    return {
        "translation_domain": DOMAIN,
        "translation_key": key,
        "translation_placeholders": {"vendor": vendor.name, **placeholders},
    }


def trouble(vendor: Vendor, error: TemporaryError) -> dict[str, Any]:
    """Return why a vendor did not answer as it should, and when it is worth trying again."""
    LOGGER.debug("%s: %s", vendor.name, error)
    if isinstance(error, VendorPaused) and error.retry_after is not None:
        return sentence("paused", vendor, until=_clock_in(error.retry_after))
    return sentence(error.cause, vendor, **error.placeholders)


def refusal(hass: HomeAssistant, vendor: Vendor, error: CommandRefused, name: str) -> dict[str, Any]:
    """Return why something was refused; people call by a name what was to do it."""
    gaps = {key: _written(hass, value) for key, value in error.placeholders.items()}
    return sentence(error.reason, vendor, entity=name, **gaps)


def _written(hass: HomeAssistant, value: Placeholder) -> str:
    """Return what a person reads; temperatures are in their unit."""
    if not isinstance(value, Celsius):
        return value
    unit = hass.config.units.temperature_unit
    return f"{round(TemperatureConverter.convert(value, UnitOfTemperature.CELSIUS, unit), 1):g} {unit}"


def _clock_in(seconds: float) -> str:
    """Return what the clock shows in so many seconds, and one more."""
    return (dt_util.now() + timedelta(seconds=seconds + 1)).strftime("%H:%M:%S")
