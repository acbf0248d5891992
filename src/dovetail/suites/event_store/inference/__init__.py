"""What the event store contract reads of a port."""
