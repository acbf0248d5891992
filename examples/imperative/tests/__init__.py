"""The mapping, held to its contract."""
