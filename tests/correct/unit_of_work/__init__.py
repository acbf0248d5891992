"""Correct units of work, of many makes; each with the suites that hold it to its contract."""
