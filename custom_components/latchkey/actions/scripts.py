"""Running scripts with data."""

from typing import Any, Final

from homeassistant.core import ServiceCall, ServiceResponse

from ..clouds.capabilities import RunsScripts
from ..entities.entity import LatchkeyEntity
from ..entities.sendable import as_json

ATTR_DATA: Final = "data"


async def async_run_script(entity: LatchkeyEntity[Any], call: ServiceCall) -> ServiceResponse:
    """Run a script, wait until it has ended, and return what it returns where that is wanted."""
    data = as_json(call.data[ATTR_DATA])
    return await entity.async_ask(
        RunsScripts,
        lambda cloud: cloud.async_run_script(*entity.feature_id, data, returns=call.return_response),
    )
