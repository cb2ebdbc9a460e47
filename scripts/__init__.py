"""What the commands of this folder need that are written in Python."""
