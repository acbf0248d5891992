"""Any sequence of operations gives what a plain dictionary of aggregates would give."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import check
from dovetail.suites.repository.assertions import asked, differ, lists, picks, saved_as_ever
from dovetail.suites.repository.first_saves import lost_later, part_of
from dovetail.suites.repository.inference.bulk import Bulk
from dovetail.suites.repository.inference.queries import Query, has_choice
from dovetail.suites.repository.preconditions import offers
from dovetail.suites.repository.query_arguments import Asking, asking, sibling
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Difference, Picture, differences, identical, ignored, picture

_STEPS = 6
ASKED_AGAIN = 3  # queries that are asked again after the last step, and in turn after those before it


@check("REPO-24", offers("get"), share=0.4)
def agrees_with_the_model(s: RepositoryScenario) -> None:
    model = Model(s)
    for left in reversed(range(2 + s.some(_STEPS))):
        s.one_of(model.steps())()
        model.agrees(asking_again=1 if left else ASKED_AGAIN)


class Model:
    """What is stored, as a list of the caller's objects with their pictures at the last save."""

    def __init__(self, s: RepositoryScenario) -> None:
        self.s = s
        self.live: list[tuple[Any, Picture]] = []
        self.gone: list[Any] = []
        self._tolerances = dict(s.binding.tolerances)
        self._is_new = True
        self._asked: list[Asking] = []
        self._got: dict[int, Picture] = {}

    def steps(self) -> list[Any]:
        """What can be done next."""
        operations = self.s.binding.operations
        steps = [self.add]
        if self.live and ("save" in operations or "update" in operations):
            steps += [self.load_and_save] if self.s.binding.by_loading else [self.save_again, self.load_and_save]
        if self.live and self.s.told_effects:
            steps.append(self.take_effect)
        if self.live and "delete" in operations:
            steps.append(self.delete)
        if self._bulks():
            steps.append(self.many_at_once)
        if self.gone and not self.s.binding.by_loading:
            steps.append(self.add_again)
        if self.s.source.fresh and self.live:
            steps.append(self.s.reconnect)
        return steps

    def add(self) -> None:
        self._added(self.new())

    def new(self) -> Any:
        """An aggregate that is about to be added."""
        return sibling(self.s, self.live[-1][0]) if self.live else self.s.aggregate()

    def _bulks(self) -> list[Bulk]:
        """The operations on many at once that can be done next."""
        if self.s.binding.by_loading or self.s.binding.mapped:
            return []
        of_stored = {"update", "delete"}
        able = {"save", "add", *(of_stored if self.live else ())}
        return [each for name, each in sorted(self.s.binding.bulks.items()) if each.name in able]

    def many_at_once(self) -> None:
        """Some that are stored are saved or deleted together, or new ones beside them; what is refused says nothing."""
        bulk = self.s.one_of(self._bulks())
        of_stored = bulk.name in {"update", "delete"} or (bulk.name == "save" and bool(self.live) and self.s.some(1))
        taken = [self._take(self.live)] if of_stored else []
        if bulk.name == "delete":
            given = [order for order, _ in taken]
        else:
            given = [*(self._changed(order) for order, _ in taken), *([] if bulk.name == "update" else [self.new()])]
        as_saved = [picture(each) for each in given]
        for each in given:
            self.s.prepare(each)
        if not isinstance((reply := self.s.at_once(bulk, given)).answer, Returned):
            self.s.set_aside(f"{bulk.operation.name} {reply}", left_to_another_clause=True)
        if bulk.name == "delete":
            self.gone += given
        else:
            self.live += zip(given, as_saved, strict=True)

    def add_again(self) -> None:
        self._added(self._take(self.gone))

    def save_again(self) -> None:
        order, _ = self._take(self.live)
        self._saved(*self.s.modify(order, self._changed))

    def load_and_save(self) -> None:
        order, _ = self._take(self.live)
        loaded = self._loaded(order)
        self._saved(*self.s.modify(order, lambda held: self._changed(loaded(held))))

    def take_effect(self) -> None:
        """An operation that writes in a way of its own; where the domain or the adapter refuses it, all stays."""
        order, as_saved = self._take(self.live)
        held = self.s.in_hand(order)
        effect = self.s.one_of(self.s.told_effects)
        told = self.s.told(effect, held)
        if told is None:
            self.live.append((order, as_saved))
            return
        reply = asked(self.s, told[0], self.s.perform(effect, held, told[0]))
        done = isinstance(reply.answer, Returned)
        self.live.append((told[1], picture(told[1])) if done else (order, as_saved))

    def _changed(self, order: Any) -> Any:
        return self.s.change(order, needed=False)

    def _loaded(self, order: Any) -> Callable[[Any], Any]:
        """A way to another object of the aggregate than the one in hand: what get, the list or a query gives of it."""
        ways: list[Callable[[], Reply]] = [self.s.all] if self.s.binding.offers("all") else []
        ways += [partial(self.s.ask, query, own) for query, own in asking(self.s, order) if self._gives(query, own)]
        way = self.s.one_of([None, *ways])
        return self.s.load if way is None else lambda held: self.s.hold_one_of(held, way())

    def _gives(self, query: Query, own: list[Any]) -> bool:
        """Whether a query gives the aggregate in hand, and cannot give another one that it picks as well."""
        if query.many:
            return True
        picks_another = any(query.predicate(one, *own) for one, _ in self.live)
        return not picks_another and not has_choice(query, self.s.binding.order)

    def delete(self) -> None:
        order, _ = self._take(self.live)
        reply = self.s.delete(order)
        self.s.succeeds(reply, "deletes what is stored")
        self.gone.append(order)

    def agrees(self, *, asking_again: int = ASKED_AGAIN) -> None:
        """Get finds what is stored as it was saved and nothing else; list, count and queries say the same.

        Args:
            asking_again: how many of the queries that were asked before are asked again.
        """
        self._got = {id(order): self._found(order, as_saved) for order, as_saved in self.live}
        for order in self.gone:
            reply = self.s.get(self.s.key(order))
            if not self.s.is_absent(reply.answer):
                self.s.broken("absent", str(reply))
        if self.s.binding.offers("all"):
            orders = [order for order, _ in self.live]
            lists(self.s, self.s.all(), orders, self.s.binding.operation("all").name, self._got)
        if self.s.binding.offers("count") and (reply := self.s.count()).value != len(self.live):
            self.s.broken(f"count == {len(self.live)}", str(reply))
        self._queries_agree([order for order, _ in self.live], asking_again)

    def _queries_agree(self, orders: list[Any], asking_again: int) -> None:
        """What queries were asked with longest ago they are asked with again, and then with what is stored now."""
        now = [each for order in orders[-1:] for each in asking(self.s, order)]
        new = [each for each in now if not any(_is_same(each, other) for other in self._asked)]
        again, rest = self._asked[:asking_again], self._asked[asking_again:]
        for query, given in [*again, *new]:
            picks(self.s, query, given, orders, self._got)
        self._asked = [*rest, *again, *new][-ASKED_AGAIN:]

    def _found(self, order: Any, as_saved: Picture) -> Picture:
        reply = self.s.get(self.s.key(order))
        if self.s.is_absent(reply.answer) or reply.picture is None:
            self.s.broken(f"{self.s.name_of(order)} is found", str(reply))
        if self._is_new:
            self._forgive(differences(as_saved, reply.picture, self._tolerances))
        found = differences(as_saved, reply.picture, self._tolerances)
        later = self.lost_later(order, found)
        if later:
            differ(self.s, *later)
        if found:
            self.s.set_aside("a first save loses the same")
        return reply.picture

    def lost_later(self, order: Any, found: list[Difference]) -> list[Difference]:
        """Those of the differences that a first save does not show; where there are any, the scenario ends."""
        return lost_later(self.s, order, found)

    def _forgive(self, found: list[Difference]) -> None:
        """What the first save into the empty store loses is the mapping's fault, which other clauses tell."""
        self._is_new = False
        self._tolerances |= {part_of(each.path): ignored("a first save loses it too") for each in found}

    def _added(self, order: Any) -> None:
        as_saved = picture(order)
        saved_as_ever(self.s, order, self.s.add(order))
        self.live.append((order, as_saved))
        key = self.s.key(order)  # which the store may give once more
        self.gone = [each for each in self.gone if not identical(self.s.key(each), key)]

    def _saved(self, changed: Any, as_saved: Picture, reply: Reply) -> None:
        saved_as_ever(self.s, changed, reply)
        if self.s.binding.mapped and self.s.source.fresh:
            self.s.reconnect()
        self.live.append((changed, as_saved))

    def _take(self, some: list[Any]) -> Any:
        return some.pop(self.s.some(len(some) - 1))


def _is_same(one: Asking, other: Asking) -> bool:
    return one[0] is other[0] and identical(one[1], other[1])
