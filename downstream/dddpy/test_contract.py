"""dddpy's todos: an ABC port, and its adapter over a SQLAlchemy session."""

from dddpy.domain.todo.repositories import TodoRepository
from dddpy.infrastructure.sqlite.database import Base
from dddpy.infrastructure.sqlite.todo import TodoRepositoryImpl
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from dovetail import RepositoryContract, ignored
from dovetail.stores import SqlAlchemyStore


class TestTodos(RepositoryContract):
    port = TodoRepository

    def store():
        engine = create_engine("sqlite://", poolclass=StaticPool)
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=TodoRepositoryImpl, commit=True)


class TestTodosButTimes(TestTodos):
    """What else is there, once the first finding of REPO-01 is known."""

    compare = dict.fromkeys(("created_at", "updated_at", "completed_at"), ignored("known"))
