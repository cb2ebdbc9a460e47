"""What cameras are told."""

from typing import Final

from ...model import Camera, SetCamera, SetMotionDetection
from .action import Action, Actions, Target


def _set_camera(command: SetCamera, _target: Target) -> list[Action]:
    return [Action("turn_on" if command.on else "turn_off")]


def _set_motion_detection(command: SetMotionDetection, _target: Target) -> list[Action]:
    return [Action("enable_motion_detection" if command.on else "disable_motion_detection")]


ACTIONS: Final[Actions] = {
    SetCamera: (Camera, _set_camera),
    SetMotionDetection: (Camera, _set_motion_detection),
}
