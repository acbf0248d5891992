"""The imports of a repository, and the files that they stand in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dovetail.architecture.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grimp import ImportGraph

    from dovetail.architecture.imports.scan import Scan
    from dovetail.architecture.source.sources import Sources


def told_apart(found: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int | None]]:
    """What was found on each line and in which column, in order; a column is only said where a line has it again.

    Then each counts by itself, and what stands once on a line is where its line begins.
    """
    seen: set[tuple[str, int]] = set()
    for what, line, column in sorted(set(found), key=lambda each: (each[1], each[0], each[2])):
        yield what, line, column if (what, line) in seen else None
        seen.add((what, line))


class Code(NamedTuple):
    """The imports of a repository, and the files that they stand in.

    Attributes:
        scan: every import.
        sources: the text behind it.
    """

    scan: Scan
    sources: Sources

    @property
    def graph(self) -> ImportGraph:
        """The shared graph, third-party packages included. Copy it before changing it."""
        return self.scan.shared_graph

    def has(self, module: str) -> bool:
        """Whether there is a file of that module, or one below it."""
        modules = self.scan.modules
        return module in modules or any(name.startswith(f"{module}.") for name in modules)

    def file_of(self, module: str) -> Path:
        """The file of a module; of a namespace package, the first file below it."""
        modules = self.scan.modules
        found = modules.get(module) or next(modules[name] for name in sorted(modules) if name.startswith(f"{module}."))
        return Path(found)

    def lines_of(self, importer: str, imported: str) -> tuple[int, ...]:
        """The lines on which one module imports another."""
        details = self.graph.get_import_details(importer=importer, imported=imported)
        return tuple(sorted({detail["line_number"] for detail in details}))

    def finding(
        self, clause: str, module: str, line: int, column: int | None = None, *, message: str, fix: str
    ) -> Finding:
        """A finding at a line of a module; at its first word, where no column is given."""
        found = self.finding_in(self.file_of(module), clause, line, module=module, message=message, fix=fix)
        return found if column is None else found._replace(column=column)

    def finding_in(self, path: Path, clause: str, line: int, *, module: str, message: str, fix: str) -> Finding:
        """A finding at a line of a file that need not be in the graph."""
        column = self.sources.column(path, line)
        shown = self.sources.relative(path)
        return Finding(clause, shown, line, column, module=module, message=message, fix=fix)

    def import_findings(self, clause: str, chain: tuple[str, ...], *, message: str, fix: str) -> Iterator[Finding]:
        """A finding for each line on which the first import of a chain stands."""
        path = self.file_of(chain[0])
        for line in self.lines_of(chain[0], chain[1]):
            yield Finding(
                id=clause,
                path=self.sources.relative(path),
                line=line,
                column=self.sources.column(path, line),
                module=chain[0],
                message=message,
                fix=fix,
                imported=chain[-1],
                chain=chain,
            )
