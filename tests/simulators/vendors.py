"""The vendors as the tests and the demo find them: one account each."""

from .hubspace import HubspaceSimulator
from .hubspace.catalogue import catalogue

EMAIL = "alice@example.com"
PASSWORD = "correct horse battery"


def hubspace() -> HubspaceSimulator:
    """Return Hubspace with one account, which asks for a code and whose home is the catalogue."""
    simulator = HubspaceSimulator()
    simulator.add_account(EMAIL, PASSWORD, catalogue())
    return simulator
