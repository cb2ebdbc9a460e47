"""The domains of the entities that features become."""

import re

from custom_components.latchkey.clouds.model import AlarmPanel, CallButton, Feature


def domain_of(feature: Feature) -> str:
    """Return of which domain the entity of a feature is."""
    if isinstance(feature, AlarmPanel):
        return "alarm_control_panel"
    if isinstance(feature, CallButton):
        return "button"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(feature).__name__).lower()
