"""What the container makes, it ends: CONT-11 to CONT-14."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dovetail.introspection.heirs import heirs_of
from dovetail.suites.container.binding import name_of_key
from dovetail.suites.container.holding import of_the_project, way_to
from dovetail.suites.container.lives import Lives
from dovetail.suites.container.preconditions import finalises
from dovetail.suites.container.scenario import ContainerScenario
from dovetail.suites.kernel.check import check


@check("CONT-11", finalises, random=False, needs_a_case=True)
def all_is_finalised_once(s: ContainerScenario) -> None:
    with watching(s) as lives:
        first = s.enter_scope()
        given = s.served(first.asked)
        _made(s, lives)
        first.leave()
        over = list(lives.made)
        with s.scope() as asked:
            later = s.served(asked)
        living = [later[key] for key in given if later.get(key) is given[key]]
        _nothing_early(s, lives, living)
        _nothing_late(s, lives, over, given)
        s.disconnect()
        s.say("# the container is closed")
        for each in lives.made:
            ends = lives.ends_of(each)
            if not ends:
                s.broken(
                    f"the {_name(each)} is finalised", "it is not", hint="its factory gives it, and nobody ends it"
                )
            for name in dict.fromkeys(ends):
                if ends.count(name) > 1:
                    said = f"{name} was called {ends.count(name)} times"
                    s.broken(f"the {_name(each)} is finalised once", said, hint="is it registered for two ports?")


@check("CONT-12", finalises, random=False, needs_a_case=True)
def what_is_held_is_finalised_after_its_holder(s: ContainerScenario) -> None:
    is_own = of_the_project(s.binding.packages)
    with watching(s) as lives:
        kinds = tuple(lives.classes)

        def enters(each: Any) -> bool:
            return isinstance(each, kinds) or is_own(each)

        with s.scope() as asked:
            s.served(asked)
            _made(s, lives)
            held = [
                (holder, other)
                for holder in lives.made
                for other in lives.made
                if holder is not other and _holds(holder, other, enters)
            ]
        s.disconnect()
    held = [(holder, other) for holder, other in held if (other, holder) not in held]
    if not held:
        s.set_aside("none of what it ends holds another one of them")
    for holder, other in held:
        if -1 < lives.place(other) < lives.place(holder):
            s.say("# the container is closed")
            s.broken(
                f"the {_name(holder)} is finalised before the {_name(other)} that it holds",
                f"the {_name(other)} was the first",
                hint="in the reverse order of being made: who flushes when it is closed needs what it flushes to",
            )


@check("CONT-13", finalises, random=False, needs_a_case=True)
def an_error_finalises_too(s: ContainerScenario) -> None:
    for raised in (RuntimeError("the request fails"), KeyboardInterrupt()):
        s.disconnect()
        s.lines.clear()
        with watching(s) as lives:
            if isinstance(raised, KeyboardInterrupt) and s.awaits and s.opens_scopes:
                s.say("# a task that is cancelled inside of a scope")
                s.in_cancelled_task(lambda asked: _serve_all(s, asked))
            else:
                s.say(f"# {type(raised).__name__} is raised inside of a scope")
                opened = s.enter_scope()
                s.served(opened.asked)
                opened.leave(raised)
            _made(s, lives)
            _end(s, None if s.awaits else raised)
        for each in lives.unended():
            s.broken(
                f"the {_name(each)} is finalised",
                "it is not",
                hint="put what comes after the `yield` under `finally`: the error is raised there",
            )


@check("CONT-14", finalises, random=False, needs_a_case=True)
def a_finaliser_that_fails_stops_no_other(s: ContainerScenario) -> None:
    with watching(s) as usual:
        _live(s)
        _made(s, usual)
    kinds = list(dict.fromkeys(type(each) for each in usual.made if usual.ends_of(each)))
    if len(kinds) <= 1:
        s.set_aside("it ends nothing but one")
    for failing in kinds:
        s.lines.clear()
        with watching(s, failing) as lives:
            _live(s)
        s.say(f"# the finaliser of {failing.__name__} fails")
        left = [each for each in lives.unended() if type(each) in kinds and type(each) is not failing]
        if left:
            s.broken(
                f"the {_name(left[0])} is finalised",
                "it is not",
                hint="go on with the others, and raise what failed when all are done",
            )


def _holds(holder: Any, other: Any, enters: Callable[[Any], bool]) -> bool:
    return way_to(holder, lambda each: each is other, enters) is not None


@contextmanager
def watching(s: ContainerScenario, failing: type | None = None) -> Iterator[Lives]:
    """Inside, a container is built anew, and what it makes and ends of what is stated is noted."""
    lives = Lives(classes_of(s), failing)
    with s.unrecorded():
        s.disconnect()
    with lives.watched():
        yield lives


def classes_of(s: ContainerScenario) -> dict[type, tuple[str, ...]]:
    """The classes of what the contract says is ended: those stated with their heirs, and for a port what serves it."""
    found: dict[type, tuple[str, ...]] = {}
    with s.unrecorded(), s.scope() as asked:
        given = s.served(asked)
    for key, methods in s.binding.finalised.items():
        classes = [key, *heirs_of(key)] if inspect.isclass(key) and key not in s.binding.ports else []
        if key in given:
            classes.append(type(given[key]))
        # A stub of the tests may have nothing to end.
        ending = [cls for cls in classes if any(callable(getattr(cls, name, None)) for name in methods)]
        if classes and not ending and key not in s.binding.ports:
            s.not_evaluated(f"{name_of_key(key)} has no {' or '.join(methods)}, by which finalised says it ends")
        found |= {cls: methods for cls in ending if not getattr(cls, "_is_protocol", False)}
    return found


def _made(s: ContainerScenario, lives: Lives) -> None:
    """Something of what is stated must have been made, and be seen to end; a profile may do without some of it."""
    for cls in lives.unwatched:
        s.not_evaluated(f"{cls.__name__} is written in C, and nobody sees it end: state a class of your own around it")
    for key in s.binding.finalised:
        if (
            inspect.isclass(key)
            and key not in s.binding.ports
            and not any(isinstance(each, key) for each in lives.made)
        ):
            s.note(f"it makes no {name_of_key(key)}")
    if not lives.made:
        s.set_aside("it makes nothing of what finalised says it ends")


def _live(s: ContainerScenario) -> None:
    """A whole life: a scope in which all is asked for, and the end; what fails at the end is looked at afterwards."""
    opened = s.enter_scope()
    s.served(opened.asked)
    opened.leave()
    _end(s, None)


def _end(s: ContainerScenario, error: BaseException | None) -> None:
    """Close the container, as one does in whose block an error was raised."""
    try:
        if error is None:
            s.disconnect()
        else:
            s.abandon(error)
    except BaseException as raised:
        if raised is not error:
            raise


async def _serve_all(s: ContainerScenario, asked: Any) -> None:
    for key in s.binding.asked:
        try:
            given = s.asking(asked, key)
            if inspect.isawaitable(given):
                await given
        except Exception:  # noqa: BLE001 - whatever it raises, CONT-01 tells of it
            continue


def _nothing_early(s: ContainerScenario, lives: Lives, living: list[Any]) -> None:
    """What the next scope is given too is not ended with the first one."""
    for each in living:
        if lives.ends_of(each):
            s.broken(f"the {_name(each)} lives on", "it is finalised with the first scope that asked for it")


def _nothing_late(s: ContainerScenario, lives: Lives, made: list[Any], given: dict[Any, Any]) -> None:
    """What lives as long as its scope is ended with that."""
    for key in s.binding.lifetimes["scoped"]:
        for each in made:
            is_its = each is given.get(key) or (inspect.isclass(key) and type(each) is key)
            if is_its and not lives.ends_of(each):
                s.broken(
                    f"the {_name(each)} is finalised with its scope", "it is not", hint="is it left to the container?"
                )


def _name(lived: Any) -> str:
    return type(lived).__name__
