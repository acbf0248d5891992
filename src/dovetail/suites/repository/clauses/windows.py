"""A page or the first n of a list is that part of the whole: complete, without repetition, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Returned
from dovetail.suites.calls.reply import Item, Reply
from dovetail.suites.kernel.check import check
from dovetail.suites.repository.assertions import agreed, in_order, store
from dovetail.suites.repository.inference.key import is_same
from dovetail.suites.repository.inference.windows import Window
from dovetail.suites.repository.preconditions import windows
from dovetail.suites.repository.query_arguments import alike, arguments, picking, sibling
from dovetail.suites.repository.scenario import RepositoryScenario

_MOST = 5
_LARGEST_PAGE = 3


@check("REPO-31", windows, most=50, needs_a_case=True)
def parts_of_the_whole(s: RepositoryScenario) -> None:
    reasons = []
    every = _stored(s)
    for asked in s.each_alone(every):
        reason = _holds(s, asked)
        reasons += [reason] if reason is not None else []
    if len(reasons) == len(every):
        s.set_aside(reasons[0])


def _holds(s: RepositoryScenario, asked: _Asked) -> str | None:
    """Hold one operation to the clause; why it says nothing, where it does not."""
    whole = _whole(s, asked)
    if isinstance(whole, str):
        return whole
    asked.whole = whole
    size = 1 + s.some(min(_LARGEST_PAGE, len(whole)) - 1)
    if asked.window.limits:
        _every_page(s, asked, size)
    elif asked.window.pace == "offset":
        _part(s, asked, whole[:size], len(whole) - size, offset=size)
    return None


@dataclass
class _Asked:
    """An operation, and what it could give.

    Attributes:
        window: the operation.
        given: what its query is asked with, by role.
        picked: the keys of the stored aggregates that it is asked for; None where nothing says which those are.
        stored: how many are stored.
        whole: all that it gives, in its order.
    """

    window: Window
    given: dict[str, Any]
    picked: list[Any] | None
    stored: int
    whole: list[Item] = field(default_factory=list)


def _stored(s: RepositoryScenario) -> list[_Asked]:
    """Store several aggregates, alike in what a query asks for or in any attribute; the operations to ask."""
    every = [s.binding.windows[name] for name in sorted(s.binding.windows)]
    query = s.one_of([each.query for each in every])
    orders: list[Any] = []
    for _ in range(2 + s.some(_MOST - 2)):
        if query is not None:
            orders.append(alike(s, query, orders))
        else:
            orders.append(sibling(s, orders[-1]) if orders else s.aggregate())
    asked = [_Asked(window, *_asked_with(s, window, orders), len(orders)) for window in every]
    for order in orders:
        store(s, order)
    for each in asked:
        each.picked = None if each.picked is None else [s.key(order) for order in each.picked]
    return asked


def _asked_with(s: RepositoryScenario, window: Window, orders: list[Any]) -> tuple[dict[str, Any], list[Any] | None]:
    """What the operation is asked with, by role, and which aggregates it is asked for."""
    query = window.query
    if query is None:
        return {}, orders if window.lists_all else None
    own = picking(s, query, s.one_of(orders)) or arguments(s, query, orders)
    given = dict(zip([role for role, _, _ in query.arguments], own, strict=True))
    return given, [order for order in orders if query.predicate(order, *own)]


def _whole(s: RepositoryScenario, asked: _Asked) -> list[Item] | str:
    """All that the operation gives, or why that is nothing to go by; another clause finds what is missing in it."""
    try:
        first = {"page": _first_page(s, asked)} if asked.window.pace == "page" else {}
        reply = s.call(asked.window.call, **asked.given, **first)
        if not isinstance(reply.answer, Returned) and asked.window.limits:  # it may take no limit so large
            reply = s.call(asked.window.call, **asked.given, **first, limit=asked.stored)
    except ContractError as error:  # a fake of which nothing says what it is to do
        return error.cause
    if not reply.items:
        return f"nothing is given: {reply}"
    keys = [item.key for item in reply.items]
    if asked.picked is not None and not _same_keys(keys, asked.picked):
        return "what is given is not what is stored"
    in_order(s, reply, asked.window.call.name)
    return list(reply.items)


def _first_page(s: RepositoryScenario, asked: _Asked) -> int:
    """The number of the first page: as its default says, else 0 where that is another page than 1."""
    if asked.window.first_page is not None:
        return asked.window.first_page
    with s.unrecorded():
        replies = (s.call(asked.window.call, **asked.given, page=n, limit=1) for n in (0, 1))
        zeroth, first = ([item.key for item in reply.items or ()] for reply in replies)
    return 0 if zeroth and not _same_keys(zeroth, first) else 1


def _every_page(s: RepositoryScenario, asked: _Asked, size: int) -> None:
    """Turn the pages from the first to the last: each full, none that gives again what an earlier one gave."""
    window, total = asked.window, len(asked.whole)
    page = _first_page(s, asked) if window.pace == "page" else 0
    place = {"page": page} if window.pace == "page" else {}
    seen: list[Item] = []
    while len(seen) < (total if window.pace else 1):
        seen += _part(s, asked, seen, min(size, total - len(seen)), limit=size, **place)
        page += 1
        if window.pace is not None:
            place = {window.pace: {"offset": len(seen), "page": page, "after": _last(s, window, seen)}[window.pace]}


def _last(s: RepositoryScenario, window: Window, seen: list[Item]) -> Any:
    """What says where the next page begins: the key of the last aggregate of this one, or that aggregate as it is."""
    if not window.after_whole:
        return seen[-1].key
    if not s.binding.offers("get"):
        s.set_aside("no get gives the last aggregate of a page")
    with s.unrecorded():
        return s.get(seen[-1].key).value


def _part(s: RepositoryScenario, asked: _Asked, before: list[Item], many: int, **part: Any) -> list[Item]:
    """One part of the whole: so many aggregates, none of those before, and in order those that come next."""
    reply = s.call(asked.window.call, **asked.given, **part)
    items = list(reply.items or ())
    if len(items) != many:
        s.broken(f"{many} of {len(asked.whole)}", _many(reply))
    if "after" not in part:  # there it may be that of what is left
        agreed(s, reply, len(asked.whole))
    for n, item in enumerate(items):
        if not _is_among(item, asked.whole):
            s.broken(f"a part of the {len(asked.whole)} that it gives without a limit", str(reply))
        if _is_among(item, [*before, *items[:n]]):
            s.broken("each aggregate once", f"one that was given before: {reply}")
    if asked.window.call.name in s.binding.order:
        ranks = [item.rank for item in asked.whole][len(before) : len(before) + many]
        if [item.rank for item in items] != ranks:
            s.broken(f"the next in order: {ranks}", f"{[item.rank for item in items]}")
    return items


def _many(reply: Reply) -> str:
    return str(reply) if reply.items is None else f"{len(reply.items)}: {reply}"


def _is_among(item: Item, others: list[Item]) -> bool:
    return any(is_same(item.key, other.key) for other in others)


def _same_keys(keys: list[Any], others: list[Any]) -> bool:
    return len(keys) == len(others) and all(any(is_same(key, other) for other in others) for key in keys)
