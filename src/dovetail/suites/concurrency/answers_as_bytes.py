"""An answer on its way from one process to another: as bytes, and an error with its class.

Not every class can be pickled. A process that was forked has the classes of the one that forked it, at the same places
in memory: an error's class is named by its place, and found there again.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from dovetail.policies import Answer, Failed, Raised, Returned


class AnotherProcess(Exception):  # noqa: N818 - stands for an error of a class that is not known here
    """An error of another process."""


def written(answer: Answer) -> bytes:
    """An answer as bytes; what a call returned is left out."""
    if isinstance(answer, Returned):
        return pickle.dumps(("returned",))
    if isinstance(answer, Failed):
        return pickle.dumps(("failed", _picklable(answer.error), str(answer.error)))
    error = answer.error
    return pickle.dumps(
        ("raised", id(type(error)), type(error).__name__, str(error), _picklable(error.args), _picklable(vars(error)))
    )


def read(data: bytes) -> Answer:
    """The answer that another process has written; where the class of its error is not known here, `AnotherProcess`."""
    kind, *rest = pickle.loads(data)
    if kind == "returned":
        return Returned(None)
    if kind == "failed":
        error, text = rest
        return Failed(text if error is None else pickle.loads(error))
    return Raised(_error(*rest))


def _picklable(value: Any) -> bytes | None:
    try:
        return pickle.dumps(value)
    except Exception:  # noqa: BLE001 - whatever a user's class raises
        return None


def _error(place: int, name: str, text: str, args: bytes | None, attributes: bytes | None) -> BaseException:
    cls = next((each for each in _errors(BaseException) if id(each) == place), None)
    if cls is None:
        return AnotherProcess(f"{name}: {text}")
    error = cls.__new__(cls)
    error.args = (text,) if args is None else pickle.loads(args)
    with suppress(Exception):
        vars(error).update({} if attributes is None else pickle.loads(attributes))
    return error


def _errors(cls: type[BaseException]) -> Iterator[type[BaseException]]:
    yield cls
    for each in type.__subclasses__(cls):
        yield from _errors(each)
