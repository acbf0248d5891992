"""What an adapter is made from is read from its one parameter."""

from __future__ import annotations

import typing
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Optional

import pytest
import sqlalchemy as sa
from bookshelf import CallableBooks, EngineBooks, FactoryBooks, ScopedBooks, SessionBooks
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_scoped_session, async_sessionmaker
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from dovetail.errors import ContractError
from dovetail.stores.sql.wiring import Resource, read_wiring


class OwnSession(Session):
    """As SQLModel's is."""


def taking(annotation: object) -> Callable[..., Any]:
    """An adapter whose parameter has this annotation."""

    def make(x: Any) -> Any:
        return x

    make.__annotations__ = {"x": annotation}
    return make


@pytest.mark.parametrize(
    ("annotation", "resource", "asynchronous"),
    [
        (Session, Resource.SESSION, False),
        (AsyncSession, Resource.SESSION, True),
        (scoped_session, Resource.SCOPED, False),
        (scoped_session[Session], Resource.SCOPED, False),
        (async_scoped_session[AsyncSession], Resource.SCOPED, True),
        (sessionmaker, Resource.FACTORY, None),
        (sessionmaker[Session], Resource.FACTORY, None),
        (async_sessionmaker[AsyncSession], Resource.FACTORY, True),
        (Callable[[], Session], Resource.FACTORY, None),
        (typing.Callable[..., Session], Resource.FACTORY, None),
        (sa.Engine, Resource.ENGINE, False),
        (AsyncEngine, Resource.ENGINE, True),
        (sa.Connection, Resource.CONNECTION, False),
        (AsyncConnection, Resource.CONNECTION, True),
        (Optional[sa.Engine], Resource.ENGINE, False),  # noqa: UP045 - this spelling too
        (sa.Engine | None, Resource.ENGINE, False),
        (Annotated[sa.Engine, "of the read model"], Resource.ENGINE, False),
        ("orm.Session", Resource.SESSION, False),
        ("Unknown | Session", Resource.SESSION, False),
        ("AsyncSession", Resource.SESSION, True),
        ("sessionmaker[Unknown]", Resource.FACTORY, None),
        ("Callable[[], Session]", Resource.FACTORY, None),
        ("async_scoped_session[AsyncSession]", Resource.SCOPED, True),
        ("scoped_session[Session]", Resource.SCOPED, False),
        ("Unknown | Engine", Resource.ENGINE, False),
        ("SessionEngineThing", Resource.SESSION, None),
        (int, Resource.SESSION, None),
    ],
)
def test_annotations(annotation: object, resource: Resource, asynchronous: bool | None) -> None:
    """Classes, generics, unions, and text that cannot be evaluated; what they do not say is read from the name."""
    wiring = read_wiring(taking(annotation))
    assert (wiring.resource, wiring.asynchronous) == (resource, asynchronous)


@pytest.mark.parametrize(
    ("adapter", "resource"),
    [
        (lambda session: session, Resource.SESSION),
        (lambda s: s, Resource.SESSION),
        (lambda db: db, Resource.SESSION),
        (lambda session_factory: session_factory, Resource.FACTORY),
        (lambda sessionmaker: sessionmaker, Resource.FACTORY),
        (lambda session_maker: session_maker, Resource.FACTORY),
        (lambda sessions: sessions, Resource.FACTORY),
        (lambda scoped_session: scoped_session, Resource.SCOPED),
        (lambda engine: engine, Resource.ENGINE),
        (lambda db_engine: db_engine, Resource.ENGINE),
        (lambda conn: conn, Resource.CONNECTION),
        (lambda connection: connection, Resource.CONNECTION),
        (lambda clock=None, *rest, engine, **options: engine, Resource.ENGINE),
        (SessionBooks, Resource.SESSION),
        (ScopedBooks, Resource.SCOPED),
        (FactoryBooks, Resource.FACTORY),
        (EngineBooks, Resource.ENGINE),
        (partial(lambda clock, engine: engine, None), Resource.ENGINE),
    ],
)
def test_names_and_callables(adapter: Callable[..., Any], resource: Resource) -> None:
    """Lambdas have no annotations; classes and partials are read like functions."""
    assert read_wiring(adapter).resource is resource


def test_builds_by_keyword_where_it_must() -> None:
    """A keyword-only parameter is given by name."""
    assert read_wiring(lambda *, engine: [engine]).build(7) == [7]
    assert read_wiring(lambda engine, /: [engine]).build(7) == [7]
    assert read_wiring(CallableBooks).resource is Resource.FACTORY


def test_a_session_class_of_ones_own_is_asked_for() -> None:
    """A subclass may have methods that the adapter calls."""
    assert read_wiring(taking(OwnSession)).session_class is OwnSession
    assert read_wiring(taking(Session)).session_class is None


def test_a_default_counts_where_the_annotation_is_clear() -> None:
    """As in `def __init__(self, session: Session = Depends(get_session))`."""

    def adapter(clock: int = 0, session: Session = None) -> Any:  # type: ignore[assignment]
        return session

    wiring = read_wiring(adapter)
    assert wiring.resource is Resource.SESSION
    assert wiring.build("s") == "s"


def test_a_default_counts_where_it_is_one_of_sqlalchemys() -> None:
    """As in a unit of work that has a factory of its own, which nothing annotates."""

    def adapter(clock=None, sessions_of_mine=sessionmaker()) -> Any:  # type: ignore[no-untyped-def]
        return sessions_of_mine

    wiring = read_wiring(adapter)
    assert wiring.resource is Resource.FACTORY
    assert wiring.build("made") == "made"


def test_an_optional_name_counts_where_it_can_mean_nothing_else() -> None:
    assert read_wiring(lambda session_factory=None: None).resource is Resource.FACTORY
    with pytest.raises(ContractError):
        read_wiring(lambda session_seconds=None: None)


@pytest.mark.parametrize(
    ("adapter", "message"),
    [
        (lambda session, clock: None, r"takes \(session, clock\)(.|\n)*adapter=lambda session: .*\(session, \.\.\.\)"),
        (lambda: None, "takes no session, sessionmaker, engine or connection"),
        (lambda clock=None: None, "takes no session"),
        (7, "cannot be read"),
    ],
)
def test_what_cannot_be_wired(adapter: Any, message: str) -> None:
    """The error says the line to write."""
    with pytest.raises(ContractError, match=message):
        read_wiring(adapter)
