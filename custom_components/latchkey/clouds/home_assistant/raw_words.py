"""What diagnostics show of another Home Assistant in its own words: kinds, classes, units and states."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ...auth.redaction import REDACTED
from ..allowed import (
    LEFT_OUT,
    Rule,
    Sieve,
    an_id,
    each,
    fields,
    hidden,
    keyed,
    number,
    one_of,
    version,
    words,
)
from ..model import JsonValue
from ..vocabulary import DEVICE_CLASSES, DOMAINS, MODES, STATES, UNITS
from .mapping.attributes import parse_number
from .registry import Entity
from .states import UNAVAILABLE, UNKNOWN, State

MAX_ENTITIES: Final = 2000

_STATE: Final = one_of(STATES)
"""Whatever the kind of the entity: all else may be what a person wrote."""

ATTRIBUTES: Final[Mapping[str, Rule]] = {
    **keyed(
        """
        all_day apparent_temperature assumed_state auto_update brightness changed_by_code cloud_coverage
        code_arm_required color_temp_kelvin current_humidity current_position current_temperature
        current_tilt_position dew_point display_precision has_date has_time humidity in_progress is_closed
        is_locked is_volume_muted max max_color_temp_kelvin max_humidity max_temp maximum media_duration
        media_position media_track min min_color_temp_kelvin min_humidity min_temp minimum motion_detection
        oscillating ozone percentage percentage_step pressure restored shuffle step supported_features
        target_humidity_step target_temp_high target_temp_low target_temp_step temperature
        update_percentage uv_index visibility volume_level wind_bearing wind_gust_speed wind_speed
        """,
        number,
    ),
    **keyed(
        """
        action away_mode code_format color_mode current_direction direction effect fan_mode fan_speed
        hvac_action media_content_type mode operation_mode preset_mode repeat source_type state_class
        swing_horizontal_mode swing_mode tracking_type
        """,
        one_of(MODES),
    ),
    **keyed(
        """
        available_modes effect_list fan_modes fan_speed_list hvac_modes operation_list preset_modes
        supported_color_modes swing_horizontal_modes swing_modes
        """,
        each(one_of(MODES)),
    ),
    **keyed(
        """
        app_id app_name attribution available_tones brand current_activity description end_time
        entity_picture entity_picture_local event_type finishes_at friendly_name gps_accuracy icon in_zones
        latitude location longitude media_album_artist media_album_name media_artist media_channel
        media_content_id media_episode media_playlist media_position_updated_at media_season
        media_series_title media_title message model_name pattern release_summary release_url sound_mode
        source start_time timestamp title
        """,
        hidden,
    ),
    **keyed("activity_list event_types group_members options sound_mode_list source_list", each(hidden)),
    **keyed("installed_version latest_version skipped_version", version),
    "device_class": one_of(DEVICE_CLASSES),
    "rgb_color": each(number),
    **keyed(
        """
        precipitation_unit pressure_unit temperature_unit unit_of_measurement visibility_unit wind_speed_unit
        """,
        one_of(UNITS),
    ),
}
"""Those that this project reads, and what may stand in them."""

_ENTITY: Final = fields(
    {
        "entity": an_id("entity"),
        "device": an_id("device"),
        "domain": one_of(DOMAINS),
        "category": words("config diagnostic"),
        "state": lambda raw, sieve: (_STATE if isinstance(raw, str) else number)(raw, sieve),
        "attributes": fields(ATTRIBUTES),
    }
)

_NUMBERS: Final = ("counter", "input_number", "number")

_PRIVATE: Final = ("device_tracker", "input_text", "person", "text")
"""Kinds whose states are what people write, or where they are: whichever word that is."""

_NUMERIC: Final = ("unit_of_measurement", "state_class")
"""What only a reading that is a number has."""


def describe(entities: Iterable[Entity], states: Mapping[str, State], sieve: Sieve) -> JsonValue:
    """Return what the other side told of these entities last, as far as it may be seen."""
    told = sorted(entities, key=lambda entity: entity.entity_id)
    shown = [
        sieve.sift(_words(entity, states.get(entity.entity_id)), _ENTITY) for entity in told[:MAX_ENTITIES]
    ]
    return [*shown, LEFT_OUT] if len(told) > MAX_ENTITIES else shown


def _words(entity: Entity, state: State | None) -> dict[str, Any]:
    """Return what is known of an entity; a reading as the number that it is."""
    word = state.state if state is not None else None
    attributes = state.attributes if state is not None else {}
    if entity.domain in _PRIVATE and word not in (None, UNAVAILABLE, UNKNOWN):
        word = REDACTED
    is_reading = any(name in attributes for name in _NUMERIC) or entity.domain in _NUMBERS
    return {
        "entity": entity.id,
        "device": entity.device_id,
        "domain": entity.domain,
        "category": entity.category,
        "state": parse_number(word) if is_reading and parse_number(word) is not None else word,
        "attributes": dict(attributes),
    }
