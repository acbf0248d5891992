"""dovetail: contract tests and architecture rules for ports and adapters.

The names are loaded on first use, so that `dovetail lint` in a pre-commit hook never pays for Hypothesis, nor
for `__future__`.
"""

TYPE_CHECKING = False  # as `typing` has it, without importing that in every hook run

if TYPE_CHECKING:
    from typing import Any

    from dovetail.errors import ContractError
    from dovetail.policies import appends, fails, ignores, raises, replaces, returns
    from dovetail.port import register_result
    from dovetail.suites import (
        AccessRevokerContract,
        CacheContract,
        CachedBy,
        ContainerContract,
        EventStoreContract,
        Finding,
        GatewayContract,
        IdentityProviderContract,
        MailContract,
        MapperContract,
        MigrationContract,
        OperationsContract,
        Outbox,
        Outcome,
        PasswordHasherContract,
        ReaderContract,
        Reply,
        Report,
        RepositoryBenchmark,
        RepositoryContract,
        UnitOfWorkContract,
        as_asked,
        beside,
        openapi,
        verify,
    )
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

# Those of `__all__` that are named here; all others are of dovetail.suites.
_HOMES = {
    "dovetail.errors": {"ContractError"},
    "dovetail.policies": {"appends", "fails", "ignores", "raises", "replaces", "returns"},
    "dovetail.port": {"register_result"},
    "dovetail.terms": {"waiver"},
    "dovetail.values": {"any_case", "any_order", "compare", "ignored", "same_instant", "same_number", "within"},
}


def __getattr__(name: str) -> "Any":
    from importlib import import_module  # noqa: PLC0415 (a replayed answer needs none of these names)

    if name == "strategies":
        return import_module("dovetail.values.strategies")
    if name not in __all__:
        raise AttributeError(f"module 'dovetail' has no attribute {name!r}")
    home = next((home for home, names in _HOMES.items() if name in names), "dovetail.suites")
    return getattr(import_module(home), name)
