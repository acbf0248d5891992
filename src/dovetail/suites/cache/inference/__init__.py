"""What a cache's contract reads of its port."""
