"""Which expressions of a module are a file in memory, as far as its source says."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dovetail.architecture.classes.bindings import Binding
    from dovetail.architecture.classes.bodies import Body

# What the caller hands over is open already: `def write(self, out: TextIO)`.
_FILES = re.compile(r"(^|\.)(\w*BytesIO|\w*StringIO|\w*IO|\w*IOBase|Buffered\w+|TextIOWrapper|\w*StreamWriter)$")


class Buffers:
    """The files in memory of one module, and those that are open already when it is given them."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def __contains__(self, expression: object) -> bool:
        if isinstance(expression, ast.Call):
            made = self._body.resolve(expression.func)
            return made != "io.FileIO" and bool(_FILES.search(made))
        if isinstance(expression, ast.Name):
            return expression.id in self._named and any(map(self._is_one, self._body.visible.of(expression)))
        return isinstance(expression, ast.Attribute) and expression.attr in self._named

    @cached_property
    def _named(self) -> set[str]:
        """The variables and attributes that are annotated as a file, or made as one in memory."""
        return {bound.name for bound in self._body.bindings if self._is_one(bound)}

    def _is_one(self, bound: Binding) -> bool:
        parts = self._body.names.parts(bound.annotation) if bound.annotation else []
        said = any(_FILES.search(self._body.resolve(part)) for part in parts)
        return said or (isinstance(bound.value, ast.Call) and bound.value in self)
