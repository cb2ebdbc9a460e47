"""Honeywell evohome: Total Connect Comfort in Europe, with its token endpoint and its resources."""

from .simulator import EvohomeSimulator

__all__ = ["EvohomeSimulator"]
