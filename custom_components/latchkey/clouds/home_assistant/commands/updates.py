"""What updates are told."""

from typing import Final

from ...model import InstallUpdate, SkipUpdate, UnskipUpdate, Update
from .action import Action, Actions, Target, given


def _install(command: InstallUpdate, _target: Target) -> list[Action]:
    return [Action("install", given(version=command.version, backup=command.backup or None))]


def _skip(_command: SkipUpdate, _target: Target) -> list[Action]:
    return [Action("skip")]


def _unskip(_command: UnskipUpdate, _target: Target) -> list[Action]:
    return [Action("clear_skipped")]


ACTIONS: Final[Actions] = {
    InstallUpdate: (Update, _install),
    SkipUpdate: (Update, _skip),
    UnskipUpdate: (Update, _unskip),
}
