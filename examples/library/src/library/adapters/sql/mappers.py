"""Data mappers: between books, members and their rows, losing nothing on the way."""

from __future__ import annotations

from decimal import Decimal

from library.adapters.sql.models import BookModel, CopyModel, FineModel, MemberModel
from library.application.commands.ports import CorruptRow
from library.domain.books import Book, Condition, Copy
from library.domain.events import BookId, MemberId
from library.domain.members import Fine, Member


class BookMapper:
    """Between a book and its rows."""

    @staticmethod
    def to_model(book: Book) -> BookModel:
        """Write a book down."""
        copies = [
            CopyModel(
                book_id=book.id,
                number=copy.number,
                condition=copy.condition.value,
                borrower=copy.borrower,
                due=copy.due,
            )
            for copy in book.copies
        ]
        return BookModel(id=book.id, title=book.title, authors=list(book.authors), copies=copies)

    @staticmethod
    def to_domain(model: BookModel) -> Book:
        """Read a book as it was, or raise `CorruptRow`."""
        try:
            copies = tuple(
                Copy(
                    copy.number,
                    Condition(copy.condition),
                    None if copy.borrower is None else MemberId(copy.borrower),
                    copy.due,
                )
                for copy in model.copies
            )
            return Book(BookId(model.id), model.title, tuple(model.authors), copies)
        except (TypeError, ValueError) as error:
            raise CorruptRow(f"book {model.id}: {error}") from error


class MemberMapper:
    """Between a member and its rows."""

    @staticmethod
    def to_model(member: Member) -> MemberModel:
        """Write a member down."""
        fines = [
            FineModel(member_id=member.id, position=position, amount=str(fine.amount), reason=fine.reason)
            for position, fine in enumerate(member.fines)
        ]
        return MemberModel(id=member.id, name=member.name, since=member.since, fines=fines)

    @staticmethod
    def to_domain(model: MemberModel) -> Member:
        """Read a member as it was, or raise `CorruptRow`."""
        try:
            fines = tuple(Fine(Decimal(fine.amount), fine.reason) for fine in model.fines)
            return Member(MemberId(model.id), model.name, model.since, fines)
        except (ArithmeticError, TypeError, ValueError) as error:
            raise CorruptRow(f"member {model.id}: {error}") from error
