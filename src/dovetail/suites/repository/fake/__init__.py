"""Verified fakes: working in-memory implementations of a port, made from the port and its policies."""

from dovetail.suites.repository.fake.errors import UnstatedError
from dovetail.suites.repository.fake.making import fake_class

__all__ = ["UnstatedError", "fake_class"]
