"""What the migrations promise to what the library holds, and to who works on its tables."""

from __future__ import annotations

from pathlib import Path

from dovetail import MigrationContract
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contracts.commands import BooksContract, MembersContract
from library.adapters.sql.books import SqlBooks
from library.adapters.sql.members import SqlMembers
from library.adapters.sql.models import Base
from library.adapters.sql.transaction import CollectedEvents


def books(session: Session) -> SqlBooks:
    return SqlBooks(session, CollectedEvents())


def members(session: Session) -> SqlMembers:
    return SqlMembers(session, CollectedEvents())


def books_on(engine: Engine) -> SqlAlchemyStore[SqlBooks]:
    return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=books, commit=True)


def members_on(engine: Engine) -> SqlAlchemyStore[SqlMembers]:
    return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=members, commit=True)


class LibraryMigrationContract(MigrationContract):
    migrations = Path(__file__).parents[1] / "pyproject.toml"
    repositories = {BooksContract: books_on, MembersContract: members_on}
