"""Event stores that keep every clause, each in a domain of its own."""
