"""Hubspace: a Keycloak login with codes by email, and the API of Afero."""

from .simulator import HubspaceSimulator

__all__ = ["HubspaceSimulator"]
