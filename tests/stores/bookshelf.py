"""A small port and its SQL adapters, one for each thing that an adapter can be made from."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_scoped_session, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, scoped_session, sessionmaker


class Base(DeclarativeBase):
    """The tables of the shelf."""


class Author(Base):
    __tablename__ = "authors"
    name = mapped_column(sa.String, primary_key=True)


class Book(Base):
    __tablename__ = "books"
    title = mapped_column(sa.String, primary_key=True)
    author = mapped_column(sa.ForeignKey("authors.name"), nullable=True)


TITLES = sa.select(Book.title).order_by(Book.title)


class SessionBooks:
    """Leaves the commit to a unit of work."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def put(self, title: str, author: str | None = None) -> None:
        self.session.add(Book(title=title, author=author))
        self.session.flush()

    def titles(self) -> list[str]:
        return list(self.session.scalars(TITLES))

    def commit(self) -> None:
        self.session.commit()


class ScopedBooks(SessionBooks):
    """Over the session of the current thread."""

    def __init__(self, registry: scoped_session[Session]) -> None:
        super().__init__(registry())


class FactoryBooks(SessionBooks):
    """Opens a session of its own, and keeps it."""

    def __init__(self, new: sessionmaker[Session]) -> None:
        super().__init__(new())


class CallableBooks(SessionBooks):
    """Needs something that gives sessions, whatever it is."""

    def __init__(self, *, new: Callable[[], Session]) -> None:
        super().__init__(new())


class ConnectionBooks:
    """Works below the ORM."""

    def __init__(self, db: sa.Connection) -> None:
        self.db = db

    def put(self, title: str, author: str | None = None) -> None:
        self.db.execute(sa.insert(Book).values(title=title, author=author))

    def titles(self) -> list[str]:
        return list(self.db.scalars(TITLES))

    def commit(self) -> None:
        self.db.commit()


class EngineBooks:
    """Opens and commits by itself, so there is nothing to leave open."""

    def __init__(self, db: sa.Engine) -> None:
        self.db = db

    def put(self, title: str, author: str | None = None) -> None:
        with self.db.begin() as connection:
            connection.execute(sa.insert(Book).values(title=title, author=author))

    def titles(self) -> list[str]:
        with self.db.connect() as connection:
            return list(connection.scalars(TITLES))


class AsyncSessionBooks:
    """Leaves the commit to a unit of work."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def put(self, title: str, author: str | None = None) -> None:
        self.session.add(Book(title=title, author=author))
        await self.session.flush()

    async def titles(self) -> list[str]:
        return list(await self.session.scalars(TITLES))

    async def commit(self) -> None:
        await self.session.commit()


class AsyncScopedBooks(AsyncSessionBooks):
    """Over the session of the current scope."""

    def __init__(self, registry: async_scoped_session[AsyncSession]) -> None:
        super().__init__(registry())


class AsyncFactoryBooks(AsyncSessionBooks):
    """Opens a session of its own, and keeps it."""

    def __init__(self, new: async_sessionmaker[AsyncSession]) -> None:
        super().__init__(new())


class AsyncConnectionBooks:
    """Works below the ORM."""

    def __init__(self, db: AsyncConnection) -> None:
        self.db = db

    async def put(self, title: str, author: str | None = None) -> None:
        await self.db.execute(sa.insert(Book).values(title=title, author=author))

    async def titles(self) -> list[str]:
        return list(await self.db.scalars(TITLES))

    async def commit(self) -> None:
        await self.db.commit()


class AsyncEngineBooks:
    """Opens and commits by itself."""

    def __init__(self, db: AsyncEngine) -> None:
        self.db = db

    async def put(self, title: str, author: str | None = None) -> None:
        async with self.db.begin() as connection:
            await connection.execute(sa.insert(Book).values(title=title, author=author))

    async def titles(self) -> list[str]:
        async with self.db.connect() as connection:
            return list(await connection.scalars(TITLES))
