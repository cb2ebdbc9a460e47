"""What `scripts/benchmark` runs: Latchkey and its peers on the same work."""
