"""A blog: posts with tags in a set, comments that are entities, metadata in a dict; ORM models of their own."""

from __future__ import annotations

import enum
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar
from uuid import UUID, uuid4

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload, sessionmaker

from correct.repositories.databases import engine, file_engine
from dovetail import RepositoryContract, raises
from dovetail.stores import MemoryStore, SqlAlchemyStore

T = TypeVar("T")
Id = TypeVar("Id")


class PostNotFound(Exception):
    """There is no such post."""


class Visibility(enum.StrEnum):
    DRAFT = enum.auto()
    PUBLIC = enum.auto()


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False)
class Comment:
    author: str
    text: str
    id: UUID = field(default_factory=uuid4)
    hidden: bool = False
    replies: list[Reply] = field(default_factory=list)

    def hide(self) -> None:
        self.hidden = True


@dataclass(eq=False)
class Reply:
    author: str
    text: str
    id: UUID = field(default_factory=uuid4)


@dataclass(eq=False)
class Post:
    title: str
    body: str
    id: UUID = field(default_factory=uuid4)
    visibility: Visibility = Visibility.DRAFT
    tags: set[str] = field(default_factory=set)
    metadata: dict[str, str] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    written_at: datetime = field(default_factory=now)
    published_at: datetime | None = None

    def publish(self) -> None:
        self.visibility = Visibility.PUBLIC
        self.published_at = now()

    def tag(self, tag: str) -> None:
        self.tags.add(tag)

    def untag(self, tag: str) -> None:
        self.tags.discard(tag)

    def annotate(self, key: str, value: str) -> None:
        self.metadata[key] = value

    def comment(self, author: str, text: str) -> None:
        self.comments.append(Comment(author, text))

    def reply(self, comment: int, author: str, text: str) -> None:
        self.comments[comment].replies.append(Reply(author, text))

    def remove_comment(self, comment: int) -> None:
        del self.comments[comment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Post) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)


class Repository(Protocol[T, Id]):  # type: ignore[misc]
    """What every repository of this house offers."""

    @abstractmethod
    def save(self, entity: T) -> T: ...

    @abstractmethod
    def get_by_id(self, id: Id) -> T: ...

    @abstractmethod
    def exists(self, id: Id) -> bool: ...

    @abstractmethod
    def find_all(self) -> Iterable[T]: ...

    @abstractmethod
    def delete(self, entity: T) -> None: ...


class PostRepository(Repository[Post, UUID], Protocol):
    def find_by_visibility(self, visibility: Visibility) -> Iterable[Post]: ...

    def find_by_tag(self, tag: str) -> Iterable[Post]: ...


class Base(DeclarativeBase):
    """The tables of the blog."""


class PostModel(Base):
    __tablename__ = "posts"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str] = mapped_column(sa.Text)
    visibility: Mapped[str] = mapped_column(sa.String(10), index=True)
    extra: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    written_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    tags: Mapped[list[TagModel]] = relationship(cascade="all, delete-orphan")
    comments: Mapped[list[CommentModel]] = relationship(cascade="all, delete-orphan", order_by="CommentModel.position")


class TagModel(Base):
    __tablename__ = "tags"
    post_id: Mapped[UUID] = mapped_column(sa.ForeignKey("posts.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class CommentModel(Base):
    __tablename__ = "comments"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    post_id: Mapped[UUID] = mapped_column(sa.ForeignKey("posts.id"))
    position: Mapped[int]
    author: Mapped[str]
    text: Mapped[str]
    hidden: Mapped[bool]
    replies: Mapped[list[ReplyModel]] = relationship(cascade="all, delete-orphan", order_by="ReplyModel.position")


class ReplyModel(Base):
    __tablename__ = "replies"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    comment_id: Mapped[UUID] = mapped_column(sa.ForeignKey("comments.id"))
    position: Mapped[int]
    author: Mapped[str]
    text: Mapped[str]


def to_model(post: Post) -> PostModel:
    return PostModel(
        id=post.id,
        title=post.title,
        body=post.body,
        visibility=post.visibility.value,
        extra=dict(post.metadata),
        written_at=post.written_at.replace(tzinfo=None),
        published_at=post.published_at.replace(tzinfo=None) if post.published_at else None,
        tags=[TagModel(post_id=post.id, name=name) for name in sorted(post.tags)],
        comments=[
            CommentModel(
                id=each.id,
                position=position,
                author=each.author,
                text=each.text,
                hidden=each.hidden,
                replies=[
                    ReplyModel(id=reply.id, position=n, author=reply.author, text=reply.text)
                    for n, reply in enumerate(each.replies)
                ],
            )
            for position, each in enumerate(post.comments)
        ],
    )


def to_domain(model: PostModel) -> Post:
    return Post(
        id=model.id,
        title=model.title,
        body=model.body,
        visibility=Visibility(model.visibility),
        tags={tag.name for tag in model.tags},
        metadata=dict(model.extra),
        comments=[
            Comment(
                id=each.id,
                author=each.author,
                text=each.text,
                hidden=each.hidden,
                replies=[Reply(id=reply.id, author=reply.author, text=reply.text) for reply in each.replies],
            )
            for each in model.comments
        ],
        written_at=model.written_at.replace(tzinfo=UTC),
        published_at=model.published_at.replace(tzinfo=UTC) if model.published_at else None,
    )


class SqlPosts:
    """A session for each operation; `merge` finds out what changed."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def save(self, entity: Post) -> Post:
        with self._sessions.begin() as session:
            session.merge(to_model(entity))
        return entity

    def get_by_id(self, id: UUID) -> Post:
        with self._sessions() as session:
            model = session.get(PostModel, id)
            if model is None:
                raise PostNotFound(id)
            return to_domain(model)

    def exists(self, id: UUID) -> bool:
        with self._sessions() as session:
            return session.scalar(sa.select(PostModel.id).where(PostModel.id == id)) is not None

    def find_all(self) -> Iterable[Post]:
        return self._where()

    def find_by_visibility(self, visibility: Visibility) -> Iterable[Post]:
        return self._where(PostModel.visibility == visibility.value)

    def find_by_tag(self, tag: str) -> Iterable[Post]:
        return self._where(PostModel.tags.any(TagModel.name == tag))

    def delete(self, entity: Post) -> None:
        with self._sessions.begin() as session:
            model = session.get(PostModel, entity.id)
            if model is None:
                raise PostNotFound(entity.id)
            session.delete(model)

    def _where(self, *conditions: sa.ColumnElement[bool]) -> Iterable[Post]:
        options = (selectinload(PostModel.tags), selectinload(PostModel.comments).selectinload(CommentModel.replies))
        with self._sessions() as session:
            models = session.scalars(sa.select(PostModel).where(*conditions).options(*options)).all()
            return [to_domain(model) for model in models]


class StoredReply(msgspec.Struct):
    id: UUID
    author: str
    text: str


class StoredComment(msgspec.Struct):
    id: UUID
    author: str
    text: str
    hidden: bool
    replies: list[StoredReply]


class StoredPost(msgspec.Struct):
    id: UUID
    title: str
    body: str
    visibility: Visibility
    tags: set[str]
    metadata: dict[str, str]
    comments: list[StoredComment]
    written_at: datetime
    published_at: datetime | None


class EncodedPosts:
    """Encoded documents in a dict, decoded for each reader."""

    def __init__(self, documents: dict[UUID, bytes]) -> None:
        self._documents = documents

    def save(self, entity: Post) -> Post:
        stored = msgspec.convert(entity, StoredPost, from_attributes=True)
        self._documents[entity.id] = msgspec.msgpack.encode(stored)
        return entity

    def get_by_id(self, id: UUID) -> Post:
        if id not in self._documents:
            raise PostNotFound(id)
        return self._decoded(self._documents[id])

    def exists(self, id: UUID) -> bool:
        return id in self._documents

    def find_all(self) -> Iterable[Post]:
        return map(self._decoded, self._documents.values())

    def find_by_visibility(self, visibility: Visibility) -> Iterable[Post]:
        return (post for post in self.find_all() if post.visibility is visibility)

    def find_by_tag(self, tag: str) -> Iterable[Post]:
        return {post for post in self.find_all() if tag in post.tags}

    def delete(self, entity: Post) -> None:
        if self._documents.pop(entity.id, None) is None:
            raise PostNotFound(entity.id)

    @staticmethod
    def _decoded(document: bytes) -> Post:
        stored = msgspec.msgpack.decode(document, type=StoredPost)
        fields = {name: getattr(stored, name) for name in StoredPost.__struct_fields__}
        comments = [
            Comment(each.author, each.text, each.id, each.hidden, [Reply(r.author, r.text, r.id) for r in each.replies])
            for each in stored.comments
        ]
        return Post(**{**fields, "comments": comments})


class PostContract(RepositoryContract):
    port = PostRepository
    missing = raises(PostNotFound)
    missing_delete = raises(PostNotFound)
    queries = {"find_by_tag": lambda post, tag: tag in post.tags}
    statements_per_row = {"get_by_id": 1}  # the replies to each comment


class WithModels(PostContract):
    @staticmethod
    def store() -> SqlAlchemyStore[SqlPosts]:
        return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SqlPosts)


class WithModelsThatTwoWrite(PostContract):
    """What `merge` makes of two writers is the change of one upon the other's."""

    @staticmethod
    def store() -> SqlAlchemyStore[SqlPosts]:
        return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlPosts)


class Encoded(PostContract):
    store = MemoryStore(EncodedPosts)
