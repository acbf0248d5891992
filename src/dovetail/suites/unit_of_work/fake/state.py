"""What a fake unit of work keeps: what was committed, what its repositories hold now, and the units that are open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dovetail.policies import Raises
from dovetail.suites.kernel.fakes import memory_of
from dovetail.suites.unit_of_work.binding import UnitBinding, Word


class UnitRefusedError(RuntimeError):
    """What a fake unit of work refuses, where its contract names no error of the team's own."""


class State:
    """The state of a fake unit of work.

    Attributes:
        repositories: by the unit's attribute, the fake of the repository there, which holds what the unit has done.
        depth: how many units are open, one inside of the other.
    """

    def __init__(self, binding: UnitBinding, repositories: Mapping[str, Any], *, commits: bool) -> None:
        """Begin with nothing.

        Args:
            binding: what the contract says of the unit.
            repositories: its fakes.
            commits: whether leaving without an error commits.
        """
        self.repositories = repositories
        self.depth = 0
        self._binding = binding
        self._commits = commits
        self._kept = self._now()
        self._savepoints: list[Any] = []
        self._doomed = False
        self._over = False

    def begin(self) -> None:
        """Begin a unit, or one inside of it.

        Raises:
            UnitRefusedError: that is refused; another error where the contract names one.
        """
        if self.depth:
            self._begin_inside()
        else:
            if self._over and self._says_no("reused"):
                raise self._refusal("reused", "this unit of work is over")
            self._doomed = self._over = False
            self.rollback()
        self.depth += 1

    def _begin_inside(self) -> None:
        nested = self._binding.policy("nested")
        if nested == "savepoint":
            self._savepoints.append(self._now())
        elif nested != "joins":
            raise self._refusal("nested", "a unit of work is begun inside of itself; write nested = ...")

    def commit(self) -> None:
        """Keep what was done; inside of another unit, that is up to the outer one.

        Raises:
            UnitRefusedError: a part of the unit has failed, or it is over.
        """
        if self._doomed:
            raise UnitRefusedError("a part of this unit of work has failed")
        if self._over and self._says_no("ended"):
            raise self._refusal("ended", "this unit of work is over")
        if self.depth <= 1 and not (self._over and self._binding.policy("ended") == "ignores"):
            self._kept = self._now()

    def rollback(self) -> None:
        """Go back to what was committed, or to where the inner unit began."""
        self._hold(self._savepoints[-1] if self._savepoints else self._kept)

    def end(self, error: BaseException | None) -> None:
        """End a unit, or one inside of it."""
        self.depth -= 1
        if self.depth:
            self._end_inside(error)
            return
        if self._commits and error is None and not self._doomed:
            self.commit()
        self._savepoints.clear()
        self.rollback()
        self._over = True

    def _end_inside(self, error: BaseException | None) -> None:
        if self._savepoints:
            if error is not None:
                self.rollback()
            self._savepoints.pop()
        elif error is not None:
            self._doomed = True

    def asked_for(self) -> None:
        """A repository of the unit is asked for.

        Raises:
            UnitRefusedError: the unit is over, and the contract says that it may not be used any more.
        """
        if self._over and self._says_no("ended"):
            raise self._refusal("ended", "this unit of work is over")

    def _now(self) -> Any:
        memories = {path: memory_of(fake) for path, fake in self.repositories.items()}
        return {path: memory.apart(memory.state()) for path, memory in memories.items()}

    def _hold(self, state: Any) -> None:
        for path, fake in self.repositories.items():
            memory = memory_of(fake)
            memory.restore(memory.apart(state[path]))

    def _says_no(self, policy: str) -> bool:
        said: Word = self._binding.policy(policy)
        return said == "refuses" or isinstance(said, Raises)

    def _refusal(self, policy: str, why: str) -> BaseException:
        said = self._binding.policy(policy)
        if not isinstance(said, Raises):
            return UnitRefusedError(why)
        error = said.errors[0]
        try:
            return error(why)
        except TypeError:
            return error.__new__(error, why)  # of the right class, without a constructor that asks for more
