"""BTicino: the cloud against the simulated vendor."""
