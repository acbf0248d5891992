"""Generators of identifiers: a port, and three adapters of it."""
