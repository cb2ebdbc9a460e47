"""Whatever a feature says that it takes is done, or refused in words that a person can read."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from custom_components import latchkey
from custom_components.latchkey.clouds import model
from custom_components.latchkey.clouds.base import Cloud, CommandFailed, CommandRefused
from custom_components.latchkey.clouds.model import Command, Feature, Snapshot

SENTENCES: Final[dict[str, Any]] = json.loads(
    (Path(latchkey.__file__).parent / "translations/en.json").read_text()
)["exceptions"]

COMMANDS: Final[dict[type[Feature], Callable[[Any], list[Command]]]] = {
    model.AlarmPanel: lambda panel: [model.SetAlarm(state=mode) for mode in panel.modes],
    model.Button: lambda _: [model.PressButton()],
    model.Climate: lambda climate: [
        *(model.SetClimate(mode=mode) for mode in climate.modes),
        *(model.SetClimate(preset=preset) for preset in climate.presets),
        *(model.SetClimate(fan_mode=mode) for mode in climate.fan_modes),
    ],
    model.Cover: lambda _: [model.MoveCover(action="open")],
    model.Fan: lambda _: [model.SetFan(on=True), model.SetFan(on=False)],
    model.Humidifier: lambda _: [model.SetHumidifier(on=True), model.SetHumidifier(on=False)],
    model.Light: lambda _: [model.SetLight(on=True), model.SetLight(on=False)],
    model.Lock: lambda _: [model.SetLock(True), model.SetLock(False)],
    model.Number: lambda number: [model.SetNumber(number.minimum), model.SetNumber(number.maximum)],
    model.Select: lambda select: [model.SelectOption(option) for option in select.options[:3]],
    model.Switch: lambda _: [model.SetSwitch(True), model.SetSwitch(False)],
    model.Valve: lambda _: [model.SetValve(True), model.SetValve(False)],
    model.WaterHeater: lambda heater: [model.SetWaterHeater(mode) for mode in heater.modes],
}
"""What each kind of feature takes."""


@pytest.fixture
async def home(cloud: Cloud) -> Snapshot:
    """Return the home of an account."""
    return await cloud.async_fetch()


def commands(home: Snapshot) -> Iterator[tuple[str, Feature, Command]]:
    """Yield all that can be asked of a home."""
    for device in home.devices.values():
        for feature in device.features.values():
            for command in COMMANDS.get(type(feature), lambda _: [])(feature):
                yield device.id, feature, command


async def test_a_command_is_carried_out_or_refused_in_a_sentence(cloud: Cloud, home: Snapshot) -> None:
    outcomes = [
        await outcome(cloud, device_id, feature, command) for device_id, feature, command in commands(home)
    ]
    assert "done" in outcomes
    assert set(outcomes) - {"done", "failed"} <= SENTENCES.keys()


async def outcome(cloud: Cloud, device_id: str, feature: Feature, command: Command) -> str:
    """Have a command carried out; return whether it was, or why not."""
    try:
        after = await cloud.async_send(device_id, feature.key, command)
    except CommandRefused as refused:
        return refused.reason
    except CommandFailed:
        return "failed"
    return "done" if feature.key in after.devices[device_id].features else "lost"


async def test_what_a_feature_does_not_take_is_refused(cloud: Cloud, home: Snapshot) -> None:
    for device in home.devices.values():
        for feature in device.features.values():
            is_alarm = type(feature) is model.AlarmPanel
            wrong = model.StopValve() if is_alarm else model.SetAlarm(state="disarmed")
            with pytest.raises(CommandRefused):
                await cloud.async_send(device.id, feature.key, wrong)


async def test_a_device_or_a_feature_that_is_not_there_is_refused(cloud: Cloud, home: Snapshot) -> None:
    device_id = next(iter(home.devices))
    for device, key in (("no such device", "switch"), (device_id, "no such feature")):
        with pytest.raises(CommandRefused) as refused:
            await cloud.async_send(device, key, model.SetSwitch(True))
        assert refused.value.reason in SENTENCES
