"""What comes back is of the declared type, and says what happened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.hints import optional
from dovetail.policies import Returned
from dovetail.port import MISSING
from dovetail.port.conformance import conforms
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import same, stored
from dovetail.suites.repository.preconditions import answering, offers
from dovetail.suites.repository.query_arguments import own_arguments
from dovetail.suites.repository.scenario import RepositoryScenario


@check("PORT-05", offers("save|add"), single=True, share=0.25)
def declared_types(s: RepositoryScenario) -> None:
    order, never_saved = s.aggregate(), s.aggregate()
    operations = s.binding.operations
    reply = s.add(order)
    if not isinstance(reply.answer, Returned):
        s.set_aside(str(reply), left_to_another_clause=True)
    _declared(s, s.binding.operation("add", "save"), reply)
    if "update" in operations:
        _declared(s, operations["update"], s.call(operations["update"], **s.given(s.in_hand(order))))
    _reads_as_declared(s, order)
    if "get" in operations and s.binding.stated_missing is None:
        _declared(s, operations["get"], s.get(s.key(never_saved)))
    if "delete" in operations:
        _declared(s, operations["delete"], s.delete(order))


def _reads_as_declared(s: RepositoryScenario, order: Any) -> None:
    reads: dict[str, Callable[[], Reply]] = {
        "get": lambda: s.get(s.key(order)),
        "all": s.all,
        "count": s.count,
        "exists": lambda: s.exists(order),
    }
    for name, ask in reads.items():
        if name in s.binding.operations:
            _declared(s, s.binding.operations[name], ask())
    for query in s.binding.queries.values():
        given = own_arguments(query, order)
        if given is not None:
            _declared(s, query.operation, s.ask(query, given))


def _declared(s: RepositoryScenario, operation: OperationCall, reply: Reply) -> None:
    if operation.returns is MISSING or operation.returns is None or operation.returns is type(None):
        return
    if isinstance(reply.answer, Returned) and reply.answer.opened is not operation.result:
        promised = "a Result" if operation.result else "no Result"
        s.broken(f"{promised}, as {s.binding.port.name}.{operation.name} declares", _typed(reply))
    if isinstance(reply.answer, Returned) and not conforms(reply.value, operation.returns, stream=reply.answer.stream):
        s.broken(f"{_text(operation.returns)}, as {s.binding.port.name}.{operation.name} declares", _typed(reply))


def _typed(reply: Reply) -> str:
    kind = getattr(reply.answer, "stream", None) or type(reply.value)
    return f"{reply} of type {kind.__module__}.{kind.__qualname__}" if reply.value is not None else str(reply)


def _text(hint: Any) -> str:
    return (
        hint.__name__ if isinstance(hint, type) and not hasattr(hint, "__args__") else str(hint).replace("typing.", "")
    )


@check("REPO-26", all_of(offers("get"), answering), share=0.4)
def answer_agrees_with_effect(s: RepositoryScenario) -> None:
    order = s.aggregate()
    reply = s.add(order)
    if not isinstance(reply.answer, Returned):
        s.set_aside(str(reply))
    _is_as_stored(s, order, reply)
    if s.binding.offers("update") and s.some(1):
        _update_says(s, order)
    if s.binding.offers("delete"):
        _delete_says(s, order, stored=True)
        _delete_says(s, order, stored=False)


def _is_as_stored(s: RepositoryScenario, order: Any, reply: Reply) -> None:
    """The entity that a save answered with is the stored one, what the store filled in included.

    One that is mapped itself is filled in by the unit of work, which commits after the answer.
    """
    if isinstance(reply.value, s.binding.kind) and not (s.binding.mapped and s.source.commits):
        with s.unrecorded():
            now = stored(s, order)
        same(s, now, reply.picture, s.binding.stated_tolerances)


def _update_says(s: RepositoryScenario, order: Any) -> None:
    order = s.change(s.in_hand(order), needed=False)
    reply = s.call(s.binding.operations["update"], **s.given(order))
    if not isinstance(reply.answer, Returned):
        s.set_aside(str(reply), left_to_another_clause=True)
    declared, _ = optional(s.binding.operations["update"].returns)
    if declared is bool and reply.value is not True:
        s.broken("True", str(reply))
    _is_as_stored(s, order, reply)


def _delete_says(s: RepositoryScenario, order: Any, *, stored: bool) -> None:
    declared, _ = optional(s.binding.operations["delete"].returns)
    reply = s.delete(order)
    if not isinstance(reply.answer, Returned):
        return
    if declared is bool and reply.value is not stored:
        s.broken(str(stored), str(reply))
    if declared is int and reply.value != int(stored):
        s.broken(str(int(stored)), str(reply))
    if declared is s.binding.aggregate and (reply.value is not None) is not stored:
        s.broken("the deleted aggregate" if stored else "None", str(reply))
