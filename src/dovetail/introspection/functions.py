"""What the bytecode of a function tells: the names it uses, the attributes it reads, whether it does anything."""

from __future__ import annotations

import dis
from collections.abc import Iterator
from itertools import pairwise
from types import CodeType, FunctionType

BY_NAME = ("setattr", "__setattr__", "vars", "__dict__")
"""What a function uses that reaches attributes without naming them."""

_DOES_SOMETHING = ("LOAD_FAST", "LOAD_DEREF", "LOAD_SMALL_INT", "BUILD_")


def attribute_names(code: CodeType) -> Iterator[str]:
    """The names of all attributes that a function and those inside it use, and which of `BY_NAME` they use."""
    for instruction in dis.get_instructions(code):
        is_attribute = instruction.opname.endswith(("_ATTR", "_METHOD"))
        if is_attribute or instruction.argval in BY_NAME:
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from attribute_names(constant)


def attributes_of_self(function: FunctionType) -> set[str]:
    """The attributes that a method reads from its first parameter, or sets there."""
    receiver = next(iter(function.__code__.co_varnames), None)
    instructions = list(dis.get_instructions(function.__code__))
    return {
        then.argval
        for each, then in pairwise(instructions)
        if each.opname.startswith("LOAD_FAST")
        and each.argval == receiver
        and then.opname.endswith(("_ATTR", "_METHOD"))
    }


def says_nothing(function: FunctionType) -> bool:
    """Whether a body is only a docstring, `...`, `pass` or `raise NotImplementedError`."""
    code = function.__code__
    if code.co_names:
        return code.co_names == ("NotImplementedError",)
    if not all(each is None or each is ... or each == function.__doc__ for each in code.co_consts):
        return False
    return not any(each.opname.startswith(_DOES_SOMETHING) for each in dis.get_instructions(code))
