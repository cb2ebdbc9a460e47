"""The vendors as the tests and the demo find them: one account each."""

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
