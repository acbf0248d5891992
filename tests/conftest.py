"""Fixtures that every test may use: real servers, started from wheels."""

pytest_plugins = ["pytester", "servers"]
