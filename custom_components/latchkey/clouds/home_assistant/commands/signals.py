"""What sirens, remote controls and those who take messages are told."""

from typing import Final

from ...model import (
    DeleteRemoteCommands,
    LearnRemoteCommands,
    Notifier,
    Remote,
    SendMessage,
    SendRemoteCommands,
    SetRemote,
    SetSiren,
    Siren,
)
from .action import Action, Actions, Target, given


def _set_siren(command: SetSiren, _target: Target) -> list[Action]:
    if not command.on:
        return [Action("turn_off")]
    fields = given(tone=command.tone, duration=command.duration, volume_level=command.volume)
    return [Action("turn_on", fields)]


def _set_remote(command: SetRemote, _target: Target) -> list[Action]:
    return [Action("turn_on" if command.on else "turn_off", given(activity=command.activity))]


def _send_commands(command: SendRemoteCommands, _target: Target) -> list[Action]:
    fields = given(
        command=list(command.commands),
        device=command.device,
        num_repeats=command.repeats,
        delay_secs=command.delay,
        hold_secs=command.hold,
    )
    return [Action("send_command", fields)]


def _learn_commands(command: LearnRemoteCommands, _target: Target) -> list[Action]:
    fields = given(
        command=list(command.commands) or None,
        device=command.device,
        command_type=command.command_type,
        alternative=command.alternative,
        timeout=command.timeout,
    )
    return [Action("learn_command", fields)]


def _delete_commands(command: DeleteRemoteCommands, _target: Target) -> list[Action]:
    return [Action("delete_command", given(command=list(command.commands), device=command.device))]


def _send_message(command: SendMessage, _target: Target) -> list[Action]:
    return [Action("send_message", given(message=command.message, title=command.title))]


ACTIONS: Final[Actions] = {
    SetSiren: (Siren, _set_siren),
    SetRemote: (Remote, _set_remote),
    SendRemoteCommands: (Remote, _send_commands),
    LearnRemoteCommands: (Remote, _learn_commands),
    DeleteRemoteCommands: (Remote, _delete_commands),
    SendMessage: (Notifier, _send_message),
}
