"""Any sequence of operations gives what a plain dictionary of aggregates would give."""

from __future__ import annotations

import re
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.check import check
from dovetail.suites.repository.asking import sibling
from dovetail.suites.repository.expect import differ, lists, lost_later, saved_as_ever
from dovetail.suites.repository.needs import all_of, needs, untracked
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Difference, Picture, differences, identical, ignored, picture

_STEPS = 6


@check("REPO-24", all_of(needs("get"), untracked))
def agrees_with_the_model(s: RepositoryScenario) -> None:
    model = Model(s)
    for _ in range(2 + s.some(_STEPS)):
        s.one_of(model.steps())()
        model.agrees()


class Model:
    """What is stored, as a list of the caller's objects with their pictures at the last save."""

    def __init__(self, s: RepositoryScenario) -> None:
        self.s = s
        self.live: list[tuple[Any, Picture]] = []
        self.gone: list[Any] = []
        self._tolerances = dict(s.binding.tolerances)
        self._is_new = True

    def steps(self) -> list[Any]:
        """What can be done next."""
        words = self.s.binding.words
        steps = [self.add]
        if self.live and ("save" in words or "update" in words):
            steps += [self.load_and_save] if self.s.binding.by_loading else [self.save_again, self.load_and_save]
        if self.live and "delete" in words:
            steps.append(self.delete)
        if self.gone and not self.s.binding.by_loading:
            steps.append(self.add_again)
        if self.s.source.fresh and self.live:
            steps.append(self.s.reconnect)
        return steps

    def add(self) -> None:
        self._added(sibling(self.s, self.live[-1][0]) if self.live else self.s.aggregate())

    def add_again(self) -> None:
        self._added(self._take(self.gone))

    def save_again(self) -> None:
        order, _ = self._take(self.live)
        self._saved(self.s.change(order, needed=False))

    def load_and_save(self) -> None:
        order, _ = self._take(self.live)
        self._saved(self.s.change(self.s.load(order), needed=False))

    def delete(self) -> None:
        order, _ = self._take(self.live)
        reply = self.s.delete(order)
        if not isinstance(reply.answer, Returned):
            self.s.broken("deletes what is stored", str(reply))
        self.gone.append(order)

    def agrees(self) -> None:
        """Get finds what is stored as it was saved and nothing else; the list of all and count say the same."""
        for order, as_saved in self.live:
            self._found(order, as_saved)
        for order in self.gone:
            reply = self.s.get(self.s.key(order))
            if not self.s.is_absent(reply.answer):
                self.s.broken("absent", str(reply))
        if "all" in self.s.binding.words:
            lists(self.s, self.s.all(), [order for order, _ in self.live], self.s.binding.word("all").name)
        if "count" in self.s.binding.words and (reply := self.s.count()).value != len(self.live):
            self.s.broken(f"count == {len(self.live)}", str(reply))

    def _found(self, order: Any, as_saved: Picture) -> None:
        reply = self.s.get(self.s.key(order))
        if self.s.is_absent(reply.answer) or reply.picture is None:
            self.s.broken(f"{self.s.name_of(order)} is found", str(reply))
        if self._is_new:
            self._forgive(differences(as_saved, reply.picture, self._tolerances))
        found = differences(as_saved, reply.picture, self._tolerances)
        later = lost_later(self.s, order, found)
        if later:
            differ(self.s, later[0])
        if found:
            self.s.set_aside("a first save loses the same")

    def _forgive(self, found: list[Difference]) -> None:
        """What the first save into the empty store loses is the mapping's fault, which other clauses tell."""
        self._is_new = False
        self._tolerances |= {_part(each.path): ignored("a first save loses it too") for each in found}

    def _added(self, order: Any) -> None:
        as_saved = picture(order)
        saved_as_ever(self.s, order, self.s.add(order))
        self.live.append((order, as_saved))
        key = self.s.key(order)  # which the store may give once more
        self.gone = [each for each in self.gone if not identical(self.s.key(each), key)]

    def _saved(self, order: Any) -> None:
        as_saved = picture(order)
        saved_as_ever(self.s, order, self.s.save(order))
        self.live.append((order, as_saved))

    def _take(self, some: list[Any]) -> Any:
        return some.pop(self.s.some(len(some) - 1))


def _part(path: str) -> str:
    """`.lines[0].price` as the pattern of a tolerance: the price of every line."""
    return re.sub(r"\[\d+]", "", path).partition("[")[0].removeprefix(".")
