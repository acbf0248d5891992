"""Queues of a listener, who is given to each operation as an object; in a SQLite file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, ignores
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class Listener:
    id: int
    name: str


@dataclass
class Queue:
    id: int
    listener_id: int
    title: str = ""
    tracks: list[str] = field(default_factory=list)

    def rename(self, title: str) -> None:
        self.title = title

    def enqueue(self, track: str) -> None:
        self.tracks.append(track)


class Queues(Protocol):
    def save(self, listener: Listener, queue: Queue) -> None: ...
    def get(self, listener: Listener, queue_id: int) -> Queue | None: ...
    def remove(self, listener: Listener, queue_id: int) -> None: ...


class Base(DeclarativeBase):
    pass


class QueueRow(Base):
    __tablename__ = "queues"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    listener: Mapped[int]
    title: Mapped[str]


class TrackRow(Base):
    __tablename__ = "queued_tracks"
    queue: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    track: Mapped[str]


class SqlQueues:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, listener: Listener, queue: Queue) -> None:
        """In one transaction, whose first statement locks the database."""
        self._session.execute(delete(TrackRow).where(TrackRow.queue == queue.id))
        self._session.execute(delete(QueueRow).where(QueueRow.id == queue.id))
        self._session.add(QueueRow(id=queue.id, listener=listener.id, title=queue.title))
        self._session.flush()
        self._write_tracks(queue)
        self._session.commit()

    def get(self, listener: Listener, queue_id: int) -> Queue | None:
        same = (QueueRow.id == queue_id, QueueRow.listener == listener.id)
        title = self._session.scalar(select(QueueRow.title).where(*same))
        tracks = select(TrackRow.track).where(TrackRow.queue == queue_id).order_by(TrackRow.position)
        found = None if title is None else Queue(queue_id, listener.id, title, list(self._session.scalars(tracks)))
        self._session.rollback()
        return found

    def remove(self, listener: Listener, queue_id: int) -> None:
        if self.get(listener, queue_id) is not None:
            self._session.execute(delete(TrackRow).where(TrackRow.queue == queue_id))
            self._session.execute(delete(QueueRow).where(QueueRow.id == queue_id))
            self._session.commit()

    def _write_tracks(self, queue: Queue) -> None:
        rows = [TrackRow(queue=queue.id, position=n, track=track) for n, track in enumerate(queue.tracks)]
        self._session.add_all(rows)


class QueueContract(RepositoryContract):
    port = Queues
    missing_delete = ignores()


class Suite(QueueContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlQueues))
