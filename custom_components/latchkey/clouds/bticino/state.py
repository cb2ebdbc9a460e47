"""All that is known of an account, and what it looks like."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ..base import CommandRefused
from ..model import Device, Snapshot
from ..settings import Settings
from ..unchanged import keep
from .bells import Bell, find_bell
from .calls import CallMessage, Calls, Happening, PastCall
from .doors import Doors
from .installation import Home, Module, parse_homes
from .mapping import Source, map_home
from .messages import ConnectionMessage, Message, StatusMessage, parse_history
from .status import UNKNOWN, Status, parse_statuses, update_statuses


class State:
    """The homes of an account, how their modules are, and who rang."""

    def __init__(self, settings: Settings) -> None:
        """Know nothing but what a person wants."""
        self._settings = settings
        self._homes: dict[str, Home] = {}
        self._silent_homes: frozenset[str] = frozenset()
        self._statuses: dict[str, Status] = {}
        self._heard_homes: set[str] = set()
        self._doors = Doors()
        self._built: dict[str, tuple[Source, Mapping[str, Device]]] = {}
        """The devices of each home, and what they were made of."""

        self._shown = Snapshot(devices={})
        self.calls = Calls()

    @property
    def places(self) -> Mapping[str, str]:
        """The names of all homes by their ids."""
        return {home.id: home.name for home in self._homes.values()}

    @property
    def homes(self) -> Collection[Home]:
        """All homes."""
        return self._homes.values()

    @property
    def shown(self) -> list[Home]:
        """The homes that a person wants to see."""
        return [home for key, home in self._homes.items() if key not in self._settings.hidden_places]

    def find(self, device_id: str) -> tuple[Home, Module]:
        """Return what a device is, and where; raises CommandRefused where there is none."""
        for home in self.shown:
            if device_id in home.modules:
                return home, home.modules[device_id]
        raise CommandRefused("unknown_device")

    @property
    def unlocked(self) -> frozenset[str]:
        """The homes with a door that says that it is not locked."""
        return frozenset(
            home.id
            for home in self.shown
            if any(self._statuses.get(module_id, UNKNOWN).locked is False for module_id in home.modules)
        )

    @property
    def changes_at(self) -> datetime | None:
        """When something changes next although nothing is told; None where nothing will."""
        moments = [self._doors.changes_at, self.calls.changes_at]
        return min((moment for moment in moments if moment is not None), default=None)

    def take_homes(self, raw: Mapping[str, Any]) -> None:
        """Take what is installed. An answer without homes, or a home without modules, is a degraded one.

        What was known before stays then.
        """
        homes = parse_homes(raw)
        self._silent_homes = frozenset(
            key for key in homes or self._homes if not homes or homes[key].is_empty
        )
        for home in homes.values():
            known = self._homes.get(home.id)
            if known is not None and home.is_empty:
                homes[home.id] = replace(home, modules=known.modules)
        self._homes = keep(self._homes, homes or self._homes)

    def take_status(self, home: Home, raw: Mapping[str, Any]) -> None:
        """Take how the modules of a home are; what is not told of them is not known."""
        statuses = parse_statuses(raw, self._known_statuses(home), datetime.now(UTC))
        self._learn({module_id: statuses.get(module_id, UNKNOWN) for module_id in home.modules})

    def take_silence(self, home: Home) -> None:
        """Take that nothing could be learnt about a home."""
        self._statuses |= {module_id: Status(reachable=False) for module_id in home.modules}

    def take_opening(self, module: Module) -> None:
        """Take that a door was opened."""
        self._doors.open(module.id, datetime.now(UTC))

    def take_history(self, home: Home, raw: Mapping[str, Any]) -> list[Happening]:
        """Take what the vendor remembers of the calls at a home; return what nobody had told."""
        now = datetime.now(UTC)
        past = [(call, bell) for call in parse_history(raw, now) if (bell := _bell_of(home, call))]
        is_first = home.id not in self._heard_homes
        self._heard_homes.add(home.id)
        return self.calls.take_history(past, now, first=is_first)

    def take(self, message: Message) -> list[Happening]:
        """Take what was pushed; return what happened."""
        match message:
            case StatusMessage():
                self._take_statuses(message)
            case ConnectionMessage(bridge_id=bridge_id, connected=connected) if bridge_id in self._statuses:
                known = self._statuses[bridge_id]
                self._statuses[bridge_id] = replace(known, reachable=connected, connected=connected)
            case CallMessage():
                return self._take_call(message)
        return []

    def _take_statuses(self, message: StatusMessage) -> None:
        home = self._homes.get(message.home_id)
        if home is not None:
            told = update_statuses(self._known_statuses(home), message.raw_home, datetime.now(UTC))
            self._learn({key: told[key] for key in home.modules if key in told})

    def _learn(self, statuses: Mapping[str, Status]) -> None:
        """Take how some modules are now, and which of them were opened."""
        now = datetime.now(UTC)
        for module_id, status in statuses.items():
            self._doors.take(module_id, self._statuses.get(module_id, UNKNOWN), status, now)
        self._statuses |= keep(self._statuses, statuses)

    def _take_call(self, message: CallMessage) -> list[Happening]:
        """Take what was pushed of a call, unless it is about a home that is not shown."""
        bell = find_bell(self._homes.values(), message.unit_id, message.bridge_id)
        if bell is not None and not any(bell.id in home.modules for home in self.shown):
            return []
        return self.calls.take(message, bell, datetime.now(UTC))

    def settle(self) -> list[Happening]:
        """Take that time has passed; return what happened."""
        now = datetime.now(UTC)
        self._doors.settle(now)
        return self.calls.settle(now)

    def build(self, home: Home) -> None:
        """Build the devices of a home, where anything that they are made of is another one."""
        source = self._source(home)
        known, before = self._built.get(home.id, (None, {}))
        if source != known:
            devices = {device.id: device for device in map_home(source, self._settings.relays)}
            self._built[home.id] = source, keep(before, devices)

    def snapshot(self) -> Snapshot:
        """Return the account as it is now; what did not change stays the same object, and is not mapped."""
        for home in self._homes.values():
            self.build(home)
        self._built = {key: self._built[key] for key in self._homes}
        now = Snapshot(
            devices={key: device for _, built in self._built.values() for key, device in built.items()},
            places=self.places,
            calls=self.calls.last(),
            silent_places=self._silent_homes,
        )
        if now != self._shown:
            self._shown = now
        return self._shown

    def _source(self, home: Home) -> Source:
        """Return all that the devices of a home are made of."""
        bells = [module.id for module in home.modules.values() if module.rings]
        return Source(
            home=home,
            statuses=self._known_statuses(home),
            opened=self._doors.opened(home.modules),
            bells={bell_id: self.calls.status(bell_id) for bell_id in bells},
        )

    def _known_statuses(self, home: Home) -> dict[str, Status]:
        """Return what is known of the modules of a home."""
        return {key: self._statuses[key] for key in home.modules if key in self._statuses}


def _bell_of(home: Home, call: PastCall) -> Bell | None:
    """Return whose bell a call of the history of a home was; it names the bridge, a unit at the most."""
    return find_bell([home], call.module_id, call.module_id)
