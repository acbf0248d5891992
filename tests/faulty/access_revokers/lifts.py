"""Ski lifts: faults of how ids are compared, of what comes back, and of lists that are full."""

from __future__ import annotations

import fnmatch
from typing import Any

from correct.access_revokers.lifts import LiftPasses, LostContract, LostPasses, PassesContract


def contract_of(revoker: type) -> Any:
    return LostContract if issubclass(revoker, LostPasses) else PassesContract


def adapter_of(revoker: Any) -> Any:
    return revoker


class ByBeginningOfTheName(LiftPasses):
    """REV-04: a name is compared by its beginning, as the search for skiers does."""

    def is_of(self, each: str, skier: str) -> bool:
        return each.startswith(skier)


class ByPattern(LiftPasses):
    """REV-04: a name is a pattern, in which an underscore stands for any letter."""

    def is_of(self, each: str, skier: str) -> bool:
        return fnmatch.fnmatchcase(each, skier.replace("_", "?"))


class ShutsOutForEver(LiftPasses):
    """REV-04: new passes are issued to who was shut out, and open nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.out: set[str] = set()

    def check(self, pass_id: str) -> str | None:
        skier = super().check(pass_id)
        return None if skier in self.out else skier

    def revoke_all(self, skier: str) -> None:
        self.out.add(skier)


class ComeBackWithTheNext(LiftPasses):
    """REV-01: a mark on the skier is taken away by the next pass, and the old ones are good again."""

    def __init__(self) -> None:
        super().__init__()
        self.out: set[str] = set()

    def issue(self, skier: str) -> str:
        self.out.discard(skier)
        return super().issue(skier)

    def check(self, pass_id: str) -> str | None:
        skier = super().check(pass_id)
        return None if skier in self.out else skier

    def revoke_all(self, skier: str) -> None:
        self.out.add(skier)


class FullAtAThousand(LostPasses):
    """REV-01: the list is a cache, and the first lost pass is the first that is forgotten."""

    def revoke(self, pass_id: str) -> None:
        super().revoke(pass_id)
        while len(self.lost) > 1000:
            del self.lost[next(iter(self.lost))]


class ByEightLetters(LostPasses):
    """REV-04: the column for the ids is too short."""

    def key(self, pass_id: str) -> str:
        return pass_id[:8]
