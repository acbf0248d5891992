"""Going through syntax trees as `ast.walk` does, in a third of the time: most of a rule on classes is spent here."""

from __future__ import annotations

import ast

# What these fields hold is text, a number or an operator, and nothing below them. Of `type X = ...` the name is a node.
_WITHOUT_NODES = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "name", "op", "ops",
    "kwd_attrs", "rest", "simple", "str", "tag", "type_comment", "type_ignores",
})  # fmt: skip
# In these lists there may be nothing: `{**others}` has no key, and `*, name` no default.
_WITH_GAPS = frozenset({"keys", "kw_defaults"})
# What these hold is no node either.
_NAMES = frozenset({ast.Name, ast.Constant, ast.alias, ast.Pass, ast.Global, ast.Nonlocal, ast.MatchSingleton})
KINDS = [kind for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)]
# The fields of each kind of node in which there may be others.
_FIELDS = {
    kind: tuple(field for field in kind._fields if field not in _WITHOUT_NODES or kind.__name__ == "TypeAlias")
    if kind not in _NAMES
    else ()
    for kind in KINDS
}
LEAVES = frozenset(kind for kind, fields in _FIELDS.items() if not fields)
"""The kinds of node with nothing below them: more than half of all nodes."""


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below one, in order; operators, and the marks of loading and storing, are left out."""
    found: list[ast.AST] = []
    for field in _FIELDS[type(node)]:
        value = getattr(node, field, None)
        if type(value) is list:
            found += [inner for inner in value if inner is not None] if field in _WITH_GAPS else value
        elif value is not None:
            found.append(value)
    return found


def walk(node: ast.AST) -> list[ast.AST]:
    """A node and everything below it, outermost first."""
    found, fields = [node], _FIELDS
    for inner in found:
        # As `children` does it: to call that for each node would take as long again.
        for field in fields[type(inner)]:
            value = getattr(inner, field, None)
            if type(value) is list:
                found += [each for each in value if each is not None] if field in _WITH_GAPS else value
            elif value is not None:
                found.append(value)
    return found
