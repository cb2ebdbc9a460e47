"""What is counted is what happened within the last hour."""

from collections.abc import Iterator

import pytest

from custom_components.latchkey.auth.counting import LastHour

from .clock import Clock, sessions_look_at


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Return the clock that what is counted is counted by."""
    clock = Clock()
    with sessions_look_at(clock.time):
        yield clock


def test_what_happened_within_the_hour_counts_and_what_is_older_does_not(clock: Clock) -> None:
    requests = LastHour()
    for _ in range(3):
        requests.add()
    clock.advance(50 * 60)
    requests.add()
    assert requests.total == 4
    clock.advance(15 * 60)
    assert requests.total == 1


def test_after_a_quiet_day_nothing_is_left(clock: Clock) -> None:
    requests = LastHour()
    requests.add()
    clock.advance(24 * 60 * 60)
    assert requests.total == 0
    requests.add()
    assert requests.total == 1
