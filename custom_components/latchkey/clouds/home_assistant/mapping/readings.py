"""What is read: sensors, binary sensors, events, and what has no other counterpart here."""

import re
from typing import Final

from ...model import BinarySensor, Event, Sensor
from .attributes import Maps, Told, parse_date, parse_moment, parse_number

_FRACTION: Final = re.compile(r"-?[0-9]+\.[0-9]+")
_MOMENTS: Final = ("timestamp", "uptime")


def map_sensor(told: Told) -> Sensor:
    """Return a reading."""
    device_class, options = told.text("device_class"), told.texts("options")
    if device_class == "enum" and options:
        value = told.state if told.state in options else None
        return Sensor(**told.common, value=value, device_class=device_class, options=options)
    if device_class == "date":
        return Sensor(**told.common, value=parse_date(told.state), device_class=device_class)
    if device_class in _MOMENTS:
        return Sensor(**told.common, value=parse_moment(told.state), device_class=device_class)
    return _map_number_or_words(told, device_class if device_class != "enum" else None)


def _map_number_or_words(told: Told, device_class: str | None) -> Sensor:
    """Return a reading that is a number where it has anything that only numbers have."""
    unit, state_class = told.text("unit_of_measurement"), told.text("state_class")
    is_number = (unit, state_class, device_class) != (None, None, None)
    return Sensor(
        **told.common,
        value=_as_written(told.state) if is_number else told.state,
        unit=unit,
        device_class=device_class,
        state_class=state_class,
        decimals=told.decimals if is_number else None,
    )


def _as_written(text: str | None) -> str | float | None:
    """Return a number; as it is written where it would be written otherwise, such as 21.50."""
    number = parse_number(text)
    return text if _FRACTION.fullmatch(text or "") and str(number) != text else number


def map_binary_sensor(told: Told) -> BinarySensor:
    """Return a reading that is yes or no."""
    return BinarySensor(**told.common, on=is_on(told.state), device_class=told.text("device_class"))


def map_words(told: Told) -> Sensor:
    """Return what only says how it is, such as a group."""
    return Sensor(**told.common, value=told.state)


def map_event(told: Told) -> Event:
    """Return what happens."""
    return Event(
        **told.common,
        event_types=told.texts("event_types"),
        event_type=told.text("event_type"),
        fired_at=parse_moment(told.state),
        device_class=told.text("device_class"),
    )


def is_on(state: str | None) -> bool | None:
    """Return whether something is on."""
    return {"on": True, "off": False}.get(state or "")


MAPS: Final[Maps] = {
    "alert": {"": map_words},
    "binary_sensor": {"": map_binary_sensor},
    "event": {"": map_event},
    "group": {"": map_words},
    "image_processing": {"": map_words},
    "plant": {"": map_words},
    "sensor": {"": map_sensor},
}
