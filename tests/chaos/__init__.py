"""What `scripts/chaos` runs: kills, broken disks and bad vendors, and whether what was promised holds."""
