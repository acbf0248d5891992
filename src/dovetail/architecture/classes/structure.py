"""The classes of a repository: found, followed through imports and bases, and parsed only where needed."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.classes.bodies import Body, read_body
from dovetail.architecture.classes.headers import Headers
from dovetail.architecture.classes.linearisation import merged
from dovetail.architecture.classes.outline import excerpt, outline
from dovetail.architecture.classes.plain import STAR, plainly_defines, plainly_lacks
from dovetail.architecture.classes.read_declarations import read_declarations, read_names
from dovetail.architecture.classes.stars import Stars
from dovetail.architecture.source.texts import UNPARSABLE, Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator

    from dovetail.architecture.classes.declarations import Class, Declarations, Function

# Several rules look at the same modules, one rule after the other; the syntax of all would fill the memory.
_KEPT = 64
# Of these one is asked for what it declares first, and some time later for all else in it.
_KEPT_TREES = 32
_WORD = re.compile(rb"[\w\x80-\xff]+")


@dataclass(eq=False, repr=False)
class Structure:
    """The declarations of every module, read on first use.

    Attributes:
        modules: every module and its file.
        texts: what is in those.
        unreadable: the modules that the Python that runs this cannot parse, with the error.
    """

    modules: dict[str, str]
    texts: Texts = field(default_factory=Texts, repr=False)
    unreadable: dict[str, Exception] = field(default_factory=dict)
    _read: dict[str, Declarations | None] = field(default_factory=dict, repr=False)
    _outlines: dict[str, Declarations | None] = field(default_factory=dict, repr=False)
    _bases: dict[str, list[str]] = field(default_factory=dict, repr=False)
    _lineages: dict[str, list[Class]] = field(default_factory=dict, repr=False)
    _foreign: dict[str, set[str]] = field(default_factory=dict, repr=False)
    _plain: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False)
    _followed: dict[tuple[str, bool], str] = field(default_factory=dict, repr=False)

    def text(self, module: str) -> bytes:
        """The source of a module; nothing, where it cannot be read."""
        try:
            return self._text(module)
        except OSError as error:
            self.unreadable[module] = error
            return b""

    def _text(self, module: str) -> bytes:
        return self.texts.of(self.modules[module])

    def says(self, module: str, words: Iterable[bytes]) -> bool:
        """Whether one of some words, or of longer ones, is in the source: ten times as fast as a regular expression."""
        return any(map(self.text(module).__contains__, words))

    def saying(self, *words: bytes) -> set[str]:
        """The modules in whose source one of some words stands, or a longer one."""
        texts = self._all_texts.items()
        return set().union(*({name for name, text in texts if word in text} for word in words))

    @cached_property
    def _all_texts(self) -> dict[str, bytes]:
        return {module: self.text(module) for module in self.modules}

    @cached_property
    def headers(self) -> Headers:
        """The headers of all classes, for finding those that are worth parsing."""
        headers = Headers()
        for module, text in self._all_texts.items():
            headers.add(module, text)
        return headers

    def declarations(self, module: str) -> Declarations | None:
        """What a module declares; None where there is no such module, or it cannot be parsed."""
        if module not in self._read:
            self._read[module] = self._parse(module) if module in self.modules else None
        return self._read[module]

    def names(self, module: str) -> Declarations | None:
        """What a module declares, where no more is asked than what its names stand for: its classes may be empty."""
        if module in self._read or module not in self.modules:
            return self.declarations(module)
        if module not in self._outlines:
            self._outlines[module] = self._outline(module) or self.declarations(module)
        return self._outlines[module]

    def _outline(self, module: str) -> Declarations | None:
        """Read without what stands in functions and classes; None where only the whole can be parsed."""
        text = outline(self.text(module))
        try:
            return read_names(module, Path(self.modules[module]), ast.parse(text)) if text else None
        except UNPARSABLE:
            return None

    def _parse(self, module: str) -> Declarations | None:
        try:
            return read_declarations(module, Path(self.modules[module]), self._text(module), self._tree(module))
        except (OSError, SyntaxError, ValueError) as error:
            self.unreadable[module] = error
        except (RecursionError, MemoryError):
            self.unreadable[module] = ValueError("it is nested too deeply")
        return None

    def body(self, module: str) -> Body | None:
        """A module down to its last statement; None where there are no declarations of it."""
        return self._body(module)

    @cached_property
    def _body(self) -> Callable[[str], Body | None]:
        return lru_cache(_KEPT)(self._read_body)

    def _read_body(self, module: str) -> Body | None:
        declared = self.declarations(module)
        return read_body(declared, self._tree(module)) if declared else None

    def excerpt(self, module: str, words: Collection[str]) -> Body | None:
        """A module with nothing in its functions that say none of some words; all of it, where it cannot be cut."""
        text = excerpt(self.text(module), [word.encode() for word in words])
        return (self._excerpts(module, text) if text else None) or self.body(module)

    @cached_property
    def _excerpts(self) -> Callable[[str, bytes], Body | None]:
        return lru_cache(_KEPT)(self._read_excerpt)

    def _read_excerpt(self, module: str, text: bytes) -> Body | None:
        try:
            tree = ast.parse(text)
        except UNPARSABLE:
            return None
        return read_body(read_names(module, Path(self.modules[module]), tree), tree)

    @cached_property
    def _tree(self) -> Callable[[str], ast.Module]:
        """The syntax of one module, for what it declares and, where that is asked for next, all else in it."""
        return lru_cache(_KEPT_TREES)(lambda module: ast.parse(self._text(module), filename=self.modules[module]))

    def classes(self, module: str) -> Iterator[Class]:
        """The classes that a module declares at its top."""
        if self.says(module, (b"class ", b"class\t")):
            declared = self.declarations(module)
            yield from declared.classes.values() if declared else ()

    def all_classes(self, module: str) -> Iterator[Class]:
        """Those, and the classes that stand in its functions and in other classes."""
        yield from self.classes(module)
        declared = self._read.get(module)
        yield from declared.nested if declared else ()

    def mentioning(self, names: Collection[str], modules: Iterable[str]) -> list[str]:
        """The modules, of some, whose text may use one of these names: all, where one goes by another name."""
        everywhere = list(modules) if names else []
        if not everywhere:
            return []
        wanted = {name.encode() for name in names}
        texts = ((module, self.text(module)) for module in everywhere)
        found = [name for name, text in texts if not wanted.isdisjoint(_WORD.findall(text)) or STAR.search(text)]
        return everywhere if len(found) < len(everywhere) and self.headers.renames(names) else found

    def follow(self, dotted: str) -> str:
        """Where a name is defined, through re-exports: `shop.domain.Order` may be `shop.domain.orders.Order`."""
        return self._led(dotted, through_calls=True)

    def assigned(self, dotted: str) -> str:
        """Where a name is given to what a call made, through re-exports; else where it is defined."""
        return self._led(dotted, through_calls=False)

    def _led(self, dotted: str, *, through_calls: bool) -> str:
        key = dotted, through_calls
        if key not in self._followed:
            self._followed[key] = self._follow(dotted, set(), through_calls=through_calls) or dotted
        return self._followed[key]

    def _follow(self, dotted: str, seen: set[str], *, through_calls: bool) -> str | None:
        """None where the name leads nowhere but in a circle of imports."""
        module, _, name = dotted.rpartition(".")
        if dotted in seen:
            return None
        seen.add(dotted)
        if module in self.modules and module not in self._read and self._is_plain(module, name):
            return dotted
        declared = self.names(module)
        if declared is None:
            owner = self._follow(module, seen, through_calls=through_calls) if module else None
            moved = owner not in (None, module)
            return self._follow(f"{owner}.{name}", seen, through_calls=through_calls) if moved else dotted
        if name in declared.classes or name in declared.functions:
            return dotted
        if name in declared.names:
            meaning = declared.names[name]
            # `from . import files` in a package gives a module of its own its own name.
            here = meaning == dotted or (meaning.endswith("()") and not through_calls)
            return dotted if here else self._follow(meaning, seen, through_calls=through_calls)
        return (declared.stars and self._from_a_star(module, name, seen, through_calls=through_calls)) or dotted

    def _is_plain(self, module: str, name: str) -> bool:
        """Whether a module's text leaves no doubt that a name is its own function or class, or no name of it at all.

        That spares parsing it.
        """
        key = module, name
        if key not in self._plain:
            text = self.text(module)
            self._plain[key] = plainly_defines(text, name) or plainly_lacks(text, name)
        return self._plain[key]

    def _from_a_star(self, module: str, name: str, seen: set[str], *, through_calls: bool) -> str | None:
        """What `from ... import *` brings: of this repository, a class above all; or of the one foreign module."""
        declared = self.names(module)
        starred = declared.stars if declared else []
        if all(plainly_lacks(self.text(star), name) for star in starred if star in self.modules):
            here, foreign = None, {star for star in starred if star not in self.modules}
        else:
            places = self._stars.places(module, name)
            found = [self._follow(f"{place}.{name}", seen, through_calls=through_calls) for place in places]
            here = next((one for one in found if one and self.find(one)), None) or next(filter(None, found), None)
            foreign = self._stars.foreign(module)
        return here or (f"{next(iter(foreign))}.{name}" if len(foreign) == 1 else None)

    @cached_property
    def _stars(self) -> Stars:
        return Stars(self.names, self.modules)

    def find(self, dotted: str) -> Class | None:
        """The class of that name, if its source is here."""
        module, _, name = dotted.rpartition(".")
        declared = self.declarations(module)
        return declared.classes.get(name) if declared else None

    def bases(self, cls: Class) -> list[str]:
        """The dotted names of a class's bases, where they are defined."""
        if cls.dotted not in self._bases:
            self._bases[cls.dotted] = [self.follow(base) for base in cls.bases]
        return self._bases[cls.dotted]

    def lineage(self, cls: Class) -> list[Class]:
        """A class and every base whose source is here, in the order in which Python looks for a method."""
        for current in self.bases_first(cls, self._lineages):
            bases = self.parents(current)
            # A class that is its own base, by a circle of imports, has no other.
            above = [self._lineages.get(base.dotted, [base]) for base in bases]
            self._lineages[current.dotted] = [current, *(above[0] if len(above) == 1 else merged([*above, bases]))]
        return self._lineages[cls.dotted]

    def parents(self, cls: Class) -> list[Class]:
        """The bases that a class names, where their source is here."""
        return [base for base in map(self.find, self.bases(cls)) if base]

    def bases_first(self, cls: Class, known: Container[str]) -> Iterator[Class]:
        """A class and its bases at any remove, each after its own bases; those whose dotted names are known left out.

        Whoever remembers something of each class goes through a long line of inheritance once.
        """
        seen = {cls.dotted}
        waiting = [(cls, iter(self.parents(cls)))] if cls.dotted not in known else []
        while waiting:
            current, bases = waiting[-1]
            base = next((base for base in bases if base.dotted not in known and base.dotted not in seen), None)
            if base is None:
                waiting.pop()
                yield current
            else:
                seen.add(base.dotted)
                waiting.append((base, iter(self.parents(base))))

    def foreign_bases(self, cls: Class) -> set[str]:
        """The bases, at any remove, whose source is not here."""
        for current in self.bases_first(cls, self._foreign):
            own = {base for base in self.bases(current) if self.find(base) is None}
            self._foreign[current.dotted] = own.union(
                *(self._foreign.get(base.dotted, ()) for base in self.parents(current))
            )
        return self._foreign[cls.dotted]

    def methods(self, cls: Class) -> dict[str, Function]:
        """Every public method, inherited ones included; the nearest definition of each."""
        found: dict[str, Function] = {}
        for current in reversed(self.lineage(cls)):
            found.update(current.public_methods)
        return found
