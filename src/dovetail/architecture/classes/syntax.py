"""Going through syntax trees as `ast.walk` does, in a third of the time: most of a rule on classes is spent here."""

from __future__ import annotations

import ast

# What these fields hold is text, a number or an operator, and nothing below them. Of `type X = ...` the name is a node.
_WITHOUT_NODES = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "name", "op", "ops",
    "kwd_attrs", "rest", "simple", "str", "tag", "type_comment", "type_ignores",
})  # fmt: skip
# Half of all nodes, with nothing below them.
_LEAVES = frozenset({ast.Name, ast.Constant, ast.alias, ast.Pass, ast.Global, ast.Nonlocal, ast.MatchSingleton})
KINDS = [kind for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)]
# The fields of each kind of node in which there may be others.
_FIELDS = {
    kind: tuple(field for field in kind._fields if field not in _WITHOUT_NODES or kind.__name__ == "TypeAlias")
    if kind not in _LEAVES
    else ()
    for kind in KINDS
}

_Node = ast.AST


def children(node: ast.AST) -> list[ast.AST]:
    """The nodes directly below one, in order; operators, and the marks of loading and storing, are left out."""
    found: list[ast.AST] = []
    for field in _FIELDS[type(node)]:
        value = getattr(node, field, None)
        if type(value) is list:
            found += [inner for inner in value if inner is not None] if None in value else value
        elif isinstance(value, ast.AST):
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
                found += [each for each in value if each is not None] if None in value else value
            elif isinstance(value, _Node):
                found.append(value)
    return found
