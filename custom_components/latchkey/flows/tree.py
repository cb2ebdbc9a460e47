"""What a person may choose as a tree: places, the devices in them, and the features of these."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..account.plain import plain
from ..clouds.settings import NOWHERE, Choice, Choices, Selection

MOST_OPTIONS: Final = 1000
"""How many there are in one list, beside those that are chosen: a browser must bear it."""

MOST_LINES: Final = 40
MOST_NAMES: Final = 8
"""How much a summary names; more is counted."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A place or a device of which a person wants a part."""

    id: str
    is_device: bool = False


class Tree:
    """All that a person may choose, and what they have chosen of it so far."""

    def __init__(self, choices: Choices, selection: Selection, nowhere: str) -> None:
        """Take what there is, what was chosen before, and what the place of what is in none is called."""
        self._features = [
            feature
            for feature in choices.features
            if (selection.housekeeping or not feature.housekeeping)
            and (selection.mirrored or not feature.mirrored)
        ]
        self._before = selection
        self._devices = choices.devices
        self._counts = Counter(feature.device for feature in self._features)
        self.places = {**choices.places, NOWHERE: nowhere}
        known = frozenset(feature.id for feature in choices.features)
        self._chosen = replace(
            selection,
            # What is not there now may come back.
            places=selection.places - self.places.keys(),
            devices=selection.devices - choices.devices.keys(),
            features=selection.features - known,
        )
        self._open: list[Branch] = []

    @property
    def chosen(self) -> Selection:
        """What is chosen so far."""
        return self._chosen

    @property
    def branch(self) -> Branch | None:
        """Of what a part is to be chosen next; None where all is chosen."""
        return self._open[0] if self._open else None

    @property
    def whole_places(self) -> list[str]:
        """The places that were shown whole."""
        return sorted(self._before.places & self.places.keys())

    @property
    def partial_places(self) -> list[str]:
        """The places of which a part was shown."""
        partial = {feature.place for feature in self._features if self._was_named(feature)}
        return sorted(partial - self._before.places)

    def name(self, branch: Branch) -> str:
        """Return what a place or a device is called."""
        return (self._devices if branch.is_device else self.places)[branch.id]

    def place_options(self) -> dict[str, str]:
        """Return the places by their ids, with how much is in each."""
        counts = Counter(feature.place for feature in self._features)
        return {
            key: f"{name} ({counts[key]})"
            for key, name in self.places.items()
            if key != NOWHERE or counts[key]
        }

    def device_options(self, place: str) -> dict[str, str]:
        """Return the devices that have anything in a place, with how much each has in all."""
        names = {
            feature.device: f"{self._devices[feature.device]} ({self._counts[feature.device]})"
            for feature in self._in(place)
            if feature.device is not None
        }
        return _bounded(names, self._before.devices)

    def feature_options(self, branch: Branch) -> dict[str, str]:
        """Return the features of a device, or those of a place that are of none, with how each is."""
        names = {feature.id: f"{feature.name} · {feature.word}" for feature in self._leaves(branch)}
        return _bounded(names, self._before.features)

    def whole_devices(self, place: str) -> list[str]:
        """Return the devices of a place that were shown whole."""
        was_whole = place in self._before.places
        return [key for key in self.device_options(place) if was_whole or key in self._before.devices]

    def partial_devices(self, place: str) -> list[str]:
        """Return the devices of a place of which a part was shown."""
        devices = {feature.device for feature in self._in(place) if feature.id in self._before.features}
        whole = self.whole_devices(place)
        return [key for key in self.device_options(place) if key in devices and key not in whole]

    def chosen_features(self, branch: Branch) -> list[str]:
        """Return which features of a device, or of a place and of no device, were shown."""
        return [feature.id for feature in self._leaves(branch) if self._was_shown(feature)]

    def choose_places(self, whole: Iterable[str], partial: Collection[str]) -> None:
        """Take which places are shown whole, and of which a part is asked for."""
        self._chosen = replace(self._chosen, places=self._chosen.places | (set(whole) - set(partial)))
        by_name = sorted(filter(self._in, partial), key=lambda key: self.places[key].casefold())
        self._open = [Branch(key) for key in by_name]

    def choose_devices(self, whole: Iterable[str], partial: Collection[str], features: Iterable[str]) -> None:
        """Take what is shown of the place that comes next."""
        self._open.pop(0)
        self._chosen = replace(
            self._chosen,
            devices=self._chosen.devices | (set(whole) - set(partial)),
            features=self._chosen.features | set(features),
        )
        by_name = sorted(partial, key=lambda key: self._devices[key].casefold())
        self._open[:0] = [Branch(key, is_device=True) for key in by_name]

    def choose_features(self, features: Iterable[str]) -> None:
        """Take what is shown of the device that comes next."""
        self._open.pop(0)
        self._chosen = replace(self._chosen, features=self._chosen.features | set(features))

    def _in(self, place: str) -> list[Choice]:
        return [feature for feature in self._features if feature.place == place]

    def _leaves(self, branch: Branch) -> list[Choice]:
        """Return the features of a device, or those of a place that are of none."""
        if branch.is_device:
            return [feature for feature in self._features if feature.device == branch.id]
        return [feature for feature in self._in(branch.id) if feature.device is None]

    def _was_named(self, feature: Choice) -> bool:
        """Return whether a feature was chosen, by itself or with its device."""
        return feature.id in self._before.features or feature.device in self._before.devices

    def _was_shown(self, feature: Choice) -> bool:
        """Return whether a feature was chosen, or whatever it is a part of."""
        return self._was_named(feature) or feature.place in self._before.places


def summarize(choices: Choices, ids: Collection[str], nowhere: str) -> str:
    """Return some features as a list in Markdown: a line for each place, with the names of what is in it."""
    places: dict[str, Counter[str]] = {}
    for feature in choices.features:
        if feature.id in ids:
            owner = choices.devices.get(feature.device or "", feature.name)
            places.setdefault(choices.places.get(feature.place, nowhere), Counter())[owner] += 1
    lines = [
        f"- {plain(place)} ({owners.total()}): {_enumerate(owners)}"
        for place, owners in sorted(places.items(), key=lambda each: each[0].casefold())
    ]
    more = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], *([f"- … + {more}"] if more > 0 else [])])


def _enumerate(owners: Mapping[str, int]) -> str:
    """Return names, with how many features each has where there are several."""
    names = [
        f"{plain(name)} ({count})" if count > 1 else plain(name)
        for name, count in sorted(owners.items(), key=lambda each: each[0].casefold())
    ]
    return ", ".join(names[:MOST_NAMES] + ["…"] * (len(names) > MOST_NAMES))


def _bounded(names: Mapping[str, str], chosen: Collection[str]) -> dict[str, str]:
    """Return so many names as one list bears, and in any case those that are chosen."""
    by_name = sorted(names.items(), key=lambda each: each[1].casefold())
    first = dict(by_name[:MOST_OPTIONS])
    return first | {key: name for key, name in by_name if key in chosen}
