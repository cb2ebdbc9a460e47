"""What the recorder must be told when an entity becomes another one."""

from collections.abc import Collection

from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance

from .journal import Move

_RECORDER = "recorder"


def convert_statistics(hass: HomeAssistant, entity_id: str, unit: str | None) -> None:
    """Have statistics go on in another unit that nothing converts: the numbers are the same."""
    if _RECORDER in hass.config.components:
        get_instance(hass).async_update_statistics_metadata(
            entity_id, new_unit_class=None, new_unit_of_measurement=unit
        )


async def async_forget_first_ids(hass: HomeAssistant, moves: Collection[Move]) -> None:
    """Forget what was recorded under the ids that ours had first, and that nobody has now."""
    ids = [move.first_id for move in moves if move.first_id and hass.states.get(move.first_id) is None]
    if ids and _RECORDER in hass.config.components:
        get_instance(hass).async_clear_statistics(ids)
        await hass.services.async_call(
            _RECORDER, "purge_entities", {"entity_id": ids, "keep_days": 0}, blocking=True
        )
