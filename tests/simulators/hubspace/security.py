"""A security system with its sensors, and the keypad that belongs to it."""

from collections.abc import Iterator

from .builder import (
    Function,
    category,
    composite,
    counted,
    device,
    number,
    order,
    switch,
    text,
    without_state,
)
from .metadevice import Metadevice

MOTION, DOOR, NAMELESS = 1, 2, 3
"""Types of sensors; what the third one is, only the vendor knows."""

SENSORS = {1: ("Hall motion", MOTION), 2: ("Back door", DOOR), 4: ("Garage door", NAMELESS)}
"""The names and types of the sensors by their numbers; all other slots are free."""

SLOTS = range(1, 33)
PINS = KEYFOBS = range(1, 11)
PINS_IN_USE = (1, 2, 10)
SONGS = counted(*(f"preset-{song:02}" for song in range(1, 14)), start=703)
ALARM_STATES = counted(
    "disarmed",
    "arm-started-away",
    "arm-started-stay",
    "arm-away",
    "arm-stay",
    "triggered",
    "alarming",
    "alarming-sos",
    "learning",
)
EVENTS = counted(
    "sensor-triggered",
    "sensor-not-triggered",
    "sensor-missing",
    "sensor-returned",
    "sensor-tampered",
    "sensor-not-tampered",
    "sensor-invalid-message",
    "sensor-valid-message",
    "sensor-battery-report",
    "sensor-removed-motion",
    "sensor-removed-door-window",
    "arming-failure",
    "invalid-pin",
    "keyfob-removed",
    "sensor-added-motion",
    "sensor-added-door-window",
    "keyfob-added",
    start=1,
)
SIREN = (0, 10, 20, 30, 37)
SOUNDS = (0, 6, 10, 15, 30)
BUZZER = (0, 5, 30, 60, 100)
"""How loud each of the five volumes is, in per cent."""


def alarm() -> Metadevice:
    """Return a security system, disarmed, with every sensor at rest: "Alarm"."""
    return device(
        "Alarm",
        "security-system",
        category("alarm-state", None, "disarmed", *ALARM_STATES, attribute=1),
        number("arm-exit-delay", "stay", 0, (0, 300), attribute=2, name="arm-exit-delay-stay"),
        number("arm-exit-delay", "away", 30, (0, 300), attribute=3, name="arm-exit-delay-away"),
        number("disarm-entry-delay", None, 60, (1, 300), attribute=4),
        number("temporary-bypass-time", None, 60, (10, 300), attribute=5),
        category("bypass-allowed", None, "allowed", "now-allowed=0", "allowed=1", attribute=6),
        _volume("siren", 4, SIREN, attribute=7),
        switch("dark-mode", None, "off", attribute=8),
        composite("siren-action", None, None, "security-siren-action", attribute=10),
        order("disarm", attribute=11),
        _volume("exit-delay-stay", 1, SOUNDS, attribute=20),
        _volume("exit-delay-away", 1, SOUNDS, attribute=21),
        _volume("entry-delay", 1, SOUNDS, attribute=22),
        _volume("chime", 1, SOUNDS, attribute=23),
        number("siren-alarm-timeout", None, 180, (0, 600), 30, attribute=24),
        category("song-id", "alarm", "preset-01", *SONGS, attribute=25),
        category("song-id", "chime", "preset-02", *SONGS, attribute=26),
        category("song-id", "beep", "preset-01", *SONGS, attribute=27),
        text("keypad-device-id", "00000000000keypad", attribute=200),
        category(
            "battery-powered",
            None,
            "wall-powered",
            *counted("wall-powered", "battery-powered"),
            attribute=400,
        ),
        category("history-event", None, "sensor-triggered", *EVENTS, attribute=401),
        category(
            "disarmed-by", None, "pin-1", *counted(*(f"pin-{pin}" for pin in PINS), start=1), attribute=402
        ),
        number("battery-level", None, 95, (0, 100), attribute=65079),
        *_pins(),
        *_keyfobs(),
        *_slots(),
        maker="Defiant",
        model="Security System",
        image="leedarson-security-system-icon",
        capabilities=[_sensor_name(slot, name) for slot, (name, _) in SENSORS.items()],
    )


def keypad() -> Metadevice:
    """Return the keypad of the security system: "Alarm keypad"."""
    return device(
        "Alarm keypad",
        "security-system-keypad",
        _volume("buzzer-volume", 2, BUZZER, attribute=1),
        text("siren-device-id", "000000000000siren", attribute=200),
        category("tamper-detection", None, "not-tampered", "not-tampered=0", "tampered=1", attribute=400),
        number("battery-level", None, 90, (0, 100), attribute=65079),
        maker="DEFIANT",
        model="Security System Keypad",
        image="security-system-keypad-icon",
        has_wifi=False,
    )


def _volume(instance: str, now: int, levels: tuple[int, ...], attribute: int) -> Function:
    """Return one of five volumes."""
    words = [f"volume-{number:02}={level}" for number, level in enumerate(levels)]
    return category("volume", instance, f"volume-{now:02}", *words, attribute=attribute)


def _pins() -> Iterator[Function]:
    """Yield the places for PINs, which the vendor does not tell."""
    for pin in PINS:
        now = {"lock-pin": {"pin": "", "active": True, "type": 0}} if pin in PINS_IN_USE else None
        yield composite("pin", f"pin-{pin}", now, "lock-pin", attribute=100 + pin)


def _keyfobs() -> Iterator[Function]:
    """Yield the places for key fobs, all of them free."""
    names = [f"keyfob-{keyfob}" for keyfob in KEYFOBS]
    yield without_state(category("keyfob-used", None, None, *counted(*names, start=1), attribute=403))
    for keyfob, name in enumerate(names, 1):
        words = counted("disabled", "enabled", "delete")
        yield composite("keyfob-state", name, None, "security-keyfob-state", attribute=150 + keyfob)
        yield without_state(category("keyfob-config", name, None, *words, attribute=160 + keyfob))


def _slots() -> Iterator[Function]:
    """Yield the places for sensors; the free ones have no value."""
    for slot in SLOTS:
        config, state = "security-sensor-config-v2", "security-sensor-state"
        taken = slot in SENSORS
        yield composite(
            "sensor-config",
            f"sensor-{slot}",
            {config: {"chirpMode": 0, "triggerType": 3, "bypassType": 0}} if taken else None,
            config,
            attribute=300 + slot,
            name="sensor-config",
        )
        yield composite(
            "sensor-state",
            f"sensor-{slot}",
            {state: _at_rest(SENSORS[slot][1])} if taken else None,
            state,
            attribute=200 + slot,
            name="sensor-state",
        )


def _at_rest(device_type: int) -> dict[str, int]:
    """Return how a sensor is that has noticed nothing."""
    return {
        "deviceType": device_type,
        "tampered": 0,
        "triggered": 0,
        "missing": 0,
        "batteryLevel": 100,
        "versionMajor": 2,
        "versionMinor": 0,
        "versionBuild": 3,
    }


def _sensor_name(slot: int, name: str) -> dict[str, object]:
    return {
        "functionClass": "sensor-state",
        "functionInstance": f"sensor-{slot}",
        "type": "object",
        "schedulable": False,
        "name": name,
    }
