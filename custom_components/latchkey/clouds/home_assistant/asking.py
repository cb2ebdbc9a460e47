"""What those need who ask the other side about single entities."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager

from .client import Client
from .home import Home
from .watches import Watches


class Asking(ABC):
    """An account that can be asked about what it shows."""

    _home: Home
    _watches: Watches

    @abstractmethod
    def _client(self) -> AbstractAsyncContextManager[Client]:
        """Return the socket that is open, or else one that is open for a moment."""

    def _entity_id(self, device_id: str, feature_key: str) -> str:
        """Return what a feature is called there now; raises CommandRefused where nothing is known of it."""
        return self._home.part(device_id, feature_key).entity.entity_id
