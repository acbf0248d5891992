"""Users: pydantic aggregates with an address of theirs alone; an ABC; documents and ORM models."""

from __future__ import annotations

import abc
import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract
from dovetail.stores import MemoryStore, SqlAlchemyStore

Email = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.]{1,20}@[a-z0-9]{1,10}\.(com|org)$")]


class Address(BaseModel):
    model_config = ConfigDict(frozen=True)

    street: str
    zip: str = Field(min_length=5, max_length=5, pattern=r"^[0-9]{5}$")
    country: Literal["DE", "FR", "NL"] = "DE"


class User(BaseModel):
    id: uuid.UUID = Field(default_factory=uuid.uuid4)
    email: Email
    name: str = Field(max_length=80)
    role: Literal["admin", "member"] = "member"
    addresses: list[Address] = Field(default_factory=list)
    preferences: dict[str, bool] = Field(default_factory=dict)
    joined: datetime = Field(default_factory=lambda: datetime.now(UTC))
    logins: int = Field(default=0, ge=0, le=10_000)

    def move_to(self, address: Address) -> None:
        self.addresses = [*self.addresses, address]

    def forget_addresses(self) -> None:
        self.addresses = []

    def prefer(self, setting: str, value: bool) -> None:
        self.preferences[setting] = value

    def log_in(self) -> None:
        if self.logins < 10_000:
            self.logins += 1


class UserRepository(abc.ABC):
    @abc.abstractmethod
    def add(self, user: User) -> User: ...

    @abc.abstractmethod
    def update(self, user: User) -> User | None: ...

    @abc.abstractmethod
    def get(self, user_id: uuid.UUID) -> User | None: ...

    @abc.abstractmethod
    def get_by_email(self, email: str) -> User | None: ...

    @abc.abstractmethod
    def find_by_role(self, role: Literal["admin", "member"]) -> list[User]: ...

    @abc.abstractmethod
    def delete(self, user_id: uuid.UUID) -> bool: ...

    @abc.abstractmethod
    def count(self) -> int: ...

    @abc.abstractmethod
    def list(self, *, limit: int = 50, offset: int = 0) -> list[User]: ...


class EmailTaken(ValueError):
    """Somebody else has that address."""


class FakeUsers(UserRepository):
    """Deep copies by pydantic."""

    def __init__(self) -> None:
        self._users: dict[uuid.UUID, User] = {}

    def add(self, user: User) -> User:
        if any(each.email == user.email for each in self._users.values()):
            raise EmailTaken(user.email)
        self._users[user.id] = user.model_copy(deep=True)
        return user

    def update(self, user: User) -> User | None:
        if user.id not in self._users:
            return None
        self._users[user.id] = user.model_copy(deep=True)
        return user.model_copy(deep=True)

    def get(self, user_id: uuid.UUID) -> User | None:
        user = self._users.get(user_id)
        return user.model_copy(deep=True) if user else None

    def get_by_email(self, email: str) -> User | None:
        return next((each.model_copy(deep=True) for each in self._users.values() if each.email == email), None)

    def find_by_role(self, role: Literal["admin", "member"]) -> list[User]:
        return [each.model_copy(deep=True) for each in self._users.values() if each.role == role]

    def delete(self, user_id: uuid.UUID) -> bool:
        return self._users.pop(user_id, None) is not None

    def count(self) -> int:
        return len(self._users)

    def list(self, *, limit: int = 50, offset: int = 0) -> list[User]:
        return [each.model_copy(deep=True) for each in [*self._users.values()][offset : offset + limit]]


class Base(orm.DeclarativeBase):
    type_annotation_map = {dict[str, Any]: sa.JSON}


class UserRow(Base):
    __tablename__ = "users"
    id: orm.Mapped[uuid.UUID] = orm.mapped_column(primary_key=True)
    email: orm.Mapped[str] = orm.mapped_column(unique=True)
    name: orm.Mapped[str]
    role: orm.Mapped[str]
    preferences: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON)
    joined: orm.Mapped[datetime]
    logins: orm.Mapped[int]
    addresses: orm.Mapped[list[AddressRow]] = orm.relationship(
        lazy="joined", order_by="AddressRow.position", cascade="all, delete-orphan"
    )


class AddressRow(Base):
    __tablename__ = "addresses"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    user_id: orm.Mapped[uuid.UUID] = orm.mapped_column(sa.ForeignKey("users.id"))
    position: orm.Mapped[int]
    street: orm.Mapped[str]
    zip: orm.Mapped[str]
    country: orm.Mapped[str]


class SqlUsers(UserRepository):
    """Over a session that the application's unit of work commits."""

    def __init__(self, session: orm.Session) -> None:
        self._session = session

    def add(self, user: User) -> User:
        row = UserRow(id=user.id, email=user.email)
        self._fill(row, user)
        self._session.add(row)
        self._session.flush()
        return self._user(row)

    def update(self, user: User) -> User | None:
        row = self._session.get(UserRow, user.id)
        if row is None:
            return None
        row.email = user.email
        self._fill(row, user)
        self._session.flush()
        return self._user(row)

    def get(self, user_id: uuid.UUID) -> User | None:
        row = self._session.get(UserRow, user_id)
        return self._user(row) if row else None

    def get_by_email(self, email: str) -> User | None:
        row = self._session.scalars(sa.select(UserRow).where(UserRow.email == email)).unique().one_or_none()
        return self._user(row) if row else None

    def find_by_role(self, role: Literal["admin", "member"]) -> list[User]:
        return [self._user(row) for row in self._session.scalars(sa.select(UserRow).filter_by(role=role)).unique()]

    def delete(self, user_id: uuid.UUID) -> bool:
        row = self._session.get(UserRow, user_id)
        if row is None:
            return False
        self._session.delete(row)
        self._session.flush()
        return True

    def count(self) -> int:
        return self._session.scalar(sa.select(sa.func.count()).select_from(UserRow)) or 0

    def _fill(self, row: UserRow, user: User) -> None:
        row.name, row.role, row.logins = user.name, user.role, user.logins
        row.preferences = dict(user.preferences)
        row.joined = user.joined.astimezone(UTC).replace(tzinfo=None)
        row.addresses = [AddressRow(position=n, **each.model_dump()) for n, each in enumerate(user.addresses)]

    def _user(self, row: UserRow) -> User:
        return User.model_validate(
            {
                "id": row.id,
                "email": row.email,
                "name": row.name,
                "role": row.role,
                "preferences": row.preferences,
                "joined": row.joined.replace(tzinfo=UTC),
                "logins": row.logins,
                "addresses": [{"street": a.street, "zip": a.zip, "country": a.country} for a in row.addresses],
            }
        )

    def list(self, *, limit: int = 50, offset: int = 0) -> list[User]:
        rows = self._session.scalars(sa.select(UserRow).order_by(UserRow.id).limit(limit).offset(offset))
        return [self._user(row) for row in rows.unique()]


class JsonUsers(FakeUsers):
    """Documents in a dict that connections share."""

    def __init__(self, documents: dict[uuid.UUID, str]) -> None:
        self._documents = documents

    @property
    def _users(self) -> dict[uuid.UUID, User]:  # type: ignore[override]
        return {key: User.model_validate_json(each) for key, each in self._documents.items()}

    def add(self, user: User) -> User:
        if any(each.email == user.email for each in self._users.values()):
            raise EmailTaken(user.email)
        self._documents[user.id] = user.model_dump_json()
        return user

    def update(self, user: User) -> User | None:
        if user.id not in self._documents:
            return None
        self._documents[user.id] = user.model_dump_json()
        return user

    def delete(self, user_id: uuid.UUID) -> bool:
        return self._documents.pop(user_id, None) is not None


class UserContract(RepositoryContract):
    port = UserRepository


class Remembered(UserContract):
    adapter = FakeUsers


class Documents(UserContract):
    store = MemoryStore(JsonUsers)


class InAUnitOfWork(UserContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SqlUsers]:
        return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SqlUsers, commit=True)
