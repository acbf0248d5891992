"""A handler that is given what is made from the key of the absent has not found what was committed."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol, Self

from hypothesis import Phase, settings

from dovetail import RepositoryContract, UnitOfWorkContract, returns
from dovetail.stores import MemoryStore
from zoos import report_of

_SEARCH = settings(max_examples=4, derandomize=True, database=None, phases=[Phase.generate])


@dataclass
class Score:
    player: str
    points: int = 0


class Scores(Protocol):
    def save(self, score: Score) -> None: ...
    def get(self, player: str) -> Score: ...


class KeptScores:
    def __init__(self, rows: dict[str, Score]) -> None:
        self.rows = rows

    def save(self, score: Score) -> None:
        self.rows[score.player] = deepcopy(score)

    def get(self, player: str) -> Score:
        return deepcopy(self.rows.get(player) or Score(player))


class Round:
    """Plays one round: what was scored is told once it is stored."""

    early = False

    def __init__(self, data: dict[str, dict[str, Score]]) -> None:
        self.data = data
        self.handlers: list[Callable[[str], None]] = []

    def __enter__(self) -> Self:
        self.events: list[str] = []
        self.scores = KeptScores(deepcopy(self.data.setdefault("scores", {})))
        return self

    def __exit__(self, *details: object) -> None:
        self.events = []

    def commit(self) -> None:
        if self.early:
            self.tell()
        self.data["scores"] = deepcopy(self.scores.rows)
        self.tell()

    def tell(self) -> None:
        told, self.events = self.events, []
        for event in told:
            for handler in self.handlers:
                handler(event)


class EarlyRound(Round):
    early = True


class ScoresContract(RepositoryContract):
    port = Scores
    missing = returns(Score)


class RoundContract(UnitOfWorkContract):
    repositories = {"scores": ScoresContract}
    leaving = "discards"
    emits = staticmethod(lambda unit, score: unit.events.append(score.player))
    subscribe = staticmethod(lambda uow, handler: uow.handlers.append(handler))


def broken_by(unit: type[Round]) -> list[str]:
    suite = type("TestRound", (RoundContract,), {"store": staticmethod(lambda: MemoryStore(unit))})
    return [each.clause for each in report_of(suite, _SEARCH, lambda check: check.clause == "UOW-22").findings]


def test_a_handler_that_is_called_too_early_has_found_nothing() -> None:
    """Though it was answered with a score, of a player who has none."""
    assert broken_by(Round) == []
    assert broken_by(EarlyRound) == ["UOW-22"]
