"""Aggregates of many makes, each from another domain, for tests of what is made and changed by type."""
