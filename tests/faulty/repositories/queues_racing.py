"""Queues that two devices of one listener save at the same time."""

from __future__ import annotations

from sqlalchemy import delete

from correct.repositories.databases import file_engine
from correct.repositories.queues import Base, Listener, Queue, QueueContract, QueueRow, SqlQueues, TrackRow
from dovetail.stores import SqlAlchemyStore

contract = QueueContract


def store(adapter: type[SqlQueues]) -> SqlAlchemyStore[SqlQueues]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class CommitsTheTitleFirst(SqlQueues):
    """REPO-25, REPO-20: the title in one transaction, the tracks in the next; two devices mix theirs."""

    def save(self, listener: Listener, queue: Queue) -> None:
        self._session.merge(QueueRow(id=queue.id, listener=listener.id, title=queue.title))
        self._session.commit()
        self._session.execute(delete(TrackRow).where(TrackRow.queue == queue.id))
        self._write_tracks(queue)
        self._session.commit()
