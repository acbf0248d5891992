"""The two directions of a mapper, and which of its functions they are."""
