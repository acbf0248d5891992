"""The texts that an expression may stand for, as far as the source says: written in one piece or put together."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from string import Formatter, Template

from dovetail.architecture.classes.bindings import CUTS, Binding
from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.given_texts import given_by, returned
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.classes.syntax import walk
from dovetail.architecture.classes.tables import drawn, elements, in_each, pairs, values

# Of more possibilities than these nobody says that they are written out.
_MOST = 50
# No name of a module is so long, but texts that are put together of each other may grow without end.
_LONGEST = 10_000
# A template with a width may ask for a text that fills the memory.
_PLAIN_TEMPLATE = re.compile(r"(?:[^%]|%%|%(?:\(\w*\))?[sdr])*")
# How many names may stand one for another.
_DEEPEST = 12


@dataclass(eq=False, repr=False)
class Strings:
    """The texts in one module.

    Attributes:
        body: the module.
        structure: where it imports names from.
        looked_at: the names whose texts are being looked for, with their modules: they may stand for each other.
    """

    body: Body
    structure: Structure
    looked_at: set[tuple[str, str]] = field(default_factory=set)

    def of(self, expression: ast.expr | None) -> set[str]:
        """Every text that an expression may stand for; empty where only a run would tell."""
        found = self._written(expression) if expression is not None else set()
        return found if len(found) <= _MOST else set()

    def _written(self, expression: ast.expr) -> set[str]:
        match expression:
            case ast.Constant(value=str() | bytes() as text):
                return {text if isinstance(text, str) else text.decode("utf-8", "replace")}
            case ast.JoinedStr(values=parts):
                return self._joined(parts)
            case ast.FormattedValue(value=value) | ast.NamedExpr(value=value):
                return self.of(value) if self._is_plain(expression) else set()
            case ast.BinOp(op=operator):
                by = {ast.Add: self._sum, ast.Mod: self._interpolated}.get(type(operator))
                return by(expression) if by else set()
            case ast.IfExp(body=one, orelse=other):
                return self.of(one) | self.of(other)
            case ast.BoolOp(values=values):
                return set().union(*map(self.of, values))
            case ast.Call():
                return self._called(expression)
            case ast.Subscript():
                return self._picked(expression)
            case ast.Name() | ast.Attribute():
                return self._named(expression)
        return set()

    def _is_plain(self, expression: ast.expr) -> bool:
        """Whether a value is shown as it is: `{name}` or `{name:s}`."""
        form = getattr(expression, "format_spec", None)
        return form is None or self.of(form) <= {"", "s"}

    def _sum(self, expression: ast.BinOp) -> set[str]:
        return self._joined(_terms(expression))

    def heads(self, expression: ast.expr) -> set[str]:
        """What a text that only a run would tell in full begins with: `f"shop.adapters.{name}"`."""
        match expression:
            case ast.JoinedStr(values=parts):
                return self._beginning(parts)
            case ast.BinOp(op=ast.Add()):
                return self._beginning(_terms(expression))
            case ast.BinOp(op=ast.Mod(), left=template):
                return {text.partition("%")[0] for text in self.of(template)}
            case ast.Call(func=ast.Attribute(value=template, attr="format")):
                return {text.partition("{")[0] for text in self.of(template)}
            case ast.Call(func=ast.Attribute(value=between, attr="join"), args=[ast.List() | ast.Tuple() as parts]):
                return self._beginning([each for part in parts.elts for each in (part, between)])
            case ast.Name() | ast.Attribute():
                return self.through(expression, lambda strings, bound: strings.head_bound(bound))
        return set()

    def head_bound(self, bound: Binding) -> set[str]:
        """What the texts that one binding gives to its name begin with."""
        return self.heads(bound.value) if bound.value is not None and not bound.drawn else set()

    def _beginning(self, parts: Sequence[ast.expr]) -> set[str]:
        known: list[ast.expr] = []
        for part in parts:
            if not self.of(part):
                return self._joined(known) or (self.heads(part) if not known else set())
            known.append(part)
        return set()

    def _joined(self, parts: Sequence[ast.expr], between: str = "") -> set[str]:
        return self._put_together(parts, lambda *texts: between.join(texts))

    def _put_together(self, parts: Iterable[ast.expr], make: Callable[..., str]) -> set[str]:
        """What can be made of the texts of some expressions; nothing, where one of them has none."""
        texts: list[set[str]] = []
        count = 1
        for part in parts:
            texts.append(self.of(part))
            count *= len(texts[-1])
            if not 0 < count <= _MOST:
                return set()
        if sum(max(map(len, each)) for each in texts) > _LONGEST:
            return set()
        try:
            return {make(*chosen) for chosen in product(*texts)}
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            return set()

    def _interpolated(self, expression: ast.BinOp) -> set[str]:
        if isinstance(expression.right, ast.Dict):
            names = [key.value if isinstance(key, ast.Constant) else None for key in expression.right.keys]
            return self._put_together(
                [expression.left, *expression.right.values],
                lambda text, *values: _interpolated(text, dict(zip(names, values, strict=True))),
            )
        given = expression.right.elts if isinstance(expression.right, ast.Tuple) else [expression.right]
        return self._put_together([expression.left, *given], lambda text, *values: _interpolated(text, values))

    def _called(self, call: ast.Call) -> set[str]:
        if not isinstance(call.func, ast.Attribute):
            return given_by(self, call)
        method, owner = call.func.attr, call.func.value
        if method in ("format", "format_map"):
            return self._formatted(call, owner)
        if method in ("substitute", "safe_substitute") and isinstance(owner, ast.Call | ast.Name):
            return self._substituted(call, owner)
        if method == "join" and len(call.args) == 1 and (parts := elements(self, call.args[0])):
            return self._put_together([owner, *parts], lambda between, *texts: between.join(texts))
        if method in ("lower", "upper", "strip", "replace", "removeprefix", "removesuffix") and not call.keywords:
            return self._put_together([owner, *call.args], lambda text, *given: getattr(text, method)(*given))
        if method == "decode":
            return self.of(owner)
        if method == "get" and call.args:
            return values(self, owner) | (self.of(call.args[1]) if len(call.args) > 1 else set())
        return given_by(self, call)

    def _formatted(self, call: ast.Call, owner: ast.expr) -> set[str]:
        """`"shop.{}".format("adapters")`, with all that may be unpacked there."""
        unpacked = [
            part for given in call.args if isinstance(given, ast.Starred) for part in elements(self, given.value)
        ]
        by_place = [given for given in call.args if not isinstance(given, ast.Starred)] + unpacked
        named = pairs(self, call)
        if call.args and isinstance(call.func, ast.Attribute) and call.func.attr == "format_map":
            by_place, named = [], pairs(self, call.args[0])
        names, count = list(named), len(by_place)
        return self._put_together(
            [owner, *by_place, *named.values()],
            lambda text, *values: _formatted(text, values[:count], dict(zip(names, values[count:], strict=True))),
        )

    def _substituted(self, call: ast.Call, owner: ast.expr) -> set[str]:
        """`Template("shop.$layer").substitute(layer="adapters")`."""
        templates = [bound.value for bound in self._bound_to(owner)] if isinstance(owner, ast.Name) else [owner]
        named = pairs(self, call) | (pairs(self, call.args[0]) if call.args else {})
        made = (each for each in templates if isinstance(each, ast.Call) and each.args)
        texts = (each.args[0] for each in made if self.body.resolve(each.func) == "string.Template")
        return set().union(
            *(
                self._put_together(
                    [text, *named.values()],
                    lambda template, *values: Template(template).substitute(dict(zip(named, values, strict=True))),
                )
                for text in texts
            )
        )

    def _picked(self, expression: ast.Subscript) -> set[str]:
        """One value of a table that is written out, or a part of a text."""
        owner, index = expression.value, expression.slice
        if isinstance(index, ast.Slice):
            bounds = _constants(index.lower, index.upper, index.step)
            return self._put_together([owner], lambda text: text[slice(*bounds)]) if bounds else set()
        place = index.value if isinstance(index, ast.Constant) and isinstance(index.value, int) else None
        if isinstance(owner, ast.Call) and isinstance(owner.func, ast.Attribute) and owner.func.attr in CUTS:
            method, most = owner.func.attr, _constants(*owner.args[1:2])
            if place is not None and most is not None:
                return self._put_together(
                    [owner.func.value, *owner.args[:1]], lambda text, *by: getattr(text, method)(*by, *most)[place]
                )
        if isinstance(owner, ast.Subscript):
            return in_each(self, owner.value, place)
        if isinstance(owner, ast.Call) and isinstance(owner.func, ast.Attribute) and owner.func.attr == "get":
            return in_each(self, owner.func.value, place)
        rows = elements(self, owner)
        return self.of(rows[place]) if place is not None and -len(rows) <= place < len(rows) else values(self, owner)

    def _named(self, expression: ast.Name | ast.Attribute) -> set[str]:
        if isinstance(expression, ast.Name) and expression.id in ("__name__", "__package__"):
            return {self.body.names.module if expression.id == "__name__" else self.body.names.package}
        texts = self.through(expression, lambda strings, bound: strings.bound(bound))
        return texts or (returned(self, expression) if isinstance(expression, ast.Attribute) else texts)

    def bound(self, bound: Binding) -> set[str]:
        """The texts that one binding gives to its name."""
        return drawn(self, bound.value, bound.place) if bound.drawn else self.of(bound.value)

    def through(self, expression: ast.Name | ast.Attribute, look: Callable[[Strings, Binding], set[str]]) -> set[str]:
        """What a name is bound to, in this module or in the one that it is imported from."""
        name = expression.attr if isinstance(expression, ast.Attribute) else expression.id
        key = (self.body.names.module, name)
        if key in self.looked_at or len(self.looked_at) > _DEEPEST:
            return set()
        self.looked_at.add(key)
        try:
            found = self._bound_to(expression)
            if found:
                texts = self._of_all(found, look)
                made_of_itself = isinstance(expression, ast.Name) and any(_mentions(bound, name) for bound in found)
                if not texts and made_of_itself and isinstance(expression, ast.Name):
                    # Nobody knows what `name = normalised(name)` makes: most often something much the same.
                    texts = self._of_all(self.body.visible.around(expression), look)
                return texts
            if isinstance(expression, ast.Attribute) and name == "value":
                # The value of an enum's member.
                return self.of(expression.value)
            return set().union(*(strings.through(same, look) for strings, same in self.sources(expression)))
        finally:
            self.looked_at.discard(key)

    def _of_all(self, found: Sequence[Binding], look: Callable[[Strings, Binding], set[str]]) -> set[str]:
        texts = set[str]().union(*(look(self, bound) for bound in found if not bound.added))
        for bound in found:
            more = look(self, bound) if bound.added and len(texts) <= _MOST else set()
            texts |= {start + end for start in texts for end in more}
        return texts

    def sources(self, expression: ast.Name | ast.Attribute) -> Iterator[tuple[Strings, ast.Name | ast.Attribute]]:
        """The modules of the repository from which a name is imported, by itself or by `*`, with its name there."""
        module, _, name = self.body.resolve(expression).rpartition(".")
        same: ast.Name | ast.Attribute = ast.Name(name)
        if module not in self.structure.modules:  # of a class: `Places.SQL`
            module, _, owner = module.rpartition(".")
            same = ast.Attribute(ast.Name(owner), name)
        here = self.body.names.module
        for source in self.body.names.stars if module == here else [module]:
            body = self.structure.body(source) if source != here else None
            if body:
                yield Strings(body, self.structure, self.looked_at), same

    def _bound_to(self, expression: ast.Name | ast.Attribute) -> list[Binding]:
        """What a name is bound to where it stands; an attribute of this name, anywhere."""
        if isinstance(expression, ast.Name):
            return self.body.visible.of(expression)
        self.body.visible.asked.add(expression.attr)
        return [bound for bound in self.body.bindings if bound.name == expression.attr]


def _mentions(bound: Binding, name: str) -> bool:
    parts = walk(bound.value) if bound.value is not None else ()
    return any(isinstance(part, ast.Name) and part.id == name for part in parts)


def _interpolated(template: str, values: object) -> str:
    if not _PLAIN_TEMPLATE.fullmatch(template):
        raise ValueError(template)
    return template % values


def _formatted(template: str, values: Sequence[str], named: dict[str, str]) -> str:
    if any(specification for _, _, specification, _ in Formatter().parse(template)):
        raise ValueError(template)
    return template.format(*values, **named)


def _terms(expression: ast.BinOp) -> list[ast.expr]:
    """The terms of a sum, however many it has: it is nested as deeply as it is long."""
    terms: list[ast.expr] = []
    rest: ast.expr = expression
    while isinstance(rest, ast.BinOp) and isinstance(rest.op, ast.Add):
        terms.append(rest.right)
        rest = rest.left
    return [rest, *reversed(terms)]


def _constants(*bounds: ast.expr | None) -> list[int | None] | None:
    """The bounds of a slice, where they are written out."""
    try:
        return [None if bound is None else ast.literal_eval(bound) for bound in bounds]
    except (ValueError, TypeError):
        return None
