"""Follows an account, by polls and by what its vendor pushes, and sends its commands."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from errno import errorcode
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, override

import aiohttp
from homeassistant.auth import EVENT_USER_ADDED
from homeassistant.const import (
    EVENT_CORE_CONFIG_UPDATE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError, ServiceValidationError
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.helpers.update_coordinator import UpdateFailed

from ..auth.errors import RefreshTokenRejected, TemporaryError
from ..auth.redaction import mask_loggers
from ..auth.session import TokenSession
from ..clouds.base import Cloud, CommandFailed, CommandRefused
from ..clouds.capabilities import (
    ExpectsHomes,
    HasDoors,
    HasHomes,
    HasPredecessor,
    Pushing,
    Selectable,
    TakesRawStates,
    TellsEvents,
    TellsMore,
)
from ..clouds.gate import VendorPaused
from ..clouds.model import (
    Command,
    Feature,
    FeatureId,
    JsonValue,
    Snapshot,
    changed_features,
    has_same_features,
)
from ..clouds.predecessor import Counterpart, MissingReason, OldEntity
from ..clouds.vendor import Vendor
from ..const import (
    CONF_HIDDEN_PLACES,
    CONF_POLL_INTERVAL,
    LOGGER,
)
from ..entry import LatchkeyConfigEntry
from .bus_events import fire
from .devices import DeviceKeeper, is_described_anew
from .issues import AccountIssues
from .reauth import async_ask_to_log_in
from .registries import Registries
from .revocation import async_revoke
from .rooms import Rooms
from .sentences import refusal, sentence, trouble
from .settings import async_read_settings
from .starting import StartingCoordinator
from .token_store import TokenStore

if TYPE_CHECKING:
    from ..door_phone.door_phone import DoorPhone

POLL_ATTEMPTS = 2

LISTEN_PAUSE = 60.0
"""Seconds until what is pushed is taken again after a mistake of ours; they double up to about an hour."""

EARLIEST = 1.0
"""Seconds by which Home Assistant's timers may be early: a poll must not come within a pause."""

RETRY_PAUSE = 30.0
"""Seconds after which a poll that failed may come again, however rare polls are: a token whose answer was
lost on the way can be had only while the vendor's grace period lasts."""


class LatchkeyCoordinator(StartingCoordinator):
    """One account: what its vendor says, and the way to its vendor."""

    _tokens: TokenStore
    _client: aiohttp.ClientSession
    _session: TokenSession
    _cloud: Cloud
    _registries: Registries
    _sending: asyncio.Semaphore

    def __init__(self, hass: HomeAssistant, entry: LatchkeyConfigEntry, vendor: Vendor) -> None:
        """Poll as often as the person asks, as far as the vendor lets them."""
        mask_loggers(LOGGER.name, *vendor.loggers)
        pace = vendor.pace
        wished = entry.options.get(CONF_POLL_INTERVAL, pace.default)
        self._interval = min(max(wished, pace.minimum), pace.maximum)
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=vendor.name,
            update_interval=timedelta(seconds=self._interval),
            # Entities compare for themselves, and in one step. The coordinator compares with what it had
            # before the poll, and so misses what a command has shown while the poll was under way.
            always_update=True,
        )
        self.vendor = vendor
        self._issues = AccountIssues(hass, entry)
        self.door_phone: DoorPhone | None = None
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._commands = 0
        self._discover = False
        self.link: tuple[TokenSession, Cloud] | None = None
        """What reaches the vendor, for diagnostics; None where the set-up did not get as far."""

    @override
    async def _async_setup(self) -> None:
        """Open the session; it is closed when the entry is unloaded and when Home Assistant stops."""
        cloud_class = await self.hass.async_add_import_executor_job(self.vendor.load_cloud)
        entry_id, account = self.config_entry.entry_id, str(self.config_entry.unique_id)
        self._devices = DeviceKeeper(
            self.hass, entry_id, account, places_are_rooms=not issubclass(cloud_class, HasHomes)
        )
        # What a door phone has follows from what it is and from the options, not from how well it answers.
        keeps_features = not issubclass(cloud_class, HasDoors | Selectable)
        rooms = Rooms(self.hass, self.config_entry, has_rooms=not issubclass(cloud_class, HasHomes))
        self._registries = Registries(self._devices, rooms, self.work, keeps_features=keeps_features)
        self._tokens = TokenStore(self.hass, self.config_entry)
        try:
            tokens = await self._tokens.async_load()
        except OSError as error:
            # The disk may hold a newer token than the entry does: to start without it could burn both.
            code = errorcode.get(error.errno or 0, "EIO")
            raise UpdateFailed(**sentence("disk", self.vendor, code=code)) from error
        self._client = async_create_clientsession(self.hass, auto_cleanup=False)
        self._session = TokenSession(
            self._client,
            self.vendor.token_endpoint,
            tokens.refresh_token,
            self._tokens.async_rotate,
            on_parsed=self._tokens.async_begin,
            fallback_refresh_token=tokens.fallback,
            rejected=tokens.rejected,
        )
        settings = await async_read_settings(self.hass, self.config_entry)
        self._cloud = cloud_class(self._session, settings)
        self._sending = asyncio.Semaphore(self._cloud.commands_at_once or 1)
        self.link = self._session, self._cloud
        if settings.selection.mirrored:
            # Whoever logs in here as a new user must not have what is mirrored so mirrored back.
            added = self.hass.bus.async_listen(EVENT_USER_ADDED, self._async_start_anew)
            self.config_entry.async_on_unload(added)
        configured = self.hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._async_configured)
        self.config_entry.async_on_unload(configured)
        if isinstance(self._cloud, HasDoors):
            door_phone = await self.hass.async_add_import_executor_job(_load_door_phone)
            self.door_phone = door_phone(self.hass, self.config_entry, self._cloud, self._issues)
            await self.door_phone.async_load()
        # A set-up that fails is not unloaded, but cleaned up.
        self.config_entry.async_on_unload(self.async_close)
        stop = self.hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self.async_close)
        self.config_entry.async_on_unload(stop)
        if self.hass.is_stopping:
            # That event has passed: nobody would wait for a refresh.
            raise UpdateFailed(**sentence("closed", self.vendor))

    @callback
    def _async_start_anew(self, _event: Event) -> None:
        """Set the account up with the settings of now."""
        self.hass.config_entries.async_schedule_reload(self.config_entry.entry_id)

    @callback
    def _async_configured(self, event: Event) -> None:
        """Read everything anew where temperatures shall be in another unit."""
        if "unit_system" in event.data:
            self._async_start_anew(event)

    def counterpart(self, old: OldEntity) -> Counterpart | MissingReason:
        """Return what an entity of the vendor's earlier integration is here; or why it is nothing."""
        return self.able(HasPredecessor).counterpart(old)

    async def async_close(self, _event: Event | None = None) -> None:
        """Wait for a refresh that is under way, since the vendor may have rotated already, and stop."""
        await self.work.async_end()
        await self.async_stop_listening()
        door_phone, self.door_phone = self.door_phone, None
        if door_phone is not None:
            await door_phone.async_close()
        self.last_update_success = False  # A poll that is cut off now is no news for the log.
        await self._session.async_close()
        if self._client.closed:
            return
        self._issues.withdraw("no_devices")
        self._client.detach()
        if await self._tokens.async_close():
            # Each login has a session of its own at the vendor: to revoke this one's token (RFC 7009) does
            # not end the new one's. Not before the close: a running session would ask for another login.
            await async_revoke(self.hass, self.vendor, self._session.refresh_token)

    @override
    def _expect(self, places: Mapping[str, str]) -> None:
        """Tell the cloud which homes there were, where that saves it to wait for an answer."""
        if isinstance(self._cloud, ExpectsHomes):
            self._cloud.expect_homes(places)

    @override
    async def _async_read(self) -> Snapshot:
        """Fetch how the home is now."""
        try:
            return await self._async_fetch_paced()
        except RefreshTokenRejected as error:
            self._ask_to_log_in()
            raise ConfigEntryAuthFailed(**sentence("login_required", self.vendor)) from error
        except TemporaryError as error:
            raise self._update_failed(error) from error

    @override
    async def _async_take(self, snapshot: Snapshot) -> Snapshot:
        """Show the answer to a poll."""
        if not snapshot.devices and self._devices.registered:
            raise UpdateFailed(**sentence("no_devices", self.vendor))
        self._tell_whether_it_is_empty(snapshot)
        self._show(snapshot)
        await self._async_settle()
        return self.data  # What was told meanwhile is newer.

    @override
    async def _async_listen(self) -> None:
        """Take what no poll asks for, if anything; see `Listener`. A mistake of ours costs a pause."""
        if isinstance(self._cloud, TellsEvents):
            self._cloud.tell_events(partial(fire, self.hass))
        if not isinstance(self._cloud, TellsMore):
            return
        for mistakes in count():
            try:
                await self._cloud.async_listen(self)
            except RefreshTokenRejected:
                self.async_set_update_error(UpdateFailed(**sentence("login_required", self.vendor)))
                self._ask_to_log_in()
                return
            except Exception:  # noqa: BLE001 - it is logged, with where it came from
                LOGGER.exception("What %s pushes could not be taken", self.vendor.name)
                self.paced()
                await asyncio.sleep(LISTEN_PAUSE * 2 ** min(mistakes, 6))
            else:
                return

    @callback
    def changed(self, snapshot: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Show what the vendor pushed; the next poll comes when it would have come."""
        is_back, self.last_update_success = not self.last_update_success, True
        if is_back:
            LOGGER.info("%s is reached again", self.vendor.name)
        before = self._show(snapshot)
        if features is None or is_back:
            self.work.begin(self._async_take_all())
        else:
            self._tell(before, features)

    @callback
    def lost(self, error: TemporaryError) -> None:
        """Show that the vendor pushes nothing any more."""
        self.async_set_update_error(self._update_failed(error))

    @callback
    def paced(self) -> None:
        """Have the next poll come as soon as it is needed now."""
        before = self.update_interval
        self._pace()
        if self.update_interval != before and self._listeners:
            self._schedule_refresh()

    def _pace(self) -> None:
        """Poll as often as the person asks, or less often where the vendor tells what changes."""
        enough = self._cloud.poll_interval if isinstance(self._cloud, Pushing) else None
        self.update_interval = timedelta(seconds=max(self._interval, enough or 0.0))

    async def _async_fetch_paced(self) -> Snapshot:
        """Fetch how the home is now; when the next poll comes may depend on how that went."""
        try:
            return await self._async_fetch()
        finally:
            self._pace()

    async def _async_fetch(self) -> Snapshot:
        """Fetch how the home is now; an answer that a command has overtaken is old, and is fetched anew."""
        discover, self._discover = self._discover, False
        for _ in range(POLL_ATTEMPTS):
            commands = self._commands
            snapshot = await self._cloud.async_fetch(discover=discover)
            if commands == self._commands:
                return snapshot
        return self.data

    async def async_refresh_devices(self) -> None:
        """Read anew which devices there are, on a person's request."""
        self._discover = True
        await self.async_refresh()
        if not self.last_update_success:
            raise HomeAssistantError(**sentence("not_refreshed", self.vendor)) from self.last_exception

    async def async_ask[CapabilityT, AnswerT](
        self, capability: type[CapabilityT], ask: Callable[[CapabilityT], Awaitable[AnswerT]], name: str
    ) -> AnswerT:
        """Return what a cloud that can do something answers; people call what is asked about by a name."""
        await self.async_until_known()
        return await self._async_answer(ask(self.able(capability)), name)

    async def async_send(self, device_id: str, feature_key: str, name: str, command: Command) -> None:
        """Have a device carry out a command, and show the home as it is then."""
        async with self._turn(device_id):
            await self._async_publish(self._cloud.async_send(device_id, feature_key, command), name)

    async def async_send_state(
        self, device_id: str, name: str, values: Sequence[Mapping[str, JsonValue]]
    ) -> None:
        """Send a device raw values in the vendor's own words, and show the home as it is then."""
        cloud = self.able(TakesRawStates)
        async with self._turn(device_id):
            await self._async_publish(cloud.async_send_state(device_id, values), name)

    @asynccontextmanager
    async def _turn(self, device_id: str) -> AsyncIterator[None]:
        """Wait until a device may be sent a command: those to one device take effect in their order."""
        await self.async_until_known()
        if self._cloud.commands_at_once is None:
            yield
            return
        async with self._locks[device_id], self._sending:
            yield

    async def _async_publish(self, answer: Awaitable[Snapshot], name: str) -> None:
        """Show what the answer to a command says; the next poll comes when it would have come."""
        snapshot = await self._async_answer(answer, name)
        self._commands += 1
        before = self._show(snapshot)
        self._tell(
            before, changed_features(before, self.data) if has_same_features(before, self.data) else None
        )

    async def _async_answer[AnswerT](self, answer: Awaitable[AnswerT], name: str) -> AnswerT:
        """Return what the vendor answers to a person; errors become sentences about what they call so."""
        try:
            return await answer
        except CommandRefused as error:
            raise ServiceValidationError(**refusal(self.hass, self.vendor, error, name)) from error
        except CommandFailed as error:
            raise HomeAssistantError(**sentence("failed", self.vendor, entity=name)) from error
        except RefreshTokenRejected as error:
            self._ask_to_log_in()
            raise HomeAssistantError(**sentence("login_required", self.vendor)) from error
        except TemporaryError as error:
            raise HomeAssistantError(**trouble(self.vendor, error)) from error

    @callback
    def _ask_to_log_in(self) -> None:
        """Remember that the vendor rejects the refresh token, and ask a person to log in again."""
        self._tokens.async_reject()
        async_ask_to_log_in(self.hass, self.config_entry)

    def able[CapabilityT](self, capability: type[CapabilityT]) -> CapabilityT:
        """Return the cloud as one that can do something; where it cannot, a person reads that it does not."""
        if not isinstance(self._cloud, capability):
            raise ServiceValidationError(**sentence("vendor_cannot", self.vendor))
        return self._cloud

    @property
    def is_selectable(self) -> bool:
        """Whether a person chooses which features are shown."""
        return isinstance(self._cloud, Selectable)

    @property
    def has_homes(self) -> bool:
        """Whether its places are homes."""
        return isinstance(self._cloud, HasHomes)

    def feature(self, device_id: str, key: str) -> Feature | None:
        """Return a feature as it is now; None where the vendor does not list it."""
        device = self.data.devices.get(device_id)
        return device.features.get(key) if device is not None else None

    def area(self, device_id: str) -> str | None:
        """Return the name of the area that a device is put into, unless a person chooses another."""
        device = self.data.devices.get(device_id)
        return self._devices.area(device, self.data) if device is not None else None

    def identifier(self, device_id: str) -> tuple[str, str]:
        """Return what names a device in the registry."""
        return self._devices.identifier(device_id)

    def registered(self, device_id: str) -> DeviceEntry | None:
        """Return a device as it is known here, listed or not."""
        return self._devices.find(device_id)

    def device_id(self, device: DeviceEntry) -> str | None:
        """Return the vendor's id of a device in the registry; None where the vendor does not list it."""
        for device_id in self.data.devices:
            if self.identifier(device_id) in device.identifiers:
                return device_id
        return None

    @callback
    def _tell_whether_it_is_empty(self, snapshot: Snapshot) -> None:
        """Say that the account has no devices, as long as that is so: its owner may wonder where they are."""
        if snapshot.devices:
            self._issues.withdraw("no_devices")
        else:
            self._issues.tell("no_devices", vendor=self.vendor.name, app=self.vendor.app_name)

    @callback
    def _show(self, snapshot: Snapshot) -> Snapshot:
        """Have the account shown as it is now, but for what the person hid; return what was shown before."""
        before, self.data = self.data, self._visible(snapshot)
        self.note_shown()
        if self.door_phone is not None:
            self.door_phone.async_follow(self.data)
        return before

    @callback
    def _tell(self, before: Snapshot, features: Collection[FeatureId] | None) -> None:
        """Tell those whom some features are about, or all; not before their devices and rooms are known."""
        if features is not None and not is_described_anew(before, self.data, {key for key, _ in features}):
            self.wake(features)
        else:
            self.work.begin(self._async_follow_and_tell(features))

    async def _async_follow_and_tell(self, features: Collection[FeatureId] | None) -> None:
        """Bring the device registry up to date, and then wake the entities of some features, or all."""
        await self._registries.async_follow(self.data)
        if features is None:
            self.async_update_listeners()
        else:
            self.wake(features)

    async def _async_take_all(self) -> None:
        """Take that anything may be another one."""
        await self._async_settle()
        self.async_update_listeners()

    async def _async_settle(self) -> None:
        """Bring the registries up to date; what is gone for good may come back as something new."""
        if await self._registries.async_settle(self.data):
            self.forget_told()

    def _visible(self, snapshot: Snapshot) -> Snapshot:
        """Leave out what the person hid."""
        hidden = self.config_entry.options.get(CONF_HIDDEN_PLACES)
        if not hidden:
            return snapshot
        devices = {key: device for key, device in snapshot.devices.items() if device.place not in hidden}
        unchosen = snapshot.unchosen | (snapshot.devices.keys() - devices.keys())
        return replace(snapshot, devices=devices, unchosen=unchosen)

    def _update_failed(self, error: TemporaryError) -> UpdateFailed:
        """Return the error of a poll; the next one does not come faster than the vendor bears."""
        wait = error.retry_after
        if wait is not None and isinstance(error, VendorPaused):
            wait += EARLIEST
        if wait is not None and self.update_interval is not None:
            wait = max(wait, min(self.update_interval.total_seconds(), RETRY_PAUSE))
        return UpdateFailed(**trouble(self.vendor, error), retry_after=wait)


def _load_door_phone() -> type[DoorPhone]:
    """Import what accounts without doors do not need. Reads files: never on the event loop."""
    from ..door_phone.door_phone import DoorPhone  # noqa: PLC0415 - slow, and needed only where there are doors

    return DoorPhone
