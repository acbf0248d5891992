"""The names that an annotation can see."""

from __future__ import annotations

import builtins
import sys
import types
from typing import TYPE_CHECKING, Any

from dovetail.hints.generics import parameters
from dovetail.introspection.type_checking_imports import typing_only

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ABSENT: Any = object()


class Names(dict[str, Any]):
    """A namespace for one class or function, in which each name is looked up when it is asked for.

    Args:
        module: the name of the module that it was written in.
        qualname: its qualified name, which tells the functions that it is local to.
        near: what comes before the module's own names: type parameters, the variables of closures.
        far: what comes last: the other names in the body of a class.
    """

    def __init__(self, module: str | None, qualname: str, near: Mapping[str, Any], far: Mapping[str, Any]) -> None:
        super().__init__()
        self.near = near
        self._far = far
        self._module = sys.modules.get(module or "")
        self._definers = list(_definers(qualname))

    @classmethod
    def of_class(cls, owner: type) -> Names:
        """What the annotations in a class's body can see."""
        near: dict[str, Any] = {}
        for member in vars(owner).values():
            near |= _closure(member)
        near |= {parameter.__name__: parameter for parameter in parameters(owner)}
        return cls(owner.__module__, owner.__qualname__, near, vars(owner))

    @classmethod
    def of_function(cls, function: Any, owner: type | None) -> Names:
        """What the annotations of a function can see, which may be a method of `owner`."""
        near = dict(cls.of_class(_definer(function, owner)).near) if owner else {}
        near |= _closure(function)
        near |= {parameter.__name__: parameter for parameter in parameters(function)}
        return cls(getattr(function, "__module__", None), getattr(function, "__qualname__", ""), near, {})

    def __missing__(self, name: str) -> Any:
        for found in self._candidates(name):
            if found is not ABSENT:
                return found
        raise NameError(name)

    def _candidates(self, name: str) -> Iterator[Any]:
        yield self.near.get(name, ABSENT)
        yield self._running(name)
        yield getattr(self._module, name, ABSENT)
        if self._module is not None:
            yield typing_only(self._module, name, ABSENT)
        yield getattr(builtins, name, ABSENT)
        yield self._sibling(name)
        yield self._far.get(name, ABSENT)

    def _running(self, name: str) -> Any:
        """A local of a function around the definition, while that function is still running."""
        if self._definers and self._module is not None:
            for frame in _frames():
                around = frame.f_code.co_qualname in self._definers and frame.f_globals is vars(self._module)
                if around and name in frame.f_locals:
                    return frame.f_locals[name]
        return ABSENT

    def _sibling(self, name: str) -> Any:
        """A class defined beside the object in a function that has returned since: the latest of its name."""
        if not self._definers or self._module is None:
            return ABSENT
        wanted = {f"{definer}.<locals>.{name}" for definer in self._definers}
        found = [one for one in _descendants(object, set()) if one.__qualname__ in wanted]
        return next((one for one in reversed(found) if one.__module__ == self._module.__name__), ABSENT)


def _definer(function: Any, owner: type) -> type:
    """The class among the bases of `owner` in whose body a function was written."""
    within = getattr(function, "__qualname__", "").rpartition(".")[0]
    return next((base for base in owner.__mro__ if base.__qualname__ == within), owner)


def _definers(qualname: str) -> Iterator[str]:
    """The qualified names of the functions that a definition stands in, the innermost first."""
    while ".<locals>." in qualname:
        qualname = qualname.rpartition(".<locals>.")[0]
        yield qualname


def _closure(member: Any) -> dict[str, Any]:
    """The variables that a function, or what wraps one, has from the function around it."""
    function = getattr(member, "fget", None) or getattr(member, "__func__", None) or member
    if not isinstance(function, types.FunctionType):
        return {}
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not filled yet
            continue
    found.pop("__class__", None)
    return found


def _frames() -> Iterator[types.FrameType]:
    frame: types.FrameType | None = sys._getframe(1)  # noqa: SLF001 - inspect.stack() reads every source file
    while frame is not None:
        yield frame
        frame = frame.f_back


def _descendants(cls: type, seen: set[type]) -> Iterator[type]:
    children: list[type] = type.__subclasses__(cls)
    for child in children:
        if child not in seen:
            seen.add(child)
            yield child
            yield from _descendants(child, seen)
