"""What is mirrored of another Home Assistant beside what is there."""
