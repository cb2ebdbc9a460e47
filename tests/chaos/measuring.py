"""How long something took, over many times."""

from collections.abc import Sequence


def milliseconds(seconds: Sequence[float]) -> str:
    """Return how long it took half of the times, nearly always, and at most."""
    if not seconds:
        return "not measured"
    ordered = [each * 1000 for each in sorted(seconds)]
    half, nearly_all = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"{half:.2f} ms (99 %: {nearly_all:.1f}, at most {ordered[-1]:.1f})"
