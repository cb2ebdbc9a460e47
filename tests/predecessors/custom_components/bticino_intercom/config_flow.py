"""Its entries are made by tests."""

from homeassistant.config_entries import ConfigFlow


class StandInConfigFlow(ConfigFlow, domain="bticino_intercom"):
    """Takes entries of the version that the real one has."""

    VERSION = 1
