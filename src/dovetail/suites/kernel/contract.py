"""The base of every kind of contract: its options, its clauses, and one test for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import settings as hypothesis_settings

from dovetail.catalogue import register
from dovetail.errors import ContractError
from dovetail.suites.kernel.check import Check
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.options import Given, Shape, mapping, option
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.kernel.source import Source
from dovetail.suites.kernel.subject import Binding


class Contract:
    """The base of all contracts; those of a port are made from `PortContract`.

    A kind of contract is a subclass that declares its options, lists its `checks`, and says how the subject is read
    (`bind`), how its adapters are opened (`source`) and in which `words` its clauses speak.
    """

    waived: Mapping[str, str] = mapping(
        "clause id -> the reason why this adapter knowingly does not meet it; one that holds is a failure",
        otherwise="nothing",
        example='{"REPO-09": "the reason"}',
    )
    settings: hypothesis_settings | None = option(
        Shape.SETTINGS,
        "`hypothesis.settings`",
        otherwise="the active profile",
        example="hypothesis.settings(max_examples=50)",
    )
    strict: bool = option(
        text="whether a broken clause of level `should` fails the run",
        otherwise="only with `--dovetail-strict`",
        default=False,
    )

    budget: float | str | None = option(
        text="the time that the suite may take, in seconds or as text such as `5s`: hostile values come first, every "
        "clause is held in a few examples, and what was cut short is told",
        otherwise="`--dovetail-budget`, else as long as it takes",
        example='"5s"',
    )

    clauses: ClassVar[Path | None] = None
    """The TOML file of a kind that brings clauses of its own, in the form of dovetail's `contracts/*.toml`."""
    words: ClassVar[type[Any]]
    """The class of the scenarios, made of the binding, the driver, the source and the draw."""
    checks: ClassVar[tuple[Check[Any], ...]] = ()
    """The check of every clause, in the order of the reports."""
    apart: ClassVar[Check[Any] | None] = None
    """The check that two adapters share nothing unasked; where it is broken, other findings may come of that."""

    @classmethod
    def bind(cls) -> Binding:
        """What the contract knows of its subject.

        Raises:
            ContractError: something is missing or cannot be inferred.
        """
        raise NotImplementedError

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:
        """Where the adapters come from.

        Args:
            binding: what `bind` gave.
            given: by the name of an option, what a fixture or a caller gives, or the class states.

        Raises:
            ContractError: nothing says what is held to the contract.
        """
        raise NotImplementedError

    @classmethod
    def shared(cls, binding: Any) -> Any:  # noqa: ARG003 - kinds that share values read theirs from it
        """The strategy whose values all clauses may share, each scenario with a copy of its own; None for none."""
        return None

    @classmethod
    def scenario(cls, binding: Any, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> Scenario:
        """One scenario in the contract's language."""
        made: Scenario = cls.words(binding, driver, source, draw)
        return made

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if (path := vars(cls).get("clauses")) is not None:
            register(path)
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
