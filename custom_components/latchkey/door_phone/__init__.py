"""What door phones have beside entities: calls that are kept."""
