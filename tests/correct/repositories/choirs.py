"""Singers of a choir, known by their address and by a nickname, neither of which minds the case of its letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, any_case, raises
from dovetail.stores import SqlAlchemyStore


class AddressTaken(Exception):
    """A member has this address."""


class NicknameTaken(Exception):
    """A member has this nickname."""


@dataclass(frozen=True)
class Singer:
    email: str
    nickname: str
    voice: str = ""


class Choir(Protocol):
    def add(self, singer: Singer) -> None: ...
    def update(self, singer: Singer) -> bool: ...
    def get(self, email: str) -> Singer | None: ...
    def find_by_nickname(self, nickname: str) -> Singer | None: ...
    def list_by_voice(self, voice: str) -> list[Singer]: ...
    def remove(self, email: str) -> bool: ...


class ChoirContract(RepositoryContract):
    port = Choir
    duplicate = raises(AddressTaken)
    unique = {"nickname": raises(NicknameTaken)}
    compare = {
        "email": any_case("people write their address as they please"),
        "nickname": any_case("nobody is to pass for somebody else"),
    }


class Choirbook:
    """In memory, under addresses and nicknames without case."""

    def __init__(self) -> None:
        self._singers: dict[str, Singer] = {}

    def add(self, singer: Singer) -> None:
        if self.place(singer.email) in self._singers:
            raise AddressTaken
        self._keep(singer)

    def update(self, singer: Singer) -> bool:
        there = self.place(singer.email) in self._singers
        if there:
            self._keep(singer)
        return there

    def get(self, email: str) -> Singer | None:
        return self._singers.get(self.place(email))

    def find_by_nickname(self, nickname: str) -> Singer | None:
        return next((each for each in self._singers.values() if self.called(each.nickname, nickname)), None)

    def list_by_voice(self, voice: str) -> list[Singer]:
        return [each for each in self._singers.values() if each.voice == voice]

    def remove(self, email: str) -> bool:
        return self._singers.pop(self.place(email), None) is not None

    def _keep(self, singer: Singer) -> None:
        others = (each for place, each in self._singers.items() if place != self.place(singer.email))
        if any(self.called(each.nickname, singer.nickname) for each in others):
            raise NicknameTaken
        self._singers[self.place(singer.email)] = self.kept(singer)

    def place(self, email: str) -> str:
        return email.casefold()

    def called(self, one: str, other: str) -> bool:
        return one.casefold() == other.casefold()

    def kept(self, singer: Singer) -> Singer:
        return singer


class LowerChoirbook(Choirbook):
    """Keeps addresses in lower case, and gives them back so."""

    def kept(self, singer: Singer) -> Singer:
        return replace(singer, email=singer.email.casefold())


class Base(DeclarativeBase):
    pass


class SingerRow(Base):
    __tablename__ = "singers"
    email: Mapped[str] = mapped_column(String(collation="NOCASE"), primary_key=True)
    nickname: Mapped[str] = mapped_column(String(collation="NOCASE"), unique=True)
    voice: Mapped[str]


class SqlChoir:
    """In SQLite, whose NOCASE minds the case of no ASCII letter."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, singer: Singer) -> None:
        if self.get(singer.email) is not None:
            raise AddressTaken
        self._session.add(SingerRow(email=singer.email, nickname=singer.nickname, voice=singer.voice))
        self._commit()

    def update(self, singer: Singer) -> bool:
        row = self._row(singer.email)
        if row is None:
            return False
        row.nickname, row.voice = singer.nickname, singer.voice
        self._commit()
        return True

    def get(self, email: str) -> Singer | None:
        return _singer(self._row(email))

    def find_by_nickname(self, nickname: str) -> Singer | None:
        return _singer(self._session.scalar(select(SingerRow).where(SingerRow.nickname == nickname)))

    def list_by_voice(self, voice: str) -> list[Singer]:
        rows = self._session.scalars(select(SingerRow).where(SingerRow.voice == voice))
        return [Singer(row.email, row.nickname, row.voice) for row in rows]

    def remove(self, email: str) -> bool:
        row = self._row(email)
        if row is not None:
            self._session.delete(row)
            self._session.commit()
        return row is not None

    def _row(self, email: str) -> SingerRow | None:
        return self._session.scalar(select(SingerRow).where(SingerRow.email == email))

    def _commit(self) -> None:
        try:
            self._session.commit()
        except IntegrityError as error:
            self._session.rollback()
            raise (NicknameTaken if "nickname" in str(error.orig) else AddressTaken) from error


def _singer(row: SingerRow | None) -> Singer | None:
    return None if row is None else Singer(row.email, row.nickname, row.voice)


class TestChoirbook(ChoirContract):
    adapter = Choirbook


class TestLowerChoirbook(ChoirContract):
    adapter = LowerChoirbook


class TestSqlChoir(ChoirContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlChoir))


contract = ChoirContract
