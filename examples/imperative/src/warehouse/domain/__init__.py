"""What the warehouse is about."""
