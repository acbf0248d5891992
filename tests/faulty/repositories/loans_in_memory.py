"""Fakes of the library that drifted from the database which they stand for."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, ClassVar

from correct.repositories.library import Condition, InMemoryLoans, Loan, LoanContract, LoanId, MemberId

contract = LoanContract


class KeepsTheCallersObject(InMemoryLoans):
    """REPO-03: what is stored is the very object that the caller holds on to."""

    def put(self, loan: Loan) -> None:
        self._loans[loan.loan_id] = loan


class SharesTheRenewals(InMemoryLoans):
    """REPO-03, REPO-04, REPO-05: a shallow copy in and out, so that only the list of renewals is shared."""

    def put(self, loan: Loan) -> None:
        self._loans[loan.loan_id] = copy.copy(loan)

    def get(self, loan_id: LoanId) -> Loan | None:
        return copy.copy(self._loans.get(loan_id))


class HandsOutWhatItKeeps(InMemoryLoans):
    """REPO-04, REPO-05: a copy going in, and the stored object coming out."""

    def get(self, loan_id: LoanId) -> Loan | None:
        return self._loans.get(loan_id)


class FlushesWhatWasLoaded(InMemoryLoans):
    """REPO-05, REPO-24: a home-made unit of work writes back every object that it ever handed out."""

    def __init__(self) -> None:
        super().__init__()
        self._loaded: list[Loan] = []

    def get(self, loan_id: LoanId) -> Loan | None:
        loan = super().get(loan_id)
        if loan is not None:
            self._loaded.append(loan)
        return loan

    def put(self, loan: Loan) -> None:
        for each in [*self._loaded, loan]:
            super().put(each)
        self._loaded.clear()


class RaisesOnAbsence(InMemoryLoans):
    """REPO-02, PORT-05, REPO-11, REPO-13, REPO-14: a KeyError where the port promises None."""

    def get(self, loan_id: LoanId) -> Loan | None:
        return copy.deepcopy(self._loans[loan_id])


class RaisesOnDeletingTheAbsent(InMemoryLoans):
    """REPO-12: a KeyError where the port promises that nothing happens."""

    def discard(self, loan_id: LoanId) -> None:
        del self._loans[loan_id]


class SharesOneDict(InMemoryLoans):
    """REPO-23: the dict lives on the class."""

    _loans: ClassVar[dict[LoanId, Loan]] = {}  # type: ignore[misc]

    def __init__(self) -> None:
        """Nothing: the dict is there already."""


class SharesADefault(InMemoryLoans):
    """REPO-23: the dict is a default argument."""

    def __init__(self, loans: dict[LoanId, Loan] = {}) -> None:  # noqa: B006 - the fault
        self._loans = loans


class ListsFromACache(InMemoryLoans):
    """REPO-24: the list of all is cached, and only a changed number of loans gives it up."""

    _listed: list[Loan] | None = None

    def list_all(self) -> list[Loan]:
        if self._listed is None or len(self._listed) != len(self._loans):
            self._listed = super().list_all()
        return copy.deepcopy(self._listed)


class DropsTheOldest(InMemoryLoans):
    """REPO-16, REPO-17, REPO-24: keeps the last hundred, as a cache does."""

    def put(self, loan: Loan) -> None:
        super().put(loan)
        if len(self._loans) > 100:
            del self._loans[next(iter(self._loans))]


class ShortensKeys(InMemoryLoans):
    """REPO-18, REPO-12: a key is as long as the column was thirty years ago."""

    def put(self, loan: Loan) -> None:
        self._loans[_shortened(loan.loan_id)] = copy.deepcopy(loan)

    def get(self, loan_id: LoanId) -> Loan | None:
        return super().get(_shortened(loan_id))

    def contains(self, loan_id: LoanId) -> bool:
        return super().contains(_shortened(loan_id))

    def discard(self, loan_id: LoanId) -> None:
        super().discard(_shortened(loan_id))


def _shortened(loan_id: LoanId) -> LoanId:
    return LoanId(loan_id[:32])


class ComparesLoosely(InMemoryLoans):
    """REPO-18, REPO-02, REPO-05, REPO-11, REPO-12, REPO-14: keys are stripped and folded, in and out."""

    def put(self, loan: Loan) -> None:
        self._loans[LoanId(loan.loan_id.strip().lower())] = copy.deepcopy(loan)

    def get(self, loan_id: LoanId) -> Loan | None:
        return super().get(LoanId(loan_id.strip().lower()))

    def contains(self, loan_id: LoanId) -> bool:
        return super().contains(LoanId(loan_id.strip().lower()))

    def discard(self, loan_id: LoanId) -> None:
        super().discard(LoanId(loan_id.strip().lower()))


class TakesNoEmptyKey(InMemoryLoans):
    """REPO-18, REPO-01, REPO-24: `if not loan_id` was meant for None."""

    def get(self, loan_id: LoanId) -> Loan | None:
        if not loan_id:
            return None
        return super().get(loan_id)


class ForgetsACount(InMemoryLoans):
    """REPO-15, REPO-24, REPO-13: the number is kept apart, and a delete forgets it."""

    _count = 0

    def put(self, loan: Loan) -> None:
        self._count += loan.loan_id not in self._loans
        super().put(loan)

    def count(self) -> int:
        return self._count


class RemembersWhatExisted(InMemoryLoans):
    """REPO-14, REPO-13: exists asks a set of keys that a delete does not clean up."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[LoanId] = set()

    def put(self, loan: Loan) -> None:
        self._known.add(loan.loan_id)
        super().put(loan)

    def contains(self, loan_id: LoanId) -> bool:
        return loan_id in self._known


class ForgetsAWord(InMemoryLoans):
    """PORT-01, PORT-05, REPO-14, REPO-13: nobody wrote `contains` yet."""

    contains: Any = None


class RenamesAParameter(InMemoryLoans):
    """PORT-02: `get(loan_id=...)` is a TypeError."""

    def get(self, identifier: LoanId) -> Loan | None:
        return super().get(identifier)


class NeedsOneMoreArgument(InMemoryLoans):
    """PORT-02, REPO-17, REPO-13, REPO-24: a page size that no caller knows of."""

    def find_by_member(self, member_id: MemberId, page_size: int) -> list[Loan]:  # type: ignore[override]
        return super().find_by_member(member_id)[:page_size]


class AnswersWithACoroutine(InMemoryLoans):
    """PORT-03: an async method behind a sync port."""

    async def contains(self, loan_id: LoanId) -> bool:  # type: ignore[override]
        return super().contains(loan_id)


class GeneratesAList(InMemoryLoans):
    """PORT-05, PORT-04: a generator function, where callers ask for the length of a list."""

    def list_all(self) -> Iterator[Loan]:  # type: ignore[override]
        for loan in self._loans.values():
            yield copy.deepcopy(loan)


class PromisesMore(InMemoryLoans):
    """PORT-04: the annotation says that a key may be a member's, and that what comes back may be a row."""

    def list_by_condition(self, condition: Condition) -> list[dict[str, Any]]:  # type: ignore[override]
        return super().list_by_condition(condition)  # type: ignore[return-value]


class StreamsAList(InMemoryLoans):
    """PORT-05: a generator expression under the annotation of a list."""

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return (copy.deepcopy(loan) for loan in self._loans.values() if loan.member_id == member_id)  # type: ignore[return-value]


class CountsInsteadOfSaying(InMemoryLoans):
    """PORT-05: a number where the port promises a bool."""

    def contains(self, loan_id: LoanId) -> bool:
        return sum(key == loan_id for key in self._loans)  # type: ignore[return-value]
