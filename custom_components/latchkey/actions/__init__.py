"""Actions beyond those of Home Assistant."""
