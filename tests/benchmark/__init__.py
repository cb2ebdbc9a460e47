"""What `scripts/benchmark` runs: what a busy home that is mirrored costs this side."""
