"""What heats, cools and dries."""

from .builder import (
    Function,
    category,
    composite,
    counted,
    device,
    error,
    number,
    switch,
    temperature,
)
from .metadevice import Metadevice

SYSTEM_TYPES = counted(
    "1-stage-cooling-conventional",
    "2-stage-cooling-conventional",
    "1-stage-heating-conventional-gas",
    "1-stage-heating-conventional-electric",
    "2-stage-heating-conventional-gas",
    "2-stage-heating-conventional-electric",
    "1-stage-heating-cooling-conventional-gas",
    "1-stage-heating-cooling-conventional-electric",
    "2-stage-heating-cooling-conventional-gas",
    "2-stage-heating-cooling-conventional-electric",
    "1-compressor-heat-pump-1-aux-on-cool-electric-aux",
    "1-compressor-heat-pump-1-aux-on-cool-boiler-aux",
    "1-compressor-heat-pump-1-aux-on-cool-gas-aux",
    "1-compressor-heat-pump-1-aux-on-heat-electric-aux",
    "1-compressor-heat-pump-1-aux-on-heat-boiler-aux",
    "1-compressor-heat-pump-1-aux-on-heat-gas-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-1-aux-on-cool-electric-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-1-aux-on-cool-boiler-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-1-aux-on-cool-gas-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-1-aux-on-heat-electric-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-1-aux-on-heat-boiler-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-1-aux-on-heat-gas-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-2-aux-on-cool-electric-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-2-aux-on-cool-boiler-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-2-aux-on-cool-gas-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-2-aux-on-heat-electric-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-2-aux-on-heat-boiler-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-2-aux-on-heat-gas-aux",
    "1-stage-heating-conventional-boiler",
    "2-stage-heating-conventional-boiler",
    "1-stage-heating-cooling-conventional-boiler",
    "2-stage-heating-cooling-conventional-boiler",
    "1-compressor-heat-pump-on-heat-no-aux",
    "1-compressor-heat-pump-on-cool-no-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-on-heat-no-aux",
    "2-compressors-or-2-speed-compressor-heat-pump-on-cool-no-aux",
    start=1,
)
"""What a thermostat may control."""


def thermostat() -> Metadevice:
    """Return a thermostat of a heat pump, which heats and cools: "Thermostat"."""
    return device(
        "Thermostat",
        "thermostat",
        category("mode", None, "heat", *counted("off", "cool", "heat", "auto", "fan"), attribute=1),
        category(
            "run-mode",
            None,
            "scheduled",
            *counted("hold", "permanent-hold", "scheduled", "vacation"),
            attribute=2,
        ),
        category("fan-mode", None, "auto", "auto=0", "on=1", "intermittent=2", attribute=3),
        category(
            "move-to-preset",
            None,
            "preset-4",
            *counted("preset-1", "preset-2", "preset-3", "preset-4", "preset-5", "preset-6", start=301),
            attribute=4,
        ),
        number("timer", None, 0, (0, 1440), attribute=5),
        temperature("cooling-target", 26.5, (10, 37), 0.5, 10),
        temperature("heating-target", 18, (4, 32), 0.5, 11),
        temperature("auto-cooling-target", 26.5, (10, 37), 0.5, 12),
        temperature("auto-heating-target", 18.5, (4, 32), 0.5, 13),
        temperature("current-temp", 18.3, (0, 37), 0.1, 20),
        category("current-system-state", None, "heating", "off=0", "cooling=1", "heating=2", attribute=21),
        switch("current-fan-state", None, "off", attribute=22),
        number("mcu-version", None, 822149159, None, attribute=25),
        number("mcu-date-code", None, 539231268, None, attribute=26),
        category("filter-usage-tracking-type", None, "calendar", "calendar=0", attribute=50),
        number("calendar-limit", None, 3, (1, 12), attribute=51),
        number("last-replacement-time", None, 1742760901, None, attribute=53),
        temperature("safety-mode-min-temp", 4, (4, 13), 0.5, 200),
        temperature("safety-mode-max-temp", 36, (29.5, 37), 0.5, 201),
        category("temperature-units", None, "celsius", "fahrenheit=0", "celsius=1", attribute=202),
        number("display-brightness", None, 1, (0, 10), attribute=203),
        temperature("temperature-calibration", 0, (-3, 3), 0.1, 204),
        number("fan-runtime-in-intermittent-mode", None, 0, (1, 60), 5, attribute=205),
        switch("safety-cool-mode", None, "off", attribute=206),
        switch("safety-heat-mode", None, "on", attribute=207),
        category(
            "power-type",
            None,
            "single-power-supply",
            "single-power-supply=1",
            "two-power-supply=2",
            attribute=251,
        ),
        category("min-temp-exceeded", None, "normal", "normal=0", "alerting=1", attribute=400),
        category("max-temp-exceeded", None, "normal", "normal=0", "alerting=1", attribute=401),
        category(
            "filter-replacement", None, "not-needed", "not-needed=0", "replacement-needed=1", attribute=402
        ),
        category("last-event", None, "no-event", "no-event=0", "vacation-mode-exited=1", attribute=403),
        category("system-type", None, "1-compressor-heat-pump-on-heat-no-aux", *SYSTEM_TYPES, attribute=250),
        *_presets(),
        maker="Commercial Electric",
        model="Smart Thermostat",
        image="leedarson-thermostat-icon",
    )


def _presets() -> list[Function]:
    """Return the rows of a thermostat's schedule, two of them free."""
    heating = {"preset-1": 20, "preset-2": 16.5, "preset-3": 20, "preset-4": 18, "preset-5": 4.5}
    others = {"mode": 2, "autoTargetHeat": 18.5, "fanMode": 0, "targetCool": 26.5, "autoTargetCool": 26.5}
    return [
        composite(
            "preset",
            instance,
            {"thermostat-presets": {**others, "targetHeat": heating[instance]}}
            if instance in heating
            else None,
            "thermostat-presets",
            attribute=attribute,
            name="preset",
        )
        for attribute, instance in enumerate(("vacation", *heating, "preset-6"), 300)
    ]


def air_conditioner() -> Metadevice:
    """Return an air conditioner on wheels: "Garage AC"."""
    return device(
        "Garage AC",
        "portable-air-conditioner",
        switch("power", None, "on", attribute=1),
        category("mode", None, "cool", "auto-cool=0", "dehumidify=2", "cool=3", "fan=4", attribute=2),
        category(
            "fan-speed",
            "ac-fan-speed",
            "fan-speed-auto",
            "fan-speed-auto=0",
            "fan-speed-2-050=1",
            "fan-speed-2-100=3",
            attribute=3,
        ),
        switch("sleep", None, "off", attribute=5),
        number("timer", None, 0, (0, 1440), 30, attribute=6),
        switch("continuous-fan", None, "off", attribute=7),
        temperature("cooling-target", 22, (16, 30), 0.5, 10),
        temperature("current-temp", 25, (-18, 53), 0.5, 20),
        category("temperature-units", None, "fahrenheit", "fahrenheit=0", "celsius=1", attribute=202),
        error("indoor-temperature-sensor-failed", 400),
        error("indoor-coil-temperature-sensor-failed", 403),
        error("water-tray-full", 405),
        maker="Home Comfort",
        model="Smart Mobile Air Conditioner",
        image="portable_air_conditioner_icon",
    )


def heating_air_conditioner() -> Metadevice:
    """Return an air conditioner on wheels that also heats, and swings its louvre: "Study AC"."""
    return device(
        "Study AC",
        "portable-air-conditioner",
        switch("power", None, "off", attribute=1),
        category("mode", None, "cool", *counted("heat", "dehumidify", "cool", "fan", start=1), attribute=2),
        category(
            "fan-speed",
            "ac-fan-speed",
            "fan-speed-3-033",
            "fan-speed-3-033=1",
            "fan-speed-3-066=2",
            "fan-speed-3-100=3",
            attribute=3,
        ),
        switch("air-swing", None, "on", attribute=4),
        switch("sleep", None, "off", attribute=5),
        number("timer", None, 0, (0, 1440), 60, attribute=6),
        temperature("cooling-target", 21, (16, 31), 1, 10),
        temperature("heating-target", 31, (16, 31), 1, 11),
        temperature("current-temp", 21, (0, 50), 1, 20),
        error("room-temp-sensor-failed", 400),
        error("condenser-temp-sensor-failed", 401),
        error("water-tray-full-cool-dehumidify", 402),
        error("evaporator-temp-sensor-failed", 403),
        error("water-tray-full-heat", 404),
        maker="Bodner / Blyss / GoodHome",
        model="Mobile AC 12K BTU",
        default_name="Smart Mobile Air Conditioner",
        image="portable_air_conditioner_icon",
    )


def dehumidifier() -> Metadevice:
    """Return a dehumidifier with a pump: "Closet dehumidifier"."""
    return device(
        "Closet dehumidifier",
        "dehumidifier",
        category("error", "check-filter", "normal", "alerting", "normal"),
        category("error", "eeprom", "normal", "alerting", "normal"),
        category("error", "water-tray-full", "normal", "alerting", "normal"),
        category("error", "evaporator-temperature-sensor-failed", "normal", "alerting", "normal"),
        category("error", "indoor-temperature-sensor-failed", "normal", "alerting", "normal"),
        number("humidity", "current", 48, (0, 100)),
        number("humidity", "target", 40, (35, 85), 5),
        switch("pump", None, "on"),
        number("timer", None, 0, (0, 1440), 30),
        category(
            "fan-speed", "dehumidifier-fan-speed", "fan-speed-2-100", "fan-speed-2-100", "fan-speed-2-050"
        ),
        category("mode", "dehumidifier-mode", "set", "comfort", "dryer", "continuous", "set"),
        switch("power", None, "on"),
        maker="TBD",
        model="VAD50PS1AWTS",
        default_name="Smart Dehumidifier",
        image="midea-dehumidifier-with-pump-icon",
    )


def freezer() -> Metadevice:
    """Return a freezer that can also be a fridge: "Freezer"; as a freezer, it finds the fridge too warm."""
    return device(
        "Freezer",
        "freezer",
        category("mode", None, "freezer", "refrigerator=0", "freezer=1", attribute=1),
        switch("super-cold", "super-cold", "off", attribute=2),
        temperature("fridge-target", 5, (1, 10), 1, 10),
        temperature("freezer-target", -20, (-24, -12), 1, 11),
        category("temperature-units", None, "fahrenheit", "fahrenheit=0", "celsius=1", attribute=202),
        error("mcu-communication-failure", 400),
        error("fridge-high-temperature-alert", 401, "alerting"),
        error("freezer-high-temperature-alert", 402),
        category("super-cold-completed", "refrigerator", "complete", "complete=0", "on=1", attribute=403),
        category("super-cold-completed", "freezer", "complete", "complete=0", "on=1", attribute=404),
        error("temperature-sensor-failure", 405),
        maker="Vissani",
        model="TBD",
        default_name="Smart Freezer",
        image="chest-freezer-icon",
    )
