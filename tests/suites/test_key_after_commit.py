"""A key that the store gives to a mapped object is read from what comes back."""

from typing import Protocol

import pytest
from hypothesis import Phase, settings
from sqlalchemy import create_engine
from sqlalchemy.orm import Mapped, Session, mapped_column, registry
from sqlalchemy.pool import StaticPool

from dovetail import RepositoryContract, verify
from dovetail.errors import ContractError
from dovetail.stores import SqlAlchemyStore


def test_an_answer_that_its_session_has_expired_says_what_to_write() -> None:
    """Not a DetachedInstanceError: the application's own sessions may keep what they committed."""
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

    class DraftsInSql(RepositoryContract):
        port = Drafts
        settings = settings(max_examples=5, phases=[Phase.generate])

        @staticmethod
        def store() -> SqlAlchemyStore[SqlDrafts]:
            engine = create_engine("sqlite://", poolclass=StaticPool)
            return SqlAlchemyStore(engine, metadata=mapper.metadata, adapter=SqlDrafts, commit=True)

    with pytest.raises(ContractError) as refused:
        verify(DraftsInSql)
    mapper.dispose()
    assert "expire_on_commit=False" in refused.value.remedy
