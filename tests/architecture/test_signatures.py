"""Whether an adapter's operation can be called in every way that the port's can."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from dovetail.architecture.classes.declarations import Function
from dovetail.architecture.classes.signatures import mismatch
from dovetail.architecture.classes.structure import Structure


def function(folder: Path, header: str) -> Function:
    path = folder / "one.py"
    path.write_text(f"class One:\n    {header}: ...\n")
    one = Structure({"one": str(path)}).find("one.One")
    assert one is not None
    (found,) = one.methods.values()
    return found


@pytest.mark.parametrize(
    ("promised", "given", "problem"),
    [
        ("def f(self, a)", "def f(self, a)", None),
        ("def f(self, a)", "def f(self, a, b=1)", None),
        ("def f(self, a)", "def f(self, *args, **kwargs)", None),
        ("def f(self, a)", "def f(self, a, *, b=1)", None),
        ("def f(self, a, /)", "def f(self, b)", None),
        ("def f(self, _a)", "def f(self, b)", None),
        ("def f(self, *, a, b=1)", "def f(self, b=2, *, a)", None),
        ("def f(self, *, a)", "def f(self, **kwargs)", None),
        ("async def f(self)", "async def f(self)", None),
        ("def f(self) -> AsyncIterator[int]", "async def f(self) -> AsyncIterator[int]", None),
        ("def f(self) -> Awaitable[int]", "async def f(self) -> int", None),
        ("def f(self, a)", "def f(self)", "takes no 'a'"),
        ("def f(self, a)", "def f(self, b)", "calls 'b' what the port calls 'a'"),
        ("def f(self, a=1)", "def f(self, a)", "requires 'a', which the port lets callers leave out"),
        ("def f(self)", "def f(self, a)", "requires 'a', which the port does not have"),
        ("def f(self)", "def f(self, *, a)", "requires 'a', which the port does not have"),
        ("def f(self, *, a)", "def f(self)", "takes no keyword 'a'"),
        ("def f(self, *, a=1)", "def f(self, *, a)", "requires 'a', which the port lets callers leave out"),
        ("def f(self, a)", "def f(self, *, a)", "takes no 'a'"),
        ("def f(self, *items)", "def f(self)", "takes no *items"),
        ("def f(self, **options)", "def f(self)", "takes no **options"),
        ("async def f(self)", "def f(self)", "is not async, and the port's is async"),
        ("def f(self)", "async def f(self)", "is async, and the port's is not"),
    ],
)
def test_what_a_caller_who_only_knows_the_port_runs_into(
    tmp_path: Path, promised: str, given: str, problem: str | None
) -> None:
    assert mismatch(function(tmp_path, promised), function(tmp_path, given)) == problem


def test_a_decorator_may_change_how_a_function_is_called(tmp_path: Path) -> None:
    """`@retry` keeps the signature, `@click.command()` does not; from here nobody can tell."""
    wrapped = function(tmp_path, "@retry\n    def f(self, other)")
    assert mismatch(function(tmp_path, "def f(self, a)"), wrapped) is None


def test_the_header_is_the_line_to_write(tmp_path: Path) -> None:
    header = "async def find(self, key: str, /, *, deep: bool=False) -> Order | None"
    assert function(tmp_path, f"@abstractmethod\n    {header}").header == f"{header}:"


def test_the_oracle_is_python_itself(tmp_path: Path) -> None:
    """Every call that the first accepts, of a few that are tried, is accepted by what is said to match."""
    calls = [((), {}), ((1,), {}), ((), {"a": 1}), ((1, 2), {}), ((1,), {"b": 2}), ((), {"a": 1, "b": 2})]
    headers = [
        "a",
        "a, b",
        "a, b=1",
        "a=1",
        "*, a",
        "a, /",
        "*args",
        "**kw",
        "a, *, b",
        "a, *, b=1",
        "*args, **kw",
        "b, a",
    ]
    methods = {header: function(tmp_path, f"def f(self, {header})") for header in headers}
    for first in headers:
        for second in headers:
            promised, given = eval(f"lambda {first}: None"), eval(f"lambda {second}: None")
            accepted = all(binds(given, *call) for call in calls if binds(promised, *call))
            problem = mismatch(methods[first], methods[second])
            assert problem is not None or accepted, (first, second)


def binds(callable_: object, arguments: tuple[int, ...], keywords: dict[str, int]) -> bool:
    try:
        inspect.signature(callable_).bind(*arguments, **keywords)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True
