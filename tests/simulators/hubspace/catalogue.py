"""A home with a device of every class, and a home with many lights."""

from .builder import Make, category, composite, device, number, reading, room, switch
from .metadevice import Metadevice
from .security import alarm, keypad


def catalogue() -> list[Metadevice]:
    """Return one device of every class, and two rooms; ids and names are the same in every run."""
    bedroom_fan, bedroom_light, bedroom = ceiling_fan()
    bath_fan, bath_fan_light, bath = exhaust_fan()
    plugs = [outlet("Garden plug 1"), outlet("Garden plug 2")]
    sprinklers = water_timer("Sprinkler"), water_timer("Sprinkler 2")
    return [
        color_light(),
        white_light("Hall light"),
        dimmer(),
        dual_channel_light(),
        multi_zone_light(),
        bedroom_fan,
        bedroom_light,
        bedroom,
        bath_fan,
        bath_fan_light,
        bath,
        office_switch(),
        dimmer_switch("Stairs dimmer 1"),
        dimmer_switch("Stairs dimmer 2"),
        *plugs,
        glass_door(),
        transformer(),
        door_lock(),
        *sprinklers,
        thermostat(),
        air_conditioner(),
        alarm(),
        keypad(),
        freezer(),
        device("Mystery", "coffee-machine", switch("power", None, "on"), model="Brewer 9"),
        room("Bedroom", bedroom_fan, bedroom_light, bedroom),
        room("Garden", *plugs, *sprinklers),
    ]


def many(count: int) -> list[Metadevice]:
    """Return that many simple lights, named "Light 1" and so on."""
    return [white_light(f"Light {index}") for index in range(1, count + 1)]


def color_light() -> Metadevice:
    """Return a lamp with colours, colour temperatures and effects: "Porch light"."""
    return device(
        "Porch light",
        "light",
        switch("power", None, "on"),
        number("brightness", None, 50, (1, 100)),
        number("color-temperature", None, 4000, (2200, 6500), 100),
        composite("color-rgb", None, {"color-rgb": {"r": 232, "g": 255, "b": 30}}),
        category("color-mode", None, "white", "white", "sequence", "color"),
        category("color-sequence", "preset", "custom", "flash", "fade-3", "fade-7", "jump-3", "custom"),
        category("color-sequence", "custom", "rainbow", "rainbow", "chill", "focus", "nightlight"),
        number("speed", "color-sequence", 0, (-10, 10)),
        maker="Ecosmart",
        model="A21 Color CCT Light",
        image="a21-e26-color-cct-100w-smd-frosted-icon",
    )


def white_light(name: str) -> Metadevice:
    """Return a lamp with colour temperatures."""
    return device(
        name,
        "light",
        switch("power", None, "off"),
        number("brightness", None, 80, (1, 100)),
        number("color-temperature", None, 3000, (2700, 5000), 100),
        maker="Commercial Electric",
        model="LCN3002LM-01 WH",
    )


def dimmer() -> Metadevice:
    """Return a dimmer in the wall: "Laundry dimmer"."""
    return device(
        "Laundry dimmer",
        "light",
        switch("power", "gang-1", "off"),
        number("brightness", "gang-1", 100, (1, 100)),
        number("timer", "gang-1", 0, (0, 1440)),
        number("fade-duration", "gang-1-fade-on", 0, (0, 60)),
        maker="Commercial Electric",
        model="HPDA110NWBP",
        image="slide-dimmer-icon",
    )


def dual_channel_light() -> Metadevice:
    """Return a lamp whose colour and white burn independently: "Bath light"."""
    return device(
        "Bath light",
        "light",
        switch("power", None, "on"),
        number("brightness", "primary", 70, (1, 100)),
        number("brightness", "color", 40, (1, 100)),
        number("brightness", "white", 70, (1, 100)),
        switch("toggle", "color", "off"),
        switch("toggle", "white", "on"),
        category("color-mode", None, "white", "white", "color", "mixed"),
        composite("color-rgb", None, {"color-rgb": {"r": 255, "g": 0, "b": 0}}),
        maker="Hampton Bay",
        model="Dual",
    )


def multi_zone_light() -> Metadevice:
    """Return a lamp of two zones, main and trim: "Ring light"."""
    zones = [
        function
        for zone in ("main", "trim")
        for function in (
            switch("toggle", zone, "on"),
            number("brightness", zone, 60, (1, 100)),
            category("color-mode", zone, "white", "white", "color"),
            composite("color-rgb", zone, {"color-rgb": {"r": 0, "g": 255, "b": 0}}),
        )
    ]
    return device(
        "Ring light",
        "light",
        switch("power", None, "on"),
        *zones,
        maker="Hampton Bay",
        model="Ring",
    )


def ceiling_fan() -> tuple[Metadevice, Metadevice, Metadevice]:
    """Return a fan, its light, and the parent of both: one physical device."""
    about: Make = {"model": "Zandra", "image": "ceiling-fan-chandra-icon", "unit": "bedroom fan"}
    speeds = [f"fan-speed-6-{percent:03}" for percent in (0, 16, 33, 50, 66, 83, 100)]
    fan = device(
        "Bedroom fan",
        "fan",
        switch("power", "fan-power", "on"),
        category("fan-speed", "fan-speed", "fan-speed-6-050", *speeds),
        category("fan-reverse", "fan-reverse", "forward", "forward", "reverse", "in-progress"),
        category("toggle", "comfort-breeze", "disabled", "enabled", "disabled"),
        number("timer", "fan-power", 0, (0, 1440)),
        **about,
    )
    temperatures = ("2700K", "3000K", "3500K", "4000K", "5000K", "6500K")
    light = device(
        "Bedroom fan light",
        "light",
        switch("power", "light-power", "on"),
        number("brightness", None, 45, (1, 100)),
        category("color-temperature", None, "3000K", *temperatures),
        **about,
    )
    parent = device(
        "Bedroom ceiling fan",
        "ceiling-fan",
        switch("power", "primary", "on"),
        reading("error-flag", now=False, instance="storage-error"),
        children=[fan, light],
        **about,
    )
    return fan, light, parent


def exhaust_fan() -> tuple[Metadevice, Metadevice, Metadevice]:
    """Return the fan, the light and the sensors of an exhaust fan: one physical device."""
    about: Make = {"maker": "Commercial Electric", "image": "fan-exhaust-icon", "unit": "bath fan"}
    fan = device("Bath fan motor", "fan", switch("power", "fan-power", "off"), **about)
    light = device(
        "Bath fan light",
        "light",
        switch("power", "light-power", "off"),
        number("brightness", None, 100, (1, 100)),
        **about,
    )
    parent = device(
        "Bath fan",
        "exhaust-fan",
        switch("toggle", "auto-mode", "on"),
        category("motion-detection", None, "no-motion-detected", "motion-detected", "no-motion-detected"),
        category("humidity-threshold-met", None, "below-threshold", "above-threshold", "below-threshold"),
        number("humidity", "current", 55, (0, 100)),
        category("motion-action", "exhaust-fan", "both", "both", "exhaust-fan", "light", "none"),
        category("sensitivity", "humidity-sensitivity", "2-medium", "1-low", "2-medium", "3-high"),
        number("auto-off-timer", "auto-off", 600, (60, 3600), 60),
        children=[fan, light],
        **about,
    )
    return fan, light, parent


def office_switch() -> Metadevice:
    """Return a switch in the wall: "Office switch"."""
    return device(
        "Office switch", "switch", switch("power", None, "off"), model="HPSA11CWB", image="smart-switch-icon"
    )


def dimmer_switch(name: str) -> Metadevice:
    """Return one of the two metadevices of a dimmer that says it is a switch."""
    return device(
        name,
        "switch",
        switch("power", None, "off"),
        number("brightness", None, 100, (1, 100)),
        number("auto-off-timer", "auto-off", 300, (5, 3600)),
        model="HPDA311CWB",
        image="smart-dimmer-icon",
        unit="stairs dimmer",
    )


def outlet(name: str) -> Metadevice:
    """Return one of the two outlets of a plug."""
    return device(
        name,
        "power-outlet",
        switch("power", None, "on"),
        number("timer", None, 0, (0, 1440)),
        switch("dark-mode", None, "off"),
        model="HPPA11CWB",
        unit="garden plug",
    )


def glass_door() -> Metadevice:
    """Return a door whose glass turns opaque: "Glass door"."""
    return device("Glass door", "glass-door", switch("power", None, "off"), model="Smart Glass")


def transformer() -> Metadevice:
    """Return a transformer for the lights of a garden: "Transformer"."""
    return device(
        "Transformer",
        "landscape-transformer",
        switch("power", None, "on"),
        switch("toggle", "zone-1", "on"),
        switch("toggle", "zone-2", "off"),
        switch("toggle", "zone-3", "off"),
        number("timer", "zone-1", 0, (0, 1440)),
        number("watts", None, 42, (0, 200)),
        category("output-voltage-switch", None, "12V", "12V", "15V"),
        category("overload-state", None, "normal", "normal", "overloaded"),
        maker="Hampton Bay",
        model="HB-200-1215WIFIB",
    )


def door_lock() -> Metadevice:
    """Return a lock with a keypad: "Front door"."""
    return device(
        "Front door",
        "door-lock",
        category("lock-control", None, "locked", "locked", "locking", "unlocked", "unlocking"),
        number("battery-level", None, 80, (0, 100), 5),
        category("last-event", None, "app-lock-success", "app-lock-success", "app-unlock-success"),
        switch("auto-lock", None, "off"),
        composite("lock-pin", "lock-pin-1", {"lock-pin": {"pin": "4711", "active": True, "type": 0}}),
        model="Keypad Deadbolt Lock",
        image="keypad-deadbolt-lock-icon",
        has_wifi=False,
    )


def water_timer(name: str) -> Metadevice:
    """Return one of the two metadevices of a water timer, each of which tells both spigots."""
    return device(
        name,
        "water-timer",
        switch("power", None, "off"),
        switch("toggle", "spigot-1", "off"),
        switch("toggle", "spigot-2", "on"),
        number("timer", "spigot-1", 0, (0, 360)),
        number("timer", "spigot-2", 12, (0, 360)),
        number("max-on-time", "spigot-1", 15, (1, 360)),
        number("max-on-time", "spigot-2", 20, (1, 360)),
        number("battery-level", None, 90, (0, 100)),
        maker="Husky",
        model="2-Spigot Watering Timer",
        unit="sprinkler",
        has_wifi=False,
    )


def thermostat() -> Metadevice:
    """Return a thermostat that heats and cools: "Thermostat"."""
    temperatures = [
        number("temperature", "current-temp", 18.3, (0, 37), 0.1),
        number("temperature", "heating-target", 18, (4, 32), 0.5),
        number("temperature", "cooling-target", 26.5, (10, 37), 0.5),
        number("temperature", "auto-heating-target", 18.5, (4, 32), 0.5),
        number("temperature", "auto-cooling-target", 26.5, (10, 37), 0.5),
        number("temperature", "safety-mode-min-temp", 4, (4, 13), 0.5),
        number("temperature", "safety-mode-max-temp", 36, (29.5, 37), 0.5),
    ]
    alerts = ("alerting", "normal")
    return device(
        "Thermostat",
        "thermostat",
        *temperatures,
        category("mode", None, "heat", "off", "heat", "cool", "auto", "fan"),
        category("fan-mode", None, "auto", "on", "auto", "intermittent"),
        category("current-fan-state", None, "off", "on", "off"),
        category("current-system-state", None, "heating", "heating", "cooling", "off"),
        category("run-mode", None, "scheduled", "hold", "vacation", "scheduled", "permanent-hold"),
        category("system-type", None, "1-compressor-heat-pump-on-heat-no-aux"),
        category("filter-replacement", None, "not-needed", "replacement-needed", "not-needed"),
        category("max-temp-exceeded", None, "normal", *alerts),
        category("min-temp-exceeded", None, "normal", *alerts),
        switch("safety-heat-mode", None, "on"),
        category("temperature-units", None, "celsius", "celsius", "fahrenheit"),
        maker="Commercial Electric",
        model="Smart Thermostat",
        image="leedarson-thermostat-icon",
    )


def air_conditioner() -> Metadevice:
    """Return an air conditioner on wheels: "Garage AC"."""
    return device(
        "Garage AC",
        "portable-air-conditioner",
        switch("power", None, "on"),
        category("mode", None, "cool", "fan", "auto-cool", "dehumidify", "cool"),
        number("temperature", "current-temp", 25, (-18, 53), 0.5),
        number("temperature", "cooling-target", 22, (16, 30), 0.5),
        category("fan-speed", "ac-fan-speed", "fan-speed-auto", *_air_conditioner_speeds()),
        switch("air-swing", None, "off"),
        switch("sleep", None, "off"),
        switch("eco-mode", None, "off"),
        switch("continuous-fan", None, "off"),
        number("timer", None, 0, (0, 1440), 30),
        category("error", "water-tray-full", "normal", "alerting", "normal"),
        category("temperature-units", None, "celsius", "celsius", "fahrenheit"),
        maker="Home Comfort",
        model="Smart Mobile Air Conditioner",
    )


def _air_conditioner_speeds() -> tuple[str, ...]:
    return "fan-speed-auto", "fan-speed-2-050", "fan-speed-2-100"


def freezer() -> Metadevice:
    """Return a fridge with a freezer: "Freezer"."""
    return device(
        "Freezer",
        "freezer",
        number("temperature", "freezer-target", -18, (-24, -14)),
        number("temperature", "fridge-target", 4, (1, 8)),
        number("temperature", "current-temp", -17.5, (-40, 40), 0.5),
        category("door-state", None, "closed", "open", "closed"),
        category("error", "mcu-communication-failure", "normal", "alerting", "normal"),
        category("error", "freezer-high-temperature-alert", "normal", "alerting", "normal"),
        maker="Vissani",
        model="Garage Freezer",
    )
