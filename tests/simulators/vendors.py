"""The vendors as the tests and the demo find them: one account each."""

from .bticino import BticinoSimulator
from .bticino.catalogue import catalogue as door_phones
from .evohome import EvohomeSimulator
from .evohome.catalogue import catalogue as homes
from .hubspace import HubspaceSimulator
from .hubspace.catalogue import catalogue

EMAIL = "alice@example.com"
PASSWORD = "correct horse battery"


def hubspace() -> HubspaceSimulator:
    """Return Hubspace with one account, which asks for a code and whose home is the catalogue."""
    simulator = HubspaceSimulator()
    simulator.add_account(EMAIL, PASSWORD, catalogue())
    return simulator


def evohome() -> EvohomeSimulator:
    """Return evohome with one account, whose locations are the catalogue."""
    simulator = EvohomeSimulator()
    simulator.add_account(EMAIL, PASSWORD, homes())
    return simulator


def bticino() -> BticinoSimulator:
    """Return BTicino with one account, whose homes are the catalogue."""
    simulator = BticinoSimulator()
    simulator.add_account(EMAIL, PASSWORD, door_phones())
    return simulator
