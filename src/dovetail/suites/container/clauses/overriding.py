"""What a test puts in the place of a port is gone after the test: CONT-16."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dovetail.errors import ContractError
from dovetail.port import Port
from dovetail.suites.container.binding import name_of_key
from dovetail.suites.container.holding import of_the_project, way_to
from dovetail.suites.container.libraries import Unserved
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.options import stated


@check("CONT-16", random=False, needs_a_case=True)
def an_override_ends_with_its_test(s: ContainerScenario) -> None:
    tried = 0
    for key, port in s.binding.ports.items():
        s.disconnect()
        s.lines.clear()
        usual = _given(s, key)
        if usual is None:
            continue
        stand_in = stand_in_for(port)
        s.say(f"# {name_of_key(key)} is overridden")
        with _overridden(s, key, stand_in) as inside:
            if not inside:
                continue
            overridden = _given(s, key, others=_is_stated(s)) is stand_in
        if not overridden:
            if _is_stated(s):
                s.not_evaluated(f"override puts nothing in the place of {name_of_key(key)}")
            continue
        tried += 1
        s.say("# the test is over")
        after = _given(s, key)
        if after is stand_in or type(after) is not type(usual):
            s.broken(f"{name_of_key(key)} is {type(usual).__name__}", f"it is {type(after).__name__}", hint=_HINT)
        _nothing_is_left(s, key, stand_in)
    if not tried:
        s.set_aside("nothing says how it is overridden: override = a function of the container, a port and an object")


def stand_in_for(port: Port) -> Any:
    """An object with the port's operations, which do nothing."""
    bases = () if getattr(port.type, "_is_protocol", False) else (port.type,)
    body = dict.fromkeys((*port.operations, *getattr(port.type, "__abstractmethods__", ())), _nothing)
    cls = types.new_class(f"StandInFor{port.name}", bases, exec_body=lambda space: space.update(body))
    return object.__new__(cls)


def _nothing(*_args: Any, **_kwargs: Any) -> None:
    """What a stand-in does."""


def _is_stated(s: ContainerScenario) -> bool:
    return stated(s.binding.contract, "override") is not None or s.source.takes_overrides


@contextmanager
def _overridden(s: ContainerScenario, key: Any, stand_in: Any) -> Iterator[bool]:
    """Inside, a port is something else; whether there is a way to have that."""
    way = stated(s.binding.contract, "override")
    if way is None and s.source.takes_overrides:
        s.disconnect()
        if (error := s.start(lambda: s.source.building(s.source.settings, {key: stand_in}))) is not None:
            raise error
        yield True
        s.disconnect()
        return
    context = way(s.adapter, key, stand_in) if way is not None else _as_the_library_has_it(s, key, stand_in)
    if context is None:
        yield False
        return
    if not hasattr(context, "__exit__") and not hasattr(context, "__aexit__"):
        raise ContractError(
            "what override gives is no context manager", "write @contextmanager above it, and end it after its yield"
        )
    s.driver.enter(context)
    try:
        yield True
    finally:
        s.driver.leave(context)


def _as_the_library_has_it(s: ContainerScenario, key: Any, stand_in: Any) -> Any:
    """What the library of the container has for that; None where it has nothing, or the port is served elsewhere."""
    names = stated(s.binding.contract, "resolve")
    named = names.get(key) if isinstance(names, Mapping) else None
    try:
        return s.library.override(s.adapter, key, stand_in, named if isinstance(named, str) else "")
    except Unserved:
        return None


def _given(s: ContainerScenario, key: Any, *, others: bool = False) -> Any:
    """What is given for a port in a scope, and before it all others where these are to be made by then."""
    with s.scope() as asked:
        given = s.answer(asked, key).given
        if others:
            s.served(asked)
    return given


def _nothing_is_left(s: ContainerScenario, key: Any, stand_in: Any) -> None:
    """Nothing that is made afterwards, or was made meanwhile, has the stand-in still."""
    is_own = of_the_project(s.binding.packages)
    with s.scope() as asked:
        served = s.served(asked)
    for other, given in served.items():
        held = way_to(given, lambda each: each is stand_in, is_own)
        if held is not None:
            s.broken(
                f"{name_of_key(other)} holds a {name_of_key(key)} that is no test's",
                f"{type(given).__name__}{held[0]} is the test's",
                hint=_HINT,
            )


_HINT = "the next test, or the service itself, goes on with what this one has put there"
