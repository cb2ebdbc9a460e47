"""What all entities have in common."""
