"""What the entities of all platforms have in common."""
