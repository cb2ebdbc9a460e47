"""An account at Total Connect Comfort."""

import asyncio
import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import tzinfo
from time import monotonic
from typing import Final, override

from ...auth.errors import TemporaryError
from ...auth.session import TokenSession
from ..allowed import Sieve
from ..base import Account, Cloud, CommandRefused
from ..capabilities import ExpectsHomes, HasHomes, HasPredecessor, HasSchedules, Listener, TellsMore
from ..model import Climate, Command, Device, JsonValue, Schedule, SetSchedule, Snapshot, WaterHeater
from ..predecessor import Counterpart, MissingReason, OldEntity
from ..settings import Settings
from ..slices import in_slices
from ..together import async_each_of, async_together
from ..unchanged import keep
from . import commands, raw_words
from .bridge import Bridge, RateLimited, Read
from .changes import Change, async_carry_out, confirm
from .installation import Location, Part, Programmed, System, async_parse_location, list_locations
from .mapping import map_location
from .predecessor import find_counterpart
from .schedule import Programme, Programmes, async_read_schedule
from .status import Status, parse_status

DISCOVERY_INTERVAL: Final = 24 * 60 * 60.0
RECHECK_INTERVAL: Final = 60 * 60.0
"""Seconds until the installation is read anew where a status does not match it."""

_OF_NO_ACCOUNT: Final = {"bearer_refused", "not_understood"}
"""What an answer means where the vendor knows no such account: it says the same of a dead bearer."""

type _Source = tuple[Location, Status | None, Mapping[str, Programme]]
"""What `map_location` makes devices of."""


class EvohomeCloud(Cloud, TellsMore, HasHomes, ExpectsHomes, HasSchedules, HasPredecessor):
    """One account at Total Connect Comfort, with all its locations."""

    def __init__(self, session: TokenSession, settings: Settings) -> None:
        """Take the session that every request of this account goes through; see `Cloud`."""
        super().__init__(session, settings)
        self._bridge = Bridge(session)
        self._user_id = settings.account_id
        self._has_identified = False
        self._locations: dict[str, Location] = {}
        self._answers: dict[tuple[str, tzinfo], Read[Status]] = {}
        self._statuses: dict[str, Status] = {}
        """How the locations are: as their last answers say, or as it is since a command was carried out."""

        self._schedules: dict[str, Schedule] = {}
        self._unread_schedules: dict[str, Programmed] = {}
        self._unread = asyncio.Event()
        self._programmes = Programmes()
        self._built: dict[str, tuple[_Source, Mapping[str, Device]]] = {}
        """The devices of each location, and what they were made of."""

        self._snapshot = Snapshot(devices={})
        self._expected: frozenset[str] = frozenset()
        self._is_reached = False
        """Whether the last poll was answered, and none is under way."""

        self._discovered_at = -math.inf
        self._is_doubtful = False

    @override
    async def async_identify(self) -> Account:
        """Return who the account is (`userAccount`); see `Cloud.async_identify`."""
        account = await self._bridge.async_identify()
        self._user_id, self._has_identified = account.id, True
        return account

    @override
    async def async_list_homes(self) -> Mapping[str, str]:
        """Return the names of the locations; see `HasHomes.async_list_homes`."""
        await self._async_discover()
        return self._places()

    @override
    def expect_homes(self, home_ids: Iterable[str]) -> None:
        """Take which locations there were at the last start; see `ExpectsHomes.expect_homes`."""
        self._expected = frozenset(home_ids)

    @override
    async def async_fetch(self, *, discover: bool = False) -> Snapshot:
        """Return all devices, with one request for each location; see `Cloud.async_fetch`."""
        self._is_reached = False
        await self._async_read_statuses(await self._async_discover_if_due(discover=discover))
        self._is_reached = True
        if self._unread_schedules:
            self._unread.set()
        return await self._async_renew()

    @override
    async def async_listen(self, listener: Listener) -> None:
        """Read and tell the schedules, which no poll waits for; see `TellsMore.async_listen`."""
        while True:
            await self._unread.wait()
            self._unread.clear()
            await self._async_read_schedules()
            snapshot = await self._async_renew()
            # Whoever is told anything takes the vendor for reached. The next poll tells it in any case.
            if self._is_reached:
                listener.changed(snapshot, None)

    @override
    async def async_send(self, device_id: str, feature_key: str, command: Command) -> Snapshot:
        """Carry out a command; see `Cloud.async_send`."""
        location, part = self._find(device_id)
        feature = self._snapshot.devices[device_id].features.get(feature_key)
        if not isinstance(feature, Climate | WaterHeater):
            raise CommandRefused("not_supported")
        status = self._statuses.get(location.id)
        changes = await commands.async_plan(self._bridge, location, part, status, command)
        for change in await async_carry_out(self._bridge, changes):
            self._confirm(location, change)
        if isinstance(command, SetSchedule):
            self._schedules[device_id] = command.schedule
            self._unread_schedules.pop(device_id, None)
        # It tells what follows from a change, such as the target of a schedule.
        with suppress(TemporaryError):
            await self._async_read_status(location)
        return await self._async_renew()

    def _confirm(self, location: Location, change: Change) -> None:
        """Take what the vendor says is carried out."""
        status = self._statuses.get(location.id)
        if status is not None:
            self._statuses[location.id] = confirm(status, change, location.time_zone)

    @override
    async def async_get_schedule(self, device_id: str) -> Schedule:
        """Return the schedule of a zone or of hot water; see `HasSchedules.async_get_schedule`."""
        _, part = self._find(device_id)
        if isinstance(part, System):
            raise CommandRefused("not_supported")
        schedule = await async_read_schedule(self._bridge, part)
        if not schedule:
            raise CommandRefused("no_schedule")
        self._schedules[device_id] = schedule
        return schedule

    @override
    async def async_raw_words(self, sieve: Sieve) -> JsonValue:
        """Return what the vendor says now; see `Cloud.async_raw_words`."""
        user_id = self._user_id or (await self.async_identify()).id
        return await raw_words.async_read(self._bridge, user_id, sieve)

    @override
    def counterpart(self, old: OldEntity) -> Counterpart | MissingReason:
        """Return what an entity of the YAML integration is here; see `HasPredecessor.counterpart`."""
        return find_counterpart(old, self._locations.values(), self._settings.hidden_places)

    def _find(self, device_id: str) -> tuple[Location, Part]:
        """Return what a device is, and where; raises CommandRefused where there is none."""
        for location in self._locations.values():
            for part in location.parts():
                if part.device_id == device_id:
                    return location, part
        raise CommandRefused("unknown_device")

    def _is_due(self) -> bool:
        """Return whether it is time to read anew what is installed."""
        interval = RECHECK_INTERVAL if self._is_doubtful else DISCOVERY_INTERVAL
        return monotonic() >= self._discovered_at + interval

    async def _async_discover_if_due(self, *, discover: bool) -> Mapping[str, bytes]:
        """Read anew what is installed, if it is time; return what was read meanwhile of how locations are."""
        early: dict[str, bytes] = {}
        try:
            if discover or self._is_due():
                await async_together(self._async_discover(), self._async_read_expected(early))
        except TemporaryError as error:
            if discover or not self._locations or isinstance(error, RateLimited):
                raise  # Otherwise how things are is worth more than whether there are others.
        return early

    async def _async_discover(self) -> None:
        """Read anew what is installed."""
        parsed = await self._async_read_installation()
        self._answers = {}
        self._locations = {location.id: self._with_systems(location) for location in parsed}
        self._unread_schedules = {
            part.device_id: part for location in self._shown() for part in location.with_schedule()
        }
        self._discovered_at = monotonic()
        self._is_doubtful = False

    async def _async_read_installation(self) -> list[Location]:
        """Return what is installed, if need be of who the vendor says the account is."""
        if not self._user_id:
            await self.async_identify()
        try:
            return await self._async_read_locations()
        except TemporaryError as error:
            if self._has_identified or error.cause not in _OF_NO_ACCOUNT:
                raise
        await self.async_identify()
        return await self._async_read_locations()

    async def _async_read_locations(self) -> list[Location]:
        """Return what is installed (`location/installationInfo`)."""
        url = f"location/installationInfo?userId={self._user_id}&includeTemperatureControlSystems=True"
        listed = in_slices(await self._bridge.async_read_array(url, list_locations))
        return [await async_parse_location(raw) async for raw in listed]

    def _with_systems(self, location: Location) -> Location:
        """Return a location with what it had, where it is listed without anything: a degraded answer."""
        known = self._locations.get(location.id)
        if location.systems or known is None:
            return location
        return replace(location, systems=known.systems, part_ids=known.part_ids)

    async def _async_read_expected(self, early: dict[str, bytes]) -> None:
        """Read how the locations are that there were at the last start, if they are not known yet.

        Of one that is gone nothing is read, and one that does not answer is asked again where it is listed.
        """
        expected, self._expected = self._expected - self._settings.hidden_places, frozenset()

        async def read(location_id: str) -> None:
            with suppress(TemporaryError):
                early[location_id] = await self._bridge.async_read_body(_status_of(location_id))

        await async_each_of(expected, read)

    async def _async_read_statuses(self, early: Mapping[str, bytes]) -> None:
        """Read how each location is; one that fails leaves the others, a limit is one for all."""
        locations = [location for location in self._shown() if location.systems]
        failures: list[TemporaryError] = []

        async def read(location: Location) -> None:
            try:
                await self._async_read_status(location, early.get(location.id))
            except RateLimited:
                raise
            except TemporaryError as error:
                self._statuses.pop(location.id, None)
                self._is_doubtful = True
                failures.append(error)

        answering = [location for location in locations if location.id in self._statuses] or locations
        await async_each_of(answering, read)
        # The vendor says of a location that is gone what it says of a dead bearer: others have shown now that
        # it is alive.
        for location in locations:
            if location not in answering:
                await read(location)
        if failures and len(failures) == len(locations):
            raise failures[-1]

    async def _async_read_schedules(self) -> None:
        """Read the schedules that were not read since the installation was."""
        for device_id, part in list(self._unread_schedules.items()):
            schedule = self._schedules.get(device_id, ())
            try:
                schedule = await async_read_schedule(self._bridge, part)
            except RateLimited:
                return
            except TemporaryError:
                self._is_doubtful = True
            # A person may have set another one meanwhile, or it is to be read anew.
            if self._unread_schedules.get(device_id) is part:
                self._schedules[device_id] = schedule
                del self._unread_schedules[device_id]

    async def _async_read_status(self, location: Location, body: bytes | None = None) -> None:
        """Read how a location is, unless that was sent already (`location/{id}/status`)."""
        url, key = _status_of(location.id), (location.id, location.time_zone)
        if body is None:
            body = await self._bridge.async_read_body(url)
        self._answers[key] = await self._bridge.async_parse_if_new(
            url, body, lambda raw: parse_status(raw, location.time_zone), self._answers.get(key)
        )
        status = self._statuses[location.id] = self._answers[key].value
        if status.part_ids != location.part_ids:
            self._is_doubtful = True

    def _shown(self) -> Iterable[Location]:
        """Yield the locations that a person wants to see."""
        return (
            location for key, location in self._locations.items() if key not in self._settings.hidden_places
        )

    def _places(self) -> Mapping[str, str]:
        """Return the names of all locations by their ids."""
        return {location.id: location.name for location in self._locations.values()}

    async def _async_renew(self) -> Snapshot:
        """Return the account as it is now, built in slices; what did not change stays the same object."""
        async for location in in_slices(list(self._locations.values())):
            self._build(location)
        self._built = {key: self._built[key] for key in self._locations if key in self._built}
        devices = {key: device for _, built in self._built.values() for key, device in built.items()}
        places = self._places()
        if (devices, places) != (self._snapshot.devices, self._snapshot.places):
            self._snapshot = Snapshot(devices=devices, places=places)
        return self._snapshot

    def _build(self, location: Location) -> None:
        """Build the devices of a location, where anything that they are made of is another one."""
        source = self._source(location)
        known, before = self._built.get(location.id, (None, {}))
        if source != known:
            devices = {device.id: device for device in map_location(*source)}
            self._built[location.id] = source, keep(before, devices)

    def _source(self, location: Location) -> _Source:
        """Return all that the devices of a location are made of."""
        programmes = {
            part.device_id: self._programmes.now(
                part.device_id, self._schedules.get(part.device_id, ()), location.time_zone
            )
            for part in location.with_schedule()
        }
        known = {key: programme for key, programme in programmes.items() if programme is not None}
        return location, self._statuses.get(location.id), known


def _status_of(location_id: str) -> str:
    """Return the path of how a location is."""
    return f"location/{location_id}/status?includeTemperatureControlSystems=True"
