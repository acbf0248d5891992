"""What a function that yields does once it is resumed: whether it commits then."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.architecture.classes.syntax import children

if TYPE_CHECKING:
    from dovetail.architecture.classes.bodies import Body
    from dovetail.architecture.classes.structure import Structure

Functions = ast.FunctionDef | ast.AsyncFunctionDef

COMMITS = frozenset({"commit", "commit_transaction"})
# What is entered by one of these commits when it is left: SQLAlchemy's, asyncpg's, Django's, peewee's and Tortoise's.
_TRANSACTIONS = frozenset({"begin", "transaction", "atomic", "in_transaction"})
_CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
_APART = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass(eq=False, repr=False)
class Generators:
    """The functions of a repository that yield.

    Attributes:
        structure: their source.
    """

    structure: Structure

    def function(self, dotted: str) -> tuple[Body, Functions] | None:
        """A function at the top of a module, with that module's body."""
        module, _, name = dotted.rpartition(".")
        body = self.structure.body(module) if module in self.structure.modules else None
        found = [node for node in body.tree.body if isinstance(node, Functions) and node.name == name] if body else []
        return (body, found[-1]) if body and found else None

    def commits_after(self, body: Body, function: Functions) -> int | None:
        """The line on which a function commits after its `yield`, where nothing has failed; None where it does not."""
        return self._in_order(body, function.body, False, 0)[0]

    def is_context_manager(self, body: Body, function: Functions) -> bool:
        """Whether a function is one that `with` takes, and no dependency by itself."""
        return any(body.resolve(each) in _CONTEXT_MANAGERS for each in function.decorator_list)

    def _in_order(
        self, body: Body, statements: Iterable[ast.stmt], resumed: bool, depth: int
    ) -> tuple[int | None, bool]:
        """The first commit after a `yield`, and whether some statement yields; handlers of errors are passed over."""
        line: int | None = None
        for statement in statements:
            if isinstance(statement, _APART):
                continue
            blocks = _blocks(statement)
            if isinstance(statement, ast.With | ast.AsyncWith) and any(map(_yields, statement.body)):
                leaving = any(self._commits_on_leaving(body, item.context_expr, depth) for item in statement.items)
                line = line or (statement.lineno if leaving else None)
            if not blocks and resumed:
                line = line or next((call.lineno for call in commits([statement])), None)
            resumed = resumed or (not blocks and _yields(statement))
            after = resumed
            for block in blocks:
                inner, yields = self._in_order(body, block, after, depth)
                line, resumed = line or inner, resumed or yields
                # What stands under `else` and `finally` comes after the body; two branches come one or the other.
                after = resumed if isinstance(statement, ast.Try | ast.TryStar) else after
        return line, resumed

    def _commits_on_leaving(self, body: Body, entered: ast.expr, depth: int) -> bool:
        """Whether what is entered commits when it is left: a transaction, or something of the repository's own."""
        if not isinstance(entered, ast.Call) or depth > 3:
            return False
        if isinstance(entered.func, ast.Attribute) and entered.func.attr in _TRANSACTIONS:
            return True
        dotted = self.structure.follow(body.resolve(entered.func))
        if dotted.rpartition(".")[2] in _TRANSACTIONS and dotted.partition(".")[0] in ("django", "tortoise", "peewee"):
            return True
        found = self.function(dotted)
        if found and self.is_context_manager(*found):
            return self._in_order(found[0], found[1].body, False, depth + 1)[0] is not None
        return self._class_commits_on_leaving(dotted)

    def _class_commits_on_leaving(self, dotted: str) -> bool:
        cls = self.structure.find(dotted)
        for current in self.structure.lineage(cls) if cls else ():
            body = self.structure.body(current.module)
            for node in body.tree.body if body else ():
                if isinstance(node, ast.ClassDef) and node.name == current.name:
                    leaving = [
                        each
                        for each in node.body
                        if isinstance(each, Functions) and each.name in ("__exit__", "__aexit__")
                    ]
                    if leaving:
                        return any(True for _ in commits(leaving[-1].body))
        return False


def commits(statements: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """The calls that commit in some statements, those of functions inside them left out."""
    for node in _own(statements):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COMMITS:
            yield node


def _yields(statement: ast.AST) -> bool:
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own([statement]))


def _own(statements: Iterable[ast.AST]) -> Iterator[ast.AST]:
    waiting = [statement for statement in statements if not isinstance(statement, _APART)]
    for node in waiting:
        yield node
        waiting += [child for child in children(node) if not isinstance(child, _APART)]


def _blocks(statement: ast.stmt) -> list[list[ast.stmt]]:
    """The blocks of a compound statement that run where nothing has failed."""
    if isinstance(statement, ast.Match):
        return [case.body for case in statement.cases]
    fields = ("body", "orelse", "finalbody")
    return [block for name in fields if isinstance(block := getattr(statement, name, None), list) and block]
