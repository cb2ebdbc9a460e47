"""The last calls at doors in the media browser, also those of which there is no picture."""

from typing import Final, override

from homeassistant.components.media_player import BrowseError, MediaClass
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN
from .door_phone.call_history import CallHistory, KeptCall
from .door_phone.call_pictures import JPEG, async_histories, picture_address
from .door_phone.local_time import LocalTime
from .entry import LatchkeyConfigEntry

_WORDS: Final = f"component.{DOMAIN}.entity.event.doorbell.state_attributes.event_type.state."


async def async_get_media_source(hass: HomeAssistant) -> MediaSource:
    """Return the media source."""
    return LatchkeyMediaSource(hass)


class LatchkeyMediaSource(MediaSource):
    """The calls of all accounts, by home where there are several accounts."""

    name = "Latchkey"

    def __init__(self, hass: HomeAssistant) -> None:
        """Take where the accounts are."""
        super().__init__(DOMAIN)
        self.hass = hass

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return where the picture of a call is."""
        entry_id, _, key = item.identifier.partition("/")
        history = async_histories(self.hass).get(entry_id)
        if history is None or not any(call.key == key and call.has_picture for call in history[1].calls):
            raise Unresolvable(translation_domain=DOMAIN, translation_key="no_picture_kept")
        return PlayMedia(picture_address(entry_id, key), JPEG)

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return the calls of an account, or the homes of the accounts to choose among."""
        histories = {key: known for key, known in async_histories(self.hass).items() if known[1].calls}
        entry_id = item.identifier or (next(iter(histories)) if len(histories) == 1 else "")
        if not entry_id:
            children = [_folder(key, _home(*known)) for key, known in histories.items()]
            return _folder(None, self.name, children)
        if entry_id not in histories:
            raise BrowseError(translation_domain=DOMAIN, translation_key="no_picture_kept")
        entry, history = histories[entry_id]
        local = await LocalTime.async_find(self.hass)
        words = await async_get_translations(self.hass, local.language, "entity", [DOMAIN])
        calls = [_call(entry_id, call, local, words) for call in history.calls]
        return _folder(item.identifier or None, _home(entry, history), calls)


def _home(entry: LatchkeyConfigEntry, history: CallHistory) -> str:
    """Return the name of the home whose calls are kept, or the account's where no home is known any more."""
    snapshot = entry.runtime_data.data
    devices = [snapshot.devices.get(call.device_id) for call in history.calls]
    names = [snapshot.places.get(device.place or "") for device in devices if device is not None]
    return ", ".join(dict.fromkeys(filter(None, names))) or entry.title


def _folder(
    identifier: str | None, title: str, children: list[BrowseMediaSource] | None = None
) -> BrowseMediaSource:
    """Return what can be opened."""
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=MediaClass.DIRECTORY,
        media_content_type="",
        title=title,
        can_play=False,
        can_expand=True,
        children=children,
        children_media_class=MediaClass.IMAGE,
    )


def _call(entry_id: str, call: KeptCall, local: LocalTime, words: dict[str, str]) -> BrowseMediaSource:
    """Return a call: where, when and how it ended, and its picture if there is one."""
    outcome = words.get(_WORDS + (call.ending or ""))
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=f"{entry_id}/{call.key}",
        media_class=MediaClass.IMAGE,
        media_content_type=JPEG,
        title=" · ".join(each for each in (call.door, local.write(call.rang_at), outcome) if each),
        can_play=call.has_picture,
        can_expand=False,
        thumbnail=picture_address(entry_id, call.key) if call.has_picture else None,
    )
