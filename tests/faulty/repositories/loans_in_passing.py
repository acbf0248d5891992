"""Fakes whose faults show where one looks twice: in a list, after a change, in a crowd, at what is nearly there."""

from __future__ import annotations

import copy

from correct.repositories.library import Condition, InMemoryLoans, Loan, LoanContract, LoanId, MemberId

contract = LoanContract


class ListsWhatItKeeps(InMemoryLoans):
    """REPO-04: a copy for get, and the stored objects themselves for the list."""

    def list_all(self) -> list[Loan]:
        return list(self._loans.values())


class PicksWhatItKeeps(InMemoryLoans):
    """REPO-04: a copy for get, and the stored objects themselves for a query."""

    def list_by_condition(self, condition: Condition) -> list[Loan]:
        return [loan for loan in self._loans.values() if loan.condition is condition]


class ListsWhatItListed(InMemoryLoans):
    """REPO-04: a list of copies, made once and given to everybody until something is saved."""

    def __init__(self) -> None:
        super().__init__()
        self._listed: list[Loan] | None = None

    def put(self, loan: Loan) -> None:
        super().put(loan)
        self._listed = None

    def discard(self, loan_id: LoanId) -> None:
        super().discard(loan_id)
        self._listed = None

    def list_all(self) -> list[Loan]:
        if self._listed is None:
            self._listed = super().list_all()
        return self._listed


class EmptiesWhatItStored(InMemoryLoans):
    """REPO-03, REPO-07: the renewals are moved out of the caller's loan and not copied."""

    def put(self, loan: Loan) -> None:
        super().put(loan)
        loan.renewals.clear()


class PicksTheFirstVersion(InMemoryLoans):
    """REPO-17, REPO-24: an index of copies, which a second save does not reach."""

    def __init__(self) -> None:
        super().__init__()
        self._index: dict[LoanId, Loan] = {}

    def put(self, loan: Loan) -> None:
        super().put(loan)
        self._index.setdefault(loan.loan_id, copy.deepcopy(loan))

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return [copy.deepcopy(loan) for loan in self._index.values() if loan.member_id == member_id]

    def discard(self, loan_id: LoanId) -> None:
        super().discard(loan_id)
        self._index.pop(loan_id, None)


class PicksAPage(InMemoryLoans):
    """REPO-17, REPO-24: the page size of the screen for which the query was written."""

    def find_by_member(self, member_id: MemberId) -> list[Loan]:
        return super().find_by_member(member_id)[:50]


class ListsAThousand(InMemoryLoans):
    """REPO-16: a limit that was thought to be no limit."""

    def list_all(self) -> list[Loan]:
        return super().list_all()[:1000]


class CountsDownForNothing(InMemoryLoans):
    """REPO-12: a count that falls with every delete."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def put(self, loan: Loan) -> None:
        self._count += loan.loan_id not in self._loans
        super().put(loan)

    def discard(self, loan_id: LoanId) -> None:
        super().discard(loan_id)
        self._count -= 1

    def count(self) -> int:
        return self._count


class RevivesTheChildren(InMemoryLoans):
    """REPO-13: a grave from which the renewals of a deleted loan join the next one under its key."""

    def __init__(self) -> None:
        super().__init__()
        self._graves: dict[LoanId, Loan] = {}

    def discard(self, loan_id: LoanId) -> None:
        if loan_id in self._loans:
            self._graves[loan_id] = self._loans.pop(loan_id)

    def put(self, loan: Loan) -> None:
        super().put(loan)
        if loan.loan_id in self._graves:
            old = self._graves.pop(loan.loan_id).renewals
            kept = self._loans[loan.loan_id]
            kept.renewals = [*old, *(each for each in kept.renewals if each not in old)]


class RemembersAbsence(InMemoryLoans):
    """REPO-24, REPO-11, REPO-13, REPO-14: a cache of the keys that were asked for in vain."""

    def __init__(self) -> None:
        super().__init__()
        self._absent: set[LoanId] = set()

    def get(self, loan_id: LoanId) -> Loan | None:
        found = None if loan_id in self._absent else super().get(loan_id)
        if found is None:
            self._absent.add(loan_id)
        return found


class ReadsFromACache(InMemoryLoans):
    """REPO-07, REPO-11, REPO-13, REPO-24: what was read once is read for ever."""

    def __init__(self) -> None:
        super().__init__()
        self._read: dict[LoanId, Loan] = {}

    def get(self, loan_id: LoanId) -> Loan | None:
        found = self._read.get(loan_id) or super().get(loan_id)
        if found is not None:
            self._read[loan_id] = found
        return copy.deepcopy(found)


class ContainsInAnyCase(InMemoryLoans):
    """REPO-14: a collation that get does not have."""

    def contains(self, loan_id: LoanId) -> bool:
        return loan_id.casefold() in {key.casefold() for key in self._loans}


class DiscardsTheLike(InMemoryLoans):
    """REPO-12, REPO-11, REPO-15, REPO-24: a prefix where a key was meant."""

    def discard(self, loan_id: LoanId) -> None:
        for key in [each for each in self._loans if each.startswith(loan_id)]:
            del self._loans[key]


class CutsKeys(InMemoryLoans):
    """REPO-18, REPO-12, REPO-14: keys without their last spaces, in and out, as a column of fixed length has them."""

    def put(self, loan: Loan) -> None:
        self._loans[_cut(loan.loan_id)] = copy.deepcopy(loan)

    def get(self, loan_id: LoanId) -> Loan | None:
        return super().get(_cut(loan_id))

    def contains(self, loan_id: LoanId) -> bool:
        return super().contains(_cut(loan_id))

    def discard(self, loan_id: LoanId) -> None:
        super().discard(_cut(loan_id))


def _cut(loan_id: LoanId) -> LoanId:
    return LoanId(loan_id.rstrip(" "))
