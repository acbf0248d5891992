"""Faults of SQL that is written by hand."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from correct.repositories.databases import SqliteStore
from correct.repositories.library import SCHEMA, Condition, Loan, LoanContract, LoanId, MemberId, SqliteLoans

contract = LoanContract


def store(adapter: type[SqliteLoans]) -> SqliteStore[SqliteLoans]:
    return SqliteStore(getattr(adapter, "schema", SCHEMA), adapter)


class ForgetsTheNewColumn(SqliteLoans):
    """REPO-07, REPO-24: the upsert lists the columns that there were in the first release."""

    def put(self, loan: Loan) -> None:
        known = self.get(loan.loan_id)
        super().put(loan)
        if known is not None:
            with self._connection as db:
                returned = known.returned_at.isoformat() if known.returned_at else None
                db.execute("UPDATE loans SET returned_at = ? WHERE id = ?", (returned, loan.loan_id))


class NeverDeletesChildren(SqliteLoans):
    """REPO-07, REPO-24: renewals are replaced by position, and those beyond the last one stay."""

    def put(self, loan: Loan) -> None:
        kept = self._connection.execute(
            "SELECT * FROM renewals WHERE loan_id = ? AND position >= ?", (loan.loan_id, len(loan.renewals))
        ).fetchall()
        super().put(loan)
        with self._connection as db:
            db.executemany("INSERT INTO renewals VALUES (?, ?, ?, ?)", kept)


class KeepsTheLastChild(SqliteLoans):
    """REPO-07, REPO-24: nothing to insert, so nothing is deleted either."""

    def put(self, loan: Loan) -> None:
        known = self.get(loan.loan_id)
        if known is not None and not loan.renewals:
            loan = Loan(**{**vars(loan), "renewals": known.renewals})
        super().put(loan)


class SortsTheChildren(SqliteLoans):
    """REPO-08, REPO-01: renewals come back by their days and not as they were saved."""

    def _loan(self, row: tuple[Any, ...]) -> Loan:
        loan = super()._loan(row)
        loan.renewals.sort(key=lambda renewal: renewal.days)
        return loan


class MergesEqualChildren(SqliteLoans):
    """REPO-09, REPO-01, REPO-07: the child table's primary key is the content of the child."""

    schema = SCHEMA.replace("PRIMARY KEY (loan_id, position)", "PRIMARY KEY (loan_id, made_on, days)")
    schema = schema.replace("days INTEGER NOT NULL", "days INTEGER NOT NULL", 1)

    def put(self, loan: Loan) -> None:
        unique = list(dict.fromkeys(loan.renewals))
        super().put(Loan(**{**vars(loan), "renewals": unique}))


class NeverCommits(SqliteLoans):
    """REPO-06, REPO-24: seen by the connection that wrote it, and by nobody else."""

    def put(self, loan: Loan) -> None:
        loans = SqliteLoans(_Uncommitted(self._connection))  # type: ignore[arg-type]
        loans.put(loan)


class NeverCommitsDeletes(SqliteLoans):
    """REPO-11, REPO-24: the delete is rolled back when the connection is closed."""

    def discard(self, loan_id: LoanId) -> None:
        self._connection.execute("DELETE FROM loans WHERE id = ?", (loan_id,))


class DeletesByTheWrongColumn(SqliteLoans):
    """REPO-11, REPO-15, REPO-24: the member's number, where the loan's was meant."""

    def discard(self, loan_id: LoanId) -> None:
        loan = self.get(loan_id)
        if loan is not None:
            with self._connection as db:
                db.execute("DELETE FROM loans WHERE member = ?", (loan.member_id,))


class UpdatesByTheWrongColumn(SqliteLoans):
    """REPO-24, REPO-05: saving a loan gives its title to every loan of the member."""

    def put(self, loan: Loan) -> None:
        super().put(loan)
        with self._connection as db:
            db.execute("UPDATE loans SET title = ? WHERE member = ?", (loan.title, loan.member_id))


class LeavesTheChildren(SqliteLoans):
    """REPO-13, REPO-24: a delete leaves the renewals, and a first insert deletes none, so they come back."""

    def put(self, loan: Loan) -> None:
        left = self._connection.execute("SELECT made_on, days FROM renewals WHERE loan_id = ?", (loan.loan_id,))
        orphans = [] if self.contains(loan.loan_id) else left.fetchall()
        super().put(loan)
        start = len(loan.renewals)
        with self._connection as db:
            db.executemany(
                "INSERT INTO renewals VALUES (?, ?, ?, ?)",
                [(loan.loan_id, start + n, on, days) for n, (on, days) in enumerate(orphans)],
            )

    def discard(self, loan_id: LoanId) -> None:
        with self._connection as db:
            db.execute("DELETE FROM loans WHERE id = ?", (loan_id,))


class SoftDeletes(SqliteLoans):
    """REPO-13, REPO-17, REPO-24: deleted rows are marked, and one query never heard of the mark."""

    schema = SCHEMA + "CREATE TABLE trash (id TEXT PRIMARY KEY);"

    def put(self, loan: Loan) -> None:
        super().put(loan)
        with self._connection as db:
            db.execute("DELETE FROM trash WHERE id = ?", (loan.loan_id,))

    def discard(self, loan_id: LoanId) -> None:
        with self._connection as db:
            db.execute("INSERT OR IGNORE INTO trash VALUES (?)", (loan_id,))

    def contains(self, loan_id: LoanId) -> bool:
        return self.get(loan_id) is not None

    def count(self) -> int:
        return len(self.list_all())

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        return super()._where("condition = ?", condition.value)

    def _where(self, condition: str, *values: object) -> list[Loan]:
        return super()._where(f"{condition} AND id NOT IN (SELECT id FROM trash)", *values)


class CountsOverAJoin(SqliteLoans):
    """REPO-15, REPO-24: counts renewals, and loans without any."""

    def count(self) -> int:
        query = "SELECT count(*) FROM loans LEFT JOIN renewals ON loan_id = id"
        return int(self._connection.execute(query).fetchone()[0])


class ListsAPage(SqliteLoans):
    """REPO-16: twenty rows were enough for the page that it was written for."""

    def list_all(self) -> list[Loan]:
        return self._where("1 = 1 LIMIT 20")


class JoinsInner(SqliteLoans):
    """REPO-16, REPO-24: loans that were never renewed are not listed."""

    def list_all(self) -> list[Loan]:
        return self._where("id IN (SELECT loan_id FROM renewals)")


class JoinsTwice(SqliteLoans):
    """REPO-16, REPO-24: a loan with two renewals is listed twice."""

    def list_all(self) -> list[Loan]:
        rows = self._connection.execute("SELECT loans.* FROM loans LEFT JOIN renewals ON loan_id = id").fetchall()
        return [self._loan(row) for row in rows]


class ForgetsACondition(SqliteLoans):
    """REPO-17, REPO-24: the query picks what is still out, whatever the member."""

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return self._where("member = ? OR returned_at IS NULL", member_id)


class QueriesJoinInner(SqliteLoans):
    """REPO-17, REPO-24: the query drops loans that were never renewed."""

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        return self._where("condition = ? AND id IN (SELECT loan_id FROM renewals)", condition.value)


class QueriesLoadHalf(SqliteLoans):
    """REPO-17, REPO-24: the query gives loans without their renewals."""

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        found = super().find_by_member(member_id)
        for loan in found:
            loan.renewals = []
        return found


class LikesKeys(SqliteLoans):
    """REPO-18, REPO-01, REPO-11, REPO-24: LIKE, so that case is nothing and % is anything."""

    def get(self, loan_id: LoanId) -> Loan | None:
        return next(iter(self._where("id LIKE ?", loan_id)), None)


class FoldsCase(SqliteLoans):
    """REPO-18, REPO-12, REPO-14: a collation that does not know case."""

    schema = SCHEMA.replace("id TEXT PRIMARY KEY", "id TEXT PRIMARY KEY COLLATE NOCASE")


class CutsMicroseconds(SqliteLoans):
    """REPO-01: times are kept in whole seconds."""

    def put(self, loan: Loan) -> None:
        super().put(Loan(**{**vars(loan), "lent_at": loan.lent_at.replace(microsecond=0)}))


class LosesFalsyValues(SqliteLoans):
    """REPO-01: an empty title was taken for a missing one."""

    def put(self, loan: Loan) -> None:
        super().put(Loan(**{**vars(loan), "title": loan.title or "untitled"}))


class StampsOnLoading(SqliteLoans):
    """REPO-01: reconstitution runs the factory, which takes the time anew."""

    def _loan(self, row: tuple[Any, ...]) -> Loan:
        loan = super()._loan(row)
        loan.lent_at = datetime.now()
        return loan


class OrdersConditions(SqliteLoans):
    """REPO-01, REPO-17: an enum by its place, counted from one on the way in and from zero on the way out."""

    def _loan(self, row: tuple[Any, ...]) -> Loan:
        loan = super()._loan(row)
        members = list(Condition)
        loan.condition = members[(members.index(loan.condition) + 1) % len(members)]
        return loan


class ReturnsRows(SqliteLoans):
    """PORT-05, REPO-17, REPO-24: a row of the driver instead of a loan."""

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        rows = self._connection.execute("SELECT * FROM loans WHERE condition = ?", (condition.value,))
        return rows.fetchall()


class _Uncommitted:
    """A connection that is never left, so that nothing is committed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        """No commit."""
