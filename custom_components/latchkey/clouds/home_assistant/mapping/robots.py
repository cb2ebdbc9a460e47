"""Robots that clean and mow."""

from typing import Final

from ...model import LawnMower, Vacuum
from .attributes import Maps, Told

_VACUUM_ABILITIES: Final = {
    1: "turn_on",
    2: "turn_off",
    4: "pause",
    8: "stop",
    16: "return_home",
    32: "fan_speed",
    128: "status",
    256: "send_command",
    512: "locate",
    1024: "clean_spot",
    2048: "map",
    4096: "state",
    8192: "start",
    16384: "clean_area",
}
_LAWN_MOWER_ABILITIES: Final = {1: "start_mowing", 2: "pause", 4: "dock", 8: "stop"}


def map_vacuum(told: Told) -> Vacuum:
    """Return a vacuum robot; the areas that it knows there are what it can be sent to from here."""
    return Vacuum(
        **told.common,
        activity=told.state,
        abilities=told.abilities(_VACUUM_ABILITIES),
        fan_speed=told.text("fan_speed"),
        fan_speeds=told.texts("fan_speed_list"),
        areas=told.cleaning_areas,
    )


def map_lawn_mower(told: Told) -> LawnMower:
    """Return a robot that mows."""
    return LawnMower(**told.common, activity=told.state, abilities=told.abilities(_LAWN_MOWER_ABILITIES))


MAPS: Final[Maps] = {
    "lawn_mower": {"": map_lawn_mower},
    "vacuum": {"": map_vacuum},
}
