"""What is counted is what happened within the last hour."""

from custom_components.latchkey.auth.counting import LastHour

from .clock import Clock


def test_what_happened_within_the_hour_counts_and_what_is_older_does_not() -> None:
    clock = Clock()
    requests = LastHour(clock.time)
    for _ in range(3):
        requests.add()
    clock.advance(50 * 60)
    requests.add()
    assert requests.total == 4
    clock.advance(15 * 60)
    assert requests.total == 1


def test_after_a_quiet_day_nothing_is_left() -> None:
    clock = Clock()
    requests = LastHour(clock.time)
    requests.add()
    clock.advance(24 * 60 * 60)
    assert requests.total == 0
    requests.add()
    assert requests.total == 1
