"""Whose class an exception is of: the project's own, or one of Python's and of the libraries that it uses."""

from __future__ import annotations

import sys
import sysconfig

_INSTALLED = tuple(str(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib"))


def is_foreign(error: object) -> bool:
    """Whether the class of an error is Python's own or an installed library's, and not the project's."""
    home = type(error).__module__
    module = sys.modules.get(home)
    place = getattr(module, "__file__", None)
    return home == "builtins" or place is None or str(place).startswith(_INSTALLED)


def foreign_hint(error: object) -> str:
    """`ExpiredSignatureError is of jwt, and no caller of the port knows it`; nothing where it is the project's own."""
    if not isinstance(error, BaseException) or not is_foreign(error):
        return ""
    home = type(error).__module__.partition(".")[0]
    owner = "Python's own" if home == "builtins" else f"of {home}"
    return f"{type(error).__name__} is {owner}, and no caller of the port knows it"
