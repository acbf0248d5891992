"""The contract of identifier generators: a kind that dovetail does not have."""
