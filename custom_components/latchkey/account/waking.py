"""Wakes the entities of an account: those that something is about, or all of them."""

from collections import defaultdict
from collections.abc import Collection
from typing import override

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.update_coordinator import TimestampDataUpdateCoordinator

from ..clouds.model import FeatureId, Snapshot
from ..const import LOGGER
from ..entry import LatchkeyConfigEntry
from .work import Work


class WakingCoordinator(TimestampDataUpdateCoordinator[Snapshot]):
    """A coordinator that knows which of its listeners are about which feature."""

    config_entry: LatchkeyConfigEntry
    work: Work
    _by_feature: defaultdict[FeatureId, list[CALLBACK_TYPE]]

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: FeatureId | None = None
    ) -> CALLBACK_TYPE:
        """Have somebody told of every update, or also of each change of one feature."""
        remove = super().async_add_listener(update_callback, context)
        if context is None:
            return remove
        self._by_feature[context].append(update_callback)

        def remove_both() -> None:
            self._by_feature[context].remove(update_callback)
            remove()

        return remove_both

    @callback
    def wake(self, features: Collection[FeatureId]) -> None:
        """Wake the entities of some features."""
        for feature_id in features:
            for update in tuple(self._by_feature.get(feature_id, ())):
                update()

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Wake all listeners, in slices."""
        self.work.begin(self.work.async_each(tuple(self._listeners), self._wake_one))

    @callback
    def _wake_one(self, key: int) -> None:
        """Wake a listener, unless it listens no more; a mistake of one leaves the others."""
        if key not in self._listeners:
            return
        try:
            self._listeners[key][0]()
        except Exception:  # noqa: BLE001 - it is logged, with where it came from
            LOGGER.exception("Something could not take what %s tells", self.name)
