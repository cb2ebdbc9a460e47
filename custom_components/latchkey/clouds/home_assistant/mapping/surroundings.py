"""What is around a home: the sun, zones, the air, and what happens near by."""

from typing import Final

from ...model import Sensor
from .attributes import Maps, Told, parse_number

_SUN: Final = ("above_horizon", "below_horizon")


def map_sun(told: Told) -> Sensor:
    """Return where the sun is."""
    return Sensor(
        **{**told.common, "label": "sun"},
        value=told.state if told.state in _SUN else None,
        device_class="enum",
        options=_SUN,
    )


def map_measured(told: Told) -> Sensor:
    """Return how many people are in a zone, how far something is away, or how much dust is in the air."""
    return Sensor(
        **told.common,
        value=parse_number(told.state),
        unit=told.text("unit_of_measurement"),
        state_class="measurement",
    )


MAPS: Final[Maps] = {
    "air_quality": {"": map_measured},
    "geo_location": {"": map_measured},
    "sun": {"": map_sun},
    "zone": {"": map_measured},
}
