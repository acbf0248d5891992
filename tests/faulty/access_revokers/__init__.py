"""Revokers of access with one realistic fault each, which their docstrings name first."""
