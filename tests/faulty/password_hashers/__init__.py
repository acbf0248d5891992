"""Hashers of passwords with one realistic fault each, which their docstrings name first."""
