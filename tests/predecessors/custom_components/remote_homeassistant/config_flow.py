"""Its entries are made by tests."""

from homeassistant.config_entries import ConfigFlow


class StandInConfigFlow(ConfigFlow, domain="remote_homeassistant"):
    """Takes entries of the version that the real one has."""

    VERSION = 2
