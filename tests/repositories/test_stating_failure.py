"""What a contract states of a failing store, and what is asked where it states nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import Phase, settings

from correct.on_servers.recipes import RecipeContract, RecipesUnavailable
from correct.on_servers.recipes_in_sql import SqlRecipes, metadata
from dovetail import Report, raises, verify
from dovetail.errors import ContractError
from dovetail.policies import Policy
from dovetail.stores import SqlAlchemyStore
from faulty.on_servers.recipes_in_sql import TranslatesNothing


class Bare(RecipeContract):
    """Asks for REPO-21 alone, and only for what always holds."""

    checks = tuple(check for check in RecipeContract.checks if check.clause == "REPO-21")
    settings = settings(derandomize=True, database=None, max_examples=3, phases=[Phase.generate])
    failure: Policy | None = None  # type: ignore[assignment]


@pytest.fixture
def engine(sqlite_file: str) -> Iterator[sa.Engine]:
    """An engine of an empty file."""
    engine = sa.create_engine(sqlite_file)
    yield engine
    engine.dispose()


def hold(contract: type[RecipeContract], engine: sa.Engine, adapter: type[SqlRecipes]) -> Report:
    """What the contract finds of an adapter."""
    return verify(contract, store=SqlAlchemyStore(engine, metadata=metadata, adapter=adapter))


def found(adapter: SqlRecipes, title: str) -> object:
    """As a port does that raises where nothing is stored."""
    recipe = adapter.find(title)
    if recipe is None:
        raise LookupError(title)
    return recipe


def test_any_error_will_do_where_none_is_stated(engine: sa.Engine) -> None:
    """Those of the driver too."""
    assert hold(Bare, engine, TranslatesNothing).holds


def test_the_stated_error_is_asked_for(engine: sa.Engine) -> None:
    """And the finding names it."""

    class Stated(Bare):
        failure = raises(RecipesUnavailable)

    assert hold(Stated, engine, SqlRecipes).holds
    (finding,) = hold(Stated, engine, TranslatesNothing).findings
    assert finding.expected == "raises(RecipesUnavailable)"
    assert finding.got.startswith("raises OperationalError")


def test_an_error_of_the_same_family_as_an_absence_is_none(engine: sa.Engine) -> None:
    """A port whose errors have one base may state it for what is missing, and its own for a failure."""

    class Family(Bare):
        key = "title"
        operations = {"get": found}
        missing = raises(Exception)
        failure = raises(RecipesUnavailable)

    assert hold(Family, engine, SqlRecipes).holds


def test_a_class_is_no_policy(engine: sa.Engine) -> None:
    """The remedy is the line to write."""

    class Wrong(Bare):
        failure = RecipesUnavailable  # type: ignore[assignment]

    with pytest.raises(ContractError, match="no policy") as caught:
        hold(Wrong, engine, SqlRecipes)
    assert "failure = raises(RecipesUnavailable)" in str(caught.value)
