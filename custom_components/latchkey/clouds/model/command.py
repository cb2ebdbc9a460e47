"""Any command that a feature takes."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .alarms import SetAlarm
    from .cameras import SetCamera, SetMotionDetection
    from .climates import SetClimate, SetHumidifier
    from .controls import SelectOption, SetNumber
    from .doors import MoveCover, OpenLock, SetLock, SetValve, SetValvePosition, StopValve
    from .fans import SetFan
    from .lights import SetLight
    from .media_players import ControlPlayer, JoinPlayers, PlayMedia, SetPlayer
    from .notifiers import SendMessage
    from .remotes import DeleteRemoteCommands, LearnRemoteCommands, SendRemoteCommands, SetRemote
    from .robots import CleanAreas, MoveLawnMower, MoveVacuum, SendVacuumCommand, SetVacuumFanSpeed
    from .scenes import ActivateScene
    from .schedules import FollowSchedule, OverrideSchedule, SetSchedule, SetTemporaryPreset
    from .sirens import SetSiren
    from .switches import PressButton, SetSwitch
    from .timers import ChangeTimer, StartTimer
    from .todo_lists import AddTodoItem, RemoveTodoItems, UpdateTodoItem
    from .updates import InstallUpdate, SkipUpdate, UnskipUpdate
    from .values import SetDate, SetDateTime, SetText, SetTime
    from .water_heaters import SetWaterHeater, SetWaterHeaterAway, SetWaterHeaterPower, SetWaterTemperature

type Command = (
    SetLight
    | SetSwitch
    | SetFan
    | MoveCover
    | SetLock
    | OpenLock
    | SetValve
    | SetValvePosition
    | StopValve
    | SetClimate
    | SetHumidifier
    | SetWaterHeater
    | SetWaterHeaterPower
    | SetWaterTemperature
    | SetWaterHeaterAway
    | OverrideSchedule
    | FollowSchedule
    | SetTemporaryPreset
    | SetSchedule
    | SetAlarm
    | SetCamera
    | SetMotionDetection
    | SetNumber
    | SelectOption
    | PressButton
    | MoveVacuum
    | SetVacuumFanSpeed
    | CleanAreas
    | SendVacuumCommand
    | MoveLawnMower
    | SetSiren
    | SetRemote
    | SendRemoteCommands
    | LearnRemoteCommands
    | DeleteRemoteCommands
    | ActivateScene
    | SendMessage
    | InstallUpdate
    | SkipUpdate
    | UnskipUpdate
    | SetText
    | StartTimer
    | ChangeTimer
    | SetDate
    | SetTime
    | SetDateTime
    | ControlPlayer
    | SetPlayer
    | PlayMedia
    | JoinPlayers
    | AddTodoItem
    | UpdateTodoItem
    | RemoveTodoItems
)
