"""Ports over services that speak HTTP."""
