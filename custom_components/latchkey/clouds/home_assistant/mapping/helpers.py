"""What people make themselves: counters, timers and schedules."""

from collections.abc import Callable
from typing import Final

from ...model import BinarySensor, Button, Number, Sensor, Timer
from .attributes import Maps, Told, parse_moment, parse_number
from .readings import is_on

_FAR: Final = 1_000_000_000.0
"""As far as a counter goes that has no limit."""

_TIMER_STATES: Final = ("active", "idle", "paused")


def map_counter(told: Told) -> Number:
    """Return a counter."""
    minimum, maximum = told.number("minimum"), told.number("maximum")
    lowest, highest = -_FAR if minimum is None else minimum, _FAR if maximum is None else maximum
    step = told.number("step")
    return Number(
        **told.common,
        value=parse_number(told.state),
        minimum=min(lowest, highest),
        maximum=max(lowest, highest),
        step=step if step is not None and step > 0 else 1.0,
    )


def map_timer(told: Told) -> Timer:
    """Return a timer."""
    state = told.state if told.state in _TIMER_STATES else None
    return Timer(**{**told.common, "label": "timer"}, state=state)


def map_end_of_timer(told: Told) -> Sensor:
    """Return when a timer that runs will have finished."""
    value = parse_moment(told.text("finishes_at"))
    return Sensor(**told.named("timer_end"), value=value, device_class="timestamp")


def map_schedule(told: Told) -> BinarySensor:
    """Return whether a schedule is on."""
    return BinarySensor(**told.common, on=is_on(told.state))


def _button(label: str) -> Callable[[Told], Button]:
    """Return what makes a button of an entity."""
    return lambda told: Button(**told.named(label))


MAPS: Final[Maps] = {
    "counter": {
        "": map_counter,
        "increment": _button("increment"),
        "decrement": _button("decrement"),
        "reset": _button("reset"),
    },
    "schedule": {"": map_schedule},
    "timer": {
        "": map_timer,
        "end": map_end_of_timer,
        "start": _button("start"),
        "pause": _button("pause"),
        "cancel": _button("cancel"),
        "finish": _button("finish"),
    },
}
"""A button is called like the action that pressing it is."""
