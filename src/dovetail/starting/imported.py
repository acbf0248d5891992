"""The import statements of a module that is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class


@dataclass
class Imports:
    """The import statements of a module, gathered as its text is written."""

    names: dict[str, set[str]] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)

    def name(self, module: str, name: str) -> str:
        """A name of a module; what stands for it in the text."""
        self.names.setdefault(module, set()).add(name)
        return name

    def cls(self, cls: Class) -> str:
        return self.name(cls.module, cls.name)

    def module(self, module: str, why: str) -> None:
        """A module that is imported for what that does."""
        if module not in self.names:
            self.modules[module] = why

    def text(self, own: Iterable[str]) -> str:
        """The statements in groups: others' packages, then the repository's own."""
        roots = set(own)
        groups: tuple[list[str], list[str]] = ([], [])
        for module in sorted({*self.names, *self.modules}, key=lambda each: (each in self.names, each)):
            ours = module.partition(".")[0] in roots
            names = sorted(self.names.get(module, ()))
            groups[ours].append(_statement(module, names, self.modules.get(module, "")))
        return "\n\n".join("\n".join(group) for group in groups if group)


def _statement(module: str, names: list[str], why: str) -> str:
    if not names:
        return f"import {module}" + (f"  # noqa: F401 ({why})" if why else "")
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= 100:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"
