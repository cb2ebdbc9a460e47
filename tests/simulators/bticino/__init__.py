"""BTicino Classe 100X and 300X: Netatmo's cloud with its push socket, its calls and its door stations."""

from .simulator import BticinoSimulator

__all__ = ["BticinoSimulator"]
