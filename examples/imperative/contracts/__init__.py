"""What the mapping of the warehouse promises."""
