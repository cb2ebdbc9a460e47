"""Calls that are kept, and live views."""
