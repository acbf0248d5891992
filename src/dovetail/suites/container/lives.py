"""Which objects of some classes were made and which were ended, in their order: the classes are watched for a while."""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import wraps
from typing import Any

_ABSENT = object()


class Failing(RuntimeError):  # noqa: N818 - what a finaliser is made to fail with
    """What a finaliser is made to fail with."""


class Lives:
    """What was made and ended while some classes were watched.

    Attributes:
        classes: what is watched, each with the methods that end it.
        made: the objects in the order in which their constructors were done.
        ended: each end, in order: the object, and the method that was called from outside of the object's own.
        unwatched: the classes whose methods nothing can be put in the place of, as of those written in C.
    """

    def __init__(self, classes: Mapping[type, tuple[str, ...]], failing: type | None = None) -> None:
        self.made: list[Any] = []
        self.ended: list[tuple[Any, str]] = []
        self.unwatched: list[type] = []
        self.classes = classes
        self._failing = failing
        self._inside = threading.local()

    @contextmanager
    def watched(self) -> Iterator[Lives]:
        """Inside, what becomes of objects of the classes is noted."""
        with ExitStack() as stack:
            for cls, methods in self.classes.items():
                try:
                    stack.enter_context(replaced(cls, "__init__", self._making))
                    for name in methods:
                        if callable(getattr(cls, name, None)):
                            stack.enter_context(replaced(cls, name, self._ending(name)))
                except TypeError:  # a class that is written in C cannot be changed
                    self.unwatched.append(cls)
            yield self

    def ends_of(self, lived: Any) -> list[str]:
        """The methods by which an object was ended, in order."""
        return [name for each, name in self.ended if each is lived]

    def unended(self) -> list[Any]:
        """The objects that were made and not ended."""
        return [each for each in self.made if not self.ends_of(each)]

    def place(self, lived: Any) -> int:
        """When an object was first ended, as a place in `ended`; -1 where it was not."""
        return next((number for number, (each, _) in enumerate(self.ended) if each is lived), -1)

    def _making(self, original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def made(lived: Any, *args: Any, **kwargs: Any) -> None:
            if original is not object.__init__:  # which refuses the arguments of a `__new__`
                original(lived, *args, **kwargs)
            if not any(each is lived for each in self.made):
                self.made.append(lived)

        return as_constructor(made, original)

    def _ending(self, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def replacing(original: Callable[..., Any]) -> Callable[..., Any]:
            if inspect.iscoroutinefunction(original):

                @wraps(original)
                async def ended_later(lived: Any, *args: Any, **kwargs: Any) -> Any:
                    with self._noted(lived, name):
                        return await original(lived, *args, **kwargs)

                return ended_later

            @wraps(original)
            def ended(lived: Any, *args: Any, **kwargs: Any) -> Any:
                with self._noted(lived, name):
                    return original(lived, *args, **kwargs)

            return ended

        return replacing

    @contextmanager
    def _noted(self, lived: Any, name: str) -> Iterator[None]:
        """Note an end; a method that another one of the same object calls is part of that."""
        inside = self._inside.__dict__.setdefault("ids", set())
        if id(lived) in inside:
            yield
            return
        inside.add(id(lived))
        self.ended.append((lived, name))
        try:
            yield
        finally:
            inside.discard(id(lived))
        if self._failing is not None and isinstance(lived, self._failing):
            raise Failing("a finaliser that fails")


def as_constructor(made: Callable[..., Any], original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that takes the place of a constructor, with its signature: containers read what it needs from that."""
    signature = inspect.Signature([inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)])
    if original is object.__init__:
        made.__annotations__ = {}
    if original is not object.__init__:
        with suppress(ValueError):  # a constructor that is written in C need not say what it takes
            signature = inspect.signature(original)
    made.__signature__ = signature  # type: ignore[attr-defined]
    return made


@contextmanager
def replaced(cls: type, name: str, make: Callable[[Callable[..., Any]], Any]) -> Iterator[None]:
    """Inside, a method of a class is another one, which is made of it.

    Raises:
        TypeError: the class cannot be changed.
    """
    own = vars(cls).get(name, _ABSENT)
    setattr(cls, name, make(getattr(cls, name)))
    try:
        yield
    finally:
        if own is _ABSENT:
            delattr(cls, name)
        else:
            setattr(cls, name, own)
