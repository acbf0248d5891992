"""Cards of which the number is kept in a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from sqlalchemy import update
from sqlalchemy.orm import Session

from library.adapters.sql.models import CardModel
from library.adapters.sql.transaction import translated
from library.application.commands.ports import InvalidCard
from library.domain.events import MemberId

ALGORITHM = "HS256"
LIBRARY, DESK = "library", "desk"
GOOD_FOR = timedelta(days=365)


class SqlCards:
    """A `Cards` over a session. What a card says is signed, and a member's latest card is good."""

    def __init__(self, session: Session, key: str) -> None:
        self._session = session
        self._key = key

    def issue(self, member_id: MemberId) -> str:
        claims = {
            "iss": LIBRARY,
            "aud": DESK,
            "sub": member_id,
            "number": self._next_number(member_id),
            "exp": datetime.now(UTC) + GOOD_FOR,
        }
        return jwt.encode(claims, self._key, ALGORITHM)

    def identify(self, card: str) -> MemberId:
        claims = self._claims(card)
        with translated():
            latest = self._session.get(CardModel, claims["sub"], populate_existing=True)
        if latest is None or latest.number != claims["number"]:
            raise InvalidCard("the card was replaced or reported lost")
        return MemberId(claims["sub"])

    def revoke_access(self, member_id: MemberId) -> None:
        self._next_number(member_id)  # which no card has

    def _next_number(self, member_id: MemberId) -> int:
        following = (
            update(CardModel)
            .where(CardModel.member_id == member_id)
            .values(number=CardModel.number + 1)
            .returning(CardModel.number)
        )
        with translated():
            number = self._session.scalar(following)
            if number is None:
                number = 1
                self._session.add(CardModel(member_id=member_id, number=number))
                self._session.flush()
        return number

    def _claims(self, card: str) -> dict[str, Any]:
        try:
            return jwt.decode(
                card,
                self._key,
                algorithms=[ALGORITHM],
                issuer=LIBRARY,
                audience=DESK,
                options={"require": ["iss", "aud", "sub", "number", "exp"]},
            )
        except jwt.InvalidTokenError as error:
            raise InvalidCard("the card is none of ours, or too old") from error
