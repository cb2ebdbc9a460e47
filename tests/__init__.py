"""The tests, and the simulators that they and the demo run against."""
