"""The refusal of what a contract class states and cannot mean."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from types import FunctionType
from typing import Any

from hypothesis import settings

from dovetail.catalogue import all_clauses, clauses_in
from dovetail.errors import ContractError
from dovetail.policies import Makes
from dovetail.suites.kernel.options import (
    Option,
    Shape,
    declares_kind,
    fixtures_of,
    is_fixture,
    kind_of,
    options_of,
    stated,
)

_SHORT = 4  # letters: a word of that length has too many neighbours that mean something else
_LONG = 9  # letters: from there on, two mistakes are still a misspelling


def refuse_other_words(contract: Any, name: str, words: tuple[str, ...]) -> None:
    """Refuse what is none of an option's words; where one of them is `refuses`, the error may be stated in its place.

    Raises:
        ContractError: the remedy is the line to write.
    """
    said = getattr(contract, name, None)
    if said is None or said in words:
        return
    if isinstance(said, str) or not hasattr(said, "accepts") or "refuses" not in words:
        error = ", or raises(...) with the error" if "refuses" in words else ""
        raise ContractError(
            f"{name} of {contract.__name__} is {said!r}, which is none of its policies",
            f"it is one of {', '.join(map(repr, words))}{error}: {name} = {words[0]!r}",
        )


def refuse_misstated(contract: Any) -> None:
    """Refuse what a class states under a misspelled name, or in another shape than it is read in.

    Raises:
        ContractError: the remedy is the line to write.
    """
    options = options_of(contract)
    _refuse_misspelled(contract, options)
    for name, each in options.items():
        if not each.fixture and is_fixture(stated(contract, name)):
            raise ContractError(
                f"{name} of {contract.__name__} is a pytest fixture, and it is read before any test runs",
                f"write {name} = ... in the class; {_only(list(fixtures_of(contract)))}",
            )
    for name, each in options.items():
        _refuse_shape(contract, name, each)
    _refuse_waivers(contract)
    _refuse_clauses(contract)


def _only(names: list[str]) -> str:
    if not names:
        return "none of its options may be a fixture"
    return f"only {' and '.join(names)} may be {'fixtures' if len(names) > 1 else 'a fixture'}"


def _refuse_misspelled(contract: Any, options: Mapping[str, Option]) -> None:
    """Refuse an attribute whose name is all but that of an option, and which nothing would ever read."""
    for name in _own_values(contract):
        if name not in options and not hasattr(_kind(contract), name):
            meant = [each for each in options if _is_misspelled(name, each)]
            if meant:
                raise ContractError(
                    f"{contract.__name__} states {name}, which is no option of it", f"did you mean {meant[0]} = ...?"
                )


def _own_values(contract: Any) -> Iterator[str]:
    """The names of plain values that a user's classes state; methods, fixtures and classes are their own business."""
    for base in contract.__mro__:
        if declares_kind(base) or base is object:
            continue
        for name, held in vars(base).items():
            method = isinstance(held, FunctionType) and held.__name__ == name
            descriptor = isinstance(held, (classmethod, property)) or is_fixture(held)
            if not (name.startswith(("_", "test")) or method or descriptor):
                yield name


def _kind(contract: Any) -> Any:
    return next(base for base in contract.__mro__ if declares_kind(base))


@cache  # a class is asked for each of its clauses anew
def _is_misspelled(name: str, option: str) -> bool:
    """Whether a name is an option's with a letter or two wrong; a longer word, such as `orders`, is another word."""
    if name.startswith(option) or len(option) <= _SHORT:
        return sorted(name) == sorted(option)
    return _distance(name, option) <= (2 if len(option) >= _LONG else 1)


def _distance(one: str, other: str) -> int:
    """How many letters are left out, put in, replaced, or exchanged with their neighbours."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def _refuse_shape(contract: Any, name: str, each: Option) -> None:
    held = getattr(contract, name)
    owner = f"{name} of {contract.__name__}"
    if not each.of_key and any(isinstance(policy, Makes) for policy in (held, *_values_of(held))):
        raise ContractError(
            f"{owner} is returns(...) of a function of the key, which is only for what is missing under a key",
            f"say what the port does: {name} = raises(...), or returns(...) of a value",
        )
    if held is None or _fits(held, each.shape):
        return
    match each.shape:
        case Shape.POLICY:
            raise no_policy(owner, name, held)
        case Shape.SETTINGS:
            raise ContractError(f"{owner} is {held!r}, which is no hypothesis.settings", f"{name} = {each.example}")
        case _:
            example = each.example or f"...  # {each.shape.value}"
            raise ContractError(f"{owner} is {held!r}, and no {_noun(each.shape)}", f"{name} = {example}")


def _values_of(held: Any) -> Iterable[Any]:
    return held.values() if isinstance(held, Mapping) else ()


def no_policy(owner: str, written: str, held: Any) -> ContractError:
    """What is said of a value in the place of a policy.

    Args:
        owner: where it stands, for the cause.
        written: what stands before it in the class, for the remedy.
        held: the value.
    """
    if isinstance(held, Mapping):
        return ContractError(
            f"{owner} is a dictionary, and one policy is meant, for all operations", f"{written} = raises(...)"
        )
    said = held.__name__ if isinstance(held, type) else repr(held)
    meant = f"raises({said})" if isinstance(held, type) else f"returns({said})"
    return ContractError(f"{owner} is {said}, which is no policy", f"{written} = {meant}")


def _fits(held: Any, shape: Shape) -> bool:
    match shape:
        case Shape.POLICY:
            return hasattr(held, "accepts")
        case Shape.SETTINGS:
            return isinstance(held, settings)
        case Shape.MAPPING:
            return isinstance(held, Mapping)
        case Shape.SEQUENCE:
            return isinstance(held, Collection) and not isinstance(held, str)
        case Shape.COUNT:
            return isinstance(held, int) and not isinstance(held, bool) and held > 0
        case Shape.SECONDS:
            return isinstance(held, (int, float)) and not isinstance(held, bool) and 0 < held < math.inf
        case _:
            return True


def _noun(shape: Shape) -> str:
    return shape.value.removeprefix("a ")


def _refuse_waivers(contract: Any) -> None:
    own = {check.clause for check in contract.checks}
    for clause, reason in contract.waived.items():
        if clause not in own:
            known = "a clause of another contract" if clause in all_clauses() else "no clause"
            raise ContractError(
                f"{contract.__name__} waives {clause!r}, which is {known}", f"its clauses are {', '.join(sorted(own))}"
            )
        if not isinstance(reason, str) or not reason.strip():
            raise ContractError(
                f"{contract.__name__} waives {clause} without a reason", f'waived = {{"{clause}": "the reason"}}'
            )


def _refuse_clauses(contract: Any) -> None:
    """Refuse a check whose clause nobody wrote, and a clause of the kind's own file that no check holds."""
    unwritten = [check.clause for check in contract.checks if check.clause not in all_clauses()]
    if unwritten:
        raise ContractError(
            f"{kind_of(contract).__name__} has a check of {unwritten[0]}, and no clause has that id",
            "write it in the file that the kind names: clauses = Path(__file__).with_name(...)",
        )
    for kind in contract.__mro__:
        file = vars(kind).get("clauses")
        written = () if file is None else clauses_in(file.resolve())
        held = {check.clause for each in _family(kind) for check in each.checks} if written else set()
        unheld = [clause.id for clause in written if clause.id not in held]
        if unheld:
            raise ContractError(
                f"{unheld[0]} stands in {file.name}, and {kind.__name__} has no check of it",
                f'list it in checks, as made by @check("{unheld[0]}"), or take the clause out of the file',
            )


def _family(kind: Any) -> Iterator[Any]:
    """A kind and those made of it, among which the clauses of one file may be shared out."""
    yield kind
    for heir in kind.__subclasses__():
        yield from _family(heir)
