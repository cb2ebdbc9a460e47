"""aioafero finds, polls and commands the devices of the catalogue."""

from typing import Any

import pytest
from aioafero.errors import SecuritySystemError
from aioafero.v1.controllers import security_system

from .hubspace import HubspaceSimulator

type Bridge = Any
"""aioafero's bridge, which gets its controllers at run time: no type tells of them."""

CONTROLLERS = {
    "lights": {
        "Porch light",
        "Hall light",
        "Vanity light",
        "Laundry dimmer",
        "Stairs dimmer 1",
        "Stairs dimmer 2",
        "Bath light",
        "Ring light - main",
        "Ring light - trim",
        "Bedroom fan light",
        "Bath fan light",
    },
    "fans": {"Bedroom fan", "Bath fan motor"},
    "exhaust_fans": {"Bath fan"},
    "switches": {
        "Office switch",
        "Garden plug 1",
        "Garden plug 2",
        "Glass door",
        "Transformer",
        "Bath fan - humidity-detection-enabled",
        "Bath fan - humidity-sensor-led",
        "Bath fan - motion-detection-enabled-exhaust-fan",
        "Bath fan - motion-sensor-led",
        "Bath fan - speaker-power",
        "Garage AC - power",
        "Study AC - power",
    },
    "locks": {"Front door"},
    "valves": {"Sprinkler", "Sprinkler 2"},
    "thermostats": {"Thermostat"},
    "portable_acs": {"Garage AC", "Study AC"},
    "dehumidifiers": {"Closet dehumidifier"},
    "security_systems": {"Alarm"},
    "security_systems_keypads": {"Alarm keypad"},
    "security_systems_sensors": {"Alarm - Hall motion", "Alarm - Back door", "Alarm - Garage door"},
}


async def poll(bridge: Bridge) -> None:
    """Have aioafero ask for everything again."""
    await bridge.events.perform_discovery_poll()
    await bridge.async_block_until_done()


@pytest.mark.parametrize("controller", CONTROLLERS)
async def test_aioafero_builds_every_device_of_a_class(bridge: Bridge, controller: str) -> None:
    devices = getattr(bridge, controller)
    assert {device.device_information.name for device in devices} == CONTROLLERS[controller]
    assert all(device.available for device in devices)


async def test_aioafero_knows_of_the_devices_without_a_controller(bridge: Bridge) -> None:
    names = {device.device_information.name for device in bridge.devices}
    assert {"Freezer", "Mystery", "Bedroom ceiling fan"} <= names


async def test_aioafero_reads_effects_and_colours(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    light = bridge.lights[hubspace.find("Porch light").id]
    assert {"rainbow", "chill", "focus", "nightlight"} < light.effect.effects["custom"]
    assert light.color_modes == ["white", "color", "sequence"]
    assert light.color_temperature.temperature == 4000


async def test_aioafero_sees_two_channels_in_one_light(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    assert bridge.lights[hubspace.find("Bath light").id].is_dual_channel


async def test_aioafero_switches_a_light(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    light = hubspace.find("Hall light").id
    await bridge.lights.set_state(light, on=True, brightness=30, temperature=4200)
    assert hubspace.state(light, "power") == "on"
    assert hubspace.state(light, "brightness") == 30
    assert int(hubspace.state(light, "color-temperature")) == 4200


async def test_aioafero_starts_an_effect(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    light = hubspace.find("Porch light").id
    await bridge.lights.set_effect(light, "chill")
    assert hubspace.state(light, "color-mode") == "sequence"
    assert hubspace.state(light, "color-sequence", "custom") == "chill"


async def test_aioafero_turns_a_fan_around(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    fan = hubspace.find("Bedroom fan").id
    await bridge.fans.set_state(fan, on=True, speed=100, forward=False, preset=True)
    assert hubspace.state(fan, "fan-speed", "fan-speed") == "fan-speed-6-100"
    assert hubspace.state(fan, "fan-reverse", "fan-reverse") == "reverse"
    assert hubspace.state(fan, "toggle", "comfort-breeze") == "enabled"


async def test_aioafero_opens_a_spigot(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    sprinkler = hubspace.find("Sprinkler").id
    await bridge.valves.turn_on(sprinkler, instance="spigot-1")
    assert hubspace.state(sprinkler, "toggle", "spigot-1") == "on"


async def test_aioafero_unlocks_a_door(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    door = hubspace.find("Front door").id
    await bridge.locks.unlock(door)
    assert hubspace.state(door, "lock-control") == "unlocked"


async def test_aioafero_sets_a_thermostat(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    thermostat = hubspace.find("Thermostat").id
    await bridge.thermostats.set_state(thermostat, hvac_mode="cool", target_temperature=24)
    assert hubspace.state(thermostat, "mode") == "cool"
    assert hubspace.state(thermostat, "temperature", "cooling-target") == 24


async def test_aioafero_cools_a_room(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    cooler = hubspace.find("Garage AC").id
    await bridge.portable_acs.set_state(cooler, target_temperature=19, selects={("sleep", None): "on"})
    assert hubspace.state(cooler, "temperature", "cooling-target") == 19
    assert hubspace.state(cooler, "sleep") == "on"


async def test_aioafero_sets_the_timer_of_an_exhaust_fan(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    fan = hubspace.find("Bath fan").id
    await bridge.exhaust_fans.set_state(fan, numbers={("auto-off-timer", "auto-off"): 1200})
    assert hubspace.state(fan, "auto-off-timer", "auto-off") == 1200


async def test_aioafero_arms_triggers_and_disarms(
    bridge: Bridge, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security_system, "UPDATE_TIME", 0)
    alarm = hubspace.find("Alarm").id
    await bridge.security_systems.arm_home(alarm)
    assert hubspace.state(alarm, "alarm-state") == "arm-stay"
    await bridge.security_systems.arm_away(alarm)
    assert hubspace.state(alarm, "alarm-state") == "arm-away"
    await bridge.security_systems.alarm_trigger(alarm)
    assert hubspace.state(alarm, "alarm-state") == "alarming-sos"
    await bridge.security_systems.disarm(alarm, int(hubspace.pin))
    assert hubspace.state(alarm, "alarm-state") == "disarmed"


async def test_aioafero_sees_that_a_wrong_pin_leaves_the_alarm_armed(
    bridge: Bridge, hubspace: HubspaceSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security_system, "UPDATE_TIME", 0)
    alarm = hubspace.find("Alarm").id
    hubspace.set_state(alarm, "alarm-state", None, "arm-away")
    with pytest.raises(SecuritySystemError):
        await bridge.security_systems.disarm(alarm, 9999)
    assert hubspace.state(alarm, "alarm-state") == "arm-away"


async def test_aioafero_sees_an_open_door_before_it_arms(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    alarm = hubspace.find("Alarm")
    hubspace.set_sensor(alarm.id, 2, triggered=1)
    await poll(bridge)
    with pytest.raises(SecuritySystemError, match="Back door"):
        await bridge.security_systems.arm_away(alarm.id)


async def test_aioafero_bypasses_a_sensor(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    sensor = f"{hubspace.find('Alarm').id}-sensor-2"
    await bridge.security_systems_sensors.set_state(sensor, selects={("bypassType", None): "Manual"})
    config = hubspace.state(hubspace.find("Alarm").id, "sensor-config", "sensor-2")
    assert config["security-sensor-config-v2"]["bypassType"] == 1


async def test_aioafero_sees_what_a_person_touched(bridge: Bridge, hubspace: HubspaceSimulator) -> None:
    plug = hubspace.find("Garden plug 2").id
    hubspace.set_state(plug, "power", None, "off")
    await poll(bridge)
    assert not bridge.switches[plug].on[None].on
