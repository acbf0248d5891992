"""Adapters that answer out of a cache: how the cache is reached, and what went stale in it."""
