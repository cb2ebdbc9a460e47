"""Lamps and dimmers."""

from .builder import Function, category, color, composite, counted, device, number, order, switch
from .metadevice import Metadevice

SCENES = (
    "rainbow=010700FF000064140000FF006414000000FF641400",
    "wake-up=0204008C0A050008078C0A64000000",
    "christmas=034700FF0000640A0000FF00640A00",
    "july-4th=044B00FF0000641400FFFFFF6414000000FF641400",
    "sleep=0504008C0A280008078C0A05000000",
    "focus=060000301155000000",
    "chill=070000800C28000000",
    "dinner-party=080000F00A3E000000",
    "clarity=090000881364000000",
    "nightlight=0A00008C0A05000000",
    "getting-ready=0B0000CC105B000000",
    "moonlight=0C000088130A000000",
    "valentines-day=0D4700C61C1C640A00FF0000640A00",
)
"""The effects that run for ever, and how pushes write them."""

NEWER_SCENES = (
    *SCENES,
    "sound-to-sleep=0F04008C0A280008078C0A00000000",
    "halloween-fade=104700FF270064030000FF006403002F00FF640300",
    "easter-fade=114700FFFF0064030000FF00640300FF00FF640300",
    "st-patricks-day-fade=12470000FF0064030022FF2264030055FF55640300",
    "hanukkah-fade=1347000000FF6403002222FF640300FFFFFF640300",
    "cinco-de-mayo-fade=14470000FF00640300FFFFFF640300FF0000640300",
    "diwali-fade=154700FF0000640300FFFF0064030000FF00640300",
)

NO_BRIGHTNESS = {"night-light": "no-brightness"}


def color_light() -> Metadevice:
    """Return a lamp with colours, colour temperatures and effects: "Porch light"."""
    return device(
        "Porch light",
        "light",
        switch("power", None, "on", attribute=1),
        number("brightness", None, 50, (1, 100), attribute=2),
        number("color-temperature", None, 4000, (2200, 6500), 100, attribute=3),
        color(None, 232, 255, 30, attribute=4),
        category("color-mode", None, "white", "white=0", "color=1", "sequence=2", attribute=5),
        number("speed", "color-sequence", 0, (-10, 10), attribute=11),
        *_effects(SCENES),
        maker="Ecosmart",
        default_name="A21 Color CCT Light",
        image="a21-e26-color-cct-100w-smd-frosted-icon",
    )


def vanity_light() -> Metadevice:
    """Return a lamp with a night light, in which it is now: "Vanity light"."""
    return device(
        "Vanity light",
        "light",
        switch("power", None, "on", attribute=1),
        number("brightness", None, 100, (1, 100), attribute=2),
        number("color-temperature", None, 3500, (2700, 6500), 100, attribute=3),
        color(None, 255, 0, 16, attribute=4),
        category(
            "color-mode",
            None,
            "night-light",
            "white=0",
            "color=1",
            "sequence=2",
            "night-light=5",
            "circadian-rhythm=10",
            attribute=5,
            hints=NO_BRIGHTNESS,
        ),
        number("speed", "color-sequence", 10, (-10, 10), attribute=11),
        number("timer", "main", 0, (0, 1440), attribute=51, name="timer-main"),
        category(
            "brightness-algorithm",
            None,
            "logarithmic",
            "linear=0",
            "quadratic=1",
            "logarithmic=2",
            attribute=201,
        ),
        category("warm-dimming", None, "disabled", "disabled=0", "enabled=1", attribute=204),
        *_effects(NEWER_SCENES),
        *_companion_functions(),
        maker="Hampton Bay",
        model="C06021201A",
        default_name="Vanity Bar Light",
        image="eti-vanity-light-with-night-light-icon",
        tells_capabilities=True,
    )


def light_with_trim() -> Metadevice:
    """Return a lamp and the ring around it, each with a power of its own, and one for both: "Ring light"."""
    return device(
        "Ring light",
        "light",
        switch("power", "main", "on", attribute=1),
        number("brightness", "main", 100, (1, 100), attribute=2),
        number("color-temperature", "main", 3000, (2700, 6500), 100, attribute=3),
        color("main", 255, 51, 0, attribute=4),
        category(
            "color-mode",
            "main",
            "white",
            "white=0",
            "color=1",
            "sequence=2",
            "circadian-rhythm=10",
            attribute=5,
        ),
        number("speed", "color-sequence", 1, (-10, 10), attribute=11),
        switch("power", "trim", "off", attribute=21),
        number("brightness", "trim", 100, (1, 100), attribute=22),
        color("trim", 255, 255, 0, attribute=24),
        category("color-mode", "trim", "white", "white=0", "color=1", "sequence=2", attribute=25),
        switch("power", "global", "on", attribute=40),
        number("brightness", "global", 100, (1, 100), attribute=44),
        number("power-off-timer", None, 0, (0, 1440), attribute=55, name="timer-global"),
        category(
            "reconstitution",
            None,
            "enabled",
            "disabled=0",
            "enabled=1",
            "hw-switching-disabled=2",
            attribute=202,
        ),
        category("warm-dimming", None, "disabled", "disabled=0", "enabled=1", attribute=204),
        *_effects(NEWER_SCENES),
        *_companion_functions(),
        maker="Commercial Electric",
        model="Recessed Light With Accent Ring",
        default_name="Recessed Light With Accent Ring",
        image="leedarson-recessed-light-with-trim-icon",
        tells_capabilities=True,
    )


def white_light(name: str) -> Metadevice:
    """Return a lamp with colour temperatures."""
    return device(
        name,
        "light",
        switch("power", None, "off", attribute=1),
        number("brightness", None, 80, (1, 100), attribute=2),
        number("color-temperature", None, 3000, (2700, 5000), 100, attribute=3),
        maker="Commercial Electric",
        model="LCN3002LM-01 WH",
    )


def dimmer() -> Metadevice:
    """Return a dimmer in the wall: "Laundry dimmer"."""
    return device(
        "Laundry dimmer",
        "light",
        switch("power", "gang-1", "off", attribute=10),
        number("brightness", "gang-1", 100, (1, 100), attribute=20),
        number("timer", "gang-1", 0, (0, 1440), attribute=52),
        number("max-on-time", "gang-1", 0, (0, 1440), attribute=101, name="max-on-time-1"),
        number("trim", "gang-1-low-trim", 20, (0, 50), attribute=201, name="low-trim"),
        number("trim", "gang-1-high-trim", 100, (50, 100), attribute=202, name="high-trim"),
        number("fade-duration", "gang-1-fade-on", 0, (0, 60), attribute=203, name="fade-on-duration"),
        number("fade-duration", "gang-1-fade-off", 0, (0, 60), attribute=204, name="fade-off-duration"),
        category("led-configuration", None, "blink", "blink=0", "on=1", "off=2", attribute=205),
        number(
            "double-press-behavior",
            "gang-1-on-brightness",
            100,
            (0, 100),
            attribute=215,
            name="gang-1-double-press-on-brightness",
        ),
        number(
            "double-press-behavior",
            "gang-1-off-brightness",
            20,
            (0, 100),
            attribute=216,
            name="gang-1-double-press-off-brightness",
        ),
        order("micro-hub-soul-mates", attribute=65073, name="soul-mate"),
        maker="Commercial Electric",
        model="HPDA110NWBP",
        default_name="Smart Dimmer",
        image="slide-dimmer-icon",
    )


def dual_channel_light() -> Metadevice:
    """Return a lamp whose colour and white burn independently: "Bath light"."""
    return device(
        "Bath light",
        "light",
        switch("power", None, "on", attribute=1),
        number("brightness", "primary", 70, (1, 100), attribute=2),
        number("brightness", "color", 40, (1, 100), attribute=22),
        number("brightness", "white", 70, (1, 100), attribute=32),
        switch("toggle", "color", "off", attribute=21),
        switch("toggle", "white", "on", attribute=31),
        category("color-mode", None, "white", "white=0", "color=1", "mixed=3", attribute=5),
        color(None, 255, 0, 0, attribute=4),
        maker="Hampton Bay",
        model="Dual",
    )


def dimmer_switch(name: str) -> Metadevice:
    """Return one of the two metadevices of a dimmer that says it is a switch.

    Its grace period is below what it may be.
    """
    return device(
        name,
        "switch",
        switch("power", None, "off", attribute=1),
        number("brightness", None, 100, (1, 100), attribute=2),
        category("sensor-mode", None, "auto-off", "manual=0", "auto-off=1", "automatic=2", attribute=3),
        number("auto-off-timer", "auto-off", 300, (5, 3600), attribute=50, name="Auto Off Timer"),
        number("grace-period", "grace-period", 10, (15, 30), attribute=51),
        category(
            "dark-determination",
            None,
            "light-sensor",
            "light-sensor=0",
            "sunrise-sunset=1",
            "off=2",
            attribute=200,
        ),
        number("trim", "low-trim", 20, (0, 50), attribute=201, name="low-trim"),
        number("trim", "high-trim", 100, (50, 100), attribute=202, name="high-trim"),
        number("fade-duration", "fade-on", 0, (0, 60), attribute=203, name="fade-on-duration"),
        number("fade-duration", "fade-off", 0, (0, 60), attribute=204, name="fade-off-duration"),
        category("led-configuration", None, "off", "blink=0", "on=1", "off=2", attribute=205),
        number("bright-threshold", "bright-threshold", 40, (30, 95), attribute=206),
        number("dark-threshold", "dark-threshold", 15, (5, 30), attribute=207),
        number("pir-sensitivity", "pir", 90, (0, 100), attribute=208),
        model="HPDA311CWB",
        default_name="Dimmer",
        image="smart-dimmer-icon",
        unit="stairs dimmer",
    )


def _effects(scenes: tuple[str, ...]) -> tuple[Function, ...]:
    """Return what effects a lamp has, and what it does at a power cut."""
    presets = counted("custom", "flash", "fade-7", "fade-3", "jump-7", "jump-3", start=300)
    return (
        category("color-sequence", "preset", "custom", *presets, attribute=6),
        category("color-sequence", "custom", "rainbow", *scenes, attribute=300),
        category(
            "restore-values",
            None,
            "partial-restore",
            *counted("not-restored", "restored", "partial-restore"),
            attribute=100,
        ),
    )


def _companion_functions() -> tuple[Function, ...]:
    """Return what newer lamps tell of holidays, and of lamps and switches that they are paired with."""
    after = "020BFFFE000BFF010013FFFF0003FF1700053C040500000300B80B02006401000101010000"
    groups = [f"group-{letter.lower()}=0100{letter * 8}{after}" for letter in "ABCDE"]
    pairing = counted(
        "uninitialized",
        "transmitter-initialized",
        "receiver-initialized",
        "receiver-key-mismatch",
        "transmitter-and-receiver-initialized",
        "transmitter-initialized-receiver-key-mismatch",
    )
    return (
        switch("vacation-mode-enable", None, "off", attribute=49101),
        category(
            "vacation-mode-group",
            None,
            "no-group",
            *groups,
            f"no-group=010000000000{after}",
            "opt-out=",
            attribute=49102,
        ),
        switch("schedule-pause", "active", "off", attribute=49998),
        composite(
            "schedule-pause",
            None,
            None,
            "schedule-pause-time-array",
            attribute=49999,
            name="schedule-pause-time",
        ),
        order("micro-hub-soul-mates", attribute=65073, name="soul-mate"),
        category("abc-state", None, "uninitialized", *pairing, attribute=65076),
        composite("abc-receiver-keys", None, None, "abc-manager-key-array", attribute=65080),
        composite("ble-scan-requests", None, None, "ble-scan-request-array", attribute=65082),
        composite("ble-scan-responses", None, None, "ble-scan-response-array", attribute=65083),
    )
