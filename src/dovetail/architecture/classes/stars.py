"""What `from ... import *` brings, through modules that do so in turn, in circles too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from dovetail.architecture.classes.declarations import Declarations


@dataclass(eq=False, repr=False)
class Circle:
    """Modules that each bring all that the others have; one alone, where none brings it back.

    Attributes:
        modules: these.
        brings: the circles that they import everything from, in order.
        foreign: the modules of other packages that everything is imported from, at any remove.
    """

    modules: tuple[str, ...]
    brings: list[Circle] = field(default_factory=list)
    foreign: set[str] = field(default_factory=set)


@dataclass(eq=False, repr=False)
class Stars:
    """The imports of everything between the modules of a repository.

    Circles are found once, each module and each import looked at once, so that a name is looked for where it may be
    and not along every way on which it could come.

    Attributes:
        declarations: gives what a module declares.
        modules: the modules of the repository.
    """

    declarations: Callable[[str], Declarations | None]
    modules: Collection[str]
    _circles: dict[str, Circle] = field(default_factory=dict, repr=False)
    _declaring: dict[str, set[str]] = field(default_factory=dict, repr=False)

    def places(self, module: str, name: str) -> list[str]:
        """The modules that declare a name which a module has from one of them, the nearest first."""
        circle = self._circle(module)
        declaring = self._declaring.get(name, set())
        found: list[str] = []
        for reached in _reached(circle) if declaring else ():
            found += [place for place in reached.modules if place in declaring]
            if len(found) == len(declaring):
                break
        return found

    def foreign(self, module: str) -> set[str]:
        """The modules of other packages that everything is imported from, by the module itself or those it stars."""
        return self._circle(module).foreign

    def _circle(self, module: str) -> Circle:
        if module not in self._circles:
            self._find_circles(module)
        return self._circles[module]

    def _find_circles(self, start: str) -> None:
        """Tarjan's strongly connected components, without recursion."""
        order: dict[str, int] = {start: 0}
        lowest = {start: 0}
        open_modules, waiting = [start], [(start, iter(self._stars(start)))]
        while waiting:
            module, stars = waiting[-1]
            star = next(stars, None)
            if star is None:
                waiting.pop()
                if waiting:
                    above = waiting[-1][0]
                    lowest[above] = min(lowest[above], lowest[module])
                if lowest[module] == order[module]:
                    members = [open_modules.pop()]
                    while members[-1] != module:
                        members.append(open_modules.pop())
                    self._close(members[::-1])
            elif star in self._circles:
                continue
            elif star not in order:
                order[star] = lowest[star] = len(order)
                open_modules.append(star)
                waiting.append((star, iter(self._stars(star))))
            else:
                lowest[module] = min(lowest[module], order[star])

    def _stars(self, module: str) -> list[str]:
        """The modules of the repository that one imports everything from."""
        declared = self.declarations(module)
        return [star for star in declared.stars if star in self.modules] if declared else []

    def _close(self, members: list[str]) -> None:
        """Make a circle of modules; what they bring has been made before."""
        circle = Circle(tuple(members))
        self._circles.update(dict.fromkeys(members, circle))
        for module in members:
            declared = self.declarations(module)
            if declared is None:
                continue
            for name in {*declared.classes, *declared.functions, *declared.names}:
                self._declaring.setdefault(name, set()).add(module)
            circle.foreign.update(star for star in declared.stars if star not in self.modules)
        brought = dict.fromkeys(self._circles[star] for module in members for star in self._stars(module))
        circle.brings = [other for other in brought if other is not circle]
        circle.foreign.update(*(other.foreign for other in circle.brings))


def _reached(circle: Circle) -> Iterator[Circle]:
    """A circle and all that it brings, each once, nearer ones of the same import first."""
    seen, waiting = set[int](), [circle]
    while waiting:
        current = waiting.pop()
        if id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += reversed(current.brings)
