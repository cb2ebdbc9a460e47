"""Switches, outlets, valves and locks."""

from .builder import category, composite, counted, device, number, order, switch, text
from .metadevice import Metadevice


def office_switch() -> Metadevice:
    """Return a switch in the wall: "Office switch"."""
    return device(
        "Office switch",
        "switch",
        switch("power", None, "off", attribute=1),
        model="HPSA11CWB",
        image="smart-switch-icon",
    )


def outlet(name: str) -> Metadevice:
    """Return one of the two outlets of a plug."""
    return device(
        name,
        "power-outlet",
        switch("power", None, "on", attribute=2),
        number("timer", None, 0, (0, 1440), attribute=50),
        switch("dark-mode", None, "off", attribute=90),
        text("micro-hub-soul-mates", "000000000000mates", attribute=65073, name="soul-mate"),
        model="HPPA11CWB",
        default_name="Indoor Plug",
        image="10a-indoor-plug-icon",
        unit="garden plug",
    )


def glass_door() -> Metadevice:
    """Return a door whose glass turns opaque: "Glass door"."""
    return device("Glass door", "glass-door", switch("power", None, "off", attribute=1), model="Smart Glass")


def transformer() -> Metadevice:
    """Return a transformer for the lights of a garden: "Transformer"."""
    return device(
        "Transformer",
        "landscape-transformer",
        switch("power", None, "on", attribute=1),
        switch("toggle", "zone-1", "on", attribute=2),
        switch("toggle", "zone-2", "off", attribute=3),
        switch("toggle", "zone-3", "off", attribute=4),
        number("timer", "zone-1", 0, (0, 1440), attribute=50, name="timer-1"),
        number("timer", "zone-2", 0, (0, 1440), attribute=51, name="timer-2"),
        number("timer", "zone-3", 0, (0, 1440), attribute=52, name="timer-2"),
        category("output-voltage-switch", None, "12V", "12V=12", "15V=15", attribute=100),
        number("watts", None, 42, (0, 200), attribute=300),
        category("overload-state", None, "normal", "normal=0", "overloaded=1", attribute=400),
        maker="Hampton Bay",
        model="HB-200-1215WIFIB",
        default_name="Transformer",
        image="landscape-transformer-icon",
    )


def water_timer(name: str) -> Metadevice:
    """Return one of the two metadevices of a water timer, each of which tells both spigots."""
    return device(
        name,
        "water-timer",
        switch("power", None, "off", attribute=1),
        switch("toggle", "spigot-1", "off", attribute=2),
        switch("toggle", "spigot-2", "on", attribute=3),
        number("timer", "spigot-1", 0, (0, 360), attribute=51, name="timer-1"),
        number("timer", "spigot-2", 12, (0, 360), attribute=52, name="timer-2"),
        number("max-on-time", "spigot-1", 15, (1, 360), attribute=101, name="max-on-time-1"),
        number("max-on-time", "spigot-2", 20, (1, 360), attribute=102, name="max-on-time-2"),
        switch("schedule-pause", "active", "off", attribute=49998),
        composite(
            "schedule-pause",
            "rain-delay",
            {"schedule-pause-time-array": {"schedulePauseTimeArray": []}},
            "schedule-pause-time-array",
            attribute=49999,
            name="schedule-pause-time",
        ),
        number("battery-level", None, 90, (0, 100), attribute=65079),
        maker="Husky",
        model="TBD",
        default_name="Watering Timer",
        image="2-spigot-watering-timer-icon",
        unit="sprinkler",
        has_wifi=False,
    )


def door_lock() -> Metadevice:
    """Return a lock with a keypad: "Front door"."""
    pin = {"lock-pin": {"pin": "", "active": True, "type": 0}}
    pins = [
        composite(
            "lock-pin", f"lock-pin-{slot}", pin if slot <= 2 else None, "lock-pin", attribute=100 + slot
        )
        for slot in range(1, 11)
    ]
    return device(
        "Front door",
        "door-lock",
        category(
            "lock-control",
            None,
            "locked",
            *counted("unlocked", "locked", "unlocking", "locking"),
            attribute=1,
        ),
        order("pin-unlock", attribute=2, name="pin"),
        switch("vacation-mode", None, "off", attribute=3),
        switch("auto-lock", None, "off", attribute=50),
        number("auto-lock-delay", None, 10, (10, 600), attribute=51),
        composite("lock-admin-pin-set", None, None, "lock-admin-pin-set", attribute=100),
        switch("lock-sounds", None, "on", attribute=200),
        category("direction-check", None, "stop-done", "stop-done=0", "start=1", attribute=201),
        category("lock-direction", None, "right", "unknown=0", "right=1", "left=2", attribute=202),
        switch("keypad-lockout-protection", None, "on", attribute=203),
        number("battery-level", None, 80, (0, 100), 5, attribute=300),
        category(
            "admin-pin-status", None, "pin-set", "pin-not-set=0", "pin-set=1", "wrong-pin=2", attribute=301
        ),
        category(
            "keypad-unlock",
            None,
            "lock-pin-1",
            *counted(
                "admin-pin",
                "lock-pin-1",
                "lock-pin-2",
                "lock-pin-3",
                "lock-pin-4",
                "lock-pin-5",
                "lock-pin-6",
                "lock-pin-7",
                "lock-pin-8",
                "lock-pin-9",
                "lock-pin-10",
            ),
            attribute=400,
        ),
        category(
            "last-event",
            None,
            "manual-lock-success",
            "auto-lock-success=1",
            "auto-lock-fail=2",
            "app-lock-success=3",
            "app-lock-fail=4",
            "keypad-lock-success=5",
            "keypad-lock-fail=6",
            "manual-lock-success=7",
            "manual-lock-fail=8",
            "app-unlock-success=9",
            "app-unlock-fail=10",
            "keypad-unlock-success=11",
            "keypad-unlock-fail=12",
            "manual-unlock-success=13",
            "manual-unlock-fail=14",
            "voice-pin-unlock-success=15",
            "voice-pin-unlock-fail=16",
            "keypad-pin-error=31",
            "voice-pin-error=32",
            attribute=401,
        ),
        category("keypad-lockout", None, "false", "false=0", "true=1", attribute=403),
        *pins,
        model="TBD",
        default_name="Keypad Deadbolt Lock",
        image="keypad-deadbolt-lock-icon",
        has_wifi=False,
    )
