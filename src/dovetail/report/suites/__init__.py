"""Suites made visible: a finding, and the matrix and records of a run."""
