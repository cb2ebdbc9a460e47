"""Media players."""

from typing import Final

from ...model import Media, MediaPlayer
from ..keys import without_keys
from .attributes import Maps, Told, parse_moment

ABILITIES: Final = {
    1: "pause",
    2: "seek",
    4: "volume_set",
    8: "volume_mute",
    16: "previous_track",
    32: "next_track",
    128: "turn_on",
    256: "turn_off",
    512: "play_media",
    1024: "volume_step",
    2048: "select_source",
    4096: "stop",
    8192: "clear_playlist",
    16384: "play",
    32768: "shuffle_set",
    65536: "select_sound_mode",
    131072: "browse_media",
    262144: "repeat_set",
    524288: "grouping",
    1048576: "media_announce",
    2097152: "media_enqueue",
    4194304: "search_media",
}
"""What each bit says; those of newer versions say nothing here."""

_MAX_TEXT: Final = 2048
"""Titles are long, and addresses longer."""


def map_media_player(told: Told) -> MediaPlayer:
    """Return a media player."""
    return MediaPlayer(
        **told.common,
        state=told.state,
        device_class=told.text("device_class"),
        abilities=told.abilities(ABILITIES),
        volume=told.number("volume_level"),
        muted=told.flag("is_volume_muted"),
        source=told.text("source"),
        sources=told.texts("source_list"),
        sound_mode=told.text("sound_mode"),
        sound_modes=told.texts("sound_mode_list"),
        shuffle=told.flag("shuffle"),
        repeat=told.text("repeat"),
        app_id=told.text("app_id"),
        app_name=told.text("app_name"),
        media=_media(told),
        group_name=told.entity_id,
        members=told.texts("group_members") if told.has_list("group_members") else None,
    )


def _media(told: Told) -> Media:
    """Return what is being played."""

    def number(name: str) -> float | None:
        value = told.number(name)
        return int(value) if value is not None and value.is_integer() else value

    def text(name: str) -> str | None:
        # Some integrations number what others name, and some name what is played like its address.
        value = number(name)
        if value is not None:
            return str(value)
        return without_keys(told.text(name, _MAX_TEXT) or "") or None

    return Media(
        content_id=text("media_content_id"),
        content_type=text("media_content_type"),
        title=text("media_title"),
        artist=text("media_artist"),
        album=text("media_album_name"),
        album_artist=text("media_album_artist"),
        track=number("media_track"),
        series=text("media_series_title"),
        season=text("media_season"),
        episode=text("media_episode"),
        channel=text("media_channel"),
        playlist=text("media_playlist"),
        duration=number("media_duration"),
        position=number("media_position"),
        position_at=parse_moment(told.text("media_position_updated_at")),
    )


MAPS: Final[Maps] = {"media_player": {"": map_media_player}}
