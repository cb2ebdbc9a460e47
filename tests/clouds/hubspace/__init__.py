"""Hubspace: its login, its devices, its commands."""
