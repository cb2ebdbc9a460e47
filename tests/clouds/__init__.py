"""The clouds, each against its simulator."""
