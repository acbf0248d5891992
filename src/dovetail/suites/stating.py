"""What a contract class states, and the refusal of what cannot be meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hypothesis import settings

from dovetail.catalogue import all_clauses
from dovetail.errors import ContractError
from dovetail.suites.source import is_fixture

FIXTURES = ("adapter", "store")
"""What a class may state as a pytest fixture."""

_MAPPINGS = {
    "compare": '{"lines": any_order("the table has no position")}',
    "operations": '{"save": "put"}',
    "order": '{"find_all": lambda order: order.placed_at}',
    "queries": '{"find_overdue": lambda order, today: order.due < today}',
    "unique": '{"email": raises(EmailTaken)}',
    "waived": '{"REPO-09": "the reason"}',
}
_SEQUENCES = {"changes": "[close, reopen]", "generated": '["id"]'}
_POLICIES = ("missing", "missing_delete", "missing_update", "duplicate", "stale", "failure", "errors")


def stated(contract: type, name: str) -> Any:
    """What a contract class states under a name, as written: a function of the class body is no method."""
    for base in contract.__mro__:
        if name in vars(base):
            held = vars(base)[name]
            return held.__func__ if isinstance(held, staticmethod) else held
    return None


def given(contract: type, adapter: Any, store: Any) -> tuple[Any, Any]:
    """The adapter and the store of a suite: what is given outright takes the place of what the class states.

    Beside a store, an adapter gives no more than its name.
    """
    own = stated(contract, "adapter")
    if store is not None:
        return (adapter if adapter is not None or is_fixture(own) else own), store
    if adapter is not None:
        return adapter, None
    return own, stated(contract, "store")


def refuse_misstated(contract: Any) -> None:
    """Refuse what a class states in another shape than it is read in, waivers, settings and policies above all.

    Raises:
        ContractError: the remedy is the line to write.
    """
    _refuse_fixtures(contract)
    _refuse_shapes(contract)
    _refuse_waivers(contract)
    if contract.settings is not None and not isinstance(contract.settings, settings):
        raise ContractError(
            f"settings of {contract.__name__} is {contract.settings!r}, which is no hypothesis.settings",
            "settings = hypothesis.settings(max_examples=50)",
        )
    for name in _POLICIES:
        policy = getattr(contract, name, None)
        if policy is not None and not hasattr(policy, "accepts"):
            said = policy.__name__ if isinstance(policy, type) else repr(policy)
            meant = f"raises({said})" if isinstance(policy, type) else f"returns({said})"
            raise ContractError(f"{name} of {contract.__name__} is {said}, which is no policy", f"{name} = {meant}")


def _refuse_fixtures(contract: Any) -> None:
    """Refuse a fixture for what is read before any test runs."""
    own = [base for base in contract.__mro__ if base.__module__.partition(".")[0] == "dovetail"]
    for name in dict.fromkeys(name for base in own for name in vars(base)):
        if name not in FIXTURES and is_fixture(stated(contract, name)):
            raise ContractError(
                f"{name} of {contract.__name__} is a pytest fixture, and it is read before any test runs",
                f"write {name} = ... in the class; only {' and '.join(FIXTURES)} may be fixtures",
            )


def _refuse_shapes(contract: Any) -> None:
    for name, written in _MAPPINGS.items():
        held = getattr(contract, name, None)
        if held is not None and not isinstance(held, Mapping):
            raise ContractError(f"{name} of {contract.__name__} is {held!r}, and no dictionary", f"{name} = {written}")
    for name, written in _SEQUENCES.items():
        held = getattr(contract, name, None)
        if held is not None and (isinstance(held, str) or not isinstance(held, Collection)):
            raise ContractError(f"{name} of {contract.__name__} is {held!r}, and no list", f"{name} = {written}")


def _refuse_waivers(contract: Any) -> None:
    own = {check.clause for check in contract.checks}
    for clause, reason in contract.waived.items():
        if clause not in own:
            known = "a clause of another contract" if clause in all_clauses() else "no clause"
            raise ContractError(
                f"{contract.__name__} waives {clause!r}, which is {known}", f"its clauses are {', '.join(sorted(own))}"
            )
        if not isinstance(reason, str) or not reason.strip():
            raise ContractError(
                f"{contract.__name__} waives {clause} without a reason", f'waived = {{"{clause}": "the reason"}}'
            )
