"""What things cost, in counts that repeat on every machine: requests, items parsed, entities woken, calls."""
