"""A security system with its sensors, and the keypad that belongs to it."""

from collections.abc import Iterator

from .builder import Function, category, composite, device, number, order, switch
from .metadevice import Metadevice

SENSORS = {1: "Hall motion", 2: "Back door", 4: "Garage door"}
"""The names of the sensors by their numbers; the slots between them are free."""

MOTION, DOOR = 1, 2
VOLUMES = tuple(f"volume-{level:02}" for level in range(5))
SONGS = tuple(f"preset-{song:02}" for song in range(1, 14))
ALARM_STATES = (
    "disarmed",
    "arm-started-stay",
    "arm-started-away",
    "arm-stay",
    "arm-away",
    "triggered",
    "alarming",
    "alarming-sos",
    "learning",
)


def alarm() -> Metadevice:
    """Return a security system, disarmed, with every sensor at rest: "Alarm"."""
    return device(
        "Alarm",
        "security-system",
        category("alarm-state", None, "disarmed", *ALARM_STATES),
        composite("siren-action", None, None),
        order("disarm"),
        category("disarmed-by", None, "pin-1", "pin-1", "pin-2"),
        category("history-event", None, "sensor-triggered", "sensor-triggered", "invalid-pin"),
        category("battery-powered", None, "wall-powered", "battery-powered", "wall-powered"),
        number("battery-level", None, 95, (0, 100)),
        number("arm-exit-delay", "away", 30, (0, 300)),
        number("arm-exit-delay", "stay", 0, (0, 300)),
        number("disarm-entry-delay", None, 60, (1, 300)),
        number("temporary-bypass-time", None, 60, (10, 300)),
        number("siren-alarm-timeout", None, 180, (0, 600), 30),
        category("bypass-allowed", None, "allowed", "allowed", "now-allowed"),
        category("song-id", "alarm", "preset-01", *SONGS),
        category("song-id", "chime", "preset-02", *SONGS),
        category("volume", "siren", "volume-04", *VOLUMES),
        category("volume", "chime", "volume-01", *VOLUMES),
        category("volume", "entry-delay", "volume-01", *VOLUMES),
        category("volume", "exit-delay-away", "volume-01", *VOLUMES),
        category("volume", "exit-delay-stay", "volume-01", *VOLUMES),
        switch("dark-mode", None, "off"),
        *_slots(),
        maker="Defiant",
        model="Security System",
        image="leedarson-security-system-icon",
        capabilities=[_sensor_name(slot, name) for slot, name in SENSORS.items()],
    )


def keypad() -> Metadevice:
    """Return the keypad of the security system: "Alarm keypad"."""
    return device(
        "Alarm keypad",
        "security-system-keypad",
        category("volume", "buzzer-volume", "volume-02", *VOLUMES),
        category("tamper-detection", None, "not-tampered", "tampered", "not-tampered"),
        number("battery-level", None, 90, (0, 100)),
        maker="Defiant",
        model="Security System Keypad",
        image="security-system-keypad-icon",
        has_wifi=False,
    )


def _slots() -> Iterator[Function]:
    """Yield the places for sensors; the free ones have no value."""
    for slot in range(1, 5):
        config = {"chirpMode": 0, "triggerType": 3, "bypassType": 0}
        state = {
            "deviceType": MOTION if slot == 1 else DOOR,
            "tampered": 0,
            "triggered": 0,
            "missing": 0,
            "batteryLevel": 100,
            "versionMajor": 2,
            "versionMinor": 0,
            "versionBuild": 3,
        }
        taken = slot in SENSORS
        instance = f"sensor-{slot}"
        yield composite("sensor-config", instance, {"security-sensor-config-v2": config} if taken else None)
        yield composite("sensor-state", instance, {"security-sensor-state": state} if taken else None)


def _sensor_name(slot: int, name: str) -> dict[str, object]:
    return {
        "functionClass": "sensor-state",
        "functionInstance": f"sensor-{slot}",
        "type": "object",
        "schedulable": False,
        "name": name,
    }
