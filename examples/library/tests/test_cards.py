"""Cards are forged and lost, and nobody borrows on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import pytest
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from contracts.identity import CardsContract, LostCardsContract
from library.adapters.sql.cards import SqlCards
from library.adapters.sql.models import Base
from library.domain.events import MemberId
from tests.conftest import CARD_KEY


@contextmanager
def cards_in(engine: Engine) -> Iterator[SqlCards]:
    """The cards of one request."""
    with Session(engine) as session:
        yield SqlCards(session, CARD_KEY)


class TestSqlCards(CardsContract):
    key = CARD_KEY
    subjects = ["ana", "ben"]
    claims = {"number": 1}
    down = staticmethod(lambda: cards_in(create_engine("sqlite:////nowhere/library.db")))

    @pytest.fixture
    def adapter(self, engine: Engine) -> Callable[[], AbstractContextManager[SqlCards]]:
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            for member in self.subjects:
                SqlCards(session, CARD_KEY).issue(MemberId(member))
            session.commit()
        return partial(cards_in, engine)


class TestLostCards(LostCardsContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlCards]:
        cards = partial(SqlCards, key=CARD_KEY)
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=cards, commit=True)
