"""Hedgerows of which the index, or the number of those that were grubbed out, says more than there is."""

from __future__ import annotations

from correct.repositories.hedgerows import Hedgerow, HedgerowsContract, IndexedHedgerows

contract = HedgerowsContract


class RemembersEveryNest(IndexedHedgerows):
    """REPO-17, REPO-24: where a bird once nested, it is looked for ever after."""

    def save(self, hedgerow: Hedgerow) -> None:
        before = {bird: set(ids) for bird, ids in self.index.items()}
        super().save(hedgerow)
        for bird, ids in before.items():
            self.index[bird] |= ids


class CountsWhatWasAskedFor(IndexedHedgerows):
    """REPO-30: as many are told to be gone as were asked for, whether they were there or not."""

    def delete_many(self, hedgerow_ids: list[int]) -> int:
        super().delete_many(hedgerow_ids)
        return len(hedgerow_ids)
