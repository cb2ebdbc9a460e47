"""The last calls at doors, kept on this machine: the vendor shows who rang for a while only."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util import dt as dt_util
from homeassistant.util.file import write_utf8_file

from ..auth.errors import AuthError
from ..clouds.base import CommandRefused
from ..clouds.model import Call, CallOutcome, Snapshot
from ..const import CONF_KEPT_CALLS, CONF_KEPT_DAYS, DOMAIN, KEPT_CALLS, KEPT_DAYS, LOGGER
from ..entry import LatchkeyConfigEntry

MAX_ATTEMPTS: Final = 6
"""How often a picture is asked for: while the call lasts its own news are the occasions, then polls are."""

FOLLOW_INTERVAL: Final = timedelta(hours=1)
"""How often pictures that have become too old are looked for, also while nothing is heard of the vendor."""

_DEEDS: Final = ("answered_here", "rejected")
"""What was done here, which the vendor does not know: after a restart it says something else."""

_VERSION: Final = 1
_PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCall:
    """A call that is kept, with its picture if there was one to be had."""

    key: str
    """Names it here: the vendor's own words never become the name of a file."""

    device_id: str
    door: str
    """What its door was called then."""

    rang_at: datetime
    outcome: CallOutcome | None
    has_picture: bool = True

    @property
    def ending(self) -> str | None:
        """How it ended, in the words of the doorbell's events."""
        return "answered_elsewhere" if self.outcome == "answered" else self.outcome

    @classmethod
    def parse(cls, stored: Any) -> Self:
        """Return a call as it was stored; raises KeyError, TypeError or ValueError where it was not."""
        return cls(**{**stored, "rang_at": datetime.fromisoformat(stored["rang_at"]).astimezone(UTC)})


class CallHistory:
    """Keeps the last calls of one account."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: LatchkeyConfigEntry,
        async_get_image: Callable[[str], Awaitable[bytes]],
    ) -> None:
        """Take what fetches the picture of a call, by the vendor's id of the call."""
        self._hass = hass
        self._entry = entry
        self._async_get_image = async_get_image
        self._limit = int(entry.options.get(CONF_KEPT_CALLS, KEPT_CALLS))
        self._life = timedelta(days=int(entry.options.get(CONF_KEPT_DAYS, KEPT_DAYS)))
        self._index = _index(hass, entry.entry_id)
        self._folder = _folder(hass, entry.entry_id)
        self._calls: dict[str, KeptCall] = {}
        self._attempts: Counter[str] = Counter()
        self._latest = Snapshot(devices={})
        self._following: asyncio.Task[None] | None = None

    @property
    def calls(self) -> list[KeptCall]:
        """The calls that are kept, newest first."""
        return sorted(self._calls.values(), key=lambda call: call.rang_at, reverse=True)

    async def async_load(self) -> None:
        """Know again what was kept; delete of it what is not to be kept any more."""
        if not self._limit:
            await async_forget_calls(self._hass, self._entry.entry_id)
            return
        try:
            stored = await self._index.async_load()
            calls = [KeptCall.parse(each) for each in stored or ()]
        except HomeAssistantError, KeyError, TypeError, ValueError:
            LOGGER.warning("The list of kept calls cannot be read; a new one is begun")
            calls = []
        self._calls = {call.key: call for call in calls}
        await self._async_keep_all(self._latest)
        follow = async_track_time_interval(
            self._hass, self._async_follow_again, FOLLOW_INTERVAL, cancel_on_shutdown=True
        )
        self._entry.async_on_unload(follow)

    @callback
    def _async_follow_again(self, _now: datetime) -> None:
        """Delete what has become too old since."""
        self.async_follow(self._latest)

    @callback
    def async_follow(self, snapshot: Snapshot) -> None:
        """Keep what is new of the calls of an account, one after the other, in the background."""
        self._latest = snapshot
        if self._limit and (self._following is None or self._following.done()):
            self._following = self._entry.async_create_background_task(
                self._hass, self._async_follow(), "keep the last calls"
            )

    async def async_close(self) -> None:
        """Stop fetching; what is missing then is fetched after the next start."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])

    async def async_read(self, key: str) -> bytes | None:
        """Return the picture of a call; None where it is not kept."""
        if key not in self._calls:
            return None
        return await self._hass.async_add_executor_job(_read, self._path(key))

    def has_picture(self, device_id: str) -> bool:
        """Return whether a picture of a call at a door is kept."""
        return any(call.device_id == device_id and call.has_picture for call in self.calls)

    async def async_read_last(self, device_id: str) -> bytes | None:
        """Return the picture of the last call at a door; None where it is not kept."""
        # Where the vendor tells of a call, a picture of the one before would show somebody else.
        told = [_key(call) for call in self._latest.calls if call.device_id == device_id and call.has_image]
        kept = [call.key for call in self.calls if call.device_id == device_id and call.has_picture]
        return await self.async_read(next(iter(told or kept), ""))

    async def _async_follow(self) -> None:
        """Bring what is kept up to date with the account as it is now, and as it is by then."""
        followed: Snapshot | None = None
        while followed is not self._latest:
            followed = self._latest
            await self._async_keep_all(followed)

    async def _async_keep_all(self, snapshot: Snapshot) -> None:
        """Keep the calls of a snapshot, and nothing that is too old or too much."""
        before = dict(self._calls)
        oldest = dt_util.utcnow() - self._life
        for call in snapshot.calls[: self._limit]:
            device = snapshot.devices.get(call.device_id)
            if call.rang_at > oldest and device is not None:
                await self._async_keep(call, device.name)
        kept = [call for call in self.calls if call.rang_at > oldest][: self._limit]
        self._calls = {call.key: call for call in kept}
        if self._calls != before:
            await self._index.async_save([asdict(call) for call in kept])
        await self._async_tidy()

    async def _async_tidy(self) -> None:
        """Delete every picture that is of no kept call, also where a power cut came before the list."""
        paths = {self._path(key) for key in self._calls}
        await self._hass.async_add_executor_job(_delete_others, self._folder, paths)

    async def _async_keep(self, call: Call, door: str) -> None:
        """Keep a call, or what is new of one that is kept."""
        key = _key(call)
        kept = self._calls.get(key) or KeptCall(
            key=key,
            device_id=call.device_id,
            door=door,
            rang_at=call.rang_at,
            outcome=call.outcome,
            has_picture=False,
        )
        if kept.outcome not in _DEEDS:
            kept = replace(kept, outcome=call.outcome or kept.outcome)
        if call.has_image and not kept.has_picture and self._attempts[key] < MAX_ATTEMPTS:
            self._attempts[key] += 1
            kept = replace(kept, has_picture=await self._async_fetch(key, call.id))
        self._calls[key] = kept

    async def _async_fetch(self, key: str, call_id: str) -> bool:
        """Fetch the picture of a call and write it; return whether it is there."""
        try:
            image = await self._async_get_image(call_id)
            await self._hass.async_add_executor_job(_write, self._path(key), image)
        except AuthError, CommandRefused, HomeAssistantError, OSError:
            return False  # It is no reason to worry anybody: polls tell of a vendor that is away.
        return True

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.jpg"


async def async_forget_calls(hass: HomeAssistant, entry_id: str) -> None:
    """Delete all that is kept of the calls of an account."""
    await _index(hass, entry_id).async_remove()
    await hass.async_add_executor_job(_delete, _folder(hass, entry_id))


def _key(call: Call) -> str:
    """Return what names a call here."""
    return sha256(call.id.encode()).hexdigest()[:32]


def _index(hass: HomeAssistant, entry_id: str) -> Store[list[dict[str, Any]]]:
    """Return the file that lists the calls."""
    return Store(hass, _VERSION, f"{DOMAIN}.{entry_id}.calls", private=True, atomic_writes=True)


def _folder(hass: HomeAssistant, entry_id: str) -> Path:
    """Return the folder of the pictures."""
    return Path(hass.config.path(STORAGE_DIR, f"{DOMAIN}.{entry_id}.pictures"))


def _write(path: Path, image: bytes) -> None:
    """Write a picture that nobody else on this machine may look at."""
    path.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    write_utf8_file(str(path), image, private=True, mode="wb")


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _delete_others(folder: Path, kept: Collection[Path]) -> None:
    with suppress(OSError):  # A disk that takes nothing any more is told of by what matters more.
        for path in set(folder.glob("*")).difference(kept):
            path.unlink()


def _delete(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
