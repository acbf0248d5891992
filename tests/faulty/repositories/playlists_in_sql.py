"""Faults of adapters that hand out the ORM's own objects."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import engine
from correct.repositories.playlists import Base, Playlist, PlaylistContract, SessionPlaylists, SqlPlaylists
from dovetail.stores import SqlAlchemyStore

contract = PlaylistContract


def store(adapter: type[SqlPlaylists | SessionPlaylists]) -> SqlAlchemyStore[SqlPlaylists | SessionPlaylists]:
    return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter)


class LoadsTracksLater(SqlPlaylists):
    """REPO-22: the tracks are loaded when they are first touched, if the session is still there."""

    eager = orm.lazyload(Playlist.tracks)


class LoadsTracksTooLate(SessionPlaylists):
    """REPO-22, REPO-01, REPO-06, REPO-16, REPO-17, REPO-24: closes the session before anybody can touch tracks."""

    eager = orm.lazyload(Playlist.tracks)


class ExpiresWhatItHandsOut(SqlPlaylists):
    """REPO-22, REPO-17: a commit after each read expires every object that the session knows."""

    def find_by_name(self, name: str) -> Playlist | None:
        found = super().find_by_name(name)
        self._session.expire_all()
        return found


class LikesMoods(SqlPlaylists):
    """REPO-17, REPO-24: LIKE, where an equality was meant."""

    def find_by_mood(self, mood: str) -> list[Playlist]:
        return list(self._session.scalars(self._select().where(Playlist.mood.like(mood))))


class JoinsTracks(SessionPlaylists):
    """REPO-16, REPO-24: an inner join for the sake of sorting drops playlists without tracks."""

    def list_playlists(self) -> list[Playlist]:
        with self._sessions() as session:
            joined = sa.select(Playlist).join(Playlist.tracks).options(self.eager)
            return list(session.scalars(joined).unique())
