"""What scenes are told."""

from typing import Final

from ...model import ActivateScene, Scene
from .action import Action, Actions, Target, given


def _activate(command: ActivateScene, _target: Target) -> list[Action]:
    return [Action("turn_on", given(transition=command.transition))]


ACTIONS: Final[Actions] = {
    ActivateScene: (Scene, _activate),
}
