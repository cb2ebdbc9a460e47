"""Wakes the entities of an account: those that something is about, or all of them."""

from collections import defaultdict
from collections.abc import Collection
from functools import partial
from typing import Any, override

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.update_coordinator import TimestampDataUpdateCoordinator

from ..clouds.model import FeatureId, Snapshot, differing_features, has_same_features
from ..const import LOGGER
from ..entry import LatchkeyConfigEntry
from .work import Work


class WakingCoordinator(TimestampDataUpdateCoordinator[Snapshot]):
    """A coordinator whose listeners are each about one feature, or about which features there are."""

    config_entry: LatchkeyConfigEntry
    work: Work

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Have told nobody anything."""
        super().__init__(*arguments, **options)
        self.data = Snapshot(devices={})
        self._by_feature: defaultdict[FeatureId, list[CALLBACK_TYPE]] = defaultdict(list)
        self._told = self.data, self.last_update_success
        """What all listeners were told."""

        self._told_since: dict[FeatureId, None] = {}
        """The features of which something was told by itself since then."""

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: FeatureId | None = None
    ) -> CALLBACK_TYPE:
        """Have somebody told of each change of one feature, or when features come and go."""
        if context is None:
            return super().async_add_listener(update_callback)
        listeners = self._by_feature[context]
        listeners.append(update_callback)
        return partial(listeners.remove, update_callback)

    @callback
    def wake(self, features: Collection[FeatureId]) -> None:
        """Wake the entities of some features."""
        self._told_since.update(dict.fromkeys(features))
        for feature_id in features:
            self._wake(feature_id)

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Tell in slices what was not told yet: that the vendor is lost, or back, concerns all."""
        (before, was_reached), self._told = self._told, (self.data, self.last_update_success)
        told_since, self._told_since = self._told_since, {}
        features = told_since | dict.fromkeys(differing_features(before, self.data))
        if was_reached != self.last_update_success or before.places != self.data.places:
            features.update(dict.fromkeys(self._by_feature))
        self.work.begin(self.work.async_each(features, self._wake))
        if not has_same_features(before, self.data):
            self.work.begin(self.work.async_each(tuple(self._listeners), self._tell_of_features))

    @callback
    def forget_told(self) -> None:
        """Tell everything the next time, to everybody."""
        self._told = Snapshot(devices={}), self.last_update_success

    @callback
    def _wake(self, feature_id: FeatureId) -> None:
        """Wake the entities of a feature."""
        for update in tuple(self._by_feature.get(feature_id, ())):
            self._call(update)

    @callback
    def _tell_of_features(self, key: int) -> None:
        """Tell a listener, unless it listens no more, that there are other features."""
        if key in self._listeners:
            self._call(self._listeners[key][0])

    def _call(self, update: CALLBACK_TYPE) -> None:
        """Call a listener; a mistake of one leaves the others."""
        try:
            update()
        except Exception:  # noqa: BLE001 - it is logged, with where it came from
            LOGGER.exception("Something could not take what %s tells", self.name)
