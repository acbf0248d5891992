"""A stored aggregate that is given what another one has in a unique field."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.repository.assertions import as_stated, not_refused, same, store, stored
from dovetail.suites.repository.query_arguments import agreeing
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import code, identical, picture
from dovetail.values.variants import variant


def taken_by_a_change(s: RepositoryScenario, order: Any, name: str) -> None:
    """A stored aggregate is changed to what another one has in that field: it is answered as an add is, and stays.

    Where a save says nothing and changes nothing, the field may be one that no save writes: a value that nobody has
    tells whether it is.
    """
    other = store(s, s.aggregate())
    with s.unrecorded():
        free = getattr(s.aggregate(), name)
    before = stored(s, other)
    reply = _saved_with(s, other, name, agreeing(s, name, getattr(order, name)))
    policy = s.binding.unique[name]
    not_refused(s, [order, other], policy, reply)
    is_as_before = not isinstance(reply.answer, Returned) or identical(before, stored(s, other))
    if is_as_before and isinstance(reply.answer, Returned) and not policy.accepts(reply.answer):
        with s.unrecorded():
            _saved_with(s, other, name, free)
            if not identical(getattr(s.get(s.key(other)).value, name, None), free):
                s.set_aside(f"a save does not write {name}")
    as_stated(s, policy, name, reply)
    same(s, before, stored(s, other))


def _saved_with(s: RepositoryScenario, aggregate: Any, name: str, value: Any) -> Reply:
    """Load a stored aggregate, and save it with another value in a field."""
    held = s.load(aggregate)
    changed = variant(held, name, value)
    if changed is None:
        s.set_aside(f"there is no such aggregate with that {name}")
    s.same_key(aggregate, changed)
    called = s.name_of(held)
    s.called_like(changed, called)
    made = picture(value)
    s.say(lambda: f"{called}.{name} = {code(made)}")
    return s.save(changed)
