"""What the command side promises: each repository, each mapper, and the transaction around them."""

from __future__ import annotations

from decimal import Decimal

from dovetail import MapperContract, RepositoryContract, UnitOfWorkContract, ignores, raises

from library.application.commands.ports import (
    AlreadyThere,
    Books,
    Closures,
    ConcurrentChange,
    CorruptRow,
    Members,
)


class BooksContract(RepositoryContract):
    port = Books
    duplicate = raises(AlreadyThere)


class MembersContract(RepositoryContract):
    port = Members
    duplicate = raises(AlreadyThere)
    missing_delete = ignores()


class ClosuresContract(RepositoryContract):
    port = Closures
    missing_delete = ignores()


class BookMapperContract(MapperContract):
    errors = raises(CorruptRow)


class MemberMapperContract(MapperContract):
    errors = raises(CorruptRow)


class CommandSideContract(UnitOfWorkContract):
    repositories = {"members": MembersContract, "books": BooksContract}
    operations = {
        "commit": "transaction.commit",
        "rollback": "transaction.rollback",
        "flush": "flusher.flush",
    }
    leaving = "discards"
    swallowed = "refuses"
    conflict = raises(ConcurrentChange)
    emits = staticmethod(lambda unit, member: member.fine(Decimal("0.20"), "late"))
    subscribe = staticmethod(lambda unit, handler: unit.bus.subscribe(handler))
    handlers = "isolated"
