"""Projects whose migrations keep every clause."""
