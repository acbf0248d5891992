"""What every contract class has: a port, adapters, waivers, and one test for each clause."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, cast

from hypothesis import settings as hypothesis_settings

from dovetail.errors import ContractError
from dovetail.suites.check import Check
from dovetail.suites.driver import Driver
from dovetail.suites.scenario import Scenario
from dovetail.suites.source import Source, source_of


class Contract:
    """The base of all contracts; subclass one of those that `dovetail` exports.

    Attributes:
        port: the Protocol or ABC.
        adapter: a callable without arguments that gives an adapter over an empty store, or a module.
        store: a `Store`, a callable that gives one, or a pytest fixture of that name; for adapters over data that a new
            connection must see too.
        compare: by path, what a comparison lets pass, each with its reason.
        waived: by clause id, the reason why this adapter knowingly does not meet it. Strict: one that holds is a
            failure, and an unknown id an error.
        settings: Hypothesis settings, else those of the active profile.
    """

    port = cast("Any", None)  # not declared, so that a type checker infers the port of a subclass
    adapter: Any = None
    store: Any = None
    compare: Mapping[str, Any] = {}
    waived: Mapping[str, str] = {}
    settings: hypothesis_settings | None = None

    checks: ClassVar[tuple[Check[Any], ...]] = ()
    apart: ClassVar[Check[Any] | None] = None
    """The check that adapters which should know nothing of each other do not."""

    @classmethod
    def bind(cls) -> Any:
        """What the contract knows of its port.

        Raises:
            ContractError: something cannot be inferred.
        """
        raise NotImplementedError

    @classmethod
    def source(cls, binding: Any, adapter: Any, store: Any) -> Source:  # noqa: ARG003 - other contracts ask it
        """Where the adapters come from.

        Raises:
            ContractError: neither an adapter nor a store is given.
        """
        return source_of(adapter, store, cls.__name__)

    @classmethod
    def scenario(cls, binding: Any, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> Scenario:
        """One scenario in the contract's language."""
        raise NotImplementedError

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for check in vars(cls).get("checks", ()):
            setattr(cls, test_name(check), _test(check))


def test_name(check: Check[Any]) -> str:
    """`test_REPO_07_saved_again`: the method that runs a check."""
    return f"test_{check.clause.replace('-', '_')}_{check.name}"


test_name.__test__ = False  # type: ignore[attr-defined]


def _test(check: Check[Any]) -> Any:
    def test(self: Contract, request: Any) -> None:  # noqa: ARG001 - pytest gives the fixture by its name
        raise ContractError(
            "dovetail's pytest plugin is not active, and nothing else runs a contract's tests",
            "remove -p no:dovetail, or run the suite without pytest: dovetail.verify(...)",
        )

    test.__name__ = test.__qualname__ = test_name(check)
    test.__doc__ = check.clause
    test.dovetail_check = check  # type: ignore[attr-defined]
    test.__test__ = True  # type: ignore[attr-defined]  # whatever a project calls its own tests
    return test
