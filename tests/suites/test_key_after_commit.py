"""A key that the store gives to a mapped object is there once its unit of work has committed."""

from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from hypothesis import Phase, settings
from sqlalchemy import create_engine
from sqlalchemy.orm import Mapped, Session, mapped_column, registry, sessionmaker
from sqlalchemy.pool import StaticPool

from dovetail import RepositoryContract, verify
from dovetail.stores import SqlAlchemyStore

Suite = type[RepositoryContract]


@pytest.fixture
def drafts() -> Iterator[Suite]:
    """A contract whose save answers with the object that the session will fill in."""
    mapper = registry()

    @mapper.mapped
    class Draft:
        __tablename__ = "drafts"
        id: Mapped[int | None] = mapped_column(primary_key=True)
        title: Mapped[str]

        def __init__(self, title: str, id: int | None = None) -> None:
            self.title, self.id = title, id

    class Drafts(Protocol):
        def save(self, draft: Draft) -> Draft: ...
        def get(self, draft_id: int) -> Draft | None: ...

    class SqlDrafts:
        def __init__(self, session: Session) -> None:
            self._session = session

        def save(self, draft: Draft) -> Draft:
            return self._session.merge(draft)

        def get(self, draft_id: int) -> Draft | None:
            return self._session.get(Draft, draft_id)

    def store(**options: Any) -> SqlAlchemyStore[SqlDrafts]:
        engine = create_engine("sqlite://", poolclass=StaticPool)
        sessions = sessionmaker(engine, **options)
        return SqlAlchemyStore(engine, metadata=mapper.metadata, adapter=SqlDrafts, commit=True, sessions=sessions)

    class DraftsInSql(RepositoryContract):
        port = Drafts
        settings = settings(max_examples=5, phases=[Phase.generate])
        opened = staticmethod(store)

    yield DraftsInSql
    mapper.dispose()


def test_an_answer_that_its_session_has_expired_says_what_to_write(drafts: Any) -> None:
    """Not a DetachedInstanceError: the application's own sessions may keep what they committed."""
    outcome = verify(drafts, store=drafts.opened()).outcomes["REPO-01"]
    assert not outcome.evaluated
    assert "expire_on_commit=False" in outcome.reason


def test_an_answer_is_filled_in_with_the_commit(drafts: Any) -> None:
    """That a merged object has no key before it is flushed is no fault of the repository's."""
    drafts.checks = tuple(check for check in drafts.checks if check.clause in {"REPO-01", "REPO-26"})
    report = verify(drafts, store=drafts.opened(expire_on_commit=False))
    assert {outcome.verdict.value for outcome in report.outcomes.values()} == {"held"}
