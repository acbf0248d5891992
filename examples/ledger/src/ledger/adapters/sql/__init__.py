"""The ledger in a relational database."""
