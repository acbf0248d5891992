"""Which expressions of a module are a `pathlib.Path`, as far as its source says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from dovetail.architecture.classes.bodies import Body

_PATH = "pathlib.Path"
_TEXTS = frozenset({"read_text", "write_text", "read_bytes", "write_bytes"})
_NEW_PATHS = frozenset({"absolute", "resolve", "expanduser", "with_name", "with_suffix", "joinpath", "cwd", "home"})

PATH_METHODS = _TEXTS | {
    "open", "mkdir", "rmdir", "unlink", "touch", "exists", "is_file", "is_dir", "iterdir", "glob", "rglob", "stat",
}  # fmt: skip


class Paths:
    """The paths of one module."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def touched_by(self, called: ast.Attribute) -> bool:
        """Whether calling this method reads or writes the file system.

        A name of which the module says nothing counts as a path where it reads or writes a whole file, and the module
        imports `Path`: it may have come out of a list of them.
        """
        if called.attr not in PATH_METHODS:
            return False
        unknown = isinstance(called.value, ast.Name) and called.value.id not in self._annotated
        return self._is_path(called.value) or (unknown and called.attr in _TEXTS and self._imports_path)

    def _is_path(self, expression: ast.expr) -> bool:
        if isinstance(expression, ast.Call):
            by = expression.func
            if isinstance(by, ast.Attribute) and by.attr in _NEW_PATHS and self._is_path(by.value):
                return True
            return self._body.resolve(by) == _PATH
        if isinstance(expression, ast.BinOp):
            return self._is_path(expression.left) or self._is_path(expression.right)
        if isinstance(expression, ast.Attribute):
            return expression.attr in self._named or (expression.attr == "parent" and self._is_path(expression.value))
        return isinstance(expression, ast.Name) and (
            expression.id in self._named or self._body.resolve(expression) == _PATH
        )

    @cached_property
    def _imports_path(self) -> bool:
        return any(meaning in (_PATH, "pathlib") for meaning in self._body.names.names.values())

    @cached_property
    def _annotated(self) -> set[str]:
        return {name for name, _ in self._annotations()}

    @cached_property
    def _named(self) -> set[str]:
        """The variables and attributes that are annotated as a path, or made by `Path(...)`."""
        parts, resolve = self._body.names.parts, self._body.resolve
        said = {name for name, kind in self._annotations() if any(resolve(part) == _PATH for part in parts(kind))}
        assigned = (node for node in self._body.nodes if isinstance(node, ast.Assign))
        made = (node for node in assigned if isinstance(node.value, ast.Call) and resolve(node.value.func) == _PATH)
        return said | {name for node in made for target in node.targets for name in _name(target)}

    def _annotations(self) -> Iterator[tuple[str, ast.expr]]:
        for node in self._body.nodes:
            if isinstance(node, ast.arg) and node.annotation:
                yield node.arg, node.annotation
            elif isinstance(node, ast.AnnAssign):
                yield from ((name, node.annotation) for name in _name(node.target))


def _name(target: ast.expr) -> list[str]:
    """The name that is assigned to: a variable's, or an attribute's."""
    if isinstance(target, ast.Attribute):
        return [target.attr]
    return [target.id] if isinstance(target, ast.Name) else []
