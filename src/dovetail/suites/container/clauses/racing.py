"""Two who ask at the same time for the first time are given one object: CONT-10, and within a scope CONT-08."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any

from dovetail.suites.container.binding import name_of_key
from dovetail.suites.container.lives import as_constructor, replaced
from dovetail.suites.container.preconditions import lives
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.container.several import both
from dovetail.suites.kernel.check import check

_PATIENCE = 10.0  # seconds until the other one has come as far
_BOTH = 2
_LOOKS = 300  # of a millisecond each, while the second one may come to make the object as well


@check("CONT-10", lives("singleton"), random=False, needs_a_case=True)
def a_race_makes_no_second_singleton(s: ContainerScenario) -> None:
    with s.unrecorded(), s.scope() as asked:
        first = s.served(asked)
    tried = False
    for key in s.binding.lifetimes["singleton"]:
        if key not in first:
            s.note(f"it gives no {name_of_key(key)}")
            continue
        tried = True
        s.disconnect()
        asked_by_two(s, key, type(first[key]))
    if not tried:
        s.set_aside(s.learned)


def asked_by_two(s: ContainerScenario, key: Any, made: type, shared: Any = None) -> None:
    """Let two ask at the same time for what is not there yet: they are given one object.

    Args:
        s: the scenario.
        key: what they ask for.
        made: its class, of which the one who makes the first object is held up.
        shared: the scope that both ask; each has one of its own where it is not given.
    """
    meeting = _Meeting()
    with s.unrecorded(), _held_up(made, meeting):
        one, other = both(s, [key], meeting.before, meeting.after, shared=shared)
    if key in one and key in other and one[key] is not other[key]:
        s.lines.clear()
        s.say(
            f"# two ask {'one scope ' if shared is not None else ''}for the first {name_of_key(key)} at the same time"
        )
        s.broken(
            f"one {name_of_key(key)} for both",
            "two objects",
            hint="make it under a lock, or before anybody can ask: the two know nothing of each other",
        )
    if not (meeting.was_held or s.awaits):
        s.note(f"{name_of_key(key)} was there before the two, or is made in C")


class _Meeting:
    """Lets the one who makes an object wait until the other one could have begun to make it as well."""

    def __init__(self) -> None:
        self._making = threading.Event()
        self._asking = threading.Event()
        self._lock = threading.Lock()
        self._makers = 0

    @property
    def was_held(self) -> bool:
        """Whether anybody made the object while the two were there."""
        return self._makers > 0

    def before(self, number: int) -> None:
        """What each of two does before it asks: the second one waits until the first one is making the object."""
        if number == 0 or threading.current_thread() is threading.main_thread():
            return  # tasks share one thread, which nobody may stop
        self._making.wait(_PATIENCE)
        self._asking.set()

    def after(self, _number: int) -> None:
        """What each of two does when it was given the object: where that was there before, nobody makes one."""
        self._making.set()

    def made(self) -> None:
        """What the constructor does when it has begun."""
        with self._lock:
            self._makers += 1
        self._making.set()
        if threading.current_thread() is threading.main_thread():
            return
        self._asking.wait(_PATIENCE)
        # Counted and not timed: a machine that stops both threads for a while takes no chance away.
        for _ in range(_LOOKS):
            if self._makers == _BOTH:
                break
            time.sleep(0.001)


@contextmanager
def _held_up(cls: type, meeting: _Meeting) -> Iterator[None]:
    """Inside, who makes an object of the class waits for the other one; a class that is written in C waits for none."""

    def waiting(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def made(self: Any, *args: Any, **kwargs: Any) -> None:
            meeting.made()
            if original is not object.__init__:  # which refuses the arguments of a `__new__`
                original(self, *args, **kwargs)

        return as_constructor(made, original)

    held = replaced(cls, "__init__", waiting)
    entered = False
    with suppress(TypeError):
        held.__enter__()
        entered = True
    try:
        yield
    finally:
        if entered:
            held.__exit__(None, None, None)
