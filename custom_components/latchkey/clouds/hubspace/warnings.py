"""What is said of devices that are not understood: once, and nothing personal."""

import logging
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from ..raw import read_mapping, read_text
from .metadevice import Metadevice
from .parsing import Warn

_LOGGER = logging.getLogger(__name__)


class Warnings:
    """The warnings about the devices of an account."""

    def __init__(self) -> None:
        """Start with nothing said."""
        self._warned: set[str] = set()
        self._unknown_classes: set[str] = set()

    def keep(self, metadevice_ids: AbstractSet[str]) -> None:
        """Forget devices that are gone: should they come back, they are new."""
        self._warned &= metadevice_ids

    def about(self, metadevice: Metadevice) -> Warn:
        """Return what warns about a device."""
        return partial(self._warn, metadevice.id, metadevice.device_class)

    def about_raw(self, raw: Mapping[str, Any]) -> Warn:
        """Return what warns about a device that is not known yet."""
        device = read_mapping(read_mapping(raw.get("description")).get("device"))
        return partial(self._warn, str(raw.get("id")), read_text(device.get("deviceClass")) or "unknown")

    def about_class(self, device_class: str) -> None:
        """Say that devices of a class have no controls here."""
        if device_class not in self._unknown_classes:
            self._unknown_classes.add(device_class)
            _LOGGER.warning(
                "Not known: Hubspace devices of class %r; all but what every device tells is left out",
                device_class,
            )

    def _warn(self, metadevice_id: str, device_class: str, what: str) -> None:
        """Say that something of a device is left out."""
        if metadevice_id not in self._warned:
            self._warned.add(metadevice_id)
            _LOGGER.warning(
                "Not understood of a Hubspace device of class %r, and left out: %s", device_class, what
            )
