"""What an entity tells that its platform here does not tell by itself: passed on as it is."""

import re
from collections.abc import Mapping
from typing import Any, Final

from ...model import JsonValue

MAX_ATTRIBUTES: Final = 100
MAX_BYTES: Final = 65_536
MAX_DEPTH: Final = 10

_NEVER: Final = """
    access_token assumed_state device_class entity_id entity_picture entity_picture_local friendly_name icon
    restored supported_features unit_of_measurement
"""
"""What every entity here tells by itself, and what means something else here: keys, and the ids of others."""

_SECRET_NAME: Final = re.compile("token|password|secret|api_?key|credential", re.IGNORECASE)
_SECRET_VALUE: Final = re.compile("token=|authsig=|password=|://[^/ ]*@", re.IGNORECASE)

_CLIMATE: Final = """
    current_humidity current_temperature fan_mode fan_modes humidity hvac_action hvac_modes max_humidity
    max_temp min_humidity min_temp preset_mode preset_modes swing_horizontal_mode swing_horizontal_modes
    swing_mode swing_modes target_humidity_step target_temp_high target_temp_low target_temp_step temperature
"""
_LIGHT: Final = """
    brightness color_mode color_temp_kelvin effect effect_list hs_color max_color_temp_kelvin
    min_color_temp_kelvin rgb_color rgbw_color rgbww_color supported_color_modes xy_color
"""
_MEDIA_PLAYER: Final = """
    app_id app_name group_members is_volume_muted media_album_artist media_album_name media_artist
    media_channel media_content_id media_content_type media_duration media_episode media_playlist
    media_position media_position_updated_at media_season media_series_title media_title media_track repeat
    shuffle sound_mode sound_mode_list source source_list volume_level
"""
_WATER_HEATER: Final = """
    away_mode current_temperature max_temp min_temp operation_list operation_mode target_temp_high
    target_temp_low target_temp_step temperature
"""
_WEATHER: Final = """
    apparent_temperature cloud_coverage dew_point forecast humidity ozone precipitation_unit pressure
    pressure_unit temperature temperature_unit uv_index visibility visibility_unit wind_bearing
    wind_gust_speed wind_speed wind_speed_unit
"""

_TOLD: Final[Mapping[str, frozenset[str]]] = {
    domain: frozenset(f"{_NEVER} {names}".split())
    for domain, names in {
        "": "",
        "alarm_control_panel": "code_arm_required code_format",
        "calendar": "all_day description end_time location message start_time",
        "camera": "brand model_name motion_detection",
        "climate": _CLIMATE,
        "counter": "step",
        "cover": "current_position current_tilt_position is_closed supported_speeds",
        "device_tracker": "gps_accuracy in_zones latitude longitude source_type tracking_type",
        "event": "event_type event_types",
        "fan": "direction oscillating percentage percentage_step preset_mode preset_modes",
        "humidifier": "action available_modes current_humidity humidity max_humidity min_humidity mode "
        "target_humidity_step",
        "input_number": "max min mode step",
        "input_select": "options",
        "input_text": "max min mode pattern",
        "light": _LIGHT,
        "lock": "code_format",
        "media_player": _MEDIA_PLAYER,
        "number": "max min mode step",
        "person": "gps_accuracy in_zones latitude longitude",
        "remote": "activity_list current_activity",
        "select": "options",
        "sensor": "options state_class",
        "siren": "available_tones",
        "text": "max min mode pattern",
        "update": "auto_update display_precision in_progress installed_version latest_version "
        "release_summary release_url skipped_version title update_percentage",
        "vacuum": "fan_speed fan_speed_list",
        "valve": "current_position is_closed",
        "water_heater": _WATER_HEATER,
        "weather": _WEATHER,
    }.items()
}
"""What the platforms here tell by themselves, by the domains there; of others, what all of them do."""


def remaining_attributes(domain: str, raw: Mapping[str, Any]) -> dict[str, JsonValue]:
    """Return what is passed on of the attributes of an entity: JSON, no more than can be meant, no keys."""
    told, left = _TOLD.get(domain, _TOLD[""]), MAX_BYTES
    kept: dict[str, JsonValue] = {}
    for name, value in raw.items():
        if name in told or _SECRET_NAME.search(name):
            continue
        try:
            size = _size(name) + _size(value)
        except ValueError:
            continue
        if size <= left and len(kept) < MAX_ATTRIBUTES:
            kept[name] = value
            left -= size
    return kept


def _size(value: JsonValue) -> int:
    """Return about how many bytes a value takes as JSON; raises ValueError where it must stay there."""
    size, waiting = 0, [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        size += _own_size(item)
        if size > MAX_BYTES or depth > MAX_DEPTH:
            raise ValueError("it is too big")
        if isinstance(item, list | dict):
            waiting += [(each, depth + 1) for each in item]
        if isinstance(item, dict):
            waiting += [(each, depth + 1) for each in item.values()]
    return size


def _own_size(item: JsonValue) -> int:
    """Return the bytes without what it consists of; raises ValueError where it is a key, or names one."""
    match item:
        case str() if not _SECRET_VALUE.search(item):
            return len(item.encode()) + 3
        case dict() if not any(map(_SECRET_NAME.search, item)):
            return 2 + len(item)
        case str() | dict():
            raise ValueError("it holds a key")
        case list():
            return 2 + len(item)
        case _:
            return 8
