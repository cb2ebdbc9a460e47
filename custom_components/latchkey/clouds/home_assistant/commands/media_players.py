"""What media players are told."""

from collections.abc import Mapping
from typing import Final

from ...model import ControlPlayer, JoinPlayers, MediaPlayer, PlayerAction, PlayMedia, SetPlayer
from .action import Action, Actions, Target, each, given

_ACTIONS: Final[Mapping[PlayerAction, str]] = {
    "turn_on": "turn_on",
    "turn_off": "turn_off",
    "toggle": "toggle",
    "play": "media_play",
    "pause": "media_pause",
    "play_pause": "media_play_pause",
    "stop": "media_stop",
    "next": "media_next_track",
    "previous": "media_previous_track",
    "volume_up": "volume_up",
    "volume_down": "volume_down",
    "clear_playlist": "clear_playlist",
    "leave_group": "unjoin",
}


def _control(command: ControlPlayer, _target: Target) -> list[Action]:
    return [Action(_ACTIONS[command.action])]


def _set(command: SetPlayer, _target: Target) -> list[Action]:
    return each(
        volume_set=given(volume_level=command.volume),
        volume_mute=given(is_volume_muted=command.muted),
        media_seek=given(seek_position=command.position),
        select_source=given(source=command.source),
        select_sound_mode=given(sound_mode=command.sound_mode),
        shuffle_set=given(shuffle=command.shuffle),
        repeat_set=given(repeat=command.repeat),
    )


def _play(command: PlayMedia, _target: Target) -> list[Action]:
    how = given(enqueue=command.enqueue, announce=command.announce, extra=dict(command.extra) or None)
    what = {"media_content_id": command.content_id, "media_content_type": command.content_type}
    return [Action("play_media", what | how)]


def _join(command: JoinPlayers, _target: Target) -> list[Action]:
    return [Action("join", {"group_members": list(command.members)})]


ACTIONS: Final[Actions] = {
    ControlPlayer: (MediaPlayer, _control),
    SetPlayer: (MediaPlayer, _set),
    PlayMedia: (MediaPlayer, _play),
    JoinPlayers: (MediaPlayer, _join),
}
