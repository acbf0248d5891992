"""Playlists whose classes are the ORM's own models, as small services have them."""

from __future__ import annotations

from typing import Protocol

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract, ignores
from dovetail.stores import SqlAlchemyStore


class Base(orm.DeclarativeBase):
    """The tables of the player."""


class Track(Base):
    __tablename__ = "tracks"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    playlist_name: orm.Mapped[str] = orm.mapped_column(sa.ForeignKey("playlists.name"))
    title: orm.Mapped[str]
    seconds: orm.Mapped[int]


class Playlist(Base):
    __tablename__ = "playlists"
    name: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    mood: orm.Mapped[str] = orm.mapped_column(default="calm")
    public: orm.Mapped[bool] = orm.mapped_column(default=False)
    tracks: orm.Mapped[list[Track]] = orm.relationship(order_by=Track.id, cascade="all, delete-orphan")


class PlaylistRepository(Protocol):
    def save(self, playlist: Playlist) -> None: ...

    def find_by_name(self, name: str) -> Playlist | None: ...

    def find_by_mood(self, mood: str) -> list[Playlist]: ...

    def list_playlists(self) -> list[Playlist]: ...

    def delete(self, name: str) -> None: ...


class SqlPlaylists:
    """Loads the tracks with the playlist, and commits what it writes."""

    eager = orm.selectinload(Playlist.tracks)

    def __init__(self, session: orm.Session) -> None:
        self._session = session
        session.expire_on_commit = False

    def save(self, playlist: Playlist) -> None:
        self._session.add(playlist)
        self._session.commit()

    def find_by_name(self, name: str) -> Playlist | None:
        return self._session.scalars(self._select().where(Playlist.name == name)).one_or_none()

    def find_by_mood(self, mood: str) -> list[Playlist]:
        return list(self._session.scalars(self._select().where(Playlist.mood == mood)))

    def list_playlists(self) -> list[Playlist]:
        return list(self._session.scalars(self._select()))

    def delete(self, name: str) -> None:
        playlist = self.find_by_name(name)
        if playlist is not None:
            self._session.delete(playlist)
            self._session.commit()

    def _select(self) -> sa.Select[Playlist]:
        return sa.select(Playlist).options(self.eager)


class SessionPlaylists:
    """Opens a session for each operation, and hands out what is complete."""

    eager = orm.selectinload(Playlist.tracks)

    def __init__(self, sessions: orm.sessionmaker[orm.Session]) -> None:
        self._sessions = sessions

    def save(self, playlist: Playlist) -> None:
        with self._sessions() as session, session.begin():
            session.merge(playlist)

    def find_by_name(self, name: str) -> Playlist | None:
        with self._sessions() as session:
            return session.get(Playlist, name, options=[self.eager])

    def find_by_mood(self, mood: str) -> list[Playlist]:
        with self._sessions() as session:
            return list(session.scalars(sa.select(Playlist).filter_by(mood=mood).options(self.eager)))

    def list_playlists(self) -> list[Playlist]:
        with self._sessions() as session:
            return list(session.scalars(sa.select(Playlist).options(self.eager)))

    def delete(self, name: str) -> None:
        with self._sessions() as session, session.begin():
            playlist = session.get(Playlist, name)
            if playlist is not None:
                session.delete(playlist)


class PlaylistContract(RepositoryContract):
    port = PlaylistRepository
    missing_delete = ignores()


class OneSession(PlaylistContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SqlPlaylists]:
        return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SqlPlaylists)


class ManySessions(PlaylistContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SessionPlaylists]:
        return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SessionPlaylists)
