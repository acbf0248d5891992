"""A lending library: loans under a `NewType` key, with their renewals; None for what is absent."""

from __future__ import annotations

import copy
import json
import pickle
import sqlite3
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, NewType, Protocol
from uuid import uuid4

from correct.repositories.databases import SqliteStore
from dovetail import RepositoryContract, ignores
from dovetail.stores import MemoryStore

LoanId = NewType("LoanId", str)
MemberId = NewType("MemberId", int)


class Condition(Enum):
    NEW = "new"
    WORN = "worn"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Renewal:
    on: date
    days: int


@dataclass
class Loan:
    """One copy of a book in the hands of one member."""

    loan_id: LoanId
    member_id: MemberId
    title: str
    due: date
    condition: Condition = Condition.NEW
    lent_at: datetime = field(default_factory=datetime.now)
    returned_at: datetime | None = None
    renewals: list[Renewal] = field(default_factory=list)

    def renew(self, on: date, days: int) -> None:
        if not 0 < days <= 90:
            raise ValueError("between a day and a quarter")
        self.renewals.append(Renewal(on, days))
        self.due = self.due + timedelta(days=days)

    def bring_back(self, at: datetime, condition: Condition) -> None:
        if self.returned_at is not None:
            raise ValueError("brought back already")
        self.returned_at = at
        self.condition = condition

    def cancel_last_renewal(self) -> None:
        last = self.renewals.pop()
        self.due = self.due - timedelta(days=last.days)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Loan) and other.loan_id == self.loan_id

    def __hash__(self) -> int:
        return hash(self.loan_id)


class LoanRepository(Protocol):
    """Where loans are kept."""

    def put(self, loan: Loan) -> None: ...

    def get(self, loan_id: LoanId) -> Loan | None: ...

    def find_by_member(self, member_id: MemberId) -> list[Loan]: ...

    def list_by_condition(self, condition: Condition) -> list[Loan]: ...

    def list_all(self) -> list[Loan]: ...

    def count(self) -> int: ...

    def contains(self, loan_id: LoanId) -> bool: ...

    def discard(self, loan_id: LoanId) -> None: ...


class InMemoryLoans:
    """A dict of copies."""

    def __init__(self) -> None:
        self._loans: dict[LoanId, Loan] = {}

    def put(self, loan: Loan) -> None:
        self._loans[loan.loan_id] = copy.deepcopy(loan)

    def get(self, loan_id: LoanId) -> Loan | None:
        return copy.deepcopy(self._loans.get(loan_id))

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return [copy.deepcopy(loan) for loan in self._loans.values() if loan.member_id == member_id]

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        return [copy.deepcopy(loan) for loan in self._loans.values() if loan.condition is condition]

    def list_all(self) -> list[Loan]:
        return copy.deepcopy(list(self._loans.values()))

    def count(self) -> int:
        return len(self._loans)

    def contains(self, loan_id: LoanId) -> bool:
        return loan_id in self._loans

    def discard(self, loan_id: LoanId) -> None:
        self._loans.pop(loan_id, None)


class PickledLoans:
    """Bytes in a dict, as a cache would hold them."""

    def __init__(self, cache: dict[str, bytes]) -> None:
        self._cache = cache

    def put(self, loan: Loan) -> None:
        self._cache[f"loan:{loan.loan_id}"] = pickle.dumps(loan)

    def get(self, loan_id: LoanId) -> Loan | None:
        data = self._cache.get(f"loan:{loan_id}")
        return None if data is None else pickle.loads(data)

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return [loan for loan in self.list_all() if loan.member_id == member_id]

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        return [loan for loan in self.list_all() if loan.condition == condition]

    def list_all(self) -> list[Loan]:
        return [pickle.loads(data) for data in self._cache.values()]

    def count(self) -> int:
        return len(self._cache)

    def contains(self, loan_id: LoanId) -> bool:
        return f"loan:{loan_id}" in self._cache

    def discard(self, loan_id: LoanId) -> None:
        self._cache.pop(f"loan:{loan_id}", None)


class JsonLoans:
    """One JSON file, read and written as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, loan: Loan) -> None:
        rows = self._read()
        rows[loan.loan_id] = {
            "member": loan.member_id,
            "title": loan.title,
            "due": loan.due.isoformat(),
            "condition": loan.condition.value,
            "lent_at": loan.lent_at.isoformat(),
            "returned_at": loan.returned_at.isoformat() if loan.returned_at else None,
            "renewals": [[renewal.on.isoformat(), renewal.days] for renewal in loan.renewals],
        }
        self._write(rows)

    def get(self, loan_id: LoanId) -> Loan | None:
        row = self._read().get(loan_id)
        return None if row is None else self._loan(loan_id, row)

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return [loan for loan in self.list_all() if loan.member_id == member_id]

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        return [loan for loan in self.list_all() if loan.condition == condition]

    def list_all(self) -> list[Loan]:
        return [self._loan(LoanId(key), row) for key, row in self._read().items()]

    def count(self) -> int:
        return len(self._read())

    def contains(self, loan_id: LoanId) -> bool:
        return loan_id in self._read()

    def discard(self, loan_id: LoanId) -> None:
        rows = self._read()
        if rows.pop(loan_id, None) is not None:
            self._write(rows)

    def _read(self) -> dict[str, Any]:
        return json.loads(self._path.read_text()) if self._path.exists() else {}

    def _write(self, rows: dict[str, Any]) -> None:
        self._path.write_text(json.dumps(rows))

    def _loan(self, key: LoanId, row: dict[str, Any]) -> Loan:
        return Loan(
            key,
            MemberId(row["member"]),
            row["title"],
            date.fromisoformat(row["due"]),
            Condition(row["condition"]),
            datetime.fromisoformat(row["lent_at"]),
            datetime.fromisoformat(row["returned_at"]) if row["returned_at"] else None,
            [Renewal(date.fromisoformat(on), days) for on, days in row["renewals"]],
        )


SCHEMA = """
CREATE TABLE loans (id TEXT PRIMARY KEY, member INTEGER NOT NULL, title TEXT NOT NULL, due TEXT NOT NULL,
                    condition TEXT NOT NULL, lent_at TEXT NOT NULL, returned_at TEXT);
CREATE TABLE renewals (loan_id TEXT NOT NULL, position INTEGER NOT NULL, made_on TEXT NOT NULL, days INTEGER NOT NULL,
                       PRIMARY KEY (loan_id, position));
"""


class SqliteLoans:
    """SQL by hand; every operation is a transaction of its own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, loan: Loan) -> None:
        with self._connection as db:
            db.execute(
                "INSERT INTO loans VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET member = excluded.member,"
                " title = excluded.title, due = excluded.due, condition = excluded.condition,"
                " lent_at = excluded.lent_at, returned_at = excluded.returned_at",
                (
                    loan.loan_id,
                    loan.member_id,
                    loan.title,
                    loan.due.isoformat(),
                    loan.condition.value,
                    loan.lent_at.isoformat(),
                    loan.returned_at.isoformat() if loan.returned_at is not None else None,
                ),
            )
            db.execute("DELETE FROM renewals WHERE loan_id = ?", (loan.loan_id,))
            db.executemany(
                "INSERT INTO renewals VALUES (?, ?, ?, ?)",
                [(loan.loan_id, n, each.on.isoformat(), each.days) for n, each in enumerate(loan.renewals)],
            )

    def get(self, loan_id: LoanId) -> Loan | None:
        return next(iter(self._where("id = ?", loan_id)), None)

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return self._where("member = ?", member_id)

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        return self._where("condition = ?", condition.value)

    def list_all(self) -> list[Loan]:
        return self._where("1 = 1")

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM loans").fetchone()[0])

    def contains(self, loan_id: LoanId) -> bool:
        return self._connection.execute("SELECT 1 FROM loans WHERE id = ?", (loan_id,)).fetchone() is not None

    def discard(self, loan_id: LoanId) -> None:
        with self._connection as db:
            db.execute("DELETE FROM renewals WHERE loan_id = ?", (loan_id,))
            db.execute("DELETE FROM loans WHERE id = ?", (loan_id,))

    def _where(self, condition: str, *values: object) -> list[Loan]:
        rows = self._connection.execute(f"SELECT * FROM loans WHERE {condition}", values).fetchall()
        return [self._loan(row) for row in rows]

    def _loan(self, row: tuple[Any, ...]) -> Loan:
        key, member, title, due, condition, lent_at, returned_at = row
        renewals = self._connection.execute(
            "SELECT made_on, days FROM renewals WHERE loan_id = ? ORDER BY position", (key,)
        )
        return Loan(
            LoanId(key),
            MemberId(member),
            title,
            date.fromisoformat(due),
            Condition(condition),
            datetime.fromisoformat(lent_at),
            None if returned_at is None else datetime.fromisoformat(returned_at),
            [Renewal(date.fromisoformat(on), days) for on, days in renewals],
        )


class JsonStore:
    """A file that every connection reads anew."""

    def __init__(self) -> None:
        self._path = Path(tempfile.gettempdir()) / f"loans-{uuid4()}.json"

    def connect(self) -> Any:
        return MemoryStore(lambda: JsonLoans(self._path)).connect()

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)

    close = clear


class LoanContract(RepositoryContract):
    port = LoanRepository
    missing_delete = ignores()


class Remembered(LoanContract):
    adapter = InMemoryLoans


class Pickled(LoanContract):
    store = MemoryStore(PickledLoans)


class InAFile(LoanContract):
    store = JsonStore
    adapter = JsonLoans


class ByHand(LoanContract):
    store = SqliteStore(SCHEMA, SqliteLoans)
