"""`ReaderContract`: what a user writes once per reader of a query side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import StoreContract
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import mapping, option, policy
from dovetail.suites.kernel.subject import bound
from dovetail.suites.reader import clauses
from dovetail.suites.reader.binding import ReaderBinding, bind
from dovetail.suites.reader.fake.making import opened
from dovetail.suites.reader.scenario import ReaderScenario


class ReaderContract(StoreContract):
    """What every reader of a query side promises of what the command side has written."""

    commands: Mapping[str, Any] = mapping(
        "the command side that writes what is read: what it is called beside the reader, and its repository contract",
        otherwise="required",
        example='{"orders": OrderRepositoryContract}',
    )
    views: Mapping[str, Callable[[Any], Any]] = mapping(
        "for an operation, a function that gives the view it owes of an aggregate",
        otherwise="a view is compared in what it shares with its aggregate: attributes of one name and one type",
        example='{"summaries": lambda order: OrderSummary(order.id, order.total)}',
        called_with="an aggregate",
    )
    queries: Mapping[str, Callable[..., bool]] = mapping(
        "for an operation, which aggregates it gives: a function of an aggregate and the operation's arguments",
        otherwise="read from the names of operations and parameters",
        example='{"open_orders": lambda order: order.is_open}',
        called_with="an aggregate and the arguments",
    )
    missing: Policy | None = policy(
        "how a key under which nothing is stored is answered",
        otherwise="anything but a view",
        of_key=True,
    )
    compare: Mapping[str, Any] = mapping(
        "by path, what the comparison of a view with its aggregate lets pass, each with its reason",
        otherwise="nothing; see [compare](compare.md)",
        example='{"name": ignored("the view shows the customer\'s name")}',
    )
    catch_up: Callable[[Any], Any] | None = option(
        text="a function of what is opened that brings the read model up to date after a commit",
        otherwise="what was committed is read at once",
        example="lambda opened: opened.projector.run()",
    )
    rebuild: Callable[[Any], Any] | None = option(
        text="a function of what is opened that makes the read model anew",
        otherwise="QRY-08 does not apply",
        example="lambda opened: opened.projector.rebuild()",
    )

    checks = checks_in(clauses, structure)
    words = ReaderScenario

    @classmethod
    def bind(cls) -> ReaderBinding:
        return bind(cls)

    @classmethod
    def fake(cls) -> Any:
        """Make a working reader in memory, beside the fake of the command side that writes what it reads.

        Returns:
            An object with the reader as its `reader`, and the command side under the name that the contract gives it.

        Raises:
            ContractError: the contract cannot be bound, or an operation is one that no fake has.
        """
        return opened(cls.bind())

    @classmethod
    def shared(cls, binding: ReaderBinding) -> Any:
        """The aggregates of the command side, where they can be copied."""
        return binding.commands.shared(bound(binding.commands))
