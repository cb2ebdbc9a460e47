"""Fans with lamps: of a ceiling, and of a bathroom."""

from .builder import Make, category, color, counted, device, flag, number, switch
from .lights import NO_BRIGHTNESS
from .metadevice import Metadevice

type FanWithLight = tuple[Metadevice, Metadevice, Metadevice]
"""A fan, its lamp, and the parent of both: one physical device."""


def ceiling_fan() -> FanWithLight:
    """Return "Bedroom fan", "Bedroom fan light" and "Bedroom ceiling fan"."""
    about: Make = {"model": "TBD", "image": "ceiling-fan-chandra-icon", "unit": "bedroom fan"}
    speeds = [f"fan-speed-6-{percent:03}={percent}" for percent in (0, 16, 33, 50, 66, 83, 100)]
    temperatures = [f"{kelvin}K={kelvin}" for kelvin in (2700, 3000, 3500, 4000, 5000, 6500)]
    fan = device(
        "Bedroom fan",
        "fan",
        switch("power", "fan-power", "on", attribute=3),
        category(
            "fan-speed",
            "fan-speed",
            "fan-speed-6-050",
            *speeds,
            attribute=6,
            hints={"fan-speed-6-000": "hidden"},
        ),
        category(
            "fan-reverse",
            "fan-reverse",
            "forward",
            *counted("forward", "reverse", "in-progress"),
            attribute=7,
            hints={"in-progress": "voice-hidden"},
        ),
        category("toggle", "comfort-breeze", "disabled", "disabled=0", "enabled=1", attribute=8),
        number("timer", "fan-power", 0, (0, 1440), attribute=50, name="timer-1"),
        default_name="Ceiling Fan",
        **about,
    )
    light = device(
        "Bedroom fan light",
        "light",
        switch("power", "light-power", "on", attribute=2),
        number("brightness", None, 45, (1, 100), attribute=4),
        category("color-temperature", None, "3000K", *temperatures, attribute=5),
        default_name="Ceiling Light",
        **about,
    )
    parent = device(
        "Bedroom ceiling fan",
        "ceiling-fan",
        switch("power", "primary", "on", attribute=1),
        flag("error-flag", "storage-error", now=False, attribute=405),
        flag("error-flag", "acz-error", now=False, attribute=406, name="no-error"),
        children=[fan, light],
        default_name="Ceiling Fan",
        **about,
    )
    return fan, light, parent


def exhaust_fan() -> FanWithLight:
    """Return "Bath fan motor", "Bath fan light" and "Bath fan", which has the sensors and a loudspeaker."""
    about: Make = {"maker": "Commercial Electric", "image": "exhaust-fan-icon", "unit": "bath fan"}
    fan = device(
        "Bath fan motor",
        "fan",
        switch("power", "fan-power", "off", attribute=41),
        category(
            "fan-speed",
            "exhaust-fan-speed",
            "fan-speed-2-100",
            "fan-speed-2-050=1",
            "fan-speed-2-100=2",
            attribute=42,
        ),
        number("fan-runtime-below-threshold", None, 20, (1, 30), attribute=43),
        default_name="Fan",
        **about,
    )
    light = device(
        "Bath fan light",
        "light",
        switch("power", "light-power", "on", attribute=1),
        number("brightness", None, 50, (1, 100), attribute=2),
        number("color-temperature", None, 3500, (2700, 6500), 100, attribute=3),
        color(None, 255, 0, 0, attribute=4),
        category(
            "color-mode",
            None,
            "white",
            "white=0",
            "color=1",
            "night-light=5",
            attribute=5,
            hints=NO_BRIGHTNESS,
        ),
        default_name="Light",
        **about,
    )
    parent = device(
        "Bath fan",
        "exhaust-fan",
        switch("toggle", "speaker-power", "on", attribute=30),
        switch("power", "primary", "on", attribute=40),
        number("auto-off-timer", "auto-off", 1200, (60, 1800), 60, attribute=50, name="Auto Off Timer"),
        switch("toggle", "motion-detection-enabled-exhaust-fan", "on", attribute=101),
        switch("toggle", "humidity-detection-enabled", "off", attribute=107),
        category(
            "sensitivity",
            "humidity-sensitivity",
            "3-medium",
            *counted("1-low", "2-low-medium", "3-medium", "4-medium-high", "5-high"),
            attribute=108,
        ),
        switch("toggle", "humidity-sensor-led", "off", attribute=109),
        category("motion-action", "exhaust-fan", "light", "light=1", "fan=2", "both=3", attribute=110),
        switch("toggle", "motion-sensor-led", "on", attribute=111),
        category(
            "motion-detection",
            "motion-detection",
            "motion-detected",
            "no-motion=0",
            "motion-detected=1",
            attribute=401,
        ),
        category(
            "humidity-threshold-met",
            "humidity-threshold-met",
            "below-threshold",
            "below-threshold=0",
            "above-threshold=1",
            attribute=403,
        ),
        children=[fan, light],
        default_name="Exhaust Fan",
        **about,
    )
    return fan, light, parent
