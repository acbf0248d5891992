"""A warehouse, and how it is kept in a database."""
