"""Media players."""

from collections.abc import Awaitable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Final, override

from homeassistant.components.media_player import (
    ATTR_MEDIA_ANNOUNCE,
    ATTR_MEDIA_ENQUEUE,
    ATTR_MEDIA_EXTRA,
    BrowseMedia,
    MediaClass,
    MediaPlayerDeviceClass,
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaPlayerState,
    RepeatMode,
    SearchMedia,
    SearchMediaQuery,
)
from homeassistant.components.media_source import is_media_source_id
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.capabilities import HasMedia
from .clouds.model import (
    ControlPlayer,
    JoinPlayers,
    MediaId,
    MediaItem,
    MediaPlayer,
    MediaSearch,
    Picture,
    PlayerAction,
    PlayMedia,
    SetPlayer,
)
from .const import CONF_URL, DOMAIN
from .entities.abilities import as_flags
from .entities.entity import LatchkeyEntity, async_add_features
from .entities.own_media import async_offer, is_here, sign_address
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0

THUMBNAIL: Final = "thumbnail"
"""What stands for the type of something in the addresses of thumbnails."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's media players."""
    async_add_features(entry, async_add_entities, MediaPlayer, LatchkeyMediaPlayer)


def _told(name: str) -> Any:
    """Return a property that is what the feature tells by this name."""
    return property(attrgetter(f"feature.{name}"))


def _does(action: PlayerAction) -> Any:
    """Return a method that has the player do something."""

    async def control(self: LatchkeyMediaPlayer) -> None:
        await self.async_send(ControlPlayer(action))

    return control


class LatchkeyMediaPlayer(LatchkeyEntity[MediaPlayer], MediaPlayerEntity):
    """A media player."""

    _shows_by_itself = True
    _kept: tuple[str | None, Picture] | None = None
    """The picture that was fetched last, and its name."""

    volume_level = _told("volume")
    is_volume_muted = _told("muted")
    source = _told("source")
    sound_mode = _told("sound_mode")
    shuffle = _told("shuffle")
    repeat = _told("repeat")
    app_id = _told("app_id")
    app_name = _told("app_name")
    media_content_id = _told("media.content_id")
    media_content_type = _told("media.content_type")
    media_title = _told("media.title")
    media_artist = _told("media.artist")
    media_album_name = _told("media.album")
    media_album_artist = _told("media.album_artist")
    media_track = _told("media.track")
    media_series_title = _told("media.series")
    media_season = _told("media.season")
    media_episode = _told("media.episode")
    media_channel = _told("media.channel")
    media_playlist = _told("media.playlist")
    media_duration = _told("media.duration")
    media_position = _told("media.position")
    media_position_updated_at = _told("media.position_at")
    media_image_hash = _told("picture")

    async_turn_on = _does("turn_on")
    async_turn_off = _does("turn_off")
    async_toggle = _does("toggle")
    async_media_play = _does("play")
    async_media_pause = _does("pause")
    async_media_play_pause = _does("play_pause")
    async_media_stop = _does("stop")
    async_media_next_track = _does("next")
    async_media_previous_track = _does("previous")
    async_volume_up = _does("volume_up")
    async_volume_down = _does("volume_down")
    async_clear_playlist = _does("clear_playlist")
    async_unjoin_player = _does("leave_group")

    @property
    @override
    def state(self) -> MediaPlayerState | None:
        """Return what it is doing."""
        return try_parse_enum(MediaPlayerState, self.feature.state)

    @property
    @override
    def device_class(self) -> MediaPlayerDeviceClass | None:
        """Return what kind of player it is."""
        return try_parse_enum(MediaPlayerDeviceClass, self.feature.device_class)

    @property
    @override
    def supported_features(self) -> MediaPlayerEntityFeature:
        """Return what it can do, as far as this Home Assistant knows it."""
        return as_flags(MediaPlayerEntityFeature, self.feature.abilities)

    @property
    @override
    def source_list(self) -> list[str]:
        """Return its sources."""
        return list(self.feature.sources)

    @property
    @override
    def sound_mode_list(self) -> list[str]:
        """Return its sound modes."""
        return list(self.feature.sound_modes)

    @property
    @override
    def group_members(self) -> list[str] | None:
        """Return the players here that play the same; those that are not shown are left out."""
        if self.feature.members is None:
            return None
        known = {player.feature.group_name: player.entity_id for player in self._players()}
        return [known[member] for member in self.feature.members if member in known]

    def _players(self) -> Iterable[LatchkeyMediaPlayer]:
        """Return the players of the account."""
        players = self.platform.entities.values()
        return (player for player in players if isinstance(player, LatchkeyMediaPlayer))

    @override
    async def async_added_to_hass(self) -> None:
        """Let its group know it."""
        await super().async_added_to_hass()
        self._tell_group()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        """Let its group know it where it was given another name."""
        name = self.feature.group_name
        super()._handle_coordinator_update()
        if self.feature.group_name != name:
            self._tell_group()

    @callback
    def _tell_group(self) -> None:
        """Have the players that play the same tell that this one does, too."""
        for player in self._players():
            if player is not self and self.feature.group_name in (player.feature.members or ()):
                player.async_write_ha_state()

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        """Set how loud it is."""
        await self.async_send(SetPlayer(volume=volume))

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        """Mute it, or not."""
        await self.async_send(SetPlayer(muted=mute))

    @override
    async def async_media_seek(self, position: float) -> None:
        """Go to another moment."""
        await self.async_send(SetPlayer(position=position))

    @override
    async def async_select_source(self, source: str) -> None:
        """Choose what is heard or seen."""
        await self.async_send(SetPlayer(source=source))

    @override
    async def async_select_sound_mode(self, sound_mode: str) -> None:
        """Choose how it sounds."""
        await self.async_send(SetPlayer(sound_mode=sound_mode))

    @override
    async def async_set_shuffle(self, shuffle: bool) -> None:
        """Play in any order, or not."""
        await self.async_send(SetPlayer(shuffle=shuffle))

    @override
    async def async_set_repeat(self, repeat: RepeatMode) -> None:
        """Choose what is played again."""
        await self.async_send(SetPlayer(repeat=str(repeat)))

    @override
    async def async_join_players(self, group_members: list[str]) -> None:
        """Have other players of the account play the same."""
        names = {player.entity_id: player.feature.group_name for player in self._players()}
        await self.async_send(JoinPlayers(tuple(self._name(member, names) for member in group_members)))

    def _name(self, member: str, names: Mapping[str, str | None]) -> str:
        """Return what a member is called; raises ServiceValidationError where it is none of the account."""
        name = names.get(member)
        if name is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="cannot_join",
                translation_placeholders={"entity": self.friendly_name, "member": member},
            )
        return name

    @override
    async def async_play_media(self, media_type: str, media_id: str, **kwargs: Any) -> None:
        """Play something."""
        content = await self._async_find(MediaId(media_type, media_id))
        enqueue = kwargs.get(ATTR_MEDIA_ENQUEUE)
        command = PlayMedia(
            content_id=content.content_id,
            content_type=content.content_type,
            enqueue=str(enqueue) if enqueue is not None else None,
            announce=kwargs.get(ATTR_MEDIA_ANNOUNCE),
            extra=kwargs.get(ATTR_MEDIA_EXTRA) or {},
        )
        await self.async_send(command)

    async def _async_find(self, media: MediaId) -> MediaId:
        """Return what the player is told to play: what only this Home Assistant has, it fetches here."""
        if not is_media_source_id(media.content_id):
            return MediaId(media.content_type, sign_address(self.hass, media.content_id))
        if await self.async_ask(HasMedia, lambda cloud: cloud.async_knows_media(media.content_id)):
            return media
        there = str(self.coordinator.config_entry.data.get(CONF_URL, ""))
        return await async_offer(self.hass, media.content_id, (self.entity_id, self.friendly_name), there)

    @override
    async def async_browse_media(
        self, media_content_type: str | None = None, media_content_id: str | None = None
    ) -> BrowseMedia:
        """Return what there is to be played."""
        where = _place(media_content_type, media_content_id)
        item = await self.async_ask(HasMedia, lambda cloud: cloud.async_browse_media(*self.feature_id, where))
        return self._describe(item)

    @override
    async def async_search_media(self, query: SearchMediaQuery) -> SearchMedia:
        """Return what is found."""
        search = MediaSearch(
            text=query.search_query,
            where=_place(query.media_content_type, query.media_content_id),
            classes=tuple(sorted(query.media_filter_classes or ())),
        )
        found = await self.async_ask(
            HasMedia, lambda cloud: cloud.async_search_media(*self.feature_id, search)
        )
        return SearchMedia(result=[self._describe(item) for item in found])

    def _describe(self, item: MediaItem) -> BrowseMedia:
        """Return something that can be browsed or played in the words of Home Assistant.

        An address of this side that comes from the other one is left out: who plays it would sign it.
        """
        thumbnail = item.thumbnail_address
        if item.thumbnail is not None:
            thumbnail = self.get_browse_image_url(THUMBNAIL, item.thumbnail)
        classes = (try_parse_enum(MediaClass, each) for each in item.search_classes)
        return BrowseMedia(
            media_class=item.media_class,
            media_content_id="" if is_here(self.hass, item.id.content_id) else item.id.content_id,
            media_content_type=item.id.content_type,
            title=item.title,
            can_play=item.can_play,
            can_expand=item.can_expand,
            can_search=item.can_search,
            search_media_classes=[each for each in classes if each is not None] or None,
            children=[self._describe(child) for child in item.children],
            children_media_class=item.children_class,
            thumbnail=thumbnail,
            not_shown=item.left_out,
        )

    @override
    async def async_get_picture(self) -> Picture:
        """Return the picture of what is being played; each is fetched once, whoever looks."""
        name = self.feature.picture
        if self._kept is None or self._kept[0] != name:
            self._kept = (name, await super().async_get_picture())
        return self._kept[1]

    @override
    async def async_get_media_image(self) -> tuple[bytes | None, str | None]:
        """Return the picture of what is being played."""
        if self.feature.picture is None:
            return None, None
        return await _async_see(self.async_get_picture())

    @override
    async def async_get_browse_image(
        self, media_content_type: str, media_content_id: str, media_image_id: str | None = None
    ) -> tuple[bytes | None, str | None]:
        """Return the picture of something that was browsed or found."""
        return await _async_see(
            self.async_ask(HasMedia, lambda cloud: cloud.async_get_thumbnail(media_content_id))
        )


async def _async_see(picture: Awaitable[Picture]) -> tuple[bytes | None, str | None]:
    """Return a picture; nothing where there is none, since who shows it can say no more than that."""
    try:
        seen = await picture
    except HomeAssistantError:
        return None, None
    return seen.content, seen.content_type


def _place(content_type: str | None, content_id: str | None) -> MediaId | None:
    """Return where somebody looks; None is the beginning."""
    return None if content_type is content_id is None else MediaId(content_type or "", content_id or "")
