"""Orders in a relational database."""
