"""The syntax trees of modules, classes and functions."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any


def syntax_of(code: Any) -> ast.Module | None:
    """The syntax tree of a module, a class or a function; None where there is no source that Python can parse."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, TypeError, SyntaxError):
        return None


def function_of(code: Any) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The definition of a function; None where there is no source, or where it is a lambda."""
    tree = syntax_of(code)
    definition = tree.body[0] if tree is not None and tree.body else None
    return definition if isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef) else None
