"""The changes of the aggregates of one class."""

from __future__ import annotations

import contextlib
import functools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.conventions import begins_with
from dovetail.errors import ContractError
from dovetail.records.sqlalchemy import in_session
from dovetail.values.changes.behaviour import behaviour, parts
from dovetail.values.changes.calls import Before, Call, RefusedHalfway, can_be_called, made
from dovetail.values.changes.field_values import revised, revised_from_valid
from dovetail.values.changes.fields import field_types, is_closed, is_leaf, revisable_fields, stored_fields
from dovetail.values.changes.mutable_places import disturbed
from dovetail.values.choosing import number
from dovetail.values.compare import differences, identical
from dovetail.values.contents import elements
from dovetail.values.copies import copied
from dovetail.values.picture import Picture
from dovetail.values.strategies import for_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dovetail.values.tolerances import Tolerance

    Draw = Callable[[st.SearchStrategy[Any]], Any]

_FEW = 3  # ways to change are tried twice, as what is drawn may well be what is there
_TRIES = 3  # of each method that may take children away: a drawn argument may well be refused


@dataclass(frozen=True)
class Changed:
    """A change that was made.

    Attributes:
        aggregate: the object to go on with: the same one where it was changed in place.
        written: gives the Python that makes the change; few changes are ever shown.
    """

    aggregate: Any
    written: Callable[[], str]

    @property
    def line(self) -> str:
        """The Python that makes the change."""
        return self.written()


class Changes:
    """The ways in which the aggregates of one class change.

    Args:
        aggregate_type: the class.
        key_fields: the names of the fields that identify an aggregate; they are never changed.
        explicit: functions that change an aggregate as the domain does; where there are any, nothing else is done. Each
            takes the aggregate, and further values that its annotations tell the types of; one that answers with an
            object of the class gives the changed aggregate.
        valid: the strategy of valid aggregates, where more is asked of them than their types say: then a field is given
            what another of them has there.
        by_store: the names of the fields that a store fills in or counts: a method that moves nothing else, such as
            `mark_saved`, is for the store to call, and is no change of the domain.
        beside: by path, what is no state, such as recorded events: where nothing else differs, nothing has changed.

    Attributes:
        mutators: the names of the public methods that change state, or give a changed copy where the class is frozen.
        fixed: the names of the fields that none of those methods ever assigns; only the key where there are none.
    """

    def __init__(
        self,
        aggregate_type: type,
        key_fields: frozenset[str],
        explicit: Sequence[Callable[..., Any]] = (),
        valid: st.SearchStrategy[Any] | None = None,
        by_store: frozenset[str] = frozenset(),
        beside: Mapping[str, Tolerance] = MappingProxyType({}),
    ) -> None:
        self.aggregate_type = aggregate_type
        self.key_fields = key_fields
        self.explicit = tuple(explicit)
        self.valid = valid
        self.beside = beside
        found = behaviour(aggregate_type)
        methods = found.mutators or (found.renewers if is_closed(aggregate_type) else frozenset())
        methods -= found.moving_only(aggregate_type, by_store)
        self.mutators: tuple[str, ...] = tuple(sorted(methods))
        known = bool(methods) and not found.unknown
        self.fixed: frozenset[str] = self._keys | (
            stored_fields(aggregate_type) - found.assigned if known else frozenset()
        )
        self._callable = tuple(name for name in self.mutators if can_be_called(aggregate_type, name))
        _prepare(aggregate_type)

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
            What was done; None where the domain refuses all that was drawn, or where it changes nothing.

        Raises:
            RefusedHalfway: the domain refused the last that was tried after it had changed the aggregate.
        """
        if self.explicit:
            return self._first(
                draw, aggregate, self.explicit, lambda held, one, before: self._explicit(draw, held, one, name, before)
            )
        if not self._callable:
            fields = [field for field in revisable_fields(aggregate) if field not in self.fixed]
            return self._revised_from_valid(draw, aggregate, fields, name) or self._first(
                draw, aggregate, fields, lambda held, field, _: _changed_in_place(revised(draw, held, field, name))
            )
        taken = self._fewer(draw, aggregate, name) if fewer else None
        if taken or only:
            return taken
        return self._first(
            draw, aggregate, self._callable, lambda held, one, before: self._called(draw, held, one, name, before)
        )

    def disturb(self, draw: Draw, aggregate: Any, name: str = "aggregate") -> str | None:
        """Change anything in place that the public surface reaches, at any depth, but what identifies the aggregate.

        Returns:
            The line that made the change; None where nothing can be changed in place.
        """
        return disturbed(draw, aggregate, name, self._keys)

    @functools.cached_property
    def none_in_place(self) -> bool:
        """Whether no aggregate can be changed in place, whatever is drawn, as its class and its annotations tell."""
        cls, fields = self.aggregate_type, field_types(self.aggregate_type)
        known = is_closed(cls) and not cls.__subclasses__() and stored_fields(cls) <= fields.keys()
        return known and all(is_leaf(hint) for hint in fields.values())

    @property
    def _keys(self) -> frozenset[str]:
        return self.key_fields | {f"_{name}" for name in self.key_fields}

    def _first(
        self, draw: Draw, aggregate: Any, ways: Iterable[Any], act: Callable[[Any, Any, Before], Changed | None]
    ) -> Changed | None:
        """What the first of the ways makes, in a drawn order, that changes anything: one may be refused, others not.

        What was refused halfway is thrown away, and the next one is tried on a copy of what there was.
        """
        before = Before(aggregate)
        waiting = list(ways)
        waiting *= 2 if len(waiting) < _FEW else 1
        spare = _spare(aggregate) if self.explicit or self._callable else None
        spoiled: RefusedHalfway | None = None
        while waiting:
            try:
                changed = act(aggregate, waiting.pop(number(draw, 0, len(waiting) - 1)), before)
            except RefusedHalfway as refused:
                if spare is None:
                    raise
                aggregate, spare, spoiled = spare, copied(spare), refused
                before = Before(aggregate)
                continue
            if changed is not None and self._differs(before.picture, changed.aggregate):
                return changed
            if changed is not None:  # it may hold other objects now, if equal ones
                before = Before(aggregate)
        if spoiled is not None:
            raise spoiled
        return None

    def _differs(self, before: Picture, after: Any) -> bool:
        """Whether the state of an aggregate is another one."""
        if identical(before, after):
            return False
        return not self.beside or bool(differences(before, after, self.beside))

    def _fewer(self, draw: Draw, aggregate: Any, name: str) -> Changed | None:
        """What the first method does that leaves fewer children; tried on copies, for its name tells only probably."""
        many = elements(aggregate)
        if not many:
            return None
        likely = [one for one in self._callable if _takes_away(one)] or self._callable
        waiting = [*likely] * _TRIES
        tracked = in_session(aggregate)  # a copy of it would be none of its session's
        untouched = aggregate if tracked else copied(aggregate)
        before = Before(untouched)
        while waiting:
            method = waiting.pop(number(draw, 0, len(waiting) - 1))
            try:
                changed = self._called(draw, untouched, method, name, before)
            except RefusedHalfway:
                if tracked:
                    raise
            else:
                if changed is None:
                    continue
                if tracked or elements(changed.aggregate) < many:
                    return changed
            untouched = copied(aggregate)
            before = Before(untouched)
        return None

    def _called(self, draw: Draw, aggregate: Any, method: str, name: str, before: Before) -> Changed | None:
        call = Call(getattr(aggregate, method), aggregate, type(aggregate))
        return self._changed(aggregate, made(draw, call, before), f"{name}.{method}", [])

    def _revised_from_valid(self, draw: Draw, aggregate: Any, fields: Sequence[str], name: str) -> Changed | None:
        """One field as another valid aggregate has it; None where no valid one differs, or none was stated."""
        if self.valid is None:
            return None
        return _changed_in_place(revised_from_valid(draw, aggregate, fields, self.valid, name))

    def _explicit(
        self, draw: Draw, aggregate: Any, function: Callable[..., Any], name: str, before: Before
    ) -> Changed | None:
        call = Call(function, aggregate, self.aggregate_type, leading=(aggregate,))
        written = getattr(function, "__name__", "<lambda>")
        written = f"changes[{self.explicit.index(function)}]" if written == "<lambda>" else written
        return self._changed(aggregate, made(draw, call, before), written, [name])

    def _changed(
        self, aggregate: Any, outcome: tuple[Any, Callable[[], list[str]]] | None, called: str, leading: list[str]
    ) -> Changed | None:
        if outcome is None:
            return None
        answer, arguments = outcome

        def line() -> str:
            return f"{called}({', '.join([*leading, *arguments()])})"

        if isinstance(answer, self.aggregate_type) and answer is not aggregate:
            name = leading[0] if leading else called.partition(".")[0]
            return Changed(answer, lambda: f"{name} = {line()}")
        return Changed(aggregate, line)


def _prepare(aggregate_type: type) -> None:
    """Build the strategies of all fields: when a running test asks first, it counts as slow generation."""
    for cls in (aggregate_type, *parts(aggregate_type)):
        for name, hint in field_types(cls).items():
            with contextlib.suppress(ContractError):
                for_field(hint, cls, name)


def _spare(aggregate: Any) -> Any:
    """A copy to go on with where a change is refused halfway; None of what is in a session, or cannot be copied."""
    try:
        return None if in_session(aggregate) else copied(aggregate)
    except Exception:  # noqa: BLE001 - anything that `__deepcopy__` raises
        return None


@functools.cache
def _takes_away(method: str) -> bool:
    """Whether the name of a method says that it takes something away: `remove_line`, `untag`."""
    return begins_with(method, "methods.taking") or (method.startswith("un") and method[2:3].isalpha())


def _changed_in_place(outcome: tuple[Any, str] | None) -> Changed | None:
    if outcome is None:
        return None
    changed, line = outcome
    return Changed(changed, lambda: line)
