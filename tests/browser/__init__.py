"""Home Assistant's real page in Chromium, beside the simulated vendors: what `scripts/browser` runs."""
