"""A vendor that nobody has: the smallest cloud that there can be, and its simulator."""

from pathlib import Path
from typing import Final

from .simulator import ToySimulator

CLOUDS: Final = Path(__file__).parent / "clouds"
"""What is in here is a cloud as soon as the package `clouds` looks here as well."""

__all__ = ["CLOUDS", "ToySimulator"]
