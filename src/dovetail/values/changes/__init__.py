"""How an aggregate is changed: by the methods of its domain, else by new values of its public fields."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from dovetail.values.changes.disturbing import places
from dovetail.values.changes.fields import public_fields, stored_fields
from dovetail.values.changes.methods import Call, called, children
from dovetail.values.changes.revising import revised
from dovetail.values.changes.source import behaviour
from dovetail.values.compare import compare
from dovetail.values.picture import picture

__all__ = ["Changed", "Changes"]

Draw = Callable[[st.SearchStrategy[Any]], Any]
_TRIES = 3  # of each method: a drawn argument may well be refused


@dataclass(frozen=True)
class Changed:
    """A change that was made.

    Attributes:
        aggregate: the object to go on with: the same one where it was changed in place.
        line: the Python that makes the change.
    """

    aggregate: Any
    line: str


class Changes:
    """The ways in which aggregates of one class change.

    Args:
        aggregate_type: the class.
        key_fields: the names of the fields that identify an aggregate; never changed.
        explicit: functions that change an aggregate as the domain does; where given, nothing else is done.
            One that answers with an object of the class gives the changed aggregate.

    Attributes:
        mutators: the names of the public methods that change state.
        fixed: the names of the fields that no method ever assigns.
    """

    def __init__(
        self,
        aggregate_type: type,
        key_fields: frozenset[str],
        explicit: Sequence[Callable[..., Any]] = (),
    ) -> None:
        self.aggregate_type = aggregate_type
        self.key_fields = key_fields
        self.explicit = tuple(explicit)
        found = behaviour(aggregate_type)
        self.mutators: tuple[str, ...] = tuple(sorted(found.mutators))
        unassigned = stored_fields(aggregate_type) - found.assigned if found.mutators else frozenset()
        self.fixed: frozenset[str] = (frozenset() if found.unknown else unassigned) | self._keys()

    def change(
        self, draw: Draw, aggregate: Any, name: str = "aggregate", *, fewer: bool = False, only: bool = False
    ) -> Changed | None:
        """Change an aggregate as its domain does.

        Args:
            draw: `draw` of `hypothesis.strategies.data()`.
            aggregate: changed in place where its class allows that.
            name: what the aggregate is called in the line.
            fewer: look for a method that leaves fewer children than there are, before any other change.
            only: make no other change where there is no such method.

        Returns:
            What was done; None where the drawn change was refused, or changed nothing.
        """
        before = picture(aggregate)
        if self.explicit:
            changed = self._explicitly(draw, aggregate, name)
        elif self.mutators:
            removed = self._fewer(draw, aggregate, name) if fewer else None
            changed = removed if removed or only else self._by_method(draw, aggregate, name)
        else:
            changed = self._by_field(draw, aggregate, name)
        if changed is None or compare(before, changed.aggregate) is None:
            return None
        return changed

    def disturb(self, draw: Draw, aggregate: Any, name: str = "aggregate") -> str | None:
        """Change anything in place that the public surface reaches, at any depth, except what identifies the aggregate.

        Args:
            draw: `draw` of `hypothesis.strategies.data()`.
            aggregate: the object to change.
            name: what the aggregate is called in the line.

        Returns:
            The line that made the change; None where nothing can be changed in place.
        """
        waiting = places(aggregate, name, self._keys())
        before = picture(aggregate)
        while waiting:
            place = waiting.pop(draw(st.integers(0, len(waiting) - 1)))
            line = place(draw)
            if line is not None and compare(before, aggregate) is not None:
                return line
        return None

    def _keys(self) -> frozenset[str]:
        return self.key_fields | {f"_{name}" for name in self.key_fields}

    def _explicitly(self, draw: Draw, aggregate: Any, name: str) -> Changed | None:
        function = draw(st.sampled_from(self.explicit))
        call = Call(function, aggregate, self.aggregate_type, skip=1)
        return self._done(called(draw, call), aggregate, name, f"{function.__name__}({name}{{}})")

    def _by_method(self, draw: Draw, aggregate: Any, name: str) -> Changed | None:
        before = picture(aggregate)
        waiting = list(self.mutators)
        while waiting:  # one that the state refuses says nothing; another may be allowed
            changed = self._called(draw, aggregate, name, waiting.pop(draw(st.integers(0, len(waiting) - 1))))
            if changed is not None and compare(before, changed.aggregate) is not None:
                return changed
        return None

    def _fewer(self, draw: Draw, aggregate: Any, name: str) -> Changed | None:
        """The first method that leaves fewer children, tried on copies; which ones do so cannot be told by name."""
        before = children(aggregate)
        waiting = list(self.mutators) * _TRIES if before else []
        while waiting:
            method = waiting.pop(draw(st.integers(0, len(waiting) - 1)))
            changed = self._called(draw, copy.deepcopy(aggregate), name, method)
            if changed is not None and children(changed.aggregate) < before:
                return changed
        return None

    def _called(self, draw: Draw, aggregate: Any, name: str, method: str) -> Changed | None:
        call = Call(getattr(aggregate, method), aggregate, type(aggregate))
        return self._done(called(draw, call), aggregate, name, f"{name}.{method}({{}})")

    def _done(self, outcome: tuple[Any, str] | None, aggregate: Any, name: str, template: str) -> Changed | None:
        if outcome is None:
            return None
        answer, arguments = outcome
        separator = ", " if arguments and "{name}{" in template else ""
        line = template.replace("{}", f"{separator}{arguments}")
        if isinstance(answer, self.aggregate_type) and answer is not aggregate:
            return Changed(answer, f"{name} = {line}")
        return Changed(aggregate, line)

    def _by_field(self, draw: Draw, aggregate: Any, name: str) -> Changed | None:
        names = [field for field in public_fields(aggregate) if field not in self._keys()]
        if not names:
            return None
        outcome = revised(draw, aggregate, draw(st.sampled_from(names)), name)
        return None if outcome is None else Changed(*outcome)
