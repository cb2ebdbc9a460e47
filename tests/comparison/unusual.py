"""Entities that the demo does not have: each tells in an attribute what it was asked, word for word."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final, override

from homeassistant.components.calendar import CalendarEntity, CalendarEntityFeature
from homeassistant.components.climate import ClimateEntity, ClimateEntityFeature, HVACMode
from homeassistant.components.cover import CoverEntity, CoverEntityFeature
from homeassistant.components.event import EventEntity
from homeassistant.components.fan import FanEntity, FanEntityFeature
from homeassistant.components.lawn_mower import LawnMowerActivity, LawnMowerEntity, LawnMowerEntityFeature
from homeassistant.components.light import ColorMode, LightEntity, LightEntityFeature
from homeassistant.components.lock import LockEntity, LockEntityFeature
from homeassistant.components.number import NumberEntity, NumberMode
from homeassistant.components.remote import RemoteEntity, RemoteEntityFeature
from homeassistant.components.sensor import SensorDeviceClass, SensorEntity, SensorStateClass
from homeassistant.components.siren import SirenEntity, SirenEntityFeature
from homeassistant.components.switch import SwitchEntity
from homeassistant.components.todo import TodoItem, TodoItemStatus, TodoListEntity, TodoListEntityFeature
from homeassistant.components.vacuum import StateVacuumEntity, VacuumActivity, VacuumEntityFeature
from homeassistant.components.valve import ValveEntity, ValveEntityFeature
from homeassistant.components.water_heater import WaterHeaterEntity, WaterHeaterEntityFeature
from homeassistant.const import UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util


class _Unusual(Entity):
    """What all of them have in common."""

    _attr_should_poll = False

    def __init__(self, name: str, **attributes: Any) -> None:
        self._attr_name = name
        self._attr_unique_id = name
        self._attr_extra_state_attributes = {"asked": []}
        for key, value in attributes.items():
            setattr(self, f"_attr_{key}", value)

    def note(self, service: str, **data: Any) -> None:
        """Keep what was asked."""
        asked = [*self._attr_extra_state_attributes["asked"], {service: data}][-3:]
        self._attr_extra_state_attributes = {**self._attr_extra_state_attributes, "asked": asked}
        self.async_write_ha_state()


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return what was asked as JSON has it."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in data.items()}


class _Light(_Unusual, LightEntity):
    """A lamp."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self._attr_is_on = True
        self._attr_brightness = kwargs.get("brightness", kwargs.get("white", self.brightness))
        self._attr_effect = kwargs.get("effect", self.effect)
        for mode in ("hs", "xy", "rgb", "rgbw", "rgbww"):
            if (value := kwargs.get(f"{mode}_color")) is not None:
                self._attr_color_mode = ColorMode(mode)
                setattr(self, f"_attr_{mode}_color", value)
        if "color_temp_kelvin" in kwargs:
            self._attr_color_mode = ColorMode.COLOR_TEMP
            self._attr_color_temp_kelvin = kwargs["color_temp_kelvin"]
        if "white" in kwargs:
            self._attr_color_mode = ColorMode.WHITE
        self.note("turn_on", **_plain(kwargs))

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self._attr_is_on = False
        self.note("turn_off", **kwargs)


class _Fan(_Unusual, FanEntity):
    """A fan."""

    @override
    async def async_set_percentage(self, percentage: int) -> None:
        self._attr_percentage = percentage
        self.note("set_percentage", percentage=percentage)

    @override
    async def async_turn_on(
        self, percentage: int | None = None, preset_mode: str | None = None, **kwargs: Any
    ) -> None:
        self._attr_percentage = percentage or 100
        self.note("turn_on", percentage=percentage, preset_mode=preset_mode, **kwargs)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self._attr_percentage = 0
        self.note("turn_off", **kwargs)

    @override
    async def async_set_preset_mode(self, preset_mode: str) -> None:
        self._attr_preset_mode = preset_mode
        self.note("set_preset_mode", preset_mode=preset_mode)


class _Climate(_Unusual, ClimateEntity):
    """A thermostat."""

    _attr_temperature_unit = UnitOfTemperature.CELSIUS

    @override
    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        self._attr_hvac_mode = hvac_mode
        self.note("set_hvac_mode", hvac_mode=hvac_mode)

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        self._attr_hvac_mode = kwargs.get("hvac_mode", self.hvac_mode)
        self.note("set_temperature", **kwargs)

    @override
    async def async_set_humidity(self, humidity: int) -> None:
        self._attr_target_humidity = humidity
        self.note("set_humidity", humidity=humidity)

    @override
    async def async_turn_on(self) -> None:
        self.note("turn_on")

    @override
    async def async_turn_off(self) -> None:
        self.note("turn_off")


class _WaterHeater(_Unusual, WaterHeaterEntity):
    """A boiler."""

    _attr_temperature_unit = UnitOfTemperature.CELSIUS

    @override
    async def async_set_temperature(self, **kwargs: Any) -> None:
        self._attr_current_operation = kwargs.get("operation_mode", self.current_operation)
        self.note("set_temperature", **kwargs)

    @override
    async def async_set_operation_mode(self, operation_mode: str) -> None:
        self._attr_current_operation = operation_mode
        self.note("set_operation_mode", operation_mode=operation_mode)

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self.note("turn_on", **kwargs)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self.note("turn_off", **kwargs)


class _Cover(_Unusual, CoverEntity):
    """A blind."""

    @override
    async def async_open_cover(self, **kwargs: Any) -> None:
        self._attr_is_closed = False
        self.note("open", **kwargs)

    @override
    async def async_close_cover(self, **kwargs: Any) -> None:
        self._attr_is_closed = True
        self.note("close", **kwargs)

    @override
    async def async_set_cover_position(self, **kwargs: Any) -> None:
        self._attr_current_cover_position = kwargs["position"]
        self.note("set_position", **kwargs)


class _Valve(_Unusual, ValveEntity):
    """A valve."""

    _attr_reports_position = False

    @override
    async def async_open_valve(self) -> None:
        self._attr_is_closed = False
        self.note("open")

    @override
    async def async_close_valve(self) -> None:
        self._attr_is_closed = True
        self.note("close")

    @override
    async def async_set_valve_position(self, position: int) -> None:
        self._attr_current_valve_position = position
        self.note("set_position", position=position)

    @override
    async def async_stop_valve(self) -> None:
        self.note("stop")


class _Lock(_Unusual, LockEntity):
    """A lock."""

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        self._attr_is_locked = True
        self.note("lock", **kwargs)

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        self._attr_is_locked = False
        self.note("unlock", **kwargs)

    @override
    async def async_open(self, **kwargs: Any) -> None:
        self.note("open", **kwargs)


class _Number(_Unusual, NumberEntity):
    """A number."""

    @override
    async def async_set_native_value(self, value: float) -> None:
        self._attr_native_value = value
        self.note("set_value", value=value)


class _Switch(_Unusual, SwitchEntity):
    """A switch."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self._attr_is_on = True
        self.note("turn_on")

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self._attr_is_on = False
        self.note("turn_off")


class _Sensor(_Unusual, SensorEntity):
    """A reading."""


class _Event(_Unusual, EventEntity):
    """What has happened."""

    def happen(self, event_type: str, data: dict[str, Any]) -> None:
        """Let something happen."""
        self._trigger_event(event_type, data)
        self.async_write_ha_state()


_ON_OFF: Final = FanEntityFeature.TURN_ON | FanEntityFeature.TURN_OFF


class _Remote(_Unusual, RemoteEntity):
    """A remote control."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self._attr_is_on = True
        self._attr_current_activity = kwargs.get("activity")
        self.note("turn_on", **kwargs)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        self._attr_is_on = False
        self.note("turn_off", **kwargs)

    @override
    async def async_send_command(self, command: Iterable[str], **kwargs: Any) -> None:
        self.note("send_command", command=list(command), **kwargs)

    @override
    async def async_learn_command(self, **kwargs: Any) -> None:
        self.note("learn_command", **kwargs)

    @override
    async def async_delete_command(self, **kwargs: Any) -> None:
        self.note("delete_command", **kwargs)


class _Siren(_Unusual, SirenEntity):
    """A siren."""

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        self._attr_is_on = True
        self.note("turn_on", **kwargs)


class _LawnMower(_Unusual, LawnMowerEntity):
    """A robot that mows."""

    @override
    async def async_start_mowing(self) -> None:
        self._attr_activity = LawnMowerActivity.MOWING
        self.note("start_mowing")

    @override
    async def async_dock(self) -> None:
        self._attr_activity = LawnMowerActivity.RETURNING
        self.note("dock")


class _Vacuum(_Unusual, StateVacuumEntity):
    """A robot that cleans."""

    @override
    async def async_start(self) -> None:
        self._attr_activity = VacuumActivity.CLEANING
        self.note("start")

    @override
    async def async_pause(self) -> None:
        self._attr_activity = VacuumActivity.PAUSED
        self.note("pause")

    @override
    async def async_stop(self, **kwargs: Any) -> None:
        self._attr_activity = VacuumActivity.IDLE
        self.note("stop", **kwargs)

    @override
    async def async_return_to_base(self, **kwargs: Any) -> None:
        self._attr_activity = VacuumActivity.RETURNING
        self.note("return_to_base", **kwargs)

    @override
    async def async_locate(self, **kwargs: Any) -> None:
        self.note("locate", **kwargs)

    @override
    async def async_clean_spot(self, **kwargs: Any) -> None:
        self.note("clean_spot", **kwargs)

    @override
    async def async_set_fan_speed(self, fan_speed: str, **kwargs: Any) -> None:
        self._attr_fan_speed = fan_speed
        self.note("set_fan_speed", fan_speed=fan_speed)

    @override
    async def async_send_command(
        self, command: str, params: dict[str, Any] | list[Any] | None = None, **kwargs: Any
    ) -> None:
        self.note("send_command", command=command, params=params)


class _Calendar(_Unusual, CalendarEntity):
    """A calendar in which nothing takes place."""

    @property
    @override
    def event(self) -> None:
        return None

    @override
    async def async_create_event(self, **kwargs: Any) -> None:
        names = ("dtstart", "dtend", "summary", "description", "location")
        self.note("create_event", **{name: str(kwargs.get(name)) for name in names})


class _TodoList(_Unusual, TodoListEntity):
    """A list of what is to be done, which keeps its items as they are."""

    @override
    async def async_create_todo_item(self, item: TodoItem) -> None:
        self.note("add_item", **_words(item))

    @override
    async def async_update_todo_item(self, item: TodoItem) -> None:
        self.note("update_item", **_words(item))

    @override
    async def async_delete_todo_items(self, uids: list[str]) -> None:
        self.note("remove_item", uids=uids)


def _words(item: TodoItem) -> dict[str, str]:
    """Return an item in words that JSON has."""
    return {name: str(value) for name, value in vars(item).items() if value is not None}


def _unusual() -> dict[str, list[Entity]]:
    """Return all of them by their domains."""
    return {
        "calendar": [_Calendar("Family", supported_features=CalendarEntityFeature.CREATE_EVENT)],
        "climate": [
            _Climate(
                "Stove",
                hvac_mode=HVACMode.HEAT,
                hvac_modes=[HVACMode.HEAT],
                target_temperature=21.25,
                current_temperature=20.84,
                precision=0.01,
                target_temperature_step=0.25,
                supported_features=ClimateEntityFeature.TARGET_TEMPERATURE | ClimateEntityFeature.TURN_OFF,
            ),
            _Climate(
                "Heater",
                hvac_mode=HVACMode.HEAT,
                hvac_modes=[HVACMode.OFF, HVACMode.HEAT, HVACMode.AUTO],
                target_temperature=21.0,
                current_humidity=54.25,
                target_humidity=50.5,
                target_humidity_step=0.5,
                min_humidity=30.5,
                max_humidity=70.5,
                supported_features=ClimateEntityFeature.TARGET_TEMPERATURE
                | ClimateEntityFeature.TARGET_HUMIDITY,
            ),
            _Climate(
                "Boost",
                hvac_mode=HVACMode.OFF,
                hvac_modes=[HVACMode.OFF, HVACMode.HEAT],
                supported_features=ClimateEntityFeature.TURN_ON,
            ),
        ],
        "cover": [
            _Cover("Skylight", is_closed=True, supported_features=CoverEntityFeature.OPEN),
            _Cover(
                "Shade",
                is_closed=False,
                current_cover_position=33,
                supported_features=CoverEntityFeature.SET_POSITION,
                assumed_state=True,
            ),
        ],
        "event": [_Event("Remote control", event_types=["press", "hold"])],
        "fan": [
            _Fan("Blower", percentage=33, speed_count=7, supported_features=FanEntityFeature.SET_SPEED),
            _Fan("Exhaust", percentage=0, supported_features=FanEntityFeature.TURN_ON),
            _Fan(
                "Breeze",
                percentage=50,
                speed_count=3,
                preset_modes=["calm", "storm"],
                preset_mode="calm",
                supported_features=_ON_OFF | FanEntityFeature.SET_SPEED | FanEntityFeature.PRESET_MODE,
            ),
        ],
        "lawn_mower": [
            _LawnMower(
                "Meadow",
                activity=LawnMowerActivity.DOCKED,
                supported_features=LawnMowerEntityFeature.START_MOWING | LawnMowerEntityFeature.DOCK,
            )
        ],
        "light": [
            _Light(
                "Aquarium",
                is_on=True,
                brightness=77,
                color_mode=ColorMode.XY,
                xy_color=(0.1234, 0.5678),
                supported_color_modes={ColorMode.XY, ColorMode.COLOR_TEMP},
                color_temp_kelvin=3123,
            ),
            _Light(
                "Strip",
                is_on=True,
                brightness=55,
                color_mode=ColorMode.RGBWW,
                rgbww_color=(11, 22, 33, 44, 55),
                supported_color_modes={ColorMode.RGBWW, ColorMode.HS, ColorMode.WHITE},
                effect_list=["off", "fire"],
                effect="fire",
                supported_features=LightEntityFeature.EFFECT
                | LightEntityFeature.FLASH
                | LightEntityFeature.TRANSITION,
            ),
            _Light(
                "Colors",
                is_on=True,
                brightness=5,
                color_mode=ColorMode.HS,
                hs_color=(123.456, 78.9),
                supported_color_modes={ColorMode.HS, ColorMode.RGBW, ColorMode.RGB},
            ),
            _Light(
                "Candle",
                is_on=True,
                brightness=5,
                color_mode=ColorMode.BRIGHTNESS,
                supported_color_modes={ColorMode.BRIGHTNESS},
                effect_list=["flicker"],
                effect="flicker",
                supported_features=LightEntityFeature.EFFECT,
            ),
            _Light("Bulb", is_on=None, color_mode=ColorMode.ONOFF, supported_color_modes={ColorMode.ONOFF}),
        ],
        "lock": [
            _Lock(
                "Safe",
                is_locked=True,
                code_format=r"^\d{4}$",
                changed_by="Anna",
                supported_features=LockEntityFeature.OPEN,
            ),
        ],
        "number": [
            _Number(
                "Depth",
                native_value=1.23456,
                native_min_value=-5.5,
                native_max_value=5.5,
                native_step=0.00001,
                mode=NumberMode.SLIDER,
                native_unit_of_measurement="m",
            ),
            _Number("Count", native_value=3, native_min_value=0, native_max_value=9, mode=NumberMode.BOX),
        ],
        "remote": [
            _Remote(
                "Universal",
                is_on=True,
                current_activity="Film",
                activity_list=["Film", "Music"],
                supported_features=RemoteEntityFeature.ACTIVITY
                | RemoteEntityFeature.DELETE_COMMAND
                | RemoteEntityFeature.LEARN_COMMAND,
            )
        ],
        "sensor": [
            _Sensor(
                "Oven",
                native_value=423.456789,
                device_class=SensorDeviceClass.TEMPERATURE,
                state_class=SensorStateClass.MEASUREMENT,
                native_unit_of_measurement=UnitOfTemperature.FAHRENHEIT,
                suggested_unit_of_measurement=UnitOfTemperature.FAHRENHEIT,
                suggested_display_precision=3,
                attribution="Data of the oven",
            ),
            _Sensor("Text", native_value="Hello"),
            _Sensor("Digits", native_value="007"),
            _Sensor(
                "Water",
                native_value=12.0,
                device_class=SensorDeviceClass.WATER,
                state_class=SensorStateClass.TOTAL,
                native_unit_of_measurement="L",
                last_reset=dt_util.parse_datetime("2026-01-01T00:00:00+00:00"),
            ),
            _Sensor("Price", native_value=Decimal("21.50"), native_unit_of_measurement="EUR/kWh"),
            _Sensor("Unknown"),
            _Sensor(
                "When",
                native_value=dt_util.parse_datetime("2026-11-01T12:30:15+00:00"),
                device_class=SensorDeviceClass.TIMESTAMP,
            ),
        ],
        "siren": [
            _Siren(
                "Horn",
                is_on=False,
                available_tones={1: "Fire", 2: "Flood"},
                supported_features=SirenEntityFeature.TURN_ON
                | SirenEntityFeature.TONES
                | SirenEntityFeature.VOLUME_SET
                | SirenEntityFeature.DURATION,
            )
        ],
        "switch": [_Switch("Pump", is_on=True, assumed_state=True)],
        "todo": [
            _TodoList(
                "Chores",
                todo_items=[
                    TodoItem(
                        uid="1", summary="Sweep", status=TodoItemStatus.NEEDS_ACTION, description="Stairs"
                    ),
                    TodoItem(uid="2", summary="Mow", status=TodoItemStatus.COMPLETED),
                ],
                supported_features=TodoListEntityFeature(127),
            )
        ],
        "vacuum": [
            _Vacuum(
                "Robot",
                activity=VacuumActivity.DOCKED,
                fan_speed="low",
                fan_speed_list=["low", "max"],
                supported_features=VacuumEntityFeature(8192 + 4096 + 1024 + 512 + 256 + 32 + 16 + 8 + 4),
            )
        ],
        "valve": [
            _Valve("Tap", is_closed=False, supported_features=ValveEntityFeature.OPEN),
            _Valve(
                "Mixer",
                reports_position=True,
                current_valve_position=45,
                supported_features=ValveEntityFeature.SET_POSITION | ValveEntityFeature.STOP,
            ),
        ],
        "water_heater": [
            _WaterHeater(
                "Boiler",
                current_operation="eco",
                operation_list=["eco", "electric", "off"],
                target_temperature=51.5,
                target_temperature_low=48.5,
                target_temperature_high=60.5,
                current_temperature=48.7,
                target_temperature_step=0.5,
                min_temp=30.5,
                max_temp=70.5,
                supported_features=WaterHeaterEntityFeature.TARGET_TEMPERATURE
                | WaterHeaterEntityFeature.OPERATION_MODE,
            ),
            _WaterHeater(
                "Kettle", current_operation="on", supported_features=WaterHeaterEntityFeature.ON_OFF
            ),
        ],
    }


def press_remote_control(hass: HomeAssistant, key: str) -> None:
    """Press a key of the remote control."""
    remote_control = hass.data[DATA_INSTANCES]["event"].get_entity("event.remote_control")
    assert isinstance(remote_control, _Event)
    remote_control.happen("press", {"key": key})


async def add_unusual(hass: HomeAssistant) -> None:
    """Add all of them to a house."""
    for domain, entities in _unusual().items():
        assert await async_setup_component(hass, domain, {})
        await hass.data[DATA_INSTANCES][domain].async_add_entities(entities)
