"""Media players, and what they play."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .feature import Feature, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What is being played; times are in seconds."""

    content_id: str | None = None
    content_type: str | None = None
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    album_artist: str | None = None
    track: float | None = None
    series: str | None = None
    season: str | None = None
    episode: str | None = None
    channel: str | None = None
    playlist: str | None = None
    duration: float | None = None
    position: float | None = None
    position_at: datetime | None = None
    """When it was at that position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPlayer(Feature):
    """A media player."""

    platform = "media_player"

    state: str | None
    device_class: str | None = None
    abilities: frozenset[str] = frozenset()
    """What it can do, by the names of Home Assistant's features in small letters: volume_set and so on."""

    volume: float | None = None
    """From 0 to 1."""

    muted: bool | None = None
    source: str | None = None
    sources: tuple[str, ...] = ()
    sound_mode: str | None = None
    sound_modes: tuple[str, ...] = ()
    shuffle: bool | None = None
    repeat: str | None = None
    app_id: str | None = None
    app_name: str | None = None
    media: Media = field(default_factory=Media)
    group_name: str | None = None
    """What it is called where the members of a group are named."""

    members: tuple[str, ...] | None = None
    """The players that play the same, itself among them; not each of them need be shown."""


type PlayerAction = Literal[
    "turn_on",
    "turn_off",
    "toggle",
    "play",
    "pause",
    "play_pause",
    "stop",
    "next",
    "previous",
    "volume_up",
    "volume_down",
    "clear_playlist",
    "leave_group",
]


@dataclass(frozen=True, slots=True)
class ControlPlayer:
    """Have a media player do something."""

    action: PlayerAction


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPlayer:
    """Change a media player; what is None stays as it is."""

    volume: float | None = None
    muted: bool | None = None
    position: float | None = None
    source: str | None = None
    sound_mode: str | None = None
    shuffle: bool | None = None
    repeat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayMedia:
    """Play something."""

    content_id: str
    content_type: str
    enqueue: str | None = None
    """Where it goes among what is to be played: add, next, play, replace."""

    announce: bool | None = None
    """Whether to go on afterwards with what is being played now."""

    extra: Mapping[str, JsonValue] = field(default_factory=dict)
    """What the player's own integration takes."""


@dataclass(frozen=True, slots=True)
class JoinPlayers:
    """Have other media players play what this one plays, by `MediaPlayer.group_name`."""

    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MediaId:
    """Names something that can be browsed or played."""

    content_type: str
    content_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSearch:
    """What somebody looks for."""

    text: str
    where: MediaId | None = None
    """None is anywhere."""

    classes: tuple[str, ...] = ()
    """Nothing but these, where some are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaItem:
    """Something that can be browsed or played; classes and types are Home Assistant's."""

    id: MediaId
    title: str
    media_class: str
    can_play: bool = False
    can_expand: bool = False
    can_search: bool = False
    search_classes: tuple[str, ...] = ()
    thumbnail: str | None = None
    """The name of its picture, for which the cloud can be asked."""

    thumbnail_address: str | None = None
    """Where its picture is instead, for everybody."""

    children: tuple[MediaItem, ...] = ()
    children_class: str | None = None
    left_out: int = 0
    """How many of its children are not among these."""
