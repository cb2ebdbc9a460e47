"""What is heard, sent or read because somebody wants it: sirens, remote controls, messages."""

from typing import Final

from ...model import Notifier, Remote, Siren
from .attributes import Maps, Told, parse_moment
from .readings import is_on

_SIREN_ABILITIES: Final = {1: "turn_on", 2: "turn_off", 4: "tones", 8: "volume_set", 16: "duration"}
_REMOTE_ABILITIES: Final = {1: "learn_command", 2: "delete_command", 4: "activity"}
_NOTIFY_TITLE: Final = 1


def map_siren(told: Told) -> Siren:
    """Return a siren or a chime."""
    return Siren(
        **told.common,
        on=is_on(told.state),
        abilities=told.abilities(_SIREN_ABILITIES),
        tones=told.choices("available_tones"),
    )


def map_remote(told: Told) -> Remote:
    """Return a remote control."""
    return Remote(
        **told.common,
        on=is_on(told.state),
        abilities=told.abilities(_REMOTE_ABILITIES),
        activity=told.text("current_activity"),
        activities=told.texts("activity_list"),
    )


def map_notifier(told: Told) -> Notifier:
    """Return what takes messages; its state is when it took the last."""
    return Notifier(**told.common, notified_at=parse_moment(told.state), has_title=told.can(_NOTIFY_TITLE))


MAPS: Final[Maps] = {
    "notify": {"": map_notifier},
    "remote": {"": map_remote},
    "siren": {"": map_siren},
}
