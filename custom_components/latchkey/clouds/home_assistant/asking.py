"""What those need who ask the other side about single entities."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager

from ...auth.session import TokenSession
from ..base import CommandRefused
from .client import Client
from .commands.action import Target
from .home import Home
from .watches import Watches


class Asking(ABC):
    """An account that can be asked about what it shows."""

    _session: TokenSession
    _url: str
    _home: Home
    _watches: Watches

    @abstractmethod
    def _client(self) -> AbstractAsyncContextManager[Client]:
        """Return the socket that is open, or else one that is open for a moment."""

    def _target(self, device_id: str, feature_key: str) -> Target:
        """Return what a command is for; raises CommandRefused where nothing can be sent to that."""
        part = self._home.part(device_id, feature_key)
        feature = self._home.snapshot.devices[device_id].features[feature_key]
        if not feature.available:
            # The other side would do nothing, and say that all went well.
            raise CommandRefused("not_reachable")
        return Target(part, feature)

    def _entity_id(self, device_id: str, feature_key: str) -> str:
        """Return what a feature is called there now; raises CommandRefused where nothing is known of it."""
        return self._home.part(device_id, feature_key).entity.entity_id
