"""What only a failing server or a second client shows is found on PostgreSQL and Redis, and on no correct adapter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
import redis.asyncio
import sqlalchemy as sa
from hypothesis import Phase, settings
from sqlalchemy.ext.asyncio import create_async_engine

import correct.on_servers.ledgers_in_sql
import correct.on_servers.recipes_in_async_sql
import correct.on_servers.recipes_in_redis
import correct.on_servers.recipes_in_sql
import faulty.on_servers.ledgers_in_sql
import faulty.on_servers.recipes_in_async_sql
import faulty.on_servers.recipes_in_redis
import faulty.on_servers.recipes_in_sql
from correct.repositories import badges
from correct.repositories.ledgers import Base, LedgerContract, SqlLedgers
from dovetail import Report, RepositoryContract, verify
from dovetail.stores import AsyncRedisStore, AsyncSqlAlchemyStore, RedisStore, SqlAlchemyStore
from faulty.repositories import badges_racing, ledgers_racing
from zoos import classes_in

_CLAUSES = {"REPO-19", "REPO-20", "REPO-21", "REPO-25", "REPO-32", "REPO-33", "REPO-34"}
_SEARCH = settings(derandomize=True, database=None, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=3)
# Of each store and each way to keep others from a row there is another one.
_SLOW = {"AsyncRedisRecipes", "CountsInTheMapper", "LocksFirst", "ReplacesAll", "SqlBadges", "SqlLedgers"}

# The contract that an adapter is held to, and the store it is held in.
Held = tuple[type[RepositoryContract], Any]


def held(adapter: Any, request: pytest.FixtureRequest) -> Iterator[Held]:
    """An adapter on the server it is written for; its connections are closed at the end."""
    where = adapter.__module__.rpartition(".")[2]
    if where == "recipes_in_redis":
        yield from _on_redis(adapter, request.getfixturevalue("redis_url"))
    elif where == "recipes_in_async_sql":
        url = request.getfixturevalue("postgres_url").replace("+psycopg", "+asyncpg")
        recipes = correct.on_servers.recipes_in_async_sql
        store = AsyncSqlAlchemyStore(create_async_engine(url), metadata=recipes.metadata, adapter=adapter)
        yield recipes.contract, store
    else:
        engine = sa.create_engine(request.getfixturevalue("postgres_url"))
        contract, metadata = _tables(adapter)
        yield contract, SqlAlchemyStore(engine, metadata=metadata, adapter=adapter)
        engine.dispose()


def _on_redis(adapter: Any, url: str) -> Iterator[Held]:
    recipes = correct.on_servers.recipes_in_redis
    if issubclass(adapter, recipes.AsyncRedisRecipes):
        yield recipes.async_contract, AsyncRedisStore(redis.asyncio.Redis.from_url(url), adapter=adapter)
        return
    with redis.Redis.from_url(url) as client:
        yield recipes.contract, RedisStore(client, adapter=adapter)


def _tables(adapter: Any) -> tuple[type[RepositoryContract], sa.MetaData]:
    if issubclass(adapter, correct.on_servers.ledgers_in_sql.CountsInTheMapper):
        return LedgerContract, correct.on_servers.ledgers_in_sql.Base.metadata
    if issubclass(adapter, badges.SqlBadges):
        return badges.BadgeContract, badges.Base.metadata
    if issubclass(adapter, SqlLedgers):
        return LedgerContract, Base.metadata
    return correct.on_servers.recipes_in_sql.contract, correct.on_servers.recipes_in_sql.metadata


@pytest.fixture
def hold(request: pytest.FixtureRequest) -> Iterator[Callable[[Any, settings, set[str]], Report]]:
    """Holds an adapter to some clauses."""
    opened: list[Iterator[Held]] = []

    def hold(adapter: Any, how: settings, clauses: set[str]) -> Report:
        opened.append(held(adapter, request))
        contract, store = next(opened[-1])
        checks = tuple(check for check in contract.checks if check.clause in clauses)
        return verify(type(adapter.__name__, (contract,), {"settings": how, "checks": checks}), store=store)

    yield hold
    for each in opened:
        assert next(each, None) is None


def _faults(*modules: Any) -> list[Any]:
    return [
        pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{each.__name__}")
        for module in modules
        for _, each in classes_in(module)
    ]


def _told(report: Report) -> str:
    return "\n".join("\n    ".join((each.clause, *each.scenario, each.expected, each.got)) for each in report.findings)


@pytest.mark.parametrize(
    "adapter",
    [
        pytest.param(each, marks=pytest.mark.long if each.__name__ in _SLOW else (), id=each.__name__)
        for each in (
            *correct.on_servers.recipes_in_sql.CORRECT,
            *correct.on_servers.recipes_in_redis.CORRECT,
            correct.on_servers.recipes_in_async_sql.AsyncSqlRecipes,
            SqlLedgers,
            badges.SqlBadges,
            correct.on_servers.ledgers_in_sql.LocksTheRow,
            correct.on_servers.ledgers_in_sql.CountsInTheMapper,
        )
    ],
)
def test_a_correct_adapter_holds(hold: Callable[..., Report], adapter: Any) -> None:
    """Neither a failure in any place nor another client in any place makes it lose or mix up anything."""
    report = hold(adapter, _GLANCE, _CLAUSES)

    assert report.holds, _told(report)
    assert not report.findings, _told(report)


@pytest.mark.parametrize(
    "adapter",
    _faults(
        faulty.on_servers.recipes_in_sql,
        faulty.on_servers.recipes_in_async_sql,
        faulty.on_servers.recipes_in_redis,
        faulty.on_servers.ledgers_in_sql,
        badges_racing,
        ledgers_racing,
    ),
)
def test_a_fault_is_found_by_its_clauses(hold: Callable[..., Report], adapter: Any) -> None:
    """By each that its docstring names."""
    named = set(re.findall(r"REPO-\d\d", adapter.__doc__))

    found = hold(adapter, _SEARCH, named)

    assert {finding.clause for finding in found.findings} == named
