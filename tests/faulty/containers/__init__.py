"""Containers with one realistic fault each, which their docstrings name first."""
