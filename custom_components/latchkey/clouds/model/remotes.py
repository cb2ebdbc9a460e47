"""Remote controls: what they control is on or off, and takes commands of its own."""

from dataclasses import dataclass

from .feature import Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote(Feature):
    """A remote control."""

    platform = "remote"

    on: bool | None
    abilities: frozenset[str] = frozenset()
    """What it can do, as Home Assistant calls it: learn_command, delete_command, activity."""

    activity: str | None = None
    activities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRemote:
    """Turn what a remote control controls on or off."""

    on: bool
    activity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRemoteCommands:
    """Have a remote control send commands; what is None is left to it."""

    commands: tuple[str, ...]
    device: str | None = None
    repeats: int | None = None
    delay: float | None = None
    """Seconds between two repeats."""

    hold: float | None = None
    """Seconds that a button is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnRemoteCommands:
    """Have a remote control learn commands; what is None is left to it."""

    commands: tuple[str, ...] = ()
    device: str | None = None
    command_type: str | None = None
    alternative: bool | None = None
    timeout: int | None = None
    """In seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteRemoteCommands:
    """Have a remote control forget commands."""

    commands: tuple[str, ...]
    device: str | None = None
