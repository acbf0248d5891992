"""dovetail: contract tests and architecture rules for ports and adapters.

The names are loaded on first use, so that a suite of one kind waits for the modules of no other, and `dovetail lint`
in a pre-commit hook never pays for Hypothesis, nor for `__future__`.
"""

TYPE_CHECKING = False  # as `typing` has it, without importing that in every hook run

if TYPE_CHECKING:
    from typing import Any

    from dovetail.errors import ContractError
    from dovetail.policies import appends, fails, ignores, raises, replaces, returns
    from dovetail.port import register_result
    from dovetail.suites.access_revoker.contract import AccessRevokerContract
    from dovetail.suites.cache.contract import CacheContract
    from dovetail.suites.container.contract import ContainerContract
    from dovetail.suites.event_store.contract import EventStoreContract
    from dovetail.suites.gateway.contract import GatewayContract
    from dovetail.suites.gateway.mail.contract import MailContract
    from dovetail.suites.gateway.openapi import openapi
    from dovetail.suites.gateway.reply import Reply
    from dovetail.suites.identity_provider.contract import IdentityProviderContract
    from dovetail.suites.kernel.outcome import Finding, Outcome, Report
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
    from dovetail.terms import waiver
    from dovetail.values import any_case, any_order, compare, ignored, same_instant, same_number, strategies, within

__all__ = [
    "AccessRevokerContract",
    "CacheContract",
    "CachedBy",
    "ContainerContract",
    "ContractError",
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
    "any_case",
    "any_order",
    "appends",
    "as_asked",
    "beside",
    "compare",
    "fails",
    "ignored",
    "ignores",
    "openapi",
    "raises",
    "register_result",
    "replaces",
    "returns",
    "same_instant",
    "same_number",
    "strategies",
    "verify",
    "waiver",
    "within",
]

# Of the names in `__all__` that are no kind's: that is in the `contract` of its package.
_HOMES = {
    "dovetail.errors": {"ContractError"},
    "dovetail.policies": {"appends", "fails", "ignores", "raises", "replaces", "returns"},
    "dovetail.port": {"register_result"},
    "dovetail.suites.gateway.mail.contract": {"MailContract"},
    "dovetail.suites.gateway.openapi": {"openapi"},
    "dovetail.suites.gateway.reply": {"Reply"},
    "dovetail.suites.kernel.outcome": {"Finding", "Outcome", "Report"},
    "dovetail.suites.kernel.verifying": {"verify"},
    "dovetail.suites.reader.beside": {"beside"},
    "dovetail.suites.repository.benchmark": {"RepositoryBenchmark"},
    "dovetail.suites.repository.inference.cached_by": {"CachedBy"},
    "dovetail.suites.repository.inference.order_asked": {"as_asked"},
    "dovetail.suites.unit_of_work.outbox": {"Outbox"},
    "dovetail.terms": {"waiver"},
    "dovetail.values": {"any_case", "any_order", "compare", "ignored", "same_instant", "same_number", "within"},
}


def __getattr__(name: str) -> "Any":
    from importlib import import_module  # noqa: PLC0415 (a replayed answer needs none of these names)

    if name == "strategies":
        return import_module("dovetail.values.strategies")
    if name not in __all__:
        raise AttributeError(f"module 'dovetail' has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        kind = import_module("dovetail.naming").snake(name.removesuffix("Contract"))
        home = f"dovetail.suites.{kind}.contract"
    return getattr(import_module(home), name)
