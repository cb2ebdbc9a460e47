"""What the vendor tells of a home in the words of the model."""

from collections.abc import Iterator, Mapping
from typing import Any

from custom_components.latchkey.clouds.model import Device, Feature, Sensor, Switch
from custom_components.latchkey.clouds.raw import is_number, read_mappings, read_text

BATTERY = "battery"
SWITCH = "switch"


def map_rooms(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of the rooms by their ids."""
    rooms = (
        (read_text(room.get("id")), read_text(room.get("name"))) for room in read_mappings(raw.get("rooms"))
    )
    return {room_id: name for room_id, name in rooms if room_id is not None and name is not None}


def map_lamps(raw: Mapping[str, Any]) -> Iterator[Device]:
    """Yield the lamps; what makes no sense is left out."""
    rooms = map_rooms(raw)
    for lamp in read_mappings(raw.get("lamps")):
        lamp_id, room = read_text(lamp.get("id")), read_text(lamp.get("room"))
        if lamp_id is not None:
            yield Device(
                id=lamp_id,
                name=read_text(lamp.get("name")) or lamp_id,
                maker="Toy",
                place=room if room in rooms else None,
                features={feature.key: feature for feature in _features(lamp)},
            )


def _features(lamp: Mapping[str, Any]) -> Iterator[Feature]:
    """Yield what a lamp does and tells."""
    on, battery = lamp.get("on"), lamp.get("battery")
    yield Switch(key=SWITCH, on=on if isinstance(on, bool) else None)
    yield Sensor(
        key=BATTERY,
        label="battery",
        category="diagnostic",
        value=battery if is_number(battery) else None,
        unit="%",
        device_class="battery",
        state_class="measurement",
    )
