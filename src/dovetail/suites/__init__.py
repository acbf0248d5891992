"""The contracts, each a suite of clauses that any adapter is held to; nothing in here knows of pytest.

The names are loaded on first use: a suite of one kind waits for the modules of no other.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dovetail.naming import snake

if TYPE_CHECKING:
    from dovetail.suites.access_revoker.contract import AccessRevokerContract
    from dovetail.suites.cache.contract import CacheContract
    from dovetail.suites.container.contract import ContainerContract
    from dovetail.suites.event_store.contract import EventStoreContract
    from dovetail.suites.gateway.contract import GatewayContract
    from dovetail.suites.gateway.mail.contract import MailContract
    from dovetail.suites.gateway.openapi import openapi
    from dovetail.suites.gateway.reply import Reply
    from dovetail.suites.identity_provider.contract import IdentityProviderContract
    from dovetail.suites.kernel.outcome import Finding, Outcome, Report, Verdict
    from dovetail.suites.kernel.verifying import verify
    from dovetail.suites.mapper.contract import MapperContract
    from dovetail.suites.migration.contract import MigrationContract
    from dovetail.suites.operations.contract import OperationsContract
    from dovetail.suites.password_hasher.contract import PasswordHasherContract
    from dovetail.suites.reader.beside import beside
    from dovetail.suites.reader.contract import ReaderContract
    from dovetail.suites.repository.benchmark import RepositoryBenchmark
    from dovetail.suites.repository.contract import RepositoryContract
    from dovetail.suites.repository.inference.cached_by import CachedBy
    from dovetail.suites.repository.inference.order_asked import as_asked
    from dovetail.suites.unit_of_work.contract import UnitOfWorkContract
    from dovetail.suites.unit_of_work.outbox import Outbox

__all__ = [
    "AccessRevokerContract",
    "CacheContract",
    "CachedBy",
    "ContainerContract",
    "EventStoreContract",
    "Finding",
    "GatewayContract",
    "IdentityProviderContract",
    "MailContract",
    "MapperContract",
    "MigrationContract",
    "OperationsContract",
    "Outbox",
    "Outcome",
    "PasswordHasherContract",
    "ReaderContract",
    "Reply",
    "Report",
    "RepositoryBenchmark",
    "RepositoryContract",
    "UnitOfWorkContract",
    "Verdict",
    "as_asked",
    "beside",
    "openapi",
    "verify",
]

# Of the names in `__all__` that are no kind's: that is in the `contract` of its package.
_HOMES = {
    "CachedBy": "repository.inference.cached_by",
    "Finding": "kernel.outcome",
    "MailContract": "gateway.mail.contract",
    "Outbox": "unit_of_work.outbox",
    "Outcome": "kernel.outcome",
    "Reply": "gateway.reply",
    "Report": "kernel.outcome",
    "RepositoryBenchmark": "repository.benchmark",
    "Verdict": "kernel.outcome",
    "as_asked": "repository.inference.order_asked",
    "beside": "reader.beside",
    "openapi": "gateway.openapi",
    "verify": "kernel.verifying",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name) or f"{snake(name.removesuffix('Contract'))}.contract"
    return getattr(import_module(f"{__name__}.{home}"), name)
