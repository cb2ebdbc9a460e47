"""The words of Home Assistant, which the model speaks too: states, modes, classes and units."""

from typing import Final

from .allowed import listed

DOMAINS: Final = listed(
    """
    air_quality alarm_control_panel alert automation binary_sensor button calendar camera climate counter
    cover date datetime device_tracker event fan geo_location group humidifier image image_processing
    input_boolean input_button input_datetime input_number input_select input_text lawn_mower light lock
    media_player notify number person plant remote scene schedule script select sensor siren sun switch text
    time timer todo update vacuum valve water_heater weather zone
    """
)
"""Kinds of entities."""

STATES: Final = listed(
    """
    armed_away armed_custom_bypass armed_home armed_night armed_vacation arming auto buffering cleaning
    closed closing cool disarmed disarming docked dry eco electric error fan_only gas heat heat_cool
    heat_pump high_demand idle jammed locked locking mowing off on open opening paused pending performance
    clear-night cloudy exceptional fog hail lightning lightning-rainy partlycloudy playing pouring rainy
    recording returning snowy snowy-rainy standby stopped streaming sunny triggered unavailable unknown
    unlocked unlocking windy windy-variant
    """
)
"""Of any kind of entity."""

MODES: Final = listed(
    """
    activity album all app artist auto away baby bluetooth bluetooth_le boost both brightness channel
    color_temp comfort connection cool cooling defrosting dry drying eco episode fan fan_only flash forward
    gps heat heat_cool heating high home horizontal hs humidifying idle low max measurement medium min movie
    music none normal number off on one onoff password playlist podcast position preheating reverse rgb rgbw
    rgbww router sleep temperature text total total_increasing track transition tvshow vertical video white
    xy
    """
)
"""Modes, presets, actions, directions, and classes of state."""

ATTRIBUTES: Final = listed(
    """
    action active_faults activity_list all_day app_id app_name apparent_temperature assumed_state
    attribution auto_update available_modes available_tones away_mode azimuth battery_level brand
    brightness call_id changed_by cloud_coverage code_arm_required code_format color_mode color_temp_kelvin
    current current_activity current_humidity current_position current_temperature current_tilt_position
    day description device_class device_trackers dew_point direction display_precision duration editable
    effect effect_list elevation end_time event_type event_types fan_mode fan_modes fan_speed
    fan_speed_list fault finishes_at friendly_name gps_accuracy group_members has_date has_time hour
    hs_color humidity hvac_action hvac_modes icon id in_progress in_zones initial installed_version
    is_closed is_volume_muted last_reset last_transition last_triggered latest_version latitude location
    longitude max max_color_temp_kelvin max_humidity max_temp maximum media_album_artist media_album_name
    media_artist media_channel media_content_id media_content_type media_duration media_episode
    media_playlist media_position media_position_updated_at media_season media_series_title media_title
    media_track message min min_color_temp_kelvin min_humidity min_temp minimum minute mode model_name
    month motion_detection next_dawn next_dusk next_event next_midnight next_noon next_rising next_setpoint
    next_setpoint_at next_setting next_state next_state_at on_hold operation_list operation_mode options
    oscillating ozone passive pattern percentage percentage_step persons precipitation_unit preset_mode
    preset_modes pressure pressure_unit radius release_summary release_url remaining repeat restore
    restored rgb_color rgbw_color rgbww_color rising scheduled_setpoint scheduled_state second shuffle
    since skipped_version snapshot_at sound_mode sound_mode_list source source_list source_type start_time
    state_class step supported_color_modes supported_features supported_speeds swing_horizontal_mode
    swing_horizontal_modes swing_mode swing_modes target_humidity_step target_temp_high target_temp_low
    target_temp_step temperature temperature_unit timestamp title tracking_type unit_of_measurement until
    update_percentage uv_index visibility visibility_unit volume_level wind_bearing wind_gust_speed
    wind_speed wind_speed_unit xy_color year
    """
)
"""What entities tell beside their states; others have names that a person gave them."""

DEVICE_CLASSES: Final = listed(
    """
    absolute_humidity apparent_power aqi area atmospheric_pressure awning battery battery_charging blind
    blood_glucose_concentration button carbon_dioxide carbon_monoxide cold conductivity connectivity current
    curtain damper data_rate data_size date dehumidifier distance door doorbell duration energy
    energy_distance energy_storage enum firmware frequency garage garage_door gas gate heat humidifier
    humidity identify illuminance irradiance light lock moisture monetary motion moving nitrogen_dioxide
    nitrogen_monoxide nitrous_oxide occupancy opening outlet ozone ph plug pm1 pm10 pm25 pm4 power
    power_factor precipitation precipitation_intensity presence pressure problem projector reactive_energy
    reactive_power receiver restart running safety shade shutter signal_strength smoke sound sound_pressure
    speaker speed sulphur_dioxide switch tamper temperature temperature_delta timestamp tv update uptime
    vibration volatile_organic_compounds volatile_organic_compounds_parts voltage volume volume_flow_rate
    volume_storage water weight wind_direction wind_speed window
    """
)

UNITS: Final = listed(
    """
    % ° °C °F K A mA V mV kV W kW MW GW TW mW VA kVA var kvar Wh kWh MWh GWh TWh J kJ MJ GJ cal kcal varh
    kvarh Hz kHz MHz GHz Pa hPa kPa bar mbar cbar mmHg inHg psi inH₂O mm cm m km in ft yd mi m/s km/h mph
    kn ft/s mm/h mm/d in/h in/d mm/s Beaufort g kg mg µg oz lb st L mL m³ cm³ ft³ gal CCF L/h L/min L/s
    m³/h m³/s ft³/min gal/min lx lm UV W/m² BTU/(h⋅ft²) ppm ppb µg/m³ mg/m³ g/m³ p/m³ dB dBA dBm s ms µs
    min h d w bit kbit Mbit Gbit B kB MB GB TB KiB MiB GiB TiB bit/s kbit/s Mbit/s Gbit/s B/s kB/s MB/s
    GB/s m² cm² km² ft² ha ac pH S/cm mS/cm µS/cm rpm kWh/100km Wh/km km/kWh mg/dL mmol/L
    """
)
