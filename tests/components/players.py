"""Another Home Assistant, and the media players that it has."""

from collections.abc import Sequence
from typing import Final, override

from homeassistant.components.demo.media_player import (
    MUSIC_PLAYER_SUPPORT,
    DemoBrowsePlayer,
    DemoGroupPlayer,
    DemoMusicPlayer,
    DemoSearchPlayer,
    DemoTVShowPlayer,
    DemoYoutubePlayer,
)
from homeassistant.components.media_player import (
    BrowseMedia,
    MediaClass,
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    SearchMedia,
    SearchMediaQuery,
)
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import setup_test_component_platform

COVER: Final = (b"the cover of a record", "image/png")
LABEL: Final = (b"the label of a record", "image/jpeg")
TOKEN: Final = "a-key-of-the-other-side"


class Radio(DemoMusicPlayer):
    """A player that has records, with pictures of its own and of others."""

    _attr_supported_features = (
        MUSIC_PLAYER_SUPPORT
        | MediaPlayerEntityFeature.BROWSE_MEDIA
        | MediaPlayerEntityFeature.SEARCH_MEDIA
        | MediaPlayerEntityFeature.PLAY_MEDIA
        | MediaPlayerEntityFeature.MEDIA_ENQUEUE
    )

    thumbnails: Sequence[str] = ()
    """Of records beside the one whose picture it serves itself."""

    first_record = "record-0"

    def __init__(self) -> None:
        super().__init__("Radio")
        self.looked = 0
        self.played: list[tuple[str, str, dict[str, object]]] = []
        self.searches: list[SearchMediaQuery] = []

    @override
    async def async_get_media_image(self) -> tuple[bytes | None, str | None]:
        self.looked += 1
        return COVER

    @override
    async def async_get_browse_image(
        self, media_content_type: str, media_content_id: str, media_image_id: str | None = None
    ) -> tuple[bytes | None, str | None]:
        return LABEL if (media_content_type, media_content_id) == ("album", "record 1/2") else (None, None)

    @override
    async def async_browse_media(
        self, media_content_type: str | None = None, media_content_id: str | None = None
    ) -> BrowseMedia:
        own = self.get_browse_image_url("album", "record 1/2")
        return BrowseMedia(
            media_class=MediaClass.DIRECTORY,
            media_content_id=media_content_id or "",
            media_content_type=media_content_type or "library",
            title="Records",
            can_play=False,
            can_expand=True,
            can_search=True,
            search_media_classes=[MediaClass.ALBUM],
            children=[
                self._record(number, address) for number, address in enumerate((own, *self.thumbnails))
            ],
            not_shown=3,
        )

    @override
    async def async_search_media(self, query: SearchMediaQuery) -> SearchMedia:
        self.searches.append(query)
        return SearchMedia(result=[self._record(0, self.get_browse_image_url("album", "record 1/2"))])

    @override
    def play_media(self, media_type: str, media_id: str, **kwargs: object) -> None:
        self.played.append((media_type, media_id, kwargs))
        self._attr_media_content_id = media_id
        self.schedule_update_ha_state()

    def _record(self, number: int, thumbnail: str) -> BrowseMedia:
        return BrowseMedia(
            media_class=MediaClass.ALBUM,
            media_content_id=f"record-{number}" if number else self.first_record,
            media_content_type="album",
            title=f"Record {number}",
            can_play=True,
            can_expand=True,
            thumbnail=thumbnail,
        )


class Pair(DemoMusicPlayer):
    """A player that says of all of its group that they are one."""

    @override
    def join_players(self, group_members: list[str]) -> None:
        super().join_players([*group_members, "media_player.gone"])


async def have_players(hass: HomeAssistant) -> Radio:
    """Have all kinds of media players, each of the demo's twice, and return the radio."""
    radio = Radio()
    players: list[MediaPlayerEntity] = [radio]
    for twin in ("", " twin"):
        players += [
            DemoMusicPlayer(f"Walkman{twin}"),
            DemoYoutubePlayer(f"Bedroom{twin}", "kxopViU98Xo", "Epic sax guy 10 hours", 360000),
            DemoGroupPlayer(f"Group{twin}"),
            named(DemoTVShowPlayer(), f"Lounge room{twin}"),
        ]
    players += [Pair("Left"), Pair("Right"), DemoBrowsePlayer("Browse"), DemoSearchPlayer("Search")]
    setup_test_component_platform(hass, "media_player", players)
    hass.http.app._router._frozen = False
    assert await async_setup_component(hass, "media_player", {"media_player": {"platform": "test"}})
    await hass.async_block_till_done()
    return radio


def named[PlayerT: MediaPlayerEntity](player: PlayerT, name: str) -> PlayerT:
    """Return a player with another name."""
    player._attr_name = name
    return player
