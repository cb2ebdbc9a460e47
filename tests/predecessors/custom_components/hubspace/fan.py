"""Home Assistant looks for a file of each platform."""

from .entities import async_setup_entry

__all__ = ["async_setup_entry"]
