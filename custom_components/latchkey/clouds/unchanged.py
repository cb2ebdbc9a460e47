"""What did not change stays the same object: whoever looks for what changed need not look into it."""

from collections.abc import Mapping


def keep[KeyT, ThingT](before: Mapping[KeyT, ThingT], now: Mapping[KeyT, ThingT]) -> dict[KeyT, ThingT]:
    """Return what there is now, as the objects of before where these are equal."""
    return {
        key: before[key] if key in before and before[key] == thing else thing for key, thing in now.items()
    }
