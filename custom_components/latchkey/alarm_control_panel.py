"""Alarm systems."""

from typing import override

from homeassistant.components.alarm_control_panel import (
    AlarmControlPanelEntity,
    AlarmControlPanelEntityFeature,
    AlarmControlPanelState,
    CodeFormat,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.enum import try_parse_enum

from .clouds.model import AlarmPanel, SetAlarm
from .entities.entity import LatchkeyEntity, async_add_features
from .entry import LatchkeyConfigEntry

# The coordinator sends as many commands at a time as the vendor takes.
PARALLEL_UPDATES = 0

_FEATURES = {
    AlarmControlPanelState.ARMED_HOME: AlarmControlPanelEntityFeature.ARM_HOME,
    AlarmControlPanelState.ARMED_AWAY: AlarmControlPanelEntityFeature.ARM_AWAY,
    AlarmControlPanelState.ARMED_NIGHT: AlarmControlPanelEntityFeature.ARM_NIGHT,
    AlarmControlPanelState.ARMED_VACATION: AlarmControlPanelEntityFeature.ARM_VACATION,
    AlarmControlPanelState.ARMED_CUSTOM_BYPASS: AlarmControlPanelEntityFeature.ARM_CUSTOM_BYPASS,
    AlarmControlPanelState.TRIGGERED: AlarmControlPanelEntityFeature.TRIGGER,
}


async def async_setup_entry(
    hass: HomeAssistant,
    entry: LatchkeyConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the account's alarm systems."""
    async_add_features(entry, async_add_entities, AlarmPanel, LatchkeyAlarmPanel)


class LatchkeyAlarmPanel(LatchkeyEntity[AlarmPanel], AlarmControlPanelEntity):
    """An alarm system."""

    @property
    @override
    def code_arm_required(self) -> bool:
        """Return whether a code is typed to arm it, too."""
        return self.feature.needs_code_to_arm

    @property
    @override
    def supported_features(self) -> AlarmControlPanelEntityFeature:
        """Return the states that it can be brought to."""
        features = AlarmControlPanelEntityFeature(0)
        for state, feature in _FEATURES.items():
            if state in self.feature.modes:
                features |= feature
        return features

    @property
    @override
    def code_format(self) -> CodeFormat | None:
        """Return what is typed to disarm it."""
        return try_parse_enum(CodeFormat, self.feature.code_format)

    @property
    @override
    def alarm_state(self) -> AlarmControlPanelState | None:
        """Return its state."""
        return try_parse_enum(AlarmControlPanelState, self.feature.state)

    @override
    async def async_alarm_arm_home(self, code: str | None = None) -> None:
        """Watch the doors while people are at home."""
        await self._async_set(AlarmControlPanelState.ARMED_HOME, code)

    @override
    async def async_alarm_arm_away(self, code: str | None = None) -> None:
        """Watch the whole house."""
        await self._async_set(AlarmControlPanelState.ARMED_AWAY, code)

    @override
    async def async_alarm_arm_night(self, code: str | None = None) -> None:
        """Watch the house while its people sleep."""
        await self._async_set(AlarmControlPanelState.ARMED_NIGHT, code)

    @override
    async def async_alarm_arm_vacation(self, code: str | None = None) -> None:
        """Watch the house while its people are away for long."""
        await self._async_set(AlarmControlPanelState.ARMED_VACATION, code)

    @override
    async def async_alarm_arm_custom_bypass(self, code: str | None = None) -> None:
        """Watch all but what its people chose to leave out."""
        await self._async_set(AlarmControlPanelState.ARMED_CUSTOM_BYPASS, code)

    @override
    async def async_alarm_trigger(self, code: str | None = None) -> None:
        """Sound the siren."""
        await self._async_set(AlarmControlPanelState.TRIGGERED, code)

    @override
    async def async_alarm_disarm(self, code: str | None = None) -> None:
        """Watch no more."""
        await self._async_set(AlarmControlPanelState.DISARMED, code)

    async def _async_set(self, state: AlarmControlPanelState, code: str | None) -> None:
        """Bring it to a state."""
        await self.async_send(SetAlarm(state=state.value, code=code))
