"""What the author of a kind is told of a mistake: in its checks, in its clauses, in what an option is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from dovetail import ContractError, verify
from dovetail.kernel import Check, PortContract, PortScenario, Shape, check, option
from dovetail.suites.kernel.suite import Suite


class Kettle(Protocol):
    def boil(self, litres: int, *, fast: bool = False) -> str | None: ...


class TinKettle:
    def boil(self, litres: int, *, fast: bool = False) -> str | None:
        return None


def suite(*checks: Any, **declared: Any) -> type[PortContract]:
    """A suite of a kind with these checks."""
    kind = type("KettleContract", (PortContract,), {"checks": checks, **declared})
    return type("Suite", (kind,), {"port": Kettle, "adapter": TinKettle, "settings": settings(max_examples=2)})


def silent(s: PortScenario) -> None:
    """Holds whatever the adapter does."""


def told(run: Callable[[PortScenario], Any], **how: Any) -> str:
    """Why a clause of such a check was not evaluated."""
    (outcome,) = verify(suite(check("REPO-01", **how)(run))).not_evaluated
    return outcome.reason


def test_an_operation_that_the_port_does_not_have_is_the_mistake_of_the_check() -> None:
    """It says which there are."""
    said = told(lambda s: s.invoke("boils", 1))

    assert "a check calls boils, which the port Kettle does not have" in said
    assert "it has boil; " in said


@pytest.mark.parametrize("given", [((), {}), ((1, True), {}), ((1,), {"slow": True})])
def test_arguments_that_no_caller_gives_are_the_mistake_of_the_check(given: Any) -> None:
    """An adapter that raises TypeError for them answers as it must: taken for an answer, it would be held."""
    args, kwargs = given

    said = told(lambda s: s.invoke("boil", *args, **kwargs))

    assert "a check calls boil of Kettle as no caller can" in said
    assert "it is boil(litres: " in said


def test_arguments_that_a_caller_gives_are_taken() -> None:
    """By position and by name, with defaults left out."""

    def boils(s: PortScenario) -> None:
        s.invoke("boil", 1)
        s.invoke("boil", litres=2, fast=True)

    assert verify(suite(check("REPO-01")(boils))).holds


def test_a_check_that_raises_is_named_and_no_adapter_is_blamed() -> None:
    """With its line."""

    def careless(s: PortScenario) -> None:
        s.invoke("boil", 1).value.upper()

    assert "the check of REPO-01 raises AttributeError" in told(careless)
    assert "test_mistakes_of_a_kind.py:" in told(careless)


def test_what_says_whether_a_clause_applies_is_part_of_its_check() -> None:
    """`verify` raises for none of them, as for no other mistake."""
    said = told(silent, applies=lambda binding, _source: binding.kettle)

    assert "the check of REPO-01 raises AttributeError" in said


def test_a_check_that_draws_is_random() -> None:
    said = told(lambda s: s.draw(st.integers()), random=False)

    assert "a check that says random=False draws" in said
    assert "take random=False out of it" in said


def _written(path: Path, *ids: str) -> Path:
    entry = '[[clause]]\nid = "{}"\ntitle = "t"\nstatement = "s"\nwhy = "w"\nlevel = "must"\n'
    path.write_text("".join(entry.format(each) for each in ids), encoding="utf-8")
    return path


def test_a_check_without_a_clause_is_refused() -> None:
    """Its finding would have no title."""
    with pytest.raises(ContractError, match="KettleContract has a check of KET-77, and no clause has that id"):
        Suite(suite(check("KET-77")(silent)))


def test_a_clause_without_a_check_is_refused(tmp_path: Path) -> None:
    """It would be explained, and never held."""
    boils: Check[Any] = check("KETA-01")(silent)
    clauses = _written(tmp_path / "kettles.toml", "KETA-01", "KETA-02")

    with pytest.raises(ContractError, match=r"KETA-02 stands in kettles\.toml, and KettleContract has no check of it"):
        Suite(suite(boils, clauses=clauses))


def test_kinds_made_of_one_may_share_the_clauses_of_its_file(tmp_path: Path) -> None:
    """Each of them is whole with what the others have."""
    boils: Check[Any] = check("KETB-01")(silent)
    whistles: Check[Any] = check("KETB-02")(silent)
    base = suite(boils, clauses=_written(tmp_path / "kettles.toml", "KETB-01", "KETB-02"))
    heir = type("WhistlingContract", (base,), {"checks": (boils, whistles), "loud": option(text="how loud")})

    assert verify(base).holds
    assert verify(heir).holds


def test_an_option_of_another_shape_says_which_where_no_example_does() -> None:
    """An example is for its author to give."""
    kind = suite(check("REPO-01")(silent), litres=option(Shape.COUNT, "how much"))
    refused = r"litres of Full is 0, and no whole number above zero\n  litres = \.\.\.  # a whole number above zero"

    with pytest.raises(ContractError, match=refused):
        Suite(type("Full", (kind,), {"litres": 0}))
