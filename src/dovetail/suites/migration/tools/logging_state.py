"""Undoes what a migration environment does to logging, which it sets up for the command line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def logging_as_it_was() -> Iterator[None]:
    """Put all loggers back afterwards: `fileConfig` switches off those that exist, and takes the root's handlers."""
    known = [logging.getLogger(), *(each for each in _loggers())]
    before = [(each, each.disabled, each.level, list(each.handlers), each.propagate) for each in known]
    try:
        yield
    finally:
        for logger, disabled, level, handlers, propagate in before:
            logger.disabled, logger.level, logger.propagate = disabled, level, propagate
            logger.handlers[:] = handlers


def _loggers() -> list[logging.Logger]:
    return [each for each in logging.Logger.manager.loggerDict.values() if isinstance(each, logging.Logger)]
