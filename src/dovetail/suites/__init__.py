"""The contracts, each a suite of clauses that any adapter is held to; nothing in here knows of pytest."""

from dovetail.suites.mapper.contract import MapperContract
from dovetail.suites.outcome import Finding, Outcome, Report, Verdict
from dovetail.suites.repository.contract import RepositoryContract
from dovetail.suites.verifying import verify

__all__ = ["Finding", "MapperContract", "Outcome", "Report", "RepositoryContract", "Verdict", "verify"]
