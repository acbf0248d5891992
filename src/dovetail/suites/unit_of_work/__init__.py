"""Units of work: what was done inside of one stands or falls together."""
