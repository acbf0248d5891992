"""Hymns whose verses come back in whatever order."""

from __future__ import annotations

from correct.repositories.databases import file_engine
from correct.repositories.hymnals import Hymn, Hymnal, HymnsContract, SqlHymns
from dovetail.stores import SqlAlchemyStore

contract = HymnsContract


def store(adapter: type[SqlHymns]) -> SqlAlchemyStore[SqlHymns]:
    return SqlAlchemyStore(file_engine(), metadata=Hymnal.metadata, adapter=adapter)


class CountsBackwards(SqlHymns):
    """REPO-01: the last verse is sung first, in hymns of two at least."""

    def number(self, hymn: Hymn) -> None:
        for place, verse in enumerate(reversed(hymn.verses)):
            verse.place = place
