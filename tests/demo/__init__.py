"""A real Home Assistant with Latchkey, and the simulated vendors beside it: what `scripts/demo` runs."""
