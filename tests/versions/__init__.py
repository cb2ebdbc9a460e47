"""What `scripts/versions` runs: links Home Assistants of other versions."""
