"""What the readers of a query side promise, over the command side that writes what they read."""
